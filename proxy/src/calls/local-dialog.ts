import { type RefusalKey, TandemError } from '../errors.ts';
import type { Log } from '../observability/log.ts';
import { readKey } from './keys-by-info.ts';
import {
  type Acknowledge,
  asError,
  contained,
  type Dialog,
  type DialogRequest,
  type DialogRequestEvent,
  type ReceivedResponse,
  type SipMessage,
} from './srf.ts';

/** The sound of one call, on the side of something in this process that took it. */
export interface LocalConversation {
  /**
   * Answers an offer of the media relay: the first, and later ones (hold, resume, other codecs).
   * @returns the session description of the answer
   * @throws when there is no common codec, or the offer cannot be read; the session then stays as it was
   */
  answer(offerSdp: string): Promise<string> | string;
  /** A key by SIP INFO: one of 0–9, `*`, `#`, A–D. Those in the media are not told here. */
  key(key: string): void;
  /** The caller has the answer and may be talked to. Not called when the call ends before. */
  begin(): void;
  /** The call is over, whoever ended it. Called exactly once. */
  ended(): void;
  /** @param listener to be called when this side wants to hang up; `why` when it was for no ordinary reason */
  onHangUp(listener: (why?: RefusalKey) => void): void;
}

export interface LocalDialogOptions {
  readonly conversation: LocalConversation;
  /** Of the call's record, which is as unique as a Call-ID. */
  readonly id: string;
  /** What was called. */
  readonly uri: string;
  readonly offerSdp: string;
  readonly answerSdp: string;
  readonly log: Log;
}

/** Who answers; empty would mean that the engine made the response up. */
const THIS_PROCESS = 'local';

const statuses = {
  ok: { status: 200, reason: 'OK' },
  notAcceptable: { status: 488, reason: 'Not Acceptable Here' },
  notAllowed: { status: 405, reason: 'Method Not Allowed' },
  unsupported: { status: 415, reason: 'Unsupported Media Type' },
} as const;

/** A dialog with something in this process: to its call it is one with a phone that answers at once. */
export class LocalDialog implements Dialog {
  readonly sip: { readonly callId: string };
  readonly local = {};
  readonly remote: { readonly uri: string; readonly sdp: string };
  readonly #conversation: LocalConversation;
  readonly #log: Log;
  #offer: string;
  #answer: string;
  #connected = true;
  /** It hung up, and nobody listened yet. */
  #untold: { readonly why: RefusalKey | undefined } | null = null;
  readonly #hungUp: ((bye: SipMessage, reason?: string) => void)[] = [];

  constructor({ conversation, id, uri, offerSdp, answerSdp, log }: LocalDialogOptions) {
    this.sip = { callId: id };
    this.remote = { uri, sdp: answerSdp };
    this.#conversation = conversation;
    this.#offer = offerSdp;
    this.#answer = answerSdp;
    this.#log = log;
    conversation.onHangUp((why) => this.#hangUp(why));
  }

  get connected(): boolean {
    return this.#connected;
  }

  request(
    request: DialogRequest,
    responded: (error: unknown, response?: ReceivedResponse, acknowledge?: Acknowledge) => void,
  ): void {
    const tell = contained(this.#log, responded);
    void this.#respond(request).then(({ response, acknowledge }) => tell(null, response, acknowledge));
  }

  destroy(_content: object, ended: (error: unknown) => void): void {
    this.close();
    ended(null);
  }

  /** The call is over. Idempotent. */
  close(): void {
    if (!this.#connected) return;
    this.#connected = false;
    this.#conversation.ended();
  }

  on(event: 'destroy', listener: (bye: SipMessage, reason?: string) => void): void;
  on(event: 'ack' | DialogRequestEvent, listener: unknown): void;
  on(event: string, listener: (bye: SipMessage, reason?: string) => void): void {
    // It sends no requests but BYE.
    if (event !== 'destroy') return;
    this.#hungUp.push(listener);
    const untold = this.#untold;
    this.#untold = null;
    if (untold) queueMicrotask(() => listener(NO_BODY, untold.why));
  }

  #hangUp(why?: RefusalKey): void {
    if (!this.#connected) return;
    this.close();
    if (this.#hungUp.length === 0) this.#untold = { why };
    for (const listener of this.#hungUp) listener(NO_BODY, why);
  }

  async #respond({ method, headers, body = '' }: DialogRequest): Promise<{
    response: ReceivedResponse;
    acknowledge?: Acknowledge;
  }> {
    switch (method) {
      case 'INVITE':
        // The answer to the last offer is also the offer of the same session (RFC 3264 §8).
        return body === ''
          ? { response: described(this.#answer), acknowledge: (ack) => void this.#offered(ack.body ?? '') }
          : { response: await this.#offered(body) };
      case 'INFO': {
        const pressed = readKey(headers?.['Content-Type'], body);
        if (pressed && this.#connected) this.#conversation.key(pressed.key);
        return { response: without(pressed ? statuses.ok : statuses.unsupported) };
      }
      case 'OPTIONS':
        return { response: without(statuses.ok) };
      default:
        return { response: without(statuses.notAllowed) };
    }
  }

  /**
   * Takes what the caller's side now is, from his offer or his answer to ours. The same again only refreshes it.
   * @returns our side
   * @throws when it cannot be taken
   */
  async take(sdp: string): Promise<string> {
    if (sdp === this.#offer) return this.#answer;
    if (!this.#connected) throw new TandemError('leg-lost');
    this.#answer = await this.#conversation.answer(sdp);
    this.#offer = sdp;
    return this.#answer;
  }

  async #offered(sdp: string): Promise<ReceivedResponse> {
    try {
      return described(await this.take(sdp));
    } catch (error) {
      this.#log.info('a change of the session was refused', { error: asError(error) });
      return without(statuses.notAcceptable);
    }
  }
}

const NO_BODY: SipMessage = { body: '', get: () => undefined, has: () => false };

const without = (status: { readonly status: number; readonly reason: string }): ReceivedResponse => ({
  ...NO_BODY,
  ...status,
  source_address: THIS_PROCESS,
});

/** A 200 with a session description. */
export function described(sdp: string): ReceivedResponse {
  const isType = (name: string): boolean => name.toLowerCase() === 'content-type';
  return {
    ...statuses.ok,
    body: sdp,
    get: (name) => (isType(name) ? 'application/sdp' : undefined),
    has: isType,
    source_address: THIS_PROCESS,
  };
}
