import type { SipRequest } from '../message/message.ts';
import type { EngineContext } from '../ua/context.ts';
import type { IncomingRequest } from '../ua/incoming-request.ts';
import { answerNatively, NativeApplication, ResponseToSend } from './native-application.ts';
import { NativeDialog } from './native-dialog.ts';
import { type Created, type InviteOptions, type InviteProgress, NativeInvite } from './native-invite.ts';
import { type MessageContent, NativeMessage, ReceivedRequest } from './native-message.ts';
import type { NativeRequests } from './native-requests.ts';

/** Answers the INVITE or SUBSCRIBE, now or later. */
export type InviteHandler = (request: ReceivedRequest, response: ResponseToSend) => void;

const opensDialog: ReadonlySet<string> = new Set(['INVITE', 'SUBSCRIBE']);
const everyRequest = (): boolean => true;

/**
 * Calls in this process without the drachtio protocol between: no text is written or read for the application's sake.
 * Names, shapes and behaviour are those of drachtio-srf, so that one application can use either.
 */
export class NativeCalls {
  readonly #context: EngineContext;
  readonly #requests: NativeRequests;

  constructor(context: EngineContext, requests: NativeRequests) {
    this.#context = context;
    this.#requests = requests;
  }

  /**
   * @param method `invite` or `subscribe`: new calls and subscriptions. Another one is a TypeError.
   * @param takes which of them: the others reach drachtio applications
   */
  use(
    method: string,
    handler: InviteHandler,
    takes: (request: NativeMessage) => boolean = everyRequest,
  ): void {
    const name = method.toUpperCase();
    if (!opensDialog.has(name)) throw new TypeError(`no dialog begins with ${method}`);
    this.#requests.own(name, (request) =>
      takes(new NativeMessage(request)) ? new Invitation(this.#context, handler) : null,
    );
  }

  /** Answers an INVITE or SUBSCRIBE with 200. Calls back when it has left, before its ACK, or when it could not be sent. */
  createUAS(
    request: ReceivedRequest,
    _response: ResponseToSend,
    { headers = {}, localSdp }: MessageContent & { readonly localSdp: string },
    created: (error: Error | null, dialog?: NativeDialog) => void,
  ): void {
    const context = this.#context;
    const { incoming } = request;
    if (!request.has('Contact')) {
      created(new Error('the request has no Contact'));
      return;
    }
    answerNatively(context, incoming, 200, '', { headers, body: localSdp }, (error) => {
      const { dialog } = incoming;
      if (error !== null || dialog === null) created(error ?? new Error('no dialog'));
      else created(null, new NativeDialog(context, dialog, localSdp, request.body));
    });
  }

  /**
   * Sends an INVITE. The first callback may come before this returns.
   * @param created once: the dialog, acknowledged unless `noAck` asks otherwise; a {@link ResponseError} when the callee
   * refused; an Error when the INVITE could not be sent
   */
  createUAC(uri: string, options: InviteOptions, progress: InviteProgress, created: Created): void {
    new NativeInvite(this.#context, options, progress, created).send(uri);
  }
}

/** An INVITE or SUBSCRIBE from the network, until it is answered. */
class Invitation extends NativeApplication {
  readonly #handler: InviteHandler;
  #request: ReceivedRequest | null = null;

  constructor(context: EngineContext, handler: InviteHandler) {
    super(context);
    this.#handler = handler;
  }

  override onRequest(incoming: IncomingRequest): void {
    if (incoming.inDialog) {
      super.onRequest(incoming);
      // RFC 3261 §15: a caller may end the early dialog by BYE, too. The INVITE has been answered with 487.
      if (incoming.method === 'BYE') this.#cancelled(incoming.transaction.request);
      return;
    }
    const request = new ReceivedRequest(incoming);
    this.#request = request;
    this.tell(() => this.#handler(request, new ResponseToSend(this.context, incoming)));
  }

  override onCancel(_incoming: IncomingRequest, cancel: SipRequest): void {
    this.#cancelled(cancel);
  }

  #cancelled(message: SipRequest): void {
    this.tell(() => this.#request?.cancelled(new NativeMessage(message)));
  }
}
