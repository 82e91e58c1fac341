import { EMPTY_BODY, type SipMessage, type SipRequest, type SipResponse } from '../message/message.ts';
import type { Flow } from '../transport/flow.ts';
import {
  type PreservedNames,
  type SparseHeader,
  type SparseMessage,
  sparseHeader,
} from '../ua/header-rules.ts';
import type { IncomingRequest } from '../ua/incoming-request.ts';
import { withVerifiedPeer } from '../ua/verified-peer.ts';
import { headerLines } from './native-requests.ts';
import { octets, unicode } from './unicode.ts';

/** A message that arrived, read where it stands. Names and shapes are those of drachtio-srf. */
export class NativeMessage<Message extends SipMessage = SipMessage> {
  protected readonly message: Message;

  constructor(message: Message) {
    this.message = message;
  }

  /** Empty when there is none; Unicode. */
  get body(): string {
    return this.message.body.length === 0 ? '' : this.message.body.toString('utf8');
  }

  /** All lines of a header, joined by commas; Unicode. */
  get(name: string): string | undefined {
    return unicode(this.message.headers.list(name));
  }

  has(name: string): boolean {
    return this.message.headers.has(name);
  }
}

/** A request that an application in this process answers. */
export class ReceivedRequest extends NativeMessage<SipRequest> {
  readonly incoming: IncomingRequest;
  #cancelListeners: ((cancel: NativeMessage) => void)[] = [];

  constructor(incoming: IncomingRequest) {
    const { request, flow } = incoming.transaction;
    super(withVerifiedPeer(request, flow));
    this.incoming = incoming;
  }

  get method(): string {
    return this.message.method;
  }

  get uri(): string {
    return unicode(this.message.uri);
  }

  get protocol(): string {
    return this.incoming.transaction.flow.protocol;
  }

  get source_address(): string {
    return this.incoming.transaction.flow.remoteAddress;
  }

  get source_port(): number {
    return this.incoming.transaction.flow.remotePort;
  }

  /** The caller cancelled; he has been answered. */
  on(_event: 'cancel', listener: (cancel: NativeMessage) => void): this {
    this.#cancelListeners.push(listener);
    return this;
  }

  cancelled(cancel: NativeMessage): void {
    for (const listener of this.#cancelListeners) listener(cancel);
  }
}

/** The response to a request of ours. */
export class ReceivedResponse extends NativeMessage<SipResponse> {
  /** Empty when the engine made the response, because the request could not be sent or got none. */
  readonly source_address: string;

  constructor(response: SipResponse, flow: Flow | null) {
    super(response);
    this.source_address = flow?.remoteAddress ?? '';
  }

  get status(): number {
    return this.message.status;
  }

  get reason(): string {
    return unicode(this.message.reason);
  }
}

/** A final response that was none of success. */
export class ResponseError extends Error {
  readonly status: number;
  readonly reason: string;
  readonly res: ReceivedResponse | null;

  constructor(status: number, reason: string, res: ReceivedResponse | null) {
    super(`Sip non-success response: ${status}`);
    this.name = 'SipError';
    this.status = status;
    this.reason = reason;
    this.res = res;
  }
}

/** What an application adds to a message; a value may hold further whole lines (`value CRLF Name: value`). */
export interface MessageContent {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** The same as the engine takes it from applications that write frames. */
export function sparseOf({ headers = {}, body }: MessageContent, preserved: PreservedNames): SparseMessage {
  const sparse: SparseHeader[] = [];
  for (const given in headers) {
    for (const [name, value] of headerLines(given, headers[given] ?? '')) {
      const header = sparseHeader(name, octets(value).trim(), preserved);
      if (header !== null) sparse.push(header);
    }
  }
  return {
    startLine: '',
    headers: sparse,
    body: body === undefined || body === '' ? EMPTY_BODY : Buffer.from(body, 'utf8'),
  };
}
