import { randomUUID } from 'node:crypto';
import { createUserRequest, editUserRequest, type User } from '@tandem/api-types';
import { z } from 'zod';
import { ha1 } from '../authentication/digest.ts';
import type { Actor, Changes } from '../changes/changes.ts';
import { ApiError } from '../http/api-error.ts';
import { decodeCursor, encodeCursor } from '../http/cursor.ts';
import type { Accounts, AccountsOptions, ListedUser } from './accounts.ts';
import type { PasswordHashing } from './password-hashing.ts';
import type { Recording, StoredUser, UserStore } from './user-store.ts';

/** The sort key of a page's last user. */
const position = z.tuple([z.string().max(64)]);

const COMMAND: Actor = { kind: 'command', name: 'tandem', sourceAddress: null };

type UserFunctions = Pick<
  Accounts,
  'createUser' | 'editUser' | 'listUsers' | 'countUsers' | 'findUser' | 'removeUser' | 'setPassword'
>;

interface UsersOptions
  extends Pick<
    AccountsOptions,
    'realm' | 'sipDomain' | 'now' | 'log' | 'onUserRemoved' | 'onUserEdited' | 'onCredentialsChanged'
  > {
  readonly users: UserStore;
  readonly changes: Changes;
  readonly hashing: PasswordHashing;
}

/** Adding, finding and removing users, and their passwords. */
export function createUsers(options: UsersOptions): UserFunctions {
  const { users, hashing, changes, realm, sipDomain, now, log } = options;
  const secretOf = (username: string, password: string) => ({ realm, ha1: ha1(username, realm, password) });
  const recorded =
    (before: StoredUser | null, after: StoredUser | null, actor: Actor): Recording =>
    (transaction) =>
      changes.record(transaction, userChange(before, after, actor));
  const known = async (username: string): Promise<StoredUser> => {
    const user = await users.findByUsername(username);
    if (!user) throw noSuchUser(username);
    return user;
  };
  const editUser: Accounts['editUser'] = async (username, edit, editedVersion, actor = COMMAND) => {
    const wanted = parsed(editUserRequest, edit);
    const before = await known(username);
    const after: StoredUser = {
      ...before,
      displayName: wanted.displayName?.trim() || before.displayName,
      role: wanted.role ?? before.role,
      voicemail: wanted.voicemail ?? before.voicemail,
      version: before.version + 1,
    };
    const upToDate = before.version === editedVersion;
    if (upToDate && (await users.update(after, recorded(before, after, actor)))) {
      log.info('user changed', { user: username, role: after.role });
      options.onUserEdited?.(username);
      return listed(after, sipDomain);
    }
    const now = await users.findByUsername(username);
    const current = now && listed(now, sipDomain);
    throw await changes.lostUpdate({ kind: 'user', id: username, editedVersion, current });
  };
  const removeUser: Accounts['removeUser'] = async (username, actor = COMMAND) => {
    const before = await known(username);
    if (!(await users.remove(username, recorded(before, null, actor)))) throw noSuchUser(username);
    log.info('user removed', { user: username });
    options.onUserRemoved?.(username);
    options.onCredentialsChanged?.(username);
  };
  changes.registerUndo('user', {
    scope: 'roles:write',
    async reapply({ id, state, afterVersion, actor }) {
      const user = await users.findByUsername(id);
      if (!user)
        throw new ApiError('not-undoable', { message: 'Passwords are not kept: add the user anew.' });
      if (state === null) await removeUser(id, actor);
      else await editUser(id, editUserRequest.parse(state), afterVersion, actor);
    },
  });
  return {
    async createUser(newUser, actor = COMMAND) {
      const wanted = parsed(createUserRequest, newUser);
      const user: StoredUser = {
        id: randomUUID(),
        username: wanted.username,
        displayName: wanted.displayName?.trim() || wanted.username,
        role: wanted.role ?? 'user',
        passwordHash: await hashing.hash(wanted.password),
        createdAtMs: now(),
        version: 1,
        voicemail: false,
      };
      await users.insert(user, secretOf(user.username, wanted.password), recorded(null, user, actor));
      log.info('user added', { user: user.username, role: user.role });
      return listed(user, sipDomain);
    },
    editUser,
    removeUser,
    async listUsers({ search, cursor, limit }) {
      const [after] = cursor === undefined ? [undefined] : decodeCursor(cursor, position);
      const found = await users.list({ search, after, limit: limit + 1 });
      const page = found.slice(0, limit);
      const last = page.at(-1);
      return {
        users: page.map((user) => listed(user, sipDomain)),
        nextCursor: last && found.length > limit ? encodeCursor([last.username]) : null,
      };
    },
    countUsers: () => users.count(),
    async findUser(username) {
      const user = await users.findByUsername(username);
      return user && listed(user, sipDomain);
    },
    async setPassword(username, password, actor = COMMAND) {
      const wanted = parsed(createUserRequest.pick({ password: true }), { password });
      const user = await known(username);
      const passwordHash = await hashing.hash(wanted.password);
      await users.setPassword(user, passwordHash, secretOf(username, wanted.password), now());
      await changes.note({ action: 'set-password', kind: 'user', id: username, label: username, actor });
      log.info('password changed', { user: username });
      options.onCredentialsChanged?.(username);
    },
  };
}

/** What the history keeps of a user. */
const stateOf = (user: StoredUser | null) =>
  user && { displayName: user.displayName, role: user.role, voicemail: user.voicemail };

const userChange = (before: StoredUser | null, after: StoredUser | null, actor: Actor) => {
  const username = (after ?? before)?.username ?? '';
  return {
    kind: 'user',
    id: username,
    label: username,
    version: after?.version ?? (before?.version ?? 0) + 1,
    before: stateOf(before),
    after: stateOf(after),
    actor,
  };
};

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
  version: user.version,
  voicemail: user.voicemail,
});

export const noSuchUser = (username: string): ApiError =>
  new ApiError('not-found', { message: `There is no user "${username.slice(0, 64)}".` });

/** @throws ApiError `bad-input` that names the field */
function parsed<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw ApiError.ofFields(
    result.error.issues.map(({ path, message }) => ({ field: path.join('.'), message })),
  );
}
