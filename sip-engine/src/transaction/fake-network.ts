import type { EngineLog } from '../engine-log.ts';
import { EMPTY_BODY, Headers, type SipMessage, type SipRequest } from '../message/message.ts';
import { parseMessage } from '../message/parse.ts';
import { responseTo } from '../message/respond.ts';
import type { Flow, Listener, Protocol, Target } from '../transport/flow.ts';
import type { ClientTransaction } from './client-transaction.ts';
import type { ServerTransaction } from './server-transaction.ts';
import { TransactionLayer, type UnwantedResponse } from './transaction-layer.ts';

/** A log for tests that look at behaviour only. */
export const SILENT_LOG: EngineLog = { debug() {}, info() {}, warn() {}, error() {} };

const LISTENER: Listener = {
  protocol: 'udp',
  address: '192.0.2.1',
  port: 5060,
  advertisedHost: '192.0.2.1',
  advertisedPort: 5060,
};

/** The wire, for tests with a fake clock: it keeps what is sent. */
export class FakeFlow implements Flow {
  readonly id: number;
  readonly protocol: Protocol;
  readonly localAddress = LISTENER.address;
  readonly localPort = LISTENER.port;
  readonly remoteAddress = '198.51.100.7';
  readonly remotePort: number;
  readonly listener: Listener;
  readonly accepted: boolean;
  readonly verifiedNames = [];
  closed = false;
  broken = false;
  readonly sent: SipMessage[] = [];

  constructor(
    protocol: Protocol,
    options: { readonly id?: number; readonly port?: number; readonly accepted?: boolean } = {},
  ) {
    this.protocol = protocol;
    this.id = options.id ?? 1;
    this.remotePort = options.port ?? 5070;
    this.accepted = options.accepted ?? false;
    this.listener = { ...LISTENER, protocol };
  }

  get reliable(): boolean {
    return this.protocol !== 'udp';
  }

  send(bytes: Buffer): void {
    const parsed = parseMessage(bytes, { stream: this.reliable });
    if (!parsed.ok) throw new Error(`An invalid message was sent: ${parsed.reason}`);
    this.sent.push(parsed.message);
  }

  close(): void {
    this.closed = true;
  }

  /** Methods and statuses in the order sent. */
  get log(): (string | number)[] {
    return this.sent.map((message) => (message.kind === 'request' ? message.method : message.status));
  }

  /** The last request of a method that was sent. */
  lastRequest(method: string): SipRequest {
    const found = this.sent.findLast((message) => message.kind === 'request' && message.method === method);
    if (found?.kind !== 'request') throw new Error(`No ${method} was sent`);
    return found;
  }
}

/** A request as a telephone would send it. */
export function requestOf(
  method: string,
  options: { readonly branch?: string; readonly via?: string; readonly cseq?: string } = {},
): SipRequest {
  const headers = new Headers();
  const branch = options.branch ?? 'z9hG4bKtelephone1';
  headers.append('Via', options.via ?? `SIP/2.0/UDP 198.51.100.7:5070;branch=${branch};rport=5070`);
  headers.append('Max-Forwards', '70');
  headers.append('From', '<sip:alice@example.com>;tag=a1');
  headers.append('To', '<sip:bob@example.com>');
  headers.append('Call-ID', 'call-1@198.51.100.7');
  headers.append('CSeq', options.cseq ?? `1 ${method}`);
  return { kind: 'request', method, uri: 'sip:bob@example.com', headers, body: EMPTY_BODY };
}

/** A request as an application hands it over: without Via. */
export function outgoing(method: string): SipRequest {
  const request = requestOf(method);
  request.headers.remove('Via');
  return request;
}

/** A layer on a fake wire, and what its user was told. */
export class FakeEndpoint {
  readonly flow: FakeFlow;
  readonly layer: TransactionLayer;
  readonly requests: ServerTransaction[] = [];
  readonly acks: SipRequest[] = [];
  readonly cancelled: ServerTransaction[] = [];
  /** Why responses were discarded, and which. */
  readonly unwanted: [UnwantedResponse, number][] = [];
  /** Statuses and failures of the client transactions, in order. */
  readonly outcomes: (string | number)[] = [];
  /** Where `flowTo` leads when a connection must be opened. */
  reopened: Flow | null = null;
  /** Whether a target has no flow yet. */
  mustConnect = false;

  constructor(protocol: Protocol, options: { readonly accepted?: boolean } = {}) {
    this.flow = new FakeFlow(protocol, options);
    this.layer = new TransactionLayer({
      log: SILENT_LOG,
      transports: {
        existingFlow: () => (this.mustConnect ? null : this.flow),
        flowTo: () =>
          this.reopened === null ? Promise.reject(new Error('unreachable')) : Promise.resolve(this.reopened),
        sibling: (_flow, port) => new FakeFlow(protocol, { id: 2, port }),
      },
      user: {
        onRequest: (transaction) => this.requests.push(transaction),
        onAck: (ack) => this.acks.push(ack),
        onCancel: (invite) => this.cancelled.push(invite),
        onUnwantedResponse: (response, _flow, why) => this.unwanted.push([why, response.status]),
      },
    });
  }

  receive(message: SipMessage): void {
    this.layer.receive(message, this.flow);
  }

  /** Receives a request and returns its new transaction. */
  accept(request: SipRequest): ServerTransaction {
    this.receive(request);
    const transaction = this.requests.at(-1);
    if (transaction === undefined) throw new Error('The request was not passed up');
    return transaction;
  }

  send(method: string, to: Target | Flow = this.flow): ClientTransaction {
    return this.layer.send(outgoing(method), to, {
      onResponse: (response) => this.outcomes.push(response.status),
      onFailure: (why) => this.outcomes.push(why),
    });
  }

  /** The peer answers the last request of a method. */
  answer(method: string, status: number, toTag = 'b1'): void {
    this.receive(responseTo(this.flow.lastRequest(method), status, undefined, { toTag }));
  }
}
