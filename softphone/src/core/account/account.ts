import { type ApiClient, ApiFailure, contentOf } from '@tandem/api-client';
import {
  type Device,
  type DeviceCredentials,
  deviceCredentials,
  type Session,
  session,
  type User,
} from '@tandem/api-types';
import type { AccountStore, StoredAccount } from './account-store.ts';

/** Tokens are renewed this long before they expire. */
const renewalMarginMs = 30_000;

/** How this device appears in the account's list of devices. */
export type DeviceDescription = Pick<Device, 'name' | 'platform'>;

/** Asks the API for something, with the headers that say who asks. */
export type Ask<Data> = (
  api: ApiClient,
  headers: { readonly authorization: string },
) => Parameters<typeof contentOf<Data>>[0];

type AnswerSchema<Data> = Parameters<typeof contentOf<Data>>[1];

export interface AccountOptions {
  readonly store: AccountStore;
  readonly api: ApiClient;
  readonly now: () => number;
  /** Runs work while no other tab of this browser runs work of the same name. */
  readonly exclusively: <T>(name: string, work: () => Promise<T>) => Promise<T>;
  /** Called when the server no longer accepts the session. */
  readonly onSignedOut: (sentence: string) => void;
}

/** The account of this tab: signing in and out, fresh tokens for requests, and this device's SIP credentials. */
export class Account {
  readonly #options: AccountOptions;
  #username: string | null;

  constructor(options: AccountOptions) {
    this.#options = options;
    this.#username = options.store.ofThisTab()?.user.username ?? null;
  }

  get user(): User | null {
    return this.#stored()?.user ?? null;
  }

  /** @throws ApiFailure with the server's sentence */
  async signIn(username: string, password: string): Promise<User> {
    const { api } = this.#options;
    return this.#begin(
      await contentOf(api.POST('/api/v1/sessions', { body: { username, password } }), session),
    );
  }

  /** Exchanges the secret of a sign-in link. @throws ApiFailure when it was used or has expired */
  async signInByLink(token: string): Promise<User> {
    const { api } = this.#options;
    return this.#begin(await contentOf(api.POST('/api/v1/sessions/link', { body: { token } }), session));
  }

  /** Forgets the account in this browser at once; tells the server as well as it can. */
  async signOut(): Promise<void> {
    const stored = this.#stored();
    this.#username = null;
    if (!stored) return;
    const { api, store } = this.#options;
    store.remove(stored.user.username);
    const { accessToken, refreshToken, device } = stored;
    // The device first: removing it needs the session.
    if (device) {
      await Promise.allSettled([
        api.DELETE('/api/v1/devices/{id}', {
          params: { path: { id: device.device.id } },
          headers: bearer(accessToken),
        }),
      ]);
    }
    await Promise.allSettled([api.DELETE('/api/v1/sessions', { body: { refreshToken } })]);
  }

  /** A request in this account's name. A token that is refused is renewed once. */
  async request<Data>(ask: Ask<Data>, answer: AnswerSchema<Data>): Promise<Data> {
    const { api } = this.#options;
    const accessToken = await this.#accessToken();
    try {
      return await contentOf(ask(api, bearer(accessToken)), answer);
    } catch (error) {
      if (!(error instanceof ApiFailure) || error.status !== 401) throw error;
      const renewed = await this.#renew(accessToken);
      return contentOf(ask(api, bearer(renewed)), answer);
    }
  }

  /** This browser's SIP credentials; asked for once, under what the list of devices shows. */
  async deviceCredentials(description: DeviceDescription): Promise<DeviceCredentials> {
    const username = this.#username ?? '';
    return this.#options.exclusively(`tandem.device.${username}`, async () => {
      const known = this.#stored()?.device;
      if (known) return known;
      const device = await this.request(
        (api, headers) => api.POST('/api/v1/devices', { body: description, headers }),
        deviceCredentials,
      );
      this.#change({ device });
      return device;
    });
  }

  /** Forgets SIP credentials that the registrar refuses; the next `deviceCredentials` asks for new ones. */
  forgetDevice(): void {
    this.#change({ device: null });
  }

  #begin(answer: Session): User {
    const { store } = this.#options;
    const before = store.read(answer.user.username);
    store.adopt({ ...this.#tokensOf(answer), device: before?.device ?? null });
    this.#username = answer.user.username;
    return answer.user;
  }

  async #accessToken(): Promise<string> {
    const stored = this.#stored();
    if (!stored) throw this.#signedOut('You are signed out.');
    if (stored.accessTokenExpiresAtMs - renewalMarginMs > this.#options.now()) return stored.accessToken;
    return this.#renew(stored.accessToken);
  }

  /**
   * Exchanges the refresh token, one tab at a time: a token that is used twice ends the session on the server.
   *
   * @param refused the access token that is no longer good; when the store has another one, a tab was faster
   */
  #renew(refused: string): Promise<string> {
    const { exclusively, api } = this.#options;
    return exclusively(`tandem.refresh.${this.#username}`, async () => {
      const stored = this.#stored();
      if (!stored) throw this.#signedOut('You are signed out.');
      if (stored.accessToken !== refused) return stored.accessToken;
      try {
        const body = { refreshToken: stored.refreshToken };
        const answer = await contentOf(api.POST('/api/v1/sessions/refresh', { body }), session);
        this.#change(this.#tokensOf(answer));
        return answer.accessToken;
      } catch (error) {
        if (error instanceof ApiFailure && (error.status === 401 || error.status === 403)) {
          this.#options.store.remove(stored.user.username);
          throw this.#signedOut('Your session has ended. Please sign in again.');
        }
        throw error;
      }
    });
  }

  #tokensOf(answer: Session): Omit<StoredAccount, 'device'> {
    return {
      user: answer.user,
      accessToken: answer.accessToken,
      accessTokenExpiresAtMs: this.#options.now() + answer.accessTokenExpiresInSeconds * 1000,
      refreshToken: answer.refreshToken,
    };
  }

  #signedOut(sentence: string): ApiFailure {
    this.#username = null;
    this.#options.onSignedOut(sentence);
    return new ApiFailure(401, 'signed-out', sentence);
  }

  #stored(): StoredAccount | null {
    return this.#username === null ? null : this.#options.store.read(this.#username);
  }

  #change(change: Partial<StoredAccount>): void {
    const stored = this.#stored();
    if (stored) this.#options.store.write({ ...stored, ...change });
  }
}

const bearer = (accessToken: string) => ({ authorization: `Bearer ${accessToken}` });
