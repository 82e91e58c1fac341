import { refusals } from '../errors.ts';
import type { AuthenticationResult, Authenticator, RequestToAuthenticate } from './authenticator.ts';
import type { Awaitable, Identity } from './credentials.ts';
import { type SipAnswer, type SrfResponseToSend, sendAnswer } from './sip-answer.ts';

/** What is used of drachtio-srf's request. */
export interface SrfRequestToAuthenticate {
  readonly method: string;
  readonly uri: string;
  readonly source_address: string;
  get(name: string): string | undefined;
}

/** Answers the request itself and gives null when the sender is not (yet) known. */
export type Authenticate = (
  request: SrfRequestToAuthenticate,
  response: SrfResponseToSend,
) => Awaitable<Identity | null>;

/**
 * The answer to a request that was not accepted. Challenges are 401 with WWW-Authenticate for every method: whoever
 * answers calls itself, as a back-to-back user agent does, is a user agent server, not a proxy (RFC 3261 §22.2), and
 * SIP.js, JsSIP, baresip, linphone and sipp answer it for INVITE as for REGISTER.
 */
function answerTo(result: Exclude<AuthenticationResult, { kind: 'accepted' }>): SipAnswer {
  if (result.kind === 'challenge') {
    const { sipStatus, reason } = refusals.unauthorized;
    return {
      status: sipStatus,
      reason,
      headers: result.headers.map((value) => ['WWW-Authenticate', value] as const),
    };
  }
  const { sipStatus, reason } = refusals[result.key];
  const retryAfter = result.retryAfterSeconds;
  return {
    status: sipStatus,
    reason,
    headers: retryAfter === null ? [] : [['Retry-After', String(retryAfter)]],
  };
}

/** @returns a function for drachtio-srf's handlers: `const identity = await authenticate(req, res); if (!identity) return;` */
export function authenticated(authenticator: Authenticator): Authenticate {
  return (request, response) => {
    const result = authenticator.check(new ReadWhenAsked(request));
    return result instanceof Promise
      ? result.then((later) => conclude(later, response))
      : conclude(result, response);
  };
}

/** Headers that nobody asks for are not looked for. */
class ReadWhenAsked implements RequestToAuthenticate {
  readonly #request: SrfRequestToAuthenticate;

  constructor(request: SrfRequestToAuthenticate) {
    this.#request = request;
  }

  get method(): string {
    return this.#request.method;
  }

  get uri(): string {
    return this.#request.uri;
  }

  get sourceAddress(): string {
    return this.#request.source_address;
  }

  get authorization(): string | undefined {
    return this.#request.get('Authorization');
  }

  get from(): string | undefined {
    return this.#request.get('From');
  }

  get userAgent(): string | undefined {
    return this.#request.get('User-Agent');
  }
}

function conclude(result: AuthenticationResult, response: SrfResponseToSend): Identity | null {
  if (result.kind === 'accepted') return result.identity;
  sendAnswer(response, answerTo(result));
  return null;
}
