import type { EngineLog } from '../engine-log.ts';
import type { SipRequest } from '../message/message.ts';
import { responseTo } from '../message/respond.ts';
import { room, serialize } from '../message/serialize.ts';
import type { Via } from '../message/via.ts';
import { SlotMap } from '../slot-map.ts';
import type { Flow } from '../transport/flow.ts';
import { AcceptedInvite, RefusedInvite } from './answered-invite.ts';
import { AnsweredRequests } from './answered-requests.ts';
import { ExpiryQueue } from './expiry-queue.ts';
import { serverKey, topVia } from './keys.ts';
import { InviteServerTransaction } from './server-invite.ts';
import { NonInviteServerTransaction } from './server-non-invite.ts';
import type {
  AnsweredInvite,
  ReplyRoute,
  ResponseSender,
  ServerContext,
  ServerTransaction,
} from './server-transaction.ts';
import type { TransactionTransports, TransactionUser } from './surroundings.ts';
import type { TimerQueues } from './timer-queue.ts';
import { lateTryingMs, type TransactionTimes, timeoutMs } from './timers.ts';

export interface ServerPorts {
  readonly transports: TransactionTransports;
  readonly user: TransactionUser;
  readonly log: EngineLog;
  readonly times: TransactionTimes;
  readonly timers: TimerQueues;
  timedOut(timer: 'H'): void;
  /** Turns new requests away while there is too much to do; none: only the limit in number holds. */
  readonly gate?: RequestGate | undefined;
}

/** Decides which new requests are worked on. */
export interface RequestGate {
  admits(request: SipRequest, flow: Flow): boolean;
  /** What a refused request is told, in seconds. */
  retryAfterSeconds(): number;
}

type ServerEntry = InviteServerTransaction | AnsweredInvite | NonInviteServerTransaction;

const isAnsweredInvite = (entry: ServerEntry | undefined): entry is AnsweredInvite =>
  entry instanceof AcceptedInvite || entry instanceof RefusedInvite;

/** Requests without final response; beyond it those that begin new work get a 503. */
const MAX_OPEN_SERVER_TRANSACTIONS = 50_000;
/** Answers kept for repeated requests; beyond it a repeated request is handled anew. */
const MAX_ANSWERED_REQUESTS = 400_000;
const RETRY_AFTER_SECONDS = 10;
const OPENS_WORK = new Set(['INVITE', 'REGISTER', 'SUBSCRIBE', 'OPTIONS', 'MESSAGE', 'PUBLISH', 'REFER']);
/** A CANCEL names its request by the branch alone (RFC 3261 §9.2); these may be meant besides INVITE. */
const CANCELLED_IN_VAIN = [...OPENS_WORK, 'BYE', 'INFO', 'UPDATE', 'PRACK', 'NOTIFY'].filter(
  (method) => method !== 'INVITE',
);

const DEFAULT_SIP_PORT = 5060;

/** All requests that we received, and the matching of repetitions, ACKs and CANCELs to them (RFC 3261 §17.2.3). */
export class ServerTransactions implements ServerContext {
  readonly times: TransactionTimes;
  readonly timers: TimerQueues;
  readonly #ports: ServerPorts;
  readonly #byKey = new SlotMap<ServerEntry>();
  readonly #answers: AnsweredRequests;
  /** Limits the wait for an answer. */
  readonly #expiry: ExpiryQueue;
  readonly #lateTrying: ExpiryQueue;
  #answeredInvites = 0;
  #refusedForOverload = 0;

