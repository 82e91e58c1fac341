import { type Session, session } from '@tandem/api-types';
import { type Scope, scopesOfRole } from '@tandem/api-types/access';
import { ApiError, fetchJson, type HttpRequest, type Schema, send } from './http.ts';

const key = 'tandem.console';

type KeyValueStore = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** The admin's session in this tab: it ends with the tab, and renews its tokens while it is used. */
export class AdminSession {
  readonly #store: KeyValueStore;
  readonly #onSignedOut: () => void;
  #session: Session | null;
  #renewal: Promise<void> | null = null;

  constructor(store: KeyValueStore, onSignedOut: () => void) {
    this.#store = store;
    this.#onSignedOut = onSignedOut;
    this.#session = storedSession(store.getItem(key));
  }

  get signedIn(): boolean {
    return this.#session !== null;
  }

  get displayName(): string {
    return this.#session?.user.displayName ?? '';
  }

  /** Whether the signed-in person's role has this permission; the server has the last word. */
  may(scope: Scope): boolean {
    return this.#session !== null && scopesOfRole[this.#session.user.role].includes(scope);
  }

  /** The signed-in admin's own user name, which cannot be removed here. */
  get username(): string {
    return this.#session?.user.username ?? '';
  }

  /** @throws ApiError when the password is wrong or the account is not an admin's */
  async signIn(username: string, password: string): Promise<void> {
    const answer = await fetchJson(
      { method: 'POST', path: 'sessions', body: { username, password } },
      session,
    );
    if (scopesOfRole[answer.user.role].length === 0) {
      void this.#farewell(answer);
      throw new ApiError(
        403,
        'This account may not use the console: it is not an admin, operator or auditor.',
      );
    }
    this.#keep(answer);
  }

  async signOut(): Promise<void> {
    const ended = this.#session;
    this.#end();
    if (ended) await this.#farewell(ended);
  }

  get<T>(path: string, answer: Schema<T>): Promise<T> {
    return this.#withToken((accessToken) => fetchJson({ method: 'GET', path, accessToken }, answer));
  }

  post<T>(path: string, body: unknown, answer: Schema<T>): Promise<T> {
    return this.#withToken((accessToken) => fetchJson({ method: 'POST', path, body, accessToken }, answer));
  }

  /** Has the server do something that it answers without content. */
  async command(path: string, body: unknown = {}): Promise<void> {
    await this.#withToken((accessToken) => send({ method: 'POST', path, body, accessToken }));
  }

  /** Replaces a resource. @throws ApiError `changed-meanwhile` when `version` is no longer its current one */
  put<T>(path: string, body: unknown, version: number, answer: Schema<T>): Promise<T> {
    return this.#withToken((accessToken) =>
      fetchJson({ method: 'PUT', path, body, accessToken, version }, answer),
    );
  }

  /** Changes what `body` names and leaves the rest. @throws ApiError as `put` does */
  patch<T>(path: string, body: unknown, version: number, answer: Schema<T>): Promise<T> {
    return this.#withToken((accessToken) =>
      fetchJson({ method: 'PATCH', path, body, accessToken, version }, answer),
    );
  }

  /** @param version for resources that have one */
  async delete(path: string, version?: number): Promise<void> {
    await this.#withToken((accessToken) => send({ method: 'DELETE', path, accessToken, version }));
  }

  /** The text of an answer that is a file, such as CSV. */
  async file(path: string): Promise<Blob> {
    const response = await this.#withToken((accessToken) => send({ method: 'GET', path, accessToken }));
    return response.blob();
  }

  /** Runs a request; a token that has expired is renewed once, for all requests that wait. */
  async #withToken<T>(request: (accessToken: string) => Promise<T>): Promise<T> {
    const used = this.#session?.accessToken ?? '';
    try {
      return await request(used);
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 401) throw error;
      if (this.#session?.accessToken === used) {
        this.#renewal ??= this.#renew().finally(() => {
          this.#renewal = null;
        });
        await this.#renewal;
      }
      return request(this.#session?.accessToken ?? '');
    }
  }

  async #renew(): Promise<void> {
    const renewal: HttpRequest = {
      method: 'POST',
      path: 'sessions/refresh',
      body: { refreshToken: this.#session?.refreshToken ?? '' },
    };
    try {
      this.#keep(await fetchJson(renewal, session));
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) this.#end();
      throw error;
    }
  }

  #keep(answer: Session): void {
    this.#session = answer;
    this.#store.setItem(key, JSON.stringify(answer));
  }

  #end(): void {
    this.#session = null;
    this.#store.removeItem(key);
    this.#onSignedOut();
  }

  async #farewell({ refreshToken }: Session): Promise<void> {
    // The session also ends by itself: a server that cannot be told now need not be told.
    await send({ method: 'DELETE', path: 'sessions', body: { refreshToken } }).catch(() => undefined);
  }
}

function storedSession(text: string | null): Session | null {
  try {
    return session.parse(JSON.parse(text ?? 'null'));
  } catch {
    // Nothing stored, or by an older version: signing in replaces it.
    return null;
  }
}
