import type { SipResponse } from '../message/message.ts';
import type { Flow } from '../transport/flow.ts';
import type { ApplicationDialog } from '../ua/application-dialog.ts';
import { cancelRequest } from '../ua/cancel.ts';
import type { EngineContext } from '../ua/context.ts';
import { requestInDialog } from '../ua/in-dialog.ts';
import type { OutgoingRequest } from '../ua/outgoing-request.ts';
import { requestOutsideDialog } from '../ua/outside-dialog.ts';
import { requestLine } from '../ua/sparse-request.ts';
import { NativeApplication } from './native-application.ts';
import { NativeDialog } from './native-dialog.ts';
import {
  type MessageContent,
  type NativeMessage,
  ReceivedResponse,
  ResponseError,
  sparseOf,
} from './native-message.ts';
import { octets, unicode } from './unicode.ts';

export interface InviteOptions extends MessageContent {
  /** The offer; absent: the callee makes it. */
  readonly localSdp?: string | undefined;
  /** Next hop; the Request-URI stays. */
  readonly proxy?: string | undefined;
  /** Without an offer: the application acknowledges, with the answer. */
  readonly noAck?: boolean;
}

/** The answer to an INVITE without a body: the 200 holds an offer and waits for our ACK. */
export interface UnacknowledgedAnswer {
  readonly sdp: string;
  readonly res: NativeMessage;
  ack(localSdp: string): Promise<NativeDialog>;
  /** Sends ACK and BYE. */
  destroy(): Promise<void>;
}

export interface InviteProgress {
  /** Called once; with the INVITE when it is on its way. */
  cbRequest(error: Error | null, invite?: NativeInvite): void;
  cbProvisional(response: ReceivedResponse): void;
}

export type Created = (error: Error | null, answer?: NativeDialog | UnacknowledgedAnswer) => void;

/** An INVITE that we sent. */
export class NativeInvite extends NativeApplication {
  readonly #options: InviteOptions;
  readonly #progress: InviteProgress;
  readonly #created: Created;
  #outgoing: OutgoingRequest | null = null;

  constructor(context: EngineContext, options: InviteOptions, progress: InviteProgress, created: Created) {
    super(context);
    this.#options = options;
    this.#progress = progress;
    this.#created = created;
  }

  send(uri: string): void {
    const { headers = {}, localSdp, proxy = '' } = this.#options;
    const content = localSdp === undefined ? { headers } : { headers, body: localSdp };
    const line = requestLine(`INVITE ${octets(uri)}`);
    if (line === null) {
      this.#refused('invalid request-uri');
      return;
    }
    const sparse = sparseOf(content, this.context.preservedNames);
    requestOutsideDialog(
      this.context,
      { application: this, line, sparse, routeUrl: octets(proxy) },
      {
        sent: (_bytes, _flow, transactionId = '') => {
          this.#outgoing = this.context.outgoing.get(transactionId) ?? null;
          this.tell(() => this.#progress.cbRequest(null, this));
        },
        refused: (why) => this.#refused(why),
      },
    );
  }

  #refused(why: string): void {
    const error = new Error(why);
    this.tell(() => this.#progress.cbRequest(error));
    this.tell(() => this.#created(error));
  }

  /** A header of the INVITE as it was sent. */
  get(name: string): string | undefined {
    return unicode(this.#outgoing?.request?.headers.get(name));
  }

  cancel(content: MessageContent, sent: (error: Error | null) => void): void {
    const sparse = sparseOf(content, this.context.preservedNames);
    const cancelled = this.#outgoing !== null && cancelRequest(this.#outgoing, sparse) !== null;
    sent(cancelled ? null : new Error('there is nothing to cancel any more'));
  }

  override onResponse(outgoing: OutgoingRequest, message: SipResponse, flow: Flow | null): void {
    const response = new ReceivedResponse(message, flow);
    const { status, reason } = response;
    if (status < 200) {
      this.tell(() => this.#progress.cbProvisional(response));
      this.#acknowledgeProvisional(outgoing, message);
    } else if (status < 300) this.#succeeded(outgoing.dialog, response);
    else this.tell(() => this.#created(new ResponseError(status, reason, response)));
  }

  /** RFC 3262 §7.2. */
  #acknowledgeProvisional({ dialog }: OutgoingRequest, { headers }: SipResponse): void {
    const rseq = headers.get('RSeq');
    if (rseq === undefined || dialog === null) return;
    const { context } = this;
    const rack = { headers: { RAck: `${rseq} ${headers.get('CSeq') ?? ''}` } };
    const sparse = sparseOf(rack, context.preservedNames);
    requestInDialog(
      context,
      { application: new AcknowledgedProvisional(context), dialog, method: 'PRACK', sparse },
      { sent: () => {}, refused: (why) => context.log.info('a PRACK was not sent', { why }) },
    );
  }

  #succeeded(dialog: ApplicationDialog | null, response: ReceivedResponse): void {
    if (dialog === null || dialog.state === 'ended') {
      this.tell(() => this.#created(new Error('the dialog was over before its answer came')));
      return;
    }
    const { localSdp, noAck = false } = this.#options;
    const { body } = response;
    if (localSdp === undefined && noAck && body !== '') {
      const answer = unacknowledged(this.context, dialog, response);
      this.tell(() => this.#created(null, answer));
      return;
    }
    const native = new NativeDialog(this.context, dialog, localSdp ?? '', body);
    if (!body.startsWith('v=')) native.res = response;
    native.acknowledge({});
    if (response.has('Contact')) this.tell(() => this.#created(null, native));
    else {
      const reason = 'No Contact header in response';
      this.tell(() => this.#created(new ResponseError(500, reason, response)));
    }
  }
}

function unacknowledged(
  context: EngineContext,
  dialog: ApplicationDialog,
  response: ReceivedResponse,
): UnacknowledgedAnswer {
  const acknowledge = (localSdp: string): NativeDialog => {
    const native = new NativeDialog(context, dialog, localSdp, response.body);
    native.acknowledge({ body: localSdp });
    return native;
  };
  return {
    sdp: response.body,
    res: response,
    ack: async (localSdp) => {
      const native = acknowledge(localSdp);
      if (!response.has('Contact')) throw new Error('no Contact in the response');
      return native;
    },
    destroy: () =>
      new Promise((resolve) => {
        acknowledge(response.body).destroy({}, () => resolve());
      }),
  };
}

/** A PRACK: what comes back concerns nobody. */
class AcknowledgedProvisional extends NativeApplication {}
