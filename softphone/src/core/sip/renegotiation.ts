import { type Core, Inviter, RequestPendingError, type Session, SessionState, type Web } from 'sip.js';

const answerTimeoutMs = 12_000;
const attempts = 4;

export interface RenegotiationRequest {
  /** Whether the call is on hold after this. */
  readonly hold: boolean;
  readonly iceRestart: boolean;
}

export class RenegotiationError extends Error {
  /** The final status of the re-INVITE; null when none came. */
  readonly status: number | null;

  constructor(message: string, status: number | null) {
    super(message);
    this.status = status;
  }

  /** RFC 3261 §12.2.1.2: these two end the dialog. */
  get dialogIsGone(): boolean {
    return this.status === 481 || this.status === 408;
  }
}

/**
 * Sends re-INVITEs one after the other, and again after a pause when both sides sent one at the same time
 * (RFC 3261 §14.1, status 491).
 */
export class Renegotiation {
  readonly #session: Session;
  readonly #random: () => number;
  #tail: Promise<void> = Promise.resolve();
  /** The re-INVITE whose final response has not come yet. */
  #underWay: Core.OutgoingInviteRequest | null = null;

  constructor({ session, random }: { session: Session; random: () => number }) {
    this.#session = session;
    this.#random = random;
  }

  /** Resolves when the other side has accepted; rejects with `RenegotiationError`. */
  run(request: RenegotiationRequest): Promise<void> {
    const result = this.#tail.then(() => this.#attempt(request, 1));
    this.#tail = result.catch(() => undefined);
    return result;
  }

  /**
   * The connection is gone: no response will come for a re-INVITE that was sent over it. RFC 3261 §8.1.3.1 has that
   * count as a 503. SIP.js would wait 32 s for it and refuse to send another meanwhile, so it is given one.
   */
  connectionLost(): void {
    const message = this.#underWay?.message;
    this.#underWay = null;
    if (!message) return;
    const copied = ['Via', 'From', 'To', 'Call-ID', 'CSeq'].map(
      (name) => `${name}: ${message.getHeader(name) ?? ''}`,
    );
    const response = ['SIP/2.0 503 Service Unavailable', ...copied, 'Content-Length: 0', '', ''].join('\r\n');
    this.#session.userAgent.transport.onMessage?.(response);
  }

  async #attempt(request: RenegotiationRequest, number: number): Promise<void> {
    try {
      await this.#reInvite(request);
    } catch (error) {
      const crossed =
        error instanceof RequestPendingError || (error instanceof RenegotiationError && error.status === 491);
      if (!crossed || number === attempts) throw asRenegotiationError(error);
      await new Promise((resolve) => setTimeout(resolve, this.#pauseMs()));
      await this.#attempt(request, number + 1);
    } finally {
      // SIP.js keeps the options of the last re-INVITE and uses them to answer the other side's next one: a kept
      // ICE restart would wait for candidates that never come, a lost hold would take the call back by itself.
      this.#session.sessionDescriptionHandlerOptionsReInvite = holdOption(request.hold);
    }
  }

  /** RFC 3261 §14.1: the side that made the Call-ID waits longer, so that the two do not meet again. */
  #pauseMs(): number {
    return this.#session instanceof Inviter ? 2_100 + 1_900 * this.#random() : 2_000 * this.#random();
  }

  #reInvite({ hold, iceRestart }: RenegotiationRequest): Promise<void> {
    const session = this.#session;
    if (session.state !== SessionState.Established) {
      return Promise.reject(new RenegotiationError('The call is over.', null));
    }
    return new Promise((resolve, reject) => {
      const timer = setTimeout(
        () => reject(new RenegotiationError('The other side did not answer.', null)),
        answerTimeoutMs,
      );
      const settle = (finish: () => void) => {
        clearTimeout(timer);
        this.#underWay = null;
        finish();
      };
      session
        .invite({
          sessionDescriptionHandlerOptions: iceRestart
            ? { ...holdOption(hold), offerOptions: { iceRestart: true } }
            : holdOption(hold),
          requestDelegate: {
            onAccept: () => settle(resolve),
            onReject: ({ message }) =>
              settle(() =>
                reject(new RenegotiationError(message.reasonPhrase ?? '', message.statusCode ?? null)),
              ),
          },
        })
        .then(
          (request) => {
            this.#underWay = request;
          },
          (error: unknown) => settle(() => reject(error)),
        );
    });
  }
}

function holdOption(hold: boolean): Web.SessionDescriptionHandlerOptions {
  return { hold };
}

function asRenegotiationError(error: unknown): RenegotiationError {
  if (error instanceof RenegotiationError) return error;
  return new RenegotiationError(error instanceof Error ? error.message : String(error), null);
}
