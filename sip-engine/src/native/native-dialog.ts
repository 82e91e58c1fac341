import type { SipRequest, SipResponse } from '../message/message.ts';
import type { Flow } from '../transport/flow.ts';
import type { ApplicationDialog, AwaitedAck } from '../ua/application-dialog.ts';
import type { EngineContext } from '../ua/context.ts';
import { acknowledgeAnswer, requestInDialog } from '../ua/in-dialog.ts';
import type { IncomingRequest } from '../ua/incoming-request.ts';
import type { OutgoingRequest } from '../ua/outgoing-request.ts';
import { NativeApplication, ResponseToSend } from './native-application.ts';
import {
  type MessageContent,
  NativeMessage,
  ReceivedRequest,
  ReceivedResponse,
  sparseOf,
} from './native-message.ts';
import { unicode } from './unicode.ts';

/** Acknowledges a 2xx to an INVITE. */
export type Acknowledge = (content: MessageContent) => void;

export type Responded = (error: Error | null, response?: ReceivedResponse, acknowledge?: Acknowledge) => void;

export interface DialogRequest extends MessageContent {
  readonly method: string;
  /** For an INVITE without a body: the caller of `request` acknowledges. */
  readonly noAck?: boolean;
}

type Handler = (request: ReceivedRequest, response: ResponseToSend) => void;

export interface DialogListeners {
  /** The dialog is over. @param reason `normal release` when the peer sent BYE, else why the engine hung up */
  destroy: (bye: NativeMessage, reason: string) => void;
  /** The peer acknowledged a 2xx of ours. */
  ack: (ack: NativeMessage) => void;
  /** A re-INVITE. */
  modify: Handler;
  update: Handler;
  info: Handler;
  message: Handler;
  options: Handler;
  refer: Handler;
  notify: Handler;
  /** The peer refreshes or ends its subscription (RFC 6665 §4.1.2.2). */
  subscribe: Handler;
}

/** What a dialog without a listener for it answers 200. */
const harmless: ReadonlySet<string> = new Set(['INFO', 'MESSAGE', 'OPTIONS', 'REFER', 'NOTIFY', 'PRACK']);
const normalRelease = 'normal release';

/** The dialog of a call or subscription, without text between. Names and shapes are those of drachtio-srf's Dialog. */
export class NativeDialog extends NativeApplication {
  readonly #dialog: ApplicationDialog;
  readonly #listeners: Partial<DialogListeners> = {};
  readonly sip: { readonly callId: string };
  readonly local: { sdp: string; readonly contact?: string };
  readonly remote: { readonly uri: string; sdp: string };
  /** The 2xx of a callee whose body is more than a session description; absent otherwise, to hold no messages. */
  res?: ReceivedResponse;
  /** False once either side has hung up. */
  connected = true;

  constructor(context: EngineContext, dialog: ApplicationDialog, localSdp: string, remoteSdp: string) {
    super(context);
    this.#dialog = dialog;
    const { callId, contact, remoteTarget } = dialog;
    this.sip = { callId: unicode(callId) };
    this.local = { sdp: localSdp, ...(contact === null ? {} : { contact: unicode(contact) }) };
    this.remote = { uri: unicode(remoteTarget ?? ''), sdp: remoteSdp };
    dialog.application = this;
  }

  /** One listener for each event: a later one takes its place. */
  on<Event extends keyof DialogListeners>(event: Event, listener: DialogListeners[Event]): this {
    this.#listeners[event] = listener;
    return this;
  }

  /** Calls back for every response; `acknowledge` comes where `noAck` asked for it. */
  request({ method, noAck = false, ...content }: DialogRequest, responded: Responded): void {
    const acknowledges = noAck && content.body === undefined;
    const application = new SentRequest(this.context, (response) => {
      const success = response.status >= 200 && response.status < 300;
      if (method !== 'INVITE' || !success) responded(null, response);
      else if (acknowledges) responded(null, response, (ack) => this.acknowledge(ack));
      else {
        this.acknowledge({});
        responded(null, response);
      }
    });
    this.#send(application, method, content, responded);
  }

