import type { EngineLog } from '../engine-log.ts';
import type { Headers, SipMessage, SipRequest, SipResponse } from '../message/message.ts';
import { tagOf } from '../message/name-addr.ts';
import { responseTo } from '../message/respond.ts';
import { serialize } from '../message/serialize.ts';
import { newBranch } from '../message/token.ts';
import type { Via } from '../message/via.ts';
import { addressOf, type Flow, type Target } from '../transport/flow.ts';
import type { TransportLayer } from '../transport/transport-layer.ts';
import { cancelFor } from './ack.ts';
import { InviteClientTransaction } from './client-invite.ts';
import { NonInviteClientTransaction } from './client-non-invite.ts';
import type {
  ClientContext,
  ClientHandlers,
  ClientMachine,
  ClientTransaction,
} from './client-transaction.ts';
import { ExpiryQueue } from './expiry-queue.ts';
import { clientKey, serverKey, topVia } from './keys.ts';
import { InviteServerTransaction } from './server-invite.ts';
import { AnsweredRequest, NonInviteServerTransaction } from './server-non-invite.ts';
import type { ReplyRoute, ServerContext, ServerTransaction } from './server-transaction.ts';
import { DEFAULT_TIMERS, type TransactionTimers, timeoutMs } from './timers.ts';

export type { ClientHandlers, ClientTransaction } from './client-transaction.ts';
export type { ServerTransaction } from './server-transaction.ts';

/** The layer above: dialogs, proxy, applications. */
export interface TransactionUser {
  /** A new request. Not for ACK, for repetitions, and for CANCEL, which the layer answers itself. */
  onRequest(transaction: ServerTransaction): void;
  /** An ACK that belongs to a 2xx. */
  onAck(ack: SipRequest, flow: Flow): void;
  /** An INVITE without final response was cancelled; the CANCEL has its 200 already, the user sends the 487. */
  onCancel(invite: ServerTransaction, cancel: SipRequest): void;
  /** A response that belongs to no transaction. */
  onStrayResponse(response: SipResponse, flow: Flow): void;
}

/** What the transactions need of the transports. */
export type TransactionTransports = Pick<TransportLayer, 'existingFlow' | 'flowTo' | 'sibling'>;

export interface TransactionOptions {
  readonly transports: TransactionTransports;
  readonly user: TransactionUser;
  readonly log: EngineLog;
  readonly timers?: Partial<TransactionTimers>;
}

export interface TransactionCounts {
  /** Requests without final response. */
  readonly server: number;
  /** Answered requests that wait for repetitions. */
  readonly answered: number;
  readonly client: number;
  /** Requests refused since the start because too many were open. */
  readonly refusedForOverload: number;
}

type ServerEntry = InviteServerTransaction | NonInviteServerTransaction | AnsweredRequest;

/** Requests without final response; beyond it those that begin new work get a 503. */
const MAX_OPEN_SERVER_TRANSACTIONS = 50_000;
/** Answers kept for repeated requests; beyond it a repeated request is handled anew. */
const MAX_ANSWERED_REQUESTS = 400_000;
const OVERLOAD_RETRY_AFTER_SECONDS = 10;
const OPENS_WORK = new Set(['INVITE', 'REGISTER', 'SUBSCRIBE', 'OPTIONS', 'MESSAGE', 'PUBLISH', 'REFER']);

const DEFAULT_SIP_PORT = 5060;
/** Where nothing tells the receiver of a Via how it is meant. */
const VIA_PROTOCOLS = { udp: 'UDP', tcp: 'TCP', tls: 'TLS', ws: 'WS', wss: 'WSS' } as const;

/** The four transaction machines of RFC 3261 §17 with RFC 6026, and the matching of messages to them. */
export class TransactionLayer {
  readonly #transports: TransactionTransports;
  readonly #user: TransactionUser;
  readonly #log: EngineLog;
  readonly #timers: TransactionTimers;
  readonly #servers = new Map<string, ServerEntry>();
  readonly #clients = new Map<string, ClientMachine>();
  /** Clients that a lost connection may concern, by flow id. */
  readonly #clientsByFlow = new Map<number, Set<ClientMachine>>();
  /** Limits the wait for an answer, and is Timer J. */
  readonly #expiry: ExpiryQueue;
  #answered = 0;
  #refusedForOverload = 0;

