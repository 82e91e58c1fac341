import { deviceCredentials, user } from '@tandem/api-types';
import { z } from 'zod';

const storedAccount = z.object({
  user,
  accessToken: z.string(),
  accessTokenExpiresAtMs: z.number(),
  refreshToken: z.string(),
  /** This browser's own SIP credentials, once it has asked for them. */
  device: deviceCredentials.nullable(),
});
export type StoredAccount = z.infer<typeof storedAccount>;

type KeyValueStore = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

const lastKey = 'tandem.last-account';
const tabKey = 'tandem.account';

/**
 * Who is signed in where. A tab remembers only which account is its own, so that two tabs can be two people. The
 * accounts lie in the browser's store, because a refresh token works once: the tabs of one account must share it.
 */
export class AccountStore {
  readonly #shared: KeyValueStore;
  readonly #tab: KeyValueStore;

  /** @param shared `localStorage` @param tab `sessionStorage` */
  constructor({ shared, tab }: { shared: KeyValueStore; tab: KeyValueStore }) {
    this.#shared = shared;
    this.#tab = tab;
  }

  /** The account of this tab. A new tab takes the one that signed in last in this browser. */
  ofThisTab(): StoredAccount | null {
    const username = this.#tab.getItem(tabKey) ?? this.#shared.getItem(lastKey);
    const account = username === null ? null : this.read(username);
    if (account) this.#tab.setItem(tabKey, account.user.username);
    return account;
  }

  read(username: string): StoredAccount | null {
    const text = this.#shared.getItem(accountKey(username));
    if (text === null) return null;
    try {
      return storedAccount.parse(JSON.parse(text));
    } catch {
      // Written by an older version: signing in again replaces it.
      return null;
    }
  }

  write(account: StoredAccount): void {
    this.#shared.setItem(accountKey(account.user.username), JSON.stringify(account));
  }

  /** Makes an account this tab's own, and the one that the next new tab continues with. */
  adopt(account: StoredAccount): void {
    this.write(account);
    this.#tab.setItem(tabKey, account.user.username);
    this.#shared.setItem(lastKey, account.user.username);
  }

  remove(username: string): void {
    this.#shared.removeItem(accountKey(username));
    this.#tab.removeItem(tabKey);
    if (this.#shared.getItem(lastKey) === username) this.#shared.removeItem(lastKey);
  }
}

function accountKey(username: string): string {
  return `tandem.account.${username}`;
}
