import { type ApiClient, ApiFailure, contentOf, createApiClient, type Fetch } from '@tandem/api-client';
import { type Session, session } from '@tandem/api-types';
import { type Scope, scopesOfRole } from '@tandem/api-types/access';

const key = 'tandem.console';

type KeyValueStore = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

export interface AdminSessionOptions {
  readonly store: KeyValueStore;
  /** Where the server is, such as `https://tandem.example.com`. */
  readonly origin: string;
  readonly fetch: Fetch;
  /** @param ended true when the server ended the session, false when somebody signed out here */
  readonly onSignedOut: (ended: boolean) => void;
}

/** The admin's session in this tab: it ends with the tab, and renews its tokens while it is used. */
export class AdminSession {
  /** The server's API in the name of who is signed in. */
  readonly api: ApiClient;
  readonly #options: AdminSessionOptions;
  /** The API for those who are not signed in yet. */
  readonly #door: ApiClient;
  #session: Session | null;
  #renewal: Promise<void> | null = null;

  constructor(options: AdminSessionOptions) {
    this.#options = options;
    this.#door = createApiClient(options.origin, options.fetch);
    this.api = createApiClient(options.origin, (request) => this.#fetchSignedIn(request));
    this.#session = storedSession(options.store.getItem(key));
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

  /** @throws ApiFailure when the password is wrong or the account is not an admin's */
  async signIn(username: string, password: string): Promise<void> {
    const body = { username, password };
    const answer = await contentOf(this.#door.POST('/api/v1/sessions', { body }), session);
    if (scopesOfRole[answer.user.role].length === 0) {
      void this.#farewell(answer);
      throw new ApiFailure(
        403,
        'not-allowed',
        'This account may not use the console: it is not an admin, operator or auditor.',
      );
    }
    this.#keep(answer);
  }

  async signOut(): Promise<void> {
    const ended = this.#session;
    this.#end(false);
    if (ended) await this.#farewell(ended);
  }

  /** Sends a request with the access token; one that has expired is renewed once, for all requests that wait. */
  async #fetchSignedIn(request: Request): Promise<Response> {
    const used = this.#session?.accessToken ?? '';
    const response = await this.#options.fetch(withToken(request, used));
    if (response.status !== 401) return response;
    if (this.#session?.accessToken === used) {
      this.#renewal ??= this.#renew().finally(() => {
        this.#renewal = null;
      });
      await this.#renewal;
    }
    return this.#options.fetch(withToken(request, this.#session?.accessToken ?? ''));
  }

  /** @throws ApiFailure */
  async #renew(): Promise<void> {
    const body = { refreshToken: this.#session?.refreshToken ?? '' };
    try {
      this.#keep(await contentOf(this.#door.POST('/api/v1/sessions/refresh', { body }), session));
    } catch (error) {
      if (error instanceof ApiFailure && error.status === 401) this.#end(true);
      throw error;
    }
  }

  #keep(answer: Session): void {
    this.#session = answer;
    this.#options.store.setItem(key, JSON.stringify(answer));
  }

  #end(byServer: boolean): void {
    this.#session = null;
    this.#options.store.removeItem(key);
    this.#options.onSignedOut(byServer);
  }

  async #farewell({ refreshToken }: Session): Promise<void> {
    // The session also ends by itself: a server that cannot be told now need not be told.
    await this.#door.DELETE('/api/v1/sessions', { body: { refreshToken } }).catch(() => undefined);
  }
}

/** A copy of the request, which can be sent once more. */
function withToken(request: Request, accessToken: string): Request {
  const copy = request.clone();
  copy.headers.set('authorization', `Bearer ${accessToken}`);
  return copy;
}

function storedSession(text: string | null): Session | null {
  try {
    return session.parse(JSON.parse(text ?? 'null'));
  } catch {
    // Nothing stored, or by an older version: signing in replaces it.
    return null;
  }
}