  constructor(options: TransactionOptions) {
    this.#transports = options.transports;
    this.#user = options.user;
    this.#log = options.log;
    this.#timers = { ...DEFAULT_TIMERS, ...options.timers };
    this.#expiry = new ExpiryQueue(timeoutMs(this.#timers), (key, dueMs) => this.#expire(key, dueMs));
  }

  /** Takes a message from the transports: their `onMessage`. */
  receive(message: SipMessage, flow: Flow): void {
    if (message.kind === 'request') this.#receiveRequest(message, flow);
    else this.#receiveResponse(message, flow);
  }

  /** A connection ended: the transports' `onFlowClosed`. Requests that wait on it fail at once if no one can come back. */
  flowClosed(flow: Flow, reason: string): void {
    const clients = this.#clientsByFlow.get(flow.id);
    if (clients === undefined) return;
    this.#clientsByFlow.delete(flow.id);
    // A peer that we connected to may answer on a connection of its own (RFC 3261 §18.2.2); others are out of reach.
    if (!flow.accepted) return;
    queueMicrotask(() => {
      for (const client of clients) client.transportFailed(reason);
    });
  }

  /** A datagram was not sent: the transports' `onSendError`. */
  sendFailed(flow: Flow, error: Error): void {
    for (const client of [...(this.#clientsByFlow.get(flow.id) ?? [])]) client.transportFailed(error.message);
  }

  /**
   * Sends a request in a new client transaction. The layer adds the top Via for the flow it takes to a copy of the
   * request, and for an INVITE sends the ACK of 300-699 responses itself.
   */
  send(request: SipRequest, to: Target | Flow, handlers: ClientHandlers): ClientTransaction {
    const branch = newBranch();
    const copy: SipRequest = { ...request, headers: request.headers.clone() };
    const id = clientKey(branch, request.method);
    const Machine = request.method === 'INVITE' ? InviteClientTransaction : NonInviteClientTransaction;
    const client = new Machine(id, copy, handlers, this.#timers, this.#clientContext);
    this.#clients.set(id, client);
    const flow = this.#flowNow(to);
    if (flow !== null) {
      // The caller gets its transaction before it hears of a failure.
      if (flow.closed) queueMicrotask(() => client.transportFailed('the flow is closed'));
      else this.#start(client, copy, branch, flow);
    } else if (!isFlow(to)) {
      this.#transports.flowTo(to).then(
        (opened) => this.#start(client, copy, branch, opened),
        (error: Error) => client.transportFailed(error.message),
      );
    }
    return client;
  }

  /** Sends a request without a transaction, such as the ACK of a 2xx. Rejects with FlowUnavailable. */
  async sendDirect(request: SipRequest, to: Target | Flow): Promise<{ flow: Flow; bytes: Buffer }> {
    const flow = isFlow(to) ? to : await this.#transports.flowTo(to);
    const copy: SipRequest = { ...request, headers: request.headers.clone() };
    addVia(copy, newBranch(), flow);
    const bytes = serialize(copy);
    flow.send(bytes);
    return { flow, bytes };
  }

  /** Sends a response without a transaction to where its top Via says (RFC 3261 §16.7 item 9). */
  forwardResponse(response: SipResponse): void {
    const via = topVia(response);
    const protocol = via?.protocol.toLowerCase();
    if (via === null || (protocol !== 'udp' && protocol !== 'tcp' && protocol !== 'ws' && protocol !== 'wss'))
      return;
    const address = via.received ?? addressOf(via.host);
    const port = via.rport ?? via.port ?? DEFAULT_SIP_PORT;
    this.#transports.flowTo({ protocol, address, port }).then(
      (flow) => flow.send(serialize(response)),
      (error: Error) => this.#log.debug('response not forwarded', { address, port, error }),
    );
  }

  counts(): TransactionCounts {
    return {
      server: this.#servers.size - this.#answered,
      answered: this.#answered,
      client: this.#clients.size,
      refusedForOverload: this.#refusedForOverload,
    };
  }

  /** Drops every transaction and timer without a word. */
  close(): void {
    this.#expiry.clear();
    for (const entry of [...this.#servers.values()]) if (!(entry instanceof AnsweredRequest)) entry.abandon();
    for (const client of [...this.#clients.values()]) client.abandon();
    this.#servers.clear();
    this.#answered = 0;
  }

  #receiveRequest(request: SipRequest, flow: Flow): void {
    const via = topVia(request);
    if (via === null) return;
    const { method } = request;
    if (method === 'ACK') {
      const invite = this.#servers.get(serverKey(request, via, 'INVITE'));
      if (invite instanceof InviteServerTransaction) invite.receive(request, flow);
      else this.#user.onAck(request, flow);
      return;
    }
    const key = serverKey(request, via, method);
    const known = this.#servers.get(key);
    if (known !== undefined) {
      known.receive(request, flow);
      return;
    }
    if (this.#servers.size - this.#answered >= MAX_OPEN_SERVER_TRANSACTIONS && OPENS_WORK.has(method)) {
      this.#refuseForOverload(request, via, flow);
      return;
    }
    const transaction = this.#openServer(key, request, via, flow);
    if (method === 'CANCEL') this.#answerCancel(transaction, via);
    else this.#offer(transaction);
  }

  /** A request whose handling throws still gets an answer. */
  #offer(transaction: ServerTransaction): void {
    try {
      this.#user.onRequest(transaction);
    } catch (error) {
      this.#log.error('request handling failed', {
        method: transaction.request.method,
        error: error instanceof Error ? error : String(error),
      });
      transaction.respond(responseTo(transaction.request, 500));
    }
  }

  #refuseForOverload(request: SipRequest, via: Via, flow: Flow): void {
    this.#refusedForOverload += 1;
    const response = responseTo(request, 503);
    response.headers.append('Retry-After', String(OVERLOAD_RETRY_AFTER_SECONDS));
    this.#replyRoute(via, flow).flow.send(serialize(response));
  }

  #openServer(key: string, request: SipRequest, via: Via, flow: Flow): ServerTransaction {
    const route = this.#replyRoute(via, flow);
    let transaction: InviteServerTransaction | NonInviteServerTransaction;
    if (request.method === 'INVITE') {
      transaction = new InviteServerTransaction(key, request, flow, route, this.#timers, this.#serverContext);
    } else {
      transaction = new NonInviteServerTransaction(key, request, flow, route, this.#serverContext);
      this.#expiry.push(key);
    }
    this.#servers.set(key, transaction);
    return transaction;
  }

  /** RFC 3261 §9.2: 481 when it matches nothing; else 200, and the user hears of it while the INVITE is unanswered. */
  #answerCancel(transaction: ServerTransaction, via: Via): void {
    const cancel = transaction.request;
    const invite = this.#servers.get(serverKey(cancel, via, 'INVITE'));
    if (!(invite instanceof InviteServerTransaction)) {
      transaction.respond(responseTo(cancel, 481));
      return;
    }
    const toTag = tagOf(invite.lastResponse?.headers.get('To') ?? '');
    transaction.respond(responseTo(cancel, 200, undefined, toTag === undefined ? {} : { toTag }));
    if (invite.state === 'proceeding') this.#user.onCancel(invite, cancel);
  }

  /** RFC 3261 §18.2.2 and RFC 3581 §4. `maddr` is not followed: it would let anyone aim our responses at others. */
  #replyRoute(via: Via, flow: Flow): ReplyRoute {
    const sentByPort = via.port ?? DEFAULT_SIP_PORT;
    if (flow.reliable || via.rport !== undefined || sentByPort === flow.remotePort)
      return { flow, sentByPort };
    return { flow: this.#transports.sibling(flow, sentByPort), sentByPort };
  }

  #receiveResponse(response: SipResponse, flow: Flow): void {
    const via = topVia(response);
    const cseq = response.headers.get('CSeq') ?? '';
    const method = cseq.slice(cseq.search(/[ \t]/) + 1).trim();
    const client = via?.branch === undefined ? undefined : this.#clients.get(clientKey(via.branch, method));
    if (client === undefined) this.#user.onStrayResponse(response, flow);
    else client.receive(response, flow);
  }

