import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { responseTo } from '../message/respond.ts';
import { parseUri } from '../message/uri.ts';
import { DeadTargets } from '../resolve/dead-targets.ts';
import { FakeFlow, outgoing, SILENT_LOG } from '../transaction/fake-network.ts';
import { TransactionLayer } from '../transaction/transaction-layer.ts';
import type { Flow, Target } from '../transport/flow.ts';
import { LargeRequests } from '../transport/large-requests.ts';
import { RoutedRequest } from './routed-request.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('a call that the first target answers while the next is being connected to does not ring there, too', async () => {
  const [first, second] = [new FakeFlow('udp', { id: 1, port: 1 }), new FakeFlow('udp', { id: 2, port: 2 })];
  let connect: (flow: Flow) => void = () => {};
  const connected = new Promise<Flow>((resolve) => {
    connect = resolve;
  });
  const largeRequests = new LargeRequests({
    maxUdpBytes: 0,
    canConnect: () => true,
    connect: ({ port }) => (port === 2 ? connected : Promise.reject(new Error('refused'))),
  });
  const transports = {
    listeners: [first.listener],
    existingFlow: ({ port }: Target) => (port === 1 ? first : second),
    flowTo: () => Promise.reject(new Error('unreachable')),
    sibling: () => first,
    largeRequests,
  };
  const user = { onRequest() {}, onAck() {}, onCancel() {}, onUnwantedResponse() {} };
  const transactions = new TransactionLayer({ log: SILENT_LOG, transports: { ...transports }, user });
  const targets = [1, 2].map((port): Target => ({ protocol: 'udp', address: '198.51.100.7', port }));
  const uri = parseUri('sip:two.example.com');
  if (uri === null) throw new Error('no URI');
  const told: number[] = [];
  new RoutedRequest(
    {
      transports: { ...transports, flowTo: async (target) => transports.existingFlow(target) },
      transactions,
      resolver: { resolve: () => Promise.resolve(targets) },
      deadTargets: new DeadTargets(),
      nextTargetAfterMs: 3_000,
    },
    { kind: 'uri', uri },
    {
      prepare: () => outgoing('INVITE'),
      onResponse: ({ status }) => told.push(status),
      onFailure: (status) => told.push(status),
    },
  );
  await vi.advanceTimersByTimeAsync(3_100);
  transactions.receive(responseTo(first.lastRequest('INVITE'), 200, undefined, { toTag: 'first' }), first);
  const connection = new FakeFlow('tcp', { id: 3, port: 2 });
  connect(connection);
  await vi.advanceTimersByTimeAsync(100);
  expect(told).toEqual([200]);
  expect([...second.log, ...connection.log]).toEqual([]);
});
