import type { EngineLog } from '../engine-log.ts';
import type { Headers, SipRequest, SipResponse } from '../message/message.ts';
import type { Flow, Target } from '../transport/flow.ts';
import { cancelFor } from './ack.ts';
import { InviteClientTransaction } from './client-invite.ts';
import { NonInviteClientTransaction } from './client-non-invite.ts';
import { ClientTable } from './client-table.ts';
import type {
  ClientContext,
  ClientHandlers,
  ClientMachine,
  ClientTransaction,
} from './client-transaction.ts';
import { FlowClients } from './flow-clients.ts';
import { hasFurtherVias, topVia } from './keys.ts';
import type { TransactionTransports, UnwantedResponse } from './surroundings.ts';
import type { TimerQueues } from './timer-queue.ts';
import type { TransactionTimes } from './timers.ts';
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
  readonly #clients = new ClientTable();
  /** Whom a lost connection concerns. */
  readonly #onFlows = new FlowClients();

  constructor(ports: ClientPorts) {
    this.#ports = ports;
    this.times = ports.times;
    this.timers = ports.timers;
  }

  get size(): number {
    return this.#clients.size;
  }

  /** INVITEs among them; they are counted when somebody asks. */
  get invites(): number {
    return this.#clients.all().filter(({ method }) => method === 'INVITE').length;
  }

  /** @param branchEnd follows the random part of the branch */
  send(
    request: SipRequest,
    to: Target | Flow,
    handlers: ClientHandlers,
    branchEnd: string,
  ): ClientTransaction {
    const branch = this.#clients.newBranch(branchEnd);
    const Machine = request.method === 'INVITE' ? InviteClientTransaction : NonInviteClientTransaction;
    const client = new Machine(branch, request, handlers, this);
    this.#clients.add(client);
    const flow = isFlow(to) ? to : this.#ports.transports.existingFlow(to);
    if (flow !== null) {
      // The caller gets its transaction before it hears of a failure.
      if (flow.closed) queueMicrotask(() => client.transportFailed('the flow is closed'));
      else this.#start(client, flow);
    } else if (!isFlow(to)) {
      this.#ports.transports.flowTo(to).then(
        (opened) => this.#start(client, opened),
        (error: Error) => client.transportFailed(error.message),
      );
    }
    return client;
  }

  /** @returns why the response is not taken, or null */
  receive(response: SipResponse, flow: Flow): UnwantedResponse | null {
    const branch = topVia(response)?.branch;
    if (branch === undefined) return 'no request';
    const client = this.#clients.find(branch, response.headers.get('CSeq') ?? '');
    if (client === undefined) return 'no request';
    if (!client.forwarded && hasFurtherVias(response)) return 'more than one Via';
    client.receive(response, flow);
    return null;
  }

  /** A connection ended: requests that wait on it fail at once if no one can come back. */
  flowClosed(flow: Flow, reason: string): void {
    const clients = this.#onFlows.on(flow);
    this.#onFlows.forget(flow);
    // A peer that we connected to may answer on a connection of its own (RFC 3261 §18.2.2); others are out of reach.
    const lost = flow.accepted ? clients : flow.broken ? clients.filter(isUnanswered) : [];
    if (lost.length === 0) return;
    queueMicrotask(() => {
      for (const client of lost) client.transportFailed(reason);
    });
  }

  /** @param only the one datagram that is concerned; null: whatever goes this way */
  sendFailed(flow: Flow, error: Error, only: Buffer | null): void {
    for (const client of this.#onFlows.on(flow))
      if (only === null || client.repeats(only)) client.transportFailed(error.message);
  }

  close(): void {
    for (const client of this.#clients.all()) client.abandon();
  }

  /** RFC 3261 §9.1: the branch of the INVITE, so the transaction is another by its method only. */
  sendCancel(invite: SipRequest, flow: Flow, extraHeaders: Headers | undefined): void {
    const cancel = cancelFor(invite, extraHeaders);
    const { log } = this.#ports;
    const client = new NonInviteClientTransaction(
      topVia(cancel)?.branch ?? '',
      cancel,
      {
        onResponse: () => {},
        onFailure: (why, detail) => log.debug('CANCEL not answered', { why, detail }),
      },
      this,
    );
    this.#clients.add(client);
    this.#onFlows.add(flow, client);
    client.start(flow);
  }

  timedOut(timer: 'B' | 'C' | 'F'): void {
    this.#ports.timedOut(timer);
  }

  forget(client: ClientMachine): void {
    this.#clients.remove(client);
    if (client.flow !== null) this.#onFlows.remove(client.flow, client);
  }

  #start(client: ClientMachine, flow: Flow): void {
    if (client.state !== 'connecting' || client.request === null) return;
    const { headers } = client.request;
    client.forwarded = headers.has('Via');
    headers.prepend('Via', viaOf(flow, client.branch));
    this.#onFlows.add(flow, client);
    client.start(flow);
  }
}

/** Nothing has come from the peer: if the connection broke, the request may not have arrived (RFC 3261 §17.1.4). */
function isUnanswered({ state }: ClientMachine): boolean {
  return state === 'calling' || state === 'trying';
}

function isFlow(to: Target | Flow): to is Flow {
  return 'send' in to;
}
