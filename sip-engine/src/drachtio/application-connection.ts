import type { EngineLog } from '../engine-log.ts';
import type { SipRequest, SipResponse } from '../message/message.ts';
import { serialize } from '../message/serialize.ts';
import type { ServerTransaction } from '../transaction/server-transaction.ts';
import type { Flow } from '../transport/flow.ts';
import type { Application, SentMessage } from '../ua/application.ts';
import type { ApplicationDialog, AwaitedAck } from '../ua/application-dialog.ts';
import { type Endpoint, localEndOf, peerOf } from '../ua/context.ts';
import type { IncomingRequest } from '../ua/incoming-request.ts';
import type { OutgoingRequest } from '../ua/outgoing-request.ts';
import { withVerifiedPeer } from '../ua/verified-peer.ts';
import { encodeFrame } from './frame.ts';
import { cleanReason, nowhere, type SipMeta, sipMetaLine } from './meta.ts';

/** Where frames go: a TCP connection, or a socket in memory. */
export interface FrameSink {
  /** Returns false when the application reads too slowly and must be cut off. */
  write(frame: Buffer): boolean;
  close(): void;
}

/** One application's connection: it carries commands one way and SIP messages the other. */
export class ApplicationConnection implements Application {
  readonly name: string;
  readonly #sink: FrameSink;
  #authenticated = false;
  #closed = false;
  #tags: readonly string[] = [];
  #lastId = 0;
  readonly #log: EngineLog;

  /** @param log where refused commands are written */
  constructor(name: string, sink: FrameSink, log: EngineLog) {
    this.name = name;
    this.#sink = sink;
    this.#log = log;
  }

  get authenticated(): boolean {
    return this.#authenticated;
  }

  get closed(): boolean {
    return this.#closed;
  }

  get tags(): readonly string[] {
    return this.#tags;
  }

  authenticate(tags: readonly string[]): void {
    this.#authenticated = true;
    this.#tags = tags;
  }

  /** Answers a command; `data` starts with `OK`, `NOK` or `NO`. */
  reply(commandId: string, data: string, message?: Buffer): void {
    this.#write(`${this.#nextId()}|response|${commandId}|${data}`, message);
  }

  refuse(commandId: string, reason: string): void {
    this.#log.debug('a command refused', { application: this.name, reason });
    this.reply(commandId, `NOK|${cleanReason(reason)}`);
  }

  sendSip(meta: SipMeta, message: Buffer): void {
    this.#write(sipMetaLine(this.#nextId(), meta), message);
  }

  onRequest(incoming: IncomingRequest): void {
    const { transaction, inDialog } = incoming;
    const { request, flow } = transaction;
    const receivedOn = inDialog ? {} : { receivedOn: { address: flow.localAddress, port: flow.localPort } };
    const ids = { ...idsOf(incoming), ...receivedOn };
    this.#fromNetwork(serialize(withVerifiedPeer(request, flow)), peerOf(flow), ids);
  }

  /** It comes under the INVITE's transaction id. */
  onEarlyUpdate(invite: IncomingRequest, { request, flow }: ServerTransaction): void {
    this.#fromNetwork(serialize(request), peerOf(flow), idsOf(invite));
  }

  onCancel(incoming: IncomingRequest, cancel: SipRequest): void {
    this.#fromNetwork(serialize(cancel), peerOf(incoming.transaction.flow), idsOf(incoming));
  }

  onAck(dialog: ApplicationDialog, { transactionId }: AwaitedAck, ack: SipRequest, flow: Flow): void {
    this.#fromNetwork(serialize(ack), peerOf(flow), { transactionId, dialogId: dialog.id });
  }

  onResponse({ transactionId, dialogId }: OutgoingRequest, response: SipResponse, flow: Flow | null): void {
    const message = serialize(response);
    if (flow !== null) this.#fromNetwork(message, peerOf(flow), { transactionId, dialogId });
    else this.sendSip({ source: 'network', bytes: 0, from: nowhere, transactionId, dialogId }, message);
  }

  onEndedByEngine(dialog: ApplicationDialog, bye: SipRequest, sent: SentMessage | null): void {
    const meta = { source: 'application', transactionId: 'unsolicited', dialogId: dialog.id } as const;
    if (sent === null) this.sendSip({ ...meta, bytes: 0, from: nowhere }, serialize(bye));
    else this.sendSip({ ...meta, bytes: sent.bytes.length, from: localEndOf(sent.flow) }, sent.bytes);
  }

  #fromNetwork(
    message: Buffer,
    from: Endpoint,
    ids: Pick<SipMeta, 'transactionId' | 'dialogId' | 'receivedOn'>,
  ): void {
    this.sendSip({ source: 'network', bytes: message.length, from, ...ids }, message);
  }

  /** A message of another type than `sip` and `response`. */
  sendEvent(type: string, data: string, message: Buffer): void {
    this.#write(`${this.#nextId()}|${type}|${data}\r\n`, message);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#sink.close();
  }

  /** The other side is gone. */
  markClosed(): void {
    this.#closed = true;
  }

  #write(meta: string, message: Buffer | undefined): void {
    if (this.#closed) return;
    if (!this.#sink.write(encodeFrame(meta, message))) this.close();
  }

  #nextId(): string {
    this.#lastId += 1;
    return `e${this.#lastId.toString(36)}`;
  }
}

function idsOf({ transactionId, dialog }: IncomingRequest): Pick<SipMeta, 'transactionId' | 'dialogId'> {
  return { transactionId, dialogId: dialog?.id ?? '' };
}
