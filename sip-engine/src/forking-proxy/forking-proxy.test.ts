import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { SipRequest, SipResponse } from '../message/message.ts';
import { responseTo } from '../message/respond.ts';
import { DeadTargets } from '../resolve/dead-targets.ts';
import { nextHopOf } from '../sending/next-hop.ts';
import { OwnNames } from '../sending/own-names.ts';
import { FakeFlow, requestOf, SILENT_LOG } from '../transaction/fake-network.ts';
import { type ServerTransaction, TransactionLayer } from '../transaction/transaction-layer.ts';
import { LargeRequests } from '../transport/large-requests.ts';
import { ForkingProxy, type ProxyOptions } from './forking-proxy.ts';
import { LoopDetection } from './loop-detection.ts';
import { FlowTokens } from './record-route.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const ports = { a: 5081, b: 5082, c: 5083 } as const;
type Name = keyof typeof ports;
const uriOf = (name: Name): string => `sip:${name}@198.51.100.7:${ports[name]}`;

/** A caller, a proxy and telephones a, b and c on a fake wire with a fake clock. */
class Stage {
  readonly caller = new FakeFlow('udp');
  readonly reports: (number | 'done')[] = [];
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
        onStrayResponse: () => {},
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
      onSent: () => {},
      onForwarded: () => {},
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

describe('one telephone after the other', () => {
  test('the next rings when one refuses, and the caller gets the best refusal', () => {
    const stage = new Stage(['a', 'b', 'c']);
    stage.answer('a', 503);
    stage.answer('b', 404);
    expect(stage.told).toEqual([]);
    stage.answer('c', 480);
    expect(stage.told).toEqual([404]);
    expect(stage.reports).toEqual([503, 404, 480, 'done']);
  });

  test('the one with the highest q rings first', () => {
    const stage = new Stage([
      ['a', 0.2],
      ['b', 0.7],
    ]);
    expect(stage.got('a')).toEqual([]);
    stage.answer('b', 486);
    expect(stage.got('a')).toEqual(['INVITE']);
  });

  test('a challenge ends the hunt: its answer is known to the caller alone', () => {
    const stage = new Stage(['a', 'b']);
    stage.answer('a', 407, { 'Proxy-Authenticate': 'Digest realm="a"' });
    expect(stage.told).toEqual([407]);
    expect(stage.got('b')).toEqual([]);
  });

  test('a 6xx ends the hunt', () => {
    const stage = new Stage(['a', 'b']);
    stage.answer('a', 603);
    expect(stage.told).toEqual([603]);
    expect(stage.got('b')).toEqual([]);
  });

  test('a 503 as the only answer becomes 500 for the caller', () => {
    const stage = new Stage(['a']);
    stage.answer('a', 503);
    expect(stage.told).toEqual([500]);
  });

  test('the same target twice rings once', () => {
    const stage = new Stage(['a', 'a']);
    stage.answer('a', 486);
    expect(stage.told).toEqual([486]);
    expect(stage.got('a')).toEqual(['INVITE', 'ACK']);
  });

  test('a telephone that says nothing in the time set is passed over, and is cancelled should it ring later', () => {
    const stage = new Stage(['a', 'b'], { provisionalTimeoutMs: 2000 });
    vi.advanceTimersByTime(2000);
    expect(stage.got('b')).toEqual(['INVITE']);
    expect(stage.got('a')).not.toContain('CANCEL');
    stage.answer('a', 180);
    expect(stage.got('a').at(-1)).toBe('CANCEL');
    stage.answer('b', 200);
    expect(stage.told.at(-1)).toBe(200);
  });

  test('when the last one says nothing in the time set the caller is told at once', () => {
    const stage = new Stage(['a'], { provisionalTimeoutMs: 2000 });
    vi.advanceTimersByTime(2000);
    expect(stage.told).toEqual([100, 408]);
    expect(stage.reports).toEqual([]);
    vi.advanceTimersByTime(30_100);
    expect(stage.reports).toEqual([408, 'done']);
  });

  test('should it answer after all, it is acknowledged and hung up, and only once', () => {
    const stage = new Stage(['a'], { provisionalTimeoutMs: 2000, recordRoute: true });
    vi.advanceTimersByTime(2000);
    const recorded = stage.request('a').headers.get('Record-Route') ?? '';
    const answer = { Contact: uriOf('a'), 'Record-Route': `<sip:198.51.100.7:5081;lr>, ${recorded}` };
    stage.answer('a', 200, answer);
    expect(stage.got('a').slice(-2)).toEqual(['ACK', 'BYE']);
    expect(stage.request('a', 'BYE').uri).toBe(uriOf('a'));
    expect(stage.request('a', 'BYE').headers.getAll('Route')).toEqual(['<sip:198.51.100.7:5081;lr>']);
    stage.answer('a', 200, answer);
    expect(stage.got('a').slice(-3)).toEqual(['ACK', 'BYE', 'ACK']);
    expect(stage.told).toEqual([100, 408]);
  });

  test('a telephone that rings for too long is cancelled, and its 487 counts as no answer', () => {
    const stage = new Stage(['a'], { finalTimeoutMs: 5000 });
    stage.answer('a', 180);
    vi.advanceTimersByTime(5000);
    expect(stage.got('a')).toEqual(['INVITE', 'CANCEL']);
    stage.answer('a', 487);
    expect(stage.told).toEqual([180, 408]);
    expect(stage.reports).toEqual([487, 'done']);
  });

  test('a telephone that rings for ever is cancelled by Timer C', () => {
    const stage = new Stage(['a']);
    stage.answer('a', 180);
    vi.advanceTimersByTime(185_100);
    expect(stage.got('a')).toEqual(['INVITE', 'CANCEL']);
  });

  test('nobody answers: 408 after 32 s (Timer B)', () => {
    const stage = new Stage(['a']);
    vi.advanceTimersByTime(32_100);
    expect(stage.told).toEqual([100, 408]);
    expect(stage.reports).toEqual([408, 'done']);
  });

  test('a request other than INVITE that nobody answers gets no 408, which would come too late (RFC 4320)', () => {
    const stage = new Stage(['a'], {}, requestOf('MESSAGE'));
    vi.advanceTimersByTime(33_000);
    expect(stage.told).toEqual([100]);
    expect(stage.reports).toEqual([408, 'done']);
    expect(stage.layer.counts()).toMatchObject({ server: 0, client: 0 });
  });
});

describe('all telephones at once', () => {
  const simultaneous = { simultaneous: true };

  test('those of the highest q ring first, the others when all of these have refused', () => {
    const stage = new Stage(['a', ['c', 0.5], 'b'], simultaneous);
    expect([stage.got('a'), stage.got('b'), stage.got('c')]).toEqual([['INVITE'], ['INVITE'], []]);
    stage.answer('a', 486);
    expect(stage.got('c')).toEqual([]);
    stage.answer('b', 486);
    expect(stage.got('c')).toEqual(['INVITE']);
  });

  test('a 6xx cancels the others and is told when they have answered', () => {
    const stage = new Stage(['a', 'b'], simultaneous);
    stage.answer('a', 180);
    stage.answer('b', 603);
    expect(stage.got('a')).toEqual(['INVITE', 'CANCEL']);
    expect(stage.told).toEqual([180]);
    stage.answer('a', 487);
    expect(stage.told).toEqual([180, 603]);
  });

  test('two that answer in the same moment both reach the caller, who hangs one up', () => {
    const stage = new Stage(['a', 'b'], simultaneous);
    stage.answer('a', 180);
    stage.answer('b', 180);
    stage.answer('a', 200);
    stage.answer('b', 200);
    expect(stage.told).toEqual([180, 180, 200, 200]);
    expect(stage.got('b')).toEqual(['INVITE', 'CANCEL']);
    stage.answer('a', 200);
    expect(stage.told).toEqual([180, 180, 200, 200, 200]);
    expect(stage.reports).toEqual([200, 200, 'done']);
  });

  test('only the first success of another request is told', () => {
    const stage = new Stage(['a', 'b'], simultaneous, requestOf('MESSAGE'));
    stage.answer('a', 200, {}, 'MESSAGE');
    stage.answer('b', 200, {}, 'MESSAGE');
    expect(stage.told).toEqual([200]);
  });

  test('Max-Breadth is divided among them, and more ring only when others have refused (RFC 5393)', () => {
    const request = requestOf('INVITE');
    request.headers.append('Max-Breadth', '2');
    const stage = new Stage(['a', 'b', 'c'], simultaneous, request);
    expect([stage.got('a'), stage.got('b'), stage.got('c')]).toEqual([['INVITE'], ['INVITE'], []]);
    expect(stage.request('a').headers.get('Max-Breadth')).toBe('1');
    stage.answer('a', 486);
    expect(stage.got('c')).toEqual(['INVITE']);
  });

  test('a request that names no breadth has 60', () => {
    const stage = new Stage(['a', 'b', 'c'], simultaneous);
    const shares = (['a', 'b', 'c'] as const).map((name) => stage.request(name).headers.get('Max-Breadth'));
    expect(shares).toEqual(['20', '20', '20']);
  });
});

describe('a redirection that is followed', () => {
  const follow = { followRedirects: true };

  test('leads to its Contacts by q, without what they would add to the request', () => {
    const stage = new Stage(['a'], follow);
    stage.answer('a', 302, { Contact: `<${uriOf('b')}>;q=0.3, <${uriOf('c')}?Subject=x>;q=0.8` });
    expect(stage.request('c').uri).toBe(uriOf('c'));
    expect(stage.got('b')).toEqual([]);
    stage.answer('c', 486);
    expect(stage.got('b')).toEqual(['INVITE']);
    stage.answer('b', 480);
    expect(stage.told).toEqual([486]);
  });

  test('is not followed back to where it came from', () => {
    const stage = new Stage(['a'], follow);
    stage.answer('a', 302, { Contact: `<${uriOf('b')}>` });
    stage.answer('b', 302, { Contact: `<${uriOf('a')}>` });
    expect(stage.told).toEqual([302]);
    expect(stage.got('a')).toEqual(['INVITE', 'ACK']);
  });

  test('leaves to the caller the Contacts that we cannot follow', () => {
    const stage = new Stage(['a'], follow);
    stage.answer('a', 300, { Contact: `<${uriOf('b')}>, <mailto:a@example.com>` });
    stage.answer('b', 404);
    expect(stage.told).toEqual([300]);
    expect(stage.lastTold?.headers.getAll('Contact')).toEqual(['<mailto:a@example.com>']);
  });

  test('ends after five redirections', () => {
    const stage = new Stage(['a'], follow);
    let from: Name = 'a';
    let hops = 0;
    for (; hops < 10 && stage.told.length === 0; hops += 1) {
      const to: Name = from === 'b' ? 'c' : 'b';
      stage.answer(from, 302, { Contact: `<sip:hop${hops}@198.51.100.7:${ports[to]}>` });
      from = to;
    }
    expect(hops).toBe(6);
    expect(stage.told).toEqual([302]);
  });
});

describe('a caller who gives up', () => {
  test('gets 487 when all that rang have said so', () => {
    const stage = new Stage(['a', 'b'], { simultaneous: true });
    stage.answer('a', 180);
    stage.answer('b', 180);
    stage.cancel();
    stage.answer('a', 487);
    expect(stage.told).toEqual([180, 180]);
    stage.answer('b', 487);
    expect(stage.told).toEqual([180, 180, 487]);
  });

  test('gets the answer of a telephone that was picked up in this moment', () => {
    const stage = new Stage(['a']);
    stage.answer('a', 180);
    stage.cancel();
    stage.answer('a', 200);
    expect(stage.told).toEqual([180, 200]);
  });

  test('does not wait for a telephone that never said anything, and no other is tried', () => {
    const stage = new Stage(['a', 'b']);
    stage.cancel();
    expect(stage.told).toEqual([487]);
    expect(stage.got('a')).toEqual(['INVITE']);
    stage.answer('a', 180);
    expect(stage.got('a')).toEqual(['INVITE', 'CANCEL']);
    stage.answer('a', 487);
    expect(stage.got('b')).toEqual([]);
    expect(stage.told).toEqual([487]);
    expect(stage.reports).toEqual([487, 'done']);
  });
});
