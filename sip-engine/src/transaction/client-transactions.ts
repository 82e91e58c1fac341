import type { EngineLog } from '../engine-log.ts';
import type { Headers, SipRequest, SipResponse } from '../message/message.ts';
import { newBranch } from '../message/token.ts';
import { SlotMap } from '../slot-map.ts';
import type { Flow, Target } from '../transport/flow.ts';
import { cancelFor } from './ack.ts';
import { InviteClientTransaction } from './client-invite.ts';
import { NonInviteClientTransaction } from './client-non-invite.ts';
import type {
  ClientContext,
  ClientHandlers,
  ClientMachine,
  ClientTransaction,
} from './client-transaction.ts';
import { clientKey, topVia } from './keys.ts';
import type { TimerQueues } from './timer-queue.ts';
import type { TransactionTimes } from './timers.ts';
import type { TransactionTransports } from './transaction-layer.ts';
import { viaOf } from './via-of-flow.ts';

export interface ClientPorts {
  readonly transports: TransactionTransports;
  readonly log: EngineLog;
  readonly times: TransactionTimes;
  readonly timers: TimerQueues;
  timedOut(timer: 'B' | 'C' | 'F'): void;
}

/** All requests that we sent, and the matching of responses to them (RFC 3261 §17.1.3). */
export class ClientTransactions implements ClientContext {
  readonly times: TransactionTimes;
  readonly timers: TimerQueues;
  readonly #ports: ClientPorts;
  readonly #byKey = new SlotMap<ClientMachine>();
  /** Those that a lost connection may concern, by flow id. */
  readonly #byFlow = new Map<number, SlotMap<ClientMachine>>();

  constructor(ports: ClientPorts) {
    this.#ports = ports;
    this.times = ports.times;
    this.timers = ports.timers;
  }

  get size(): number {
    return this.#byKey.size;
  }

  /** @param branchEnd follows the random part of the branch */
  send(
    request: SipRequest,
    to: Target | Flow,
    handlers: ClientHandlers,
    branchEnd: string,
  ): ClientTransaction {
    const branch = newBranch() + branchEnd;
    const id = clientKey(branch, request.method);
    const Machine = request.method === 'INVITE' ? InviteClientTransaction : NonInviteClientTransaction;
    const client = new Machine(id, request, handlers, this);
    this.#byKey.set(id, client);
    const flow = isFlow(to) ? to : this.#ports.transports.existingFlow(to);
    if (flow !== null) {
      // The caller gets its transaction before it hears of a failure.
      if (flow.closed) queueMicrotask(() => client.transportFailed('the flow is closed'));
      else this.#start(client, branch, flow);
    } else if (!isFlow(to)) {
      this.#ports.transports.flowTo(to).then(
        (opened) => this.#start(client, branch, opened),
        (error: Error) => client.transportFailed(error.message),
      );
    }
    return client;
  }

  /** Returns false when the response belongs to no request of ours. */
  receive(response: SipResponse, flow: Flow): boolean {
    const branch = topVia(response)?.branch;
    if (branch === undefined) return false;
    const cseq = response.headers.get('CSeq') ?? '';
    const method = cseq.slice(cseq.search(/[ \t]/) + 1).trim();
    const client = this.#byKey.get(clientKey(branch, method));
    client?.receive(response, flow);
    return client !== undefined;
  }

  /** A connection ended: requests that wait on it fail at once if no one can come back. */
  flowClosed(flow: Flow, reason: string): void {
    const clients = this.#byFlow.get(flow.id);
    if (clients === undefined) return;
    this.#byFlow.delete(flow.id);
    // A peer that we connected to may answer on a connection of its own (RFC 3261 §18.2.2); others are out of reach.
    if (!flow.accepted) return;
    queueMicrotask(() => {
      for (const client of clients.values()) client.transportFailed(reason);
    });
  }

  sendFailed(flow: Flow, error: Error): void {
    for (const client of [...(this.#byFlow.get(flow.id)?.values() ?? [])])
      client.transportFailed(error.message);
  }

  close(): void {
    for (const client of [...this.#byKey.values()]) client.abandon();
  }

  /** RFC 3261 §9.1: the branch of the INVITE, so the transaction is another by its method only. */
  sendCancel(invite: SipRequest, flow: Flow, extraHeaders: Headers | undefined): void {
    const cancel = cancelFor(invite, extraHeaders);
    const id = clientKey(topVia(cancel)?.branch ?? '', 'CANCEL');
    const { log } = this.#ports;
    const client = new NonInviteClientTransaction(
      id,
      cancel,
      {
        onResponse: () => {},
        onFailure: (why, detail) => log.debug('CANCEL not answered', { why, detail }),
      },
      this,
    );
    this.#byKey.set(id, client);
    this.#watchFlow(flow, client);
    client.start(flow);
  }

  timedOut(timer: 'B' | 'C' | 'F'): void {
    this.#ports.timedOut(timer);
  }

  forget(client: ClientMachine): void {
    this.#byKey.delete(client.id);
    if (client.flow === null) return;
    const clients = this.#byFlow.get(client.flow.id);
    clients?.delete(client.id);
    if (clients?.size === 0) this.#byFlow.delete(client.flow.id);
  }

  #start(client: ClientMachine, branch: string, flow: Flow): void {
    if (client.state !== 'connecting' || client.request === null) return;
    client.request.headers.prepend('Via', viaOf(flow, branch));
    this.#watchFlow(flow, client);
    client.start(flow);
  }

  #watchFlow(flow: Flow, client: ClientMachine): void {
    const clients = this.#byFlow.get(flow.id) ?? new SlotMap<ClientMachine>();
    this.#byFlow.set(flow.id, clients);
    clients.set(client.id, client);
  }
}

function isFlow(to: Target | Flow): to is Flow {
  return 'send' in to;
}
