import type { EngineLog } from '../engine-log.ts';
import type { SipMessage, SipRequest } from '../message/message.ts';
import { serialize } from '../message/serialize.ts';
import { newBranch } from '../message/token.ts';
import type { Flow, Target } from '../transport/flow.ts';
import type { ClientHandlers, ClientTransaction } from './client-transaction.ts';
import { ClientTransactions } from './client-transactions.ts';
import { type RequestGate, ServerTransactions } from './server-transactions.ts';
import type { TransactionTransports, TransactionUser } from './surroundings.ts';
import { TimerQueues } from './timer-queue.ts';
import { DEFAULT_TIMES, type TransactionTimes } from './timers.ts';
import { viaOf } from './via-of-flow.ts';

export type { ClientHandlers, ClientTransaction } from './client-transaction.ts';
export type { ServerTransaction } from './server-transaction.ts';
export type { TransactionTransports, TransactionUser, UnwantedResponse } from './surroundings.ts';

export interface TransactionOptions {
  readonly transports: TransactionTransports;
  readonly user: TransactionUser;
  readonly log: EngineLog;
  readonly times?: Partial<TransactionTimes>;
  /** Turns new requests away while there is too much to do. */
  readonly gate?: RequestGate | undefined;
}

/** The timers that end a transaction without success. */
export type GivingUpTimer = 'B' | 'C' | 'F' | 'H';

export interface TransactionCounts {
  /** Requests without final response. */
  readonly server: number;
  /** Answered requests that wait for repetitions. */
  readonly answered: number;
  readonly client: number;
  /** Those of the three that are INVITEs, which have machines of their own. */
  readonly invites: Readonly<Record<'server' | 'answered' | 'client', number>>;
  /** Requests refused since the start because too many were open. */
  readonly refusedForOverload: number;
  /** How often each timer fired since the start. */
  readonly timedOut: Readonly<Record<GivingUpTimer, number>>;
}

/** The four transaction machines of RFC 3261 §17 with RFC 6026, and the matching of messages to them. */
export class TransactionLayer {
  /** For waits of the layers above as well. */
  readonly timers = new TimerQueues();
  readonly #user: TransactionUser;
  readonly #servers: ServerTransactions;
  readonly #clients: ClientTransactions;
  readonly #timedOut: Record<GivingUpTimer, number> = { B: 0, C: 0, F: 0, H: 0 };

  constructor({ transports, user, log, times, gate }: TransactionOptions) {
    this.#user = user;
    const shared = {
      transports,
      log,
      timers: this.timers,
      times: { ...DEFAULT_TIMES, ...times },
      timedOut: (timer: GivingUpTimer): void => {
        this.#timedOut[timer] += 1;
      },
    };
    this.#servers = new ServerTransactions({ ...shared, user, gate });
    this.#clients = new ClientTransactions(shared);
  }

  /** Takes a message from the transports: their `onMessage`. */
  receive(message: SipMessage, flow: Flow): void {
    if (message.kind === 'request') this.#servers.receive(message, flow);
    else {
      const unwanted = this.#clients.receive(message, flow);
      if (unwanted !== null) this.#user.onUnwantedResponse(message, flow, unwanted);
    }
  }

  /** A connection ended: the transports' `onFlowClosed`. */
  flowClosed(flow: Flow, reason: string): void {
    this.#clients.flowClosed(flow, reason);
  }

  /** A datagram was not sent: the transports' `onSendError`. */
  sendFailed(flow: Flow, error: Error, only: Buffer | null): void {
    this.#clients.sendFailed(flow, error, only);
  }

  /**
   * Sends a request in a new client transaction, which takes the request over and adds the top Via for its flow; for
   * an INVITE it sends the ACK of 300-699 responses itself.
   * @param branchEnd follows the random part of the branch: what a proxy knows its own loops by
   */
  send(
    request: SipRequest,
    to: Target | Flow,
    handlers: ClientHandlers,
    branchEnd: string = '',
  ): ClientTransaction {
    return this.#clients.send(request, to, handlers, branchEnd);
  }

  /** Sends a request without a transaction, such as the ACK of a 2xx; takes it over and adds the Via. */
  sendDirect(request: SipRequest, flow: Flow): Buffer {
    request.headers.prepend('Via', viaOf(flow, newBranch()));
    const bytes = serialize(request);
    flow.send(bytes, request.method);
    return bytes;
  }

  counts(): TransactionCounts {
    const { open, openInvites, answeredCount, answeredInvites, refusedForOverload } = this.#servers;
    return {
      server: open,
      answered: answeredCount,
      client: this.#clients.size,
      invites: { server: openInvites, answered: answeredInvites, client: this.#clients.invites },
      refusedForOverload,
      timedOut: { ...this.#timedOut },
    };
  }

  /** Drops every transaction and timer without a word. */
  close(): void {
    this.#servers.close();
    this.#clients.close();
    this.timers.clear();
  }
}