  #flowNow(to: Target | Flow): Flow | null {
    return isFlow(to) ? to : this.#transports.existingFlow(to);
  }

  #start(client: ClientMachine, request: SipRequest, branch: string, flow: Flow): void {
    if (client.state !== 'connecting') return;
    addVia(request, branch, flow);
    this.#watchFlow(flow, client);
    client.start(flow);
  }

  #watchFlow(flow: Flow, client: ClientMachine): void {
    const clients = this.#clientsByFlow.get(flow.id);
    if (clients === undefined) this.#clientsByFlow.set(flow.id, new Set([client]));
    else clients.add(client);
  }

  #expire(key: string, dueMs: number): void {
    const entry = this.#servers.get(key);
    if (entry instanceof AnsweredRequest) {
      if (entry.dueMs > dueMs) return;
      this.#servers.delete(key);
      this.#answered -= 1;
    } else if (entry instanceof NonInviteServerTransaction) {
      this.#log.warn('request never answered', { method: entry.request.method });
      entry.expire();
    }
  }

  readonly #serverContext: ServerContext = {
    sendResponse: (bytes, route, onFailure) => this.#sendResponse(bytes, route, onFailure),
    ackToUser: (ack, flow) => this.#user.onAck(ack, flow),
    answered: (key, bytes, route) => {
      if (route.flow.reliable || this.#answered >= MAX_ANSWERED_REQUESTS) {
        this.#servers.delete(key);
        return;
      }
      this.#servers.set(key, new AnsweredRequest(bytes, route, this.#expiry.push(key), this.#serverContext));
      this.#answered += 1;
    },
    forget: (key) => {
      this.#servers.delete(key);
    },
  };

  /** On the connection of the request, or a new one when that has gone (RFC 3261 §18.2.2). */
  #sendResponse(bytes: Buffer, route: ReplyRoute, onFailure: () => void): void {
    const { flow } = route;
    if (!flow.closed) {
      flow.send(bytes);
      return;
    }
    const target = { protocol: flow.protocol, address: flow.remoteAddress, port: route.sentByPort };
    this.#transports.flowTo(target).then(
      (reopened) => reopened.send(bytes),
      (error: Error) => {
        this.#log.debug('response not sent', { remote: target.address, port: target.port, error });
        onFailure();
      },
    );
  }

  readonly #clientContext: ClientContext = {
    sendCancel: (invite, flow, extraHeaders) => this.#sendCancel(invite, flow, extraHeaders),
    forget: (key) => {
      const client = this.#clients.get(key);
      if (client === undefined) return;
      this.#clients.delete(key);
      if (client.flow === null) return;
      const clients = this.#clientsByFlow.get(client.flow.id);
      clients?.delete(client);
      if (clients?.size === 0) this.#clientsByFlow.delete(client.flow.id);
    },
  };

  /** RFC 3261 §9.1: the branch of the INVITE, so the transaction is another by its method only. */
  #sendCancel(invite: SipRequest, flow: Flow, extraHeaders: Headers | undefined): void {
    const cancel = cancelFor(invite, extraHeaders);
    const branch = topVia(cancel)?.branch ?? '';
    const id = clientKey(branch, 'CANCEL');
    const handlers: ClientHandlers = {
      onResponse: () => {},
      onFailure: (why, detail) => this.#log.debug('CANCEL not answered', { why, detail }),
    };
    const client = new NonInviteClientTransaction(id, cancel, handlers, this.#timers, this.#clientContext);
    this.#clients.set(id, client);
    this.#watchFlow(flow, client);
    client.start(flow);
  }
}

function isFlow(to: Target | Flow): to is Flow {
  return 'send' in to;
}

function addVia(request: SipRequest, branch: string, flow: Flow): void {
  const { advertisedHost, advertisedPort } = flow.listener;
  const rport = flow.protocol === 'udp' ? ';rport' : '';
  const protocol = VIA_PROTOCOLS[flow.protocol];
  request.headers.prepend(
    'Via',
    `SIP/2.0/${protocol} ${advertisedHost}:${advertisedPort};branch=${branch}${rport}`,
  );
}
