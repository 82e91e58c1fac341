import type { SipRequest, SipResponse } from '../message/message.ts';
import { reasonPhrase } from '../message/respond.ts';
import type { ServerTransaction } from '../transaction/server-transaction.ts';
import type { Flow } from '../transport/flow.ts';
import type { Application, SentMessage } from '../ua/application.ts';
import type { ApplicationDialog, AwaitedAck } from '../ua/application-dialog.ts';
import type { EngineContext } from '../ua/context.ts';
import type { IncomingRequest } from '../ua/incoming-request.ts';
import type { OutgoingRequest } from '../ua/outgoing-request.ts';
import { answerRequest } from '../ua/uas.ts';
import { type MessageContent, sparseOf } from './native-message.ts';
import { octets } from './unicode.ts';

/** Called once, when the response has left (null) or was refused. */
export type Sent = (error: Error | null) => void;

const nobodyAsks: Sent = () => {};

/** What calls in this process have in common: who owns a request or a dialog overrides what concerns it. */
export abstract class NativeApplication implements Application {
  readonly name = 'in this process';
  readonly closed = false;
  protected readonly context: EngineContext;

  constructor(context: EngineContext) {
    this.context = context;
  }

  /** Before the answer there is nothing that a peer could change; it may ask whether we live. */
  onRequest(incoming: IncomingRequest): void {
    const { method, transaction } = incoming;
    const offers = transaction.request.body.length > 0;
    if (method === 'UPDATE' && offers) this.answer(incoming, 488);
    else if (earlyMethods.has(method)) this.answer(incoming, 200);
    else this.answer(incoming, 405, { headers: { Allow: [...earlyMethods].join(', ') } });
  }

  /** One without an offer only refreshes; the session cannot change before it is there (RFC 3311 §5.2). */
  onEarlyUpdate(invite: IncomingRequest, update: ServerTransaction): void {
    const { headers, body } = update.request;
    this.answer(invite, body.length > 0 ? 488 : 200, { headers: { CSeq: headers.get('CSeq') ?? '' } });
  }

  onCancel(_incoming: IncomingRequest, _cancel: SipRequest): void {}

  onAck(_dialog: ApplicationDialog, _awaited: AwaitedAck, _ack: SipRequest, _flow: Flow): void {}

  onResponse(_outgoing: OutgoingRequest, _response: SipResponse, _flow: Flow | null): void {}

  onEndedByEngine(_dialog: ApplicationDialog, _bye: SipRequest, _sent: SentMessage | null): void {}

  protected answer(incoming: IncomingRequest, status: number, content: MessageContent = {}): void {
    answerNatively(this.context, incoming, status, '', content, nobodyAsks);
  }

  /** Calls the application: what it throws must not reach the engine. */
  protected tell(step: () => void): void {
    try {
      step();
    } catch (error) {
      const known = error instanceof Error ? error : String(error);
      this.context.log.error('handling a SIP message failed', { error: known });
    }
  }
}

const earlyMethods: ReadonlySet<string> = new Set(['BYE', 'OPTIONS', 'PRACK', 'UPDATE']);

/** @param reason the usual phrase when empty */
export function answerNatively(
  context: EngineContext,
  incoming: IncomingRequest,
  status: number,
  reason: string,
  content: MessageContent,
  sent: Sent,
): void {
  answerRequest(context, incoming, {
    status,
    reason: reason === '' ? reasonPhrase(status) : octets(reason),
    sparse: sparseOf(content, context.preservedNames),
    outcome: { sent: () => sent(null), refused: (why) => sent(new Error(why)) },
  });
}

/** Answers one request. Names and shapes are those of drachtio-srf. */
export class ResponseToSend {
  readonly #context: EngineContext;
  readonly #incoming: IncomingRequest;

  constructor(context: EngineContext, incoming: IncomingRequest) {
    this.#context = context;
    this.#incoming = incoming;
  }

  get finalResponseSent(): boolean {
    return this.#incoming.state === 'answered';
  }

  /** @param status 100 to 699, else a RangeError */
  send(status: number, reason: string, content: MessageContent = {}, sent: Sent = nobodyAsks): void {
    if (!Number.isInteger(status) || status < 100 || status > 699) throw new RangeError(`status ${status}`);
    answerNatively(this.#context, this.#incoming, status, reason, content, sent);
  }
}
