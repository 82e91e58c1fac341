import type { BranchWait } from '../forking-proxy/branch.ts';
import { ForkingProxy, type ProxyOptions } from '../forking-proxy/forking-proxy.ts';
import { LoopDetection } from '../forking-proxy/loop-detection.ts';
import { FlowTokens } from '../forking-proxy/record-route.ts';
import type { SipRequest, SipResponse } from '../message/message.ts';
import { responseTo } from '../message/respond.ts';
import { DeadTargets } from '../resolve/dead-targets.ts';
import { nextHopOf } from '../sending/next-hop.ts';
import { OwnNames } from '../sending/own-names.ts';
import { FakeFlow, requestOf, SILENT_LOG } from '../transaction/fake-network.ts';
import { type ServerTransaction, TransactionLayer } from '../transaction/transaction-layer.ts';
import { LargeRequests } from '../transport/large-requests.ts';

export const ports = { a: 5081, b: 5082, c: 5083 } as const;
export type Name = keyof typeof ports;
export const uriOf = (name: Name): string => `sip:${name}@198.51.100.7:${ports[name]}`;

/** A caller, a proxy and telephones a, b and c on a fake wire with a fake clock. */
export class Stage {
  readonly caller = new FakeFlow('udp');
  readonly reports: (number | 'done')[] = [];
  /** Waits that passed. */
  readonly late: BranchWait[] = [];
  readonly layer: TransactionLayer;
  readonly proxy: ForkingProxy;
  readonly #flows = new Map<number, FakeFlow>();
  #transaction: ServerTransaction | null = null;

  constructor(
    targets: readonly (Name | readonly [Name, number])[],
    options: Partial<ProxyOptions> = {},
    request: SipRequest = requestOf('INVITE'),
  ) {
    const transports = {
      listeners: [this.caller.listener],
      existingFlow: ({ port }: { readonly port: number }) => this.#flow(port),
      flowTo: () => Promise.reject(new Error('unreachable')),
      sibling: () => this.caller,
      largeRequests: new LargeRequests({
        canConnect: () => false,
        connect: () => Promise.reject(new Error('unreachable')),
      }),
    };
    this.layer = new TransactionLayer({
      log: SILENT_LOG,
      transports,
      user: {
        onRequest: (transaction) => {
          this.#transaction = transaction;
        },
        onAck: () => {},
        onCancel: (_invite, cancel) => this.proxy.cancel(cancel),
        onUnwantedResponse: () => {},
      },
    });
    this.layer.receive(request, this.caller);
    if (this.#transaction === null) throw new Error('the request was not passed up');
    const proxyPorts = {
      transports,
      transactions: this.layer,
      resolver: { resolve: () => Promise.resolve([]) },
      deadTargets: new DeadTargets(),
      nextTargetAfterMs: 3_000,
      ownNames: new OwnNames([this.caller.listener], ['example.com']),
      tokens: new FlowTokens(),
      loops: new LoopDetection(),
      hopOf: nextHopOf,
      onLate: (wait: BranchWait) => this.late.push(wait),
    };
    this.proxy = new ForkingProxy(
      proxyPorts,
      this.#transaction,
      {
        targets: targets.map((target) => {
          const [name, q] = typeof target === 'string' ? [target, 1] : target;
          const hop = nextHopOf(uriOf(name));
          if (hop === null) throw new Error('a target without a hop');
          return { uri: uriOf(name), hop, q, redirections: 0 };
        }),
        recordRoute: false,
        followRedirects: false,
        simultaneous: false,
        provisionalTimeoutMs: null,
        finalTimeoutMs: null,
        decorate: null,
        inDialog: null,
        mark: '.mark',
        ...options,
      },
      {
        onSent: () => {},
        onForwarded: () => {},
        onFinalResponse: (response) => this.reports.push(response.status),
        onDone: () => this.reports.push('done'),
      },
    );
    this.proxy.start();
  }

  #flow(port: number): FakeFlow {
    const known = this.#flows.get(port);
    if (known !== undefined) return known;
    const flow = new FakeFlow('udp', { id: port, port });
    this.#flows.set(port, flow);
    return flow;
  }

  /** What a telephone got: methods, in order. */
  got(name: Name): readonly (string | number)[] {
    return this.#flow(ports[name]).log;
  }

  request(name: Name, method = 'INVITE'): SipRequest {
    return this.#flow(ports[name]).lastRequest(method);
  }

  /** A telephone answers the last request of a method. */
  answer(
    name: Name,
    status: number,
    headers: Readonly<Record<string, string>> = {},
    method = 'INVITE',
  ): void {
    const response = responseTo(this.request(name, method), status, undefined, { toTag: name });
    for (const [header, value] of Object.entries(headers)) response.headers.append(header, value);
    this.layer.receive(response, this.#flow(ports[name]));
  }

  cancel(): void {
    this.layer.receive(requestOf('CANCEL'), this.caller);
  }

  /** Statuses that the caller got for its INVITE (or other first request). */
  get told(): number[] {
    return this.#responses.map(({ status }) => status);
  }

  get lastTold(): SipResponse | undefined {
    return this.#responses.at(-1);
  }

  get #responses(): SipResponse[] {
    return this.caller.sent.filter(
      (message): message is SipResponse =>
        message.kind === 'response' && !(message.headers.get('CSeq') ?? '').endsWith('CANCEL'),
    );
  }
}
