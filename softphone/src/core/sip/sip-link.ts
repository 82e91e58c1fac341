import { Registerer, RegistererState, type UserAgent, UserAgentState } from 'sip.js';
import type { RegisterOutcome, SignallingLink } from './registration-loop.ts';

const connectTimeoutMs = 10_000;
const registerTimeoutMs = 8_000;
const unregisterTimeoutMs = 2_000;

export interface SipLinkOptions {
  readonly userAgent: UserAgent;
  /** RFC 5626 §4.1: the same for all registrations of this phone. */
  readonly instanceId: string;
  readonly registerExpiresSeconds: number;
}

/**
 * The SIP.js user agent's connection and registration. Each connection gets a new `Registerer`: one that lost a
 * request with its socket would refuse to send another for half a minute.
 */
export class SipLink implements SignallingLink {
  readonly #options: SipLinkOptions;
  #registerer: Registerer | null = null;

  constructor(options: SipLinkOptions) {
    this.#options = options;
  }

  async connect(): Promise<void> {
    const { userAgent } = this.#options;
    const opened = userAgent.state === UserAgentState.Started ? userAgent.reconnect() : userAgent.start();
    const reached = await settledWithin(
      opened.then(
        () => true,
        () => false,
      ),
      connectTimeoutMs,
      false,
    );
    if (!reached) throw new Error('The server cannot be reached.');
  }

  register(): Promise<RegisterOutcome> {
    const registerer = this.#currentRegisterer();
    const outcome = new Promise<RegisterOutcome>((resolve) => {
      const left = (state: RegistererState) => {
        if (state !== RegistererState.Unregistered) return;
        registerer.stateChange.removeListener(left);
        // After the delegates below have had their say: SIP.js drops a 200 that does not list our contact, and
        // tells nobody but its state.
        queueMicrotask(() =>
          resolve({
            kind: 'refused',
            status: 500,
            reason: 'this phone is not listed',
            retryAfterSeconds: null,
          }),
        );
      };
      registerer.stateChange.addListener(left);
      registerer
        .register({
          requestDelegate: {
            onAccept: ({ message }) => resolve(accepted(message, this.#options.registerExpiresSeconds)),
            onReject: ({ message }) => resolve(refusal(message)),
          },
        })
        .catch(() => resolve({ kind: 'unanswered' }));
    });
    return settledWithin<RegisterOutcome>(outcome, registerTimeoutMs, { kind: 'unanswered' });
  }

  async unregister(): Promise<void> {
    const registerer = this.#registerer;
    if (!registerer) return;
    const done = new Promise<void>((resolve) => {
      registerer
        .unregister({ requestDelegate: { onAccept: () => resolve(), onReject: () => resolve() } })
        // An unregistration that cannot be sent leaves a binding that expires by itself.
        .catch(() => resolve());
    });
    await settledWithin(done, unregisterTimeoutMs, undefined);
  }

  drop(): void {
    const { userAgent } = this.#options;
    const registerer = this.#registerer;
    this.#registerer = null;
    const ignore = () => undefined;
    if (userAgent.transport.isConnected()) userAgent.transport.disconnect().catch(ignore);
    // Without a connection its farewell fails at once, here and not at the server, and its timers stop.
    registerer?.dispose().catch(ignore);
  }

  #currentRegisterer(): Registerer {
    const { userAgent, instanceId, registerExpiresSeconds } = this.#options;
    this.#registerer ??= new Registerer(userAgent, {
      instanceId,
      regId: 1,
      expires: registerExpiresSeconds,
      logConfiguration: false,
    });
    return this.#registerer;
  }
}

interface ReadableMessage {
  readonly statusCode?: number | undefined;
  readonly reasonPhrase?: string | undefined;
  getHeader(name: string): string | undefined;
  getHeaders(name: string): string[];
}

function accepted(message: ReadableMessage, askedSeconds: number): RegisterOutcome {
  const granted = message
    .getHeaders('contact')
    .map((contact) => Number(/;\s*expires\s*=\s*"?(\d+)/i.exec(contact)?.[1]))
    .filter((seconds) => seconds > 0);
  // Other phones of this account are listed too: the shortest of all refreshes early enough.
  return { kind: 'accepted', expiresSeconds: Math.max(10, Math.min(askedSeconds, ...granted)) };
}

function refusal(message: ReadableMessage): RegisterOutcome {
  const status = message.statusCode ?? 500;
  // SIP.js answers its own time-out with a 408 that never was on the wire.
  if (status === 408) return { kind: 'unanswered' };
  const retryAfterSeconds = Number.parseInt(message.getHeader('retry-after') ?? '', 10);
  return {
    kind: 'refused',
    status,
    reason: message.reasonPhrase ?? '',
    retryAfterSeconds: Number.isFinite(retryAfterSeconds) ? retryAfterSeconds : null,
  };
}

/** What the promise settles to, or the other value when it takes longer. */
function settledWithin<T>(promise: Promise<T>, timeoutMs: number, otherwise: T): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => resolve(otherwise), timeoutMs);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