  constructor(ports: ServerPorts) {
    this.#ports = ports;
    this.times = ports.times;
    this.timers = ports.timers;
    this.#answers = new AnsweredRequests({
      keepMs: timeoutMs(ports.times),
      maxAnswers: MAX_ANSWERED_REQUESTS,
    });
    this.#expiry = new ExpiryQueue(timeoutMs(ports.times), (key) => this.#expire(key));
    this.#lateTrying = new ExpiryQueue(lateTryingMs(ports.times), (key) => this.#sayTrying(key));
  }

  /** Requests without final response. */
  get open(): number {
    return this.#byKey.size - this.#answeredInvites;
  }

  /** INVITEs among them; they are counted when somebody asks. */
  get openInvites(): number {
    let count = 0;
    for (const entry of this.#byKey.values()) if (entry instanceof InviteServerTransaction) count += 1;
    return count;
  }

  get answeredInvites(): number {
    return this.#answeredInvites;
  }

  /** Answered requests that wait for repetitions. */
  get answeredCount(): number {
    return this.#answeredInvites + this.#answers.size;
  }

  get refusedForOverload(): number {
    return this.#refusedForOverload;
  }

  receive(request: SipRequest, flow: Flow): void {
    const via = topVia(request);
    if (via === null) return;
    const { method } = request;
    if (method === 'ACK') {
      this.#receiveAck(request, via, flow);
      return;
    }
    const key = serverKey(request, via, method);
    const known = this.#byKey.get(key);
    if (known !== undefined) {
      known.receive(request, flow);
      return;
    }
    const answer = this.#answers.find(key);
    if (answer !== null) {
      this.sendResponse(answer, this.#replyRoute(via, flow), null, method);
      return;
    }
    const full = this.open >= MAX_OPEN_SERVER_TRANSACTIONS && OPENS_WORK.has(method);
    if (full || this.#ports.gate?.admits(request, flow) === false) {
      this.#refuseForOverload(request, via, flow);
      return;
    }
    const route = this.#replyRoute(via, flow);
    if (method === 'INVITE') {
      const transaction = new InviteServerTransaction(key, request, flow, route, this);
      this.#byKey.set(key, transaction);
      this.#offer(transaction);
    } else this.#openNonInvite(new NonInviteServerTransaction(key, request, flow, route, this), via);
  }

  close(): void {
    this.#expiry.clear();
    this.#lateTrying.clear();
    for (const entry of [...this.#byKey.values()]) entry.abandon();
    this.#byKey.clear();
    this.#answers.clear();
    this.#answeredInvites = 0;
  }

  #receiveAck(ack: SipRequest, via: Via, flow: Flow): void {
    const invite = this.#byKey.get(serverKey(ack, via, 'INVITE'));
    if (invite instanceof InviteServerTransaction) invite.receive(ack);
    else if (isAnsweredInvite(invite)) {
      invite.receive(ack, flow);
    } else this.#ports.user.onAck(ack, flow);
  }

  #openNonInvite(transaction: NonInviteServerTransaction, via: Via): void {
    if (transaction.request.method === 'CANCEL') this.#answerCancel(transaction, via);
    else this.#offer(transaction);
    // Most have their answer by now and need not be found any more.
    if (transaction.state !== 'trying' && transaction.state !== 'proceeding') return;
    this.#byKey.set(transaction.id, transaction);
    transaction.kept = true;
    this.#expiry.push(transaction.id);
    this.#lateTrying.push(transaction.id);
  }

  /** A request whose handling throws still gets an answer. */
  #offer(transaction: ServerTransaction): void {
    try {
      this.#ports.user.onRequest(transaction);
    } catch (error) {
      this.#ports.log.error('request handling failed', {
        method: transaction.request.method,
        error: error instanceof Error ? error : String(error),
      });
      transaction.respond(responseTo(transaction.request, 500));
    }
  }

  #refuseForOverload(request: SipRequest, via: Via, flow: Flow): void {
    this.#refusedForOverload += 1;
    const response = responseTo(request, 503);
    response.headers.append(
      'Retry-After',
      String(this.#ports.gate?.retryAfterSeconds() ?? RETRY_AFTER_SECONDS),
    );
    this.#replyRoute(via, flow).flow.send(serialize(response));
  }

  /**
   * RFC 3261 §9.2: 481 when it matches nothing; else 200, and while an INVITE is unanswered the user hears of it.
   * Other requests cannot be cancelled.
   */
  #answerCancel(transaction: NonInviteServerTransaction, via: Via): void {
    const cancel = transaction.request;
    const invite = this.#byKey.get(serverKey(cancel, via, 'INVITE'));
    const inVain = (): boolean =>
      CANCELLED_IN_VAIN.map((method) => serverKey(cancel, via, method)).some(
        (key) => this.#byKey.has(key) || this.#answers.has(key),
      );
    if (invite === undefined && !inVain()) {
      transaction.respond(responseTo(cancel, 481));
      return;
    }
    const toTag =
      invite instanceof InviteServerTransaction || isAnsweredInvite(invite) ? invite.toTag : undefined;
    transaction.respond(responseTo(cancel, 200, undefined, toTag === undefined ? {} : { toTag }));
    if (invite instanceof InviteServerTransaction && invite.state === 'proceeding') {
      this.#ports.user.onCancel(invite, cancel);
    }
  }

  /** RFC 3261 §18.2.2 and RFC 3581 §4. `maddr` is not followed: it would let anyone aim our responses at others. */
  #replyRoute(via: Via, flow: Flow): ReplyRoute {
    const sentByPort = via.port ?? DEFAULT_SIP_PORT;
    if (flow.reliable || via.rport !== undefined || sentByPort === flow.remotePort)
      return { flow, sentByPort };
    return { flow: this.#ports.transports.sibling(flow, sentByPort), sentByPort };
  }

  #expire(key: string): void {
    const entry = this.#byKey.get(key);
    if (!(entry instanceof NonInviteServerTransaction)) return;
    this.#ports.log.warn('request never answered', { method: entry.request.method });
    entry.expire();
  }

  #sayTrying(key: string): void {
    const entry = this.#byKey.get(key);
    if (!(entry instanceof NonInviteServerTransaction) || entry.state !== 'trying') return;
    entry.respond(responseTo(entry.request, 100));
  }

  /** On the connection of the request, or a new one when that has gone (RFC 3261 §18.2.2). */
  sendResponse(bytes: Buffer, route: ReplyRoute, sender: ResponseSender | null, method: string): void {
    const { flow } = route;
    if (!flow.closed) {
      flow.send(bytes, method);
      return;
    }
    const target = { protocol: flow.protocol, address: flow.remoteAddress, port: route.sentByPort };
    this.#ports.transports.flowTo(target).then(
      (reopened) => reopened.send(bytes, method),
      (error: Error) => {
        this.#ports.log.debug('response not sent', { remote: target.address, port: target.port, error });
        sender?.responseFailed();
      },
    );
  }

  ackToUser(ack: SipRequest, flow: Flow): void {
    this.#ports.user.onAck(ack, flow);
  }

  answered(key: string, length: number, route: ReplyRoute): Buffer {
    return (route.flow.reliable ? null : this.#answers.keep(key, length)) ?? room(length);
  }

  answeredInvite(key: string, invite: AnsweredInvite): void {
    this.#byKey.set(key, invite);
    this.#answeredInvites += 1;
  }

  timedOut(timer: 'H'): void {
    this.#ports.timedOut(timer);
  }

  forget(key: string): void {
    if (isAnsweredInvite(this.#byKey.get(key))) this.#answeredInvites -= 1;
    this.#byKey.delete(key);
  }
}
