import { randomUUID } from 'node:crypto';
import { createUserRequest, type User } from '@tandem/api-types';
import type { z } from 'zod';
import { ha1 } from '../authentication/digest.ts';
import { ApiError } from '../http/api-error.ts';
import type { Accounts, AccountsOptions, ListedUser } from './accounts.ts';
import type { PasswordHashing } from './password-hashing.ts';
import type { StoredUser, UserStore } from './user-store.ts';

const LISTED_MAX = 1000;

type UserFunctions = Pick<
  Accounts,
  'createUser' | 'listUsers' | 'countUsers' | 'findUser' | 'removeUser' | 'setPassword'
>;

interface UsersOptions
  extends Pick<
    AccountsOptions,
    'realm' | 'sipDomain' | 'now' | 'log' | 'onUserRemoved' | 'onCredentialsChanged'
  > {
  readonly users: UserStore;
  readonly hashing: PasswordHashing;
}

/** Adding, finding and removing users, and their passwords. */
export function createUsers(options: UsersOptions): UserFunctions {
  const { users, hashing, realm, sipDomain, now, log } = options;
  const secretOf = (username: string, password: string) => ({ realm, ha1: ha1(username, realm, password) });
  return {
    async createUser(newUser) {
      const wanted = parsed(createUserRequest, newUser);
      const user: StoredUser = {
        id: randomUUID(),
        username: wanted.username,
        displayName: wanted.displayName?.trim() || wanted.username,
        role: wanted.role ?? 'user',
        passwordHash: await hashing.hash(wanted.password),
        createdAtMs: now(),
      };
      await users.insert(user, secretOf(user.username, wanted.password));
      log.info('user added', { user: user.username, role: user.role });
      return listed(user, sipDomain);
    },
    listUsers: async () => (await users.list(LISTED_MAX)).map((user) => listed(user, sipDomain)),
    countUsers: () => users.count(),
    async findUser(username) {
      const user = await users.findByUsername(username);
      return user && publicUser(user, sipDomain);
    },
    async removeUser(username) {
      if (!(await users.remove(username))) throw noSuchUser(username);
      log.info('user removed', { user: username });
      options.onUserRemoved?.(username);
      options.onCredentialsChanged?.(username);
    },
    async setPassword(username, password) {
      const wanted = parsed(createUserRequest.pick({ password: true }), { password });
      const user = await users.findByUsername(username);
      if (!user) throw noSuchUser(username);
      const passwordHash = await hashing.hash(wanted.password);
      await users.setPassword(user, passwordHash, secretOf(username, wanted.password), now());
      log.info('password changed', { user: username });
      options.onCredentialsChanged?.(username);
    },
  };
}

/** The user as the API shows them: without hashes. */
export const publicUser = (user: StoredUser, sipDomain: string): User => ({
  id: user.id,
  username: user.username,
  displayName: user.displayName,
  role: user.role,
  addressOfRecord: `sip:${user.username}@${sipDomain}`,
});

const listed = (user: StoredUser, sipDomain: string): ListedUser => ({
  ...publicUser(user, sipDomain),
  createdAt: new Date(user.createdAtMs).toISOString(),
});

export const noSuchUser = (username: string): ApiError =>
  new ApiError('not-found', { message: `There is no user "${username.slice(0, 64)}".` });

/** @throws ApiError `bad-input` that names the field */
function parsed<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new ApiError('bad-input', { message: `${issue?.path.join('.')}: ${issue?.message}` });
}
