import { randomInt } from 'node:crypto';
import { signInUrls } from './urls.ts';
import { UsageError } from './usage-error.ts';
import type { DatabaseContext } from './with-database.ts';

const PAGE_USERS = 500;

interface UserOptions {
  readonly password?: string | undefined;
  readonly name?: string | undefined;
  readonly admin?: boolean | undefined;
}

/** `tandem user add|list|password|link|remove`. */
export async function user(
  { accounts, config }: DatabaseContext,
  [action, name]: readonly string[],
  options: UserOptions,
): Promise<void> {
  switch (action) {
    case 'add': {
      const password = options.password ?? randomPassword();
      const username = needed(name);
      const role = options.admin ? 'admin' : 'user';
      const added = await accounts.createUser({ username, password, role, displayName: options.name });
      console.log(`Added ${added.username}, ${added.addressOfRecord}${told(options, password)}.`);
      console.log('Sign in once, within a day, by:');
      console.log(signInUrls(config, await accounts.createSignInLink(username)).join('\n'));
      return;
    }
    case 'list': {
      let cursor: string | undefined;
      do {
        const page = await accounts.listUsers({ cursor, limit: PAGE_USERS });
        for (const listed of page.users)
          console.log(`${listed.username.padEnd(24)} ${listed.role.padEnd(8)} ${listed.addressOfRecord}`);
        cursor = page.nextCursor ?? undefined;
      } while (cursor !== undefined);
      if ((await accounts.countUsers()) === 0) console.log('There are no users yet: tandem user add NAME');
      return;
    }
    case 'password': {
      const password = options.password ?? randomPassword();
      await accounts.setPassword(needed(name), password);
      console.log(`Changed the password of ${name}${told(options, password)}. Its sessions are signed out.`);
      return;
    }
    case 'link':
      console.log(signInUrls(config, await accounts.createSignInLink(needed(name))).join('\n'));
      return;
    case 'remove':
      await accounts.removeUser(needed(name));
      console.log(`Removed ${name} with its devices and registrations; its call records stay.`);
      return;
    default:
      throw new UsageError('tandem user needs one of: add, list, password, link, remove.');
  }
}

function needed(name: string | undefined): string {
  if (!name) throw new UsageError('A user name is missing.');
  return name;
}

const told = (options: UserOptions, password: string): string =>
  options.password === undefined ? `, password ${password}` : '';

const LETTERS = 'abcdefghijkmnpqrstuvwxyz23456789';

/** 20 characters without look-alikes: 100 bits. */
export const randomPassword = (): string =>
  Array.from({ length: 20 }, () => LETTERS[randomInt(LETTERS.length)]).join('');