  /** Sends BYE; calls back when it was answered or could not be sent. */
  destroy(content: MessageContent, ended: (error: Error | null) => void): void {
    const application = new SentRequest(this.context, ({ status }) => {
      if (status < 200) return;
      this.connected = false;
      ended(null);
    });
    this.#send(application, 'BYE', content, (error) => {
      this.connected = false;
      ended(error);
    });
  }

  #send(
    application: SentRequest,
    method: string,
    content: MessageContent,
    refused: (error: Error) => void,
  ): void {
    if (this.#dialog.state === 'ended') {
      refused(new Error('the dialog is over'));
      return;
    }
    const sparse = sparseOf(content, this.context.preservedNames);
    requestInDialog(
      this.context,
      { application, dialog: this.#dialog, method, sparse },
      { sent: () => {}, refused: (why) => this.tell(() => refused(new Error(why))) },
    );
  }

  /** Acknowledges the 2xx that came last. */
  acknowledge(content: MessageContent): void {
    acknowledgeAnswer(this.context, this.#dialog, sparseOf(content, this.context.preservedNames), {
      sent: () => {},
      refused: (why) => this.context.log.info('an ACK was not sent', { dialogId: this.#dialog.id, why }),
    });
  }

  override onRequest(incoming: IncomingRequest): void {
    const request = new ReceivedRequest(incoming);
    const { method } = request;
    if (method === 'BYE') {
      this.answer(incoming, 200);
      this.#end(request, normalRelease);
      return;
    }
    if (method === 'INVITE') this.remote.sdp = request.body;
    const listener = this.#handlerOf(method);
    if (listener === undefined) this.#answerUnheard(incoming);
    else this.tell(() => listener(request, new ResponseToSend(this.context, incoming)));
  }

  #handlerOf(method: string): Handler | undefined {
    switch (method) {
      case 'INVITE':
        return this.#listeners.modify;
      case 'UPDATE':
        return this.#listeners.update;
      case 'INFO':
        return this.#listeners.info;
      case 'MESSAGE':
        return this.#listeners.message;
      case 'OPTIONS':
        return this.#listeners.options;
      case 'REFER':
        return this.#listeners.refer;
      case 'NOTIFY':
        return this.#listeners.notify;
      case 'SUBSCRIBE':
        return this.#listeners.subscribe;
      default:
        return undefined;
    }
  }

  /** An offer gets the session as it is. */
  #answerUnheard(incoming: IncomingRequest): void {
    const { method, transaction } = incoming;
    const offers = method === 'INVITE' || (method === 'UPDATE' && transaction.request.body.length > 0);
    if (offers) this.answer(incoming, 200, { body: this.local.sdp });
    else if (method === 'UPDATE' || harmless.has(method)) this.answer(incoming, 200);
    else this.answer(incoming, 501);
  }

  override onAck(_dialog: ApplicationDialog, _awaited: AwaitedAck, message: SipRequest): void {
    const ack = new NativeMessage(message);
    if (message.body.length > 0) this.remote.sdp = ack.body;
    const { ack: listener } = this.#listeners;
    if (listener !== undefined) this.tell(() => listener(ack));
  }

  override onEndedByEngine(_dialog: ApplicationDialog, message: SipRequest): void {
    const bye = new NativeMessage(message);
    this.#end(bye, /text="(.*)"/.exec(bye.get('Reason') ?? '')?.[1] ?? 'ended by the engine');
  }

  #end(bye: NativeMessage, reason: string): void {
    this.connected = false;
    const { destroy } = this.#listeners;
    if (destroy !== undefined) this.tell(() => destroy(bye, reason));
  }
}

/** A request of ours, whose responses somebody waits for. */
class SentRequest extends NativeApplication {
  readonly #responded: (response: ReceivedResponse) => void;

  constructor(context: EngineContext, responded: (response: ReceivedResponse) => void) {
    super(context);
    this.#responded = responded;
  }

  override onResponse(_outgoing: OutgoingRequest, response: SipResponse, flow: Flow | null): void {
    this.tell(() => this.#responded(new ReceivedResponse(response, flow)));
  }
}
