import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { FakeFlow, requestOf, SILENT_LOG } from '../transaction/fake-network.ts';
import { TransactionLayer } from '../transaction/transaction-layer.ts';
import { Admission } from './admission.ts';
import { Backlog } from './backlog.ts';

let load = { utilization: 0, backlog: 0, lagMs: 0, cpuMs: 0, memory: 0 };
let waiting = 0;
let admission: Admission;
const flow = new FakeFlow('udp');

beforeEach(() => {
  vi.useFakeTimers();
  load = { utilization: 0, backlog: 0, lagMs: 0, cpuMs: 0, memory: 0 };
  waiting = 0;
  admission = new Admission({
    log: SILENT_LOG,
    waiting: () => waiting,
    backlog: new Backlog(),
    sense: () => load,
    now: () => Date.now(),
  });
});

afterEach(() => {
  admission.close();
  vi.useRealTimers();
});

let lastBranch = 0;
const fresh = (method: string, extra: Record<string, string> = {}) => {
  lastBranch += 1;
  const request = requestOf(method, { branch: `z9hG4bKnew${lastBranch}` });
  for (const [name, value] of Object.entries(extra)) request.headers.set(name, value);
  return request;
};
const admitted = (count: number, method: string, extra: Record<string, string> = {}): number =>
  Array.from({ length: count }, () => admission.admits(fresh(method, extra), flow)).filter(Boolean).length;
const credentials = { Authorization: 'Digest username="a"' };
const overloadFor = (ms: number): void => {
  load = { utilization: 1, backlog: 1, lagMs: 0, cpuMs: 0, memory: 0 };
  vi.advanceTimersByTime(ms);
};

describe('an overloaded engine', () => {
  test('takes everything while there is time for it', () => {
    expect(admitted(3_000, 'INVITE')).toBe(3_000);
  });

  test('turns away a flood without credentials before calls with them', () => {
    admitted(100, 'INVITE');
    overloadFor(1_000);
    admitted(100, 'INVITE');
    expect(admitted(1_000, 'INVITE')).toBeLessThan(150);
    expect(admitted(100, 'INVITE', credentials)).toBe(100);
    expect(admitted(100, 'REGISTER', credentials)).toBe(100);
  });

  test('takes an office that registers all at once for no flood', () => {
    admitted(400, 'REGISTER');
    overloadFor(1_000);
    expect(admitted(50, 'REGISTER')).toBe(50);
    admitted(600, 'REGISTER');
    expect(admitted(100, 'REGISTER')).toBeLessThan(50);
  });

  test('then turns away new calls, but no request inside one', () => {
    overloadFor(2_000);
    expect(admitted(100, 'INVITE', credentials)).toBeLessThan(30);
    expect(admitted(100, 'INVITE', { ...credentials, To: '<sip:b@h>;tag=ours' })).toBe(100);
    for (const method of ['BYE', 'CANCEL', 'ACK', 'PRACK', 'UPDATE', 'INFO'])
      expect(admitted(50, method)).toBe(50);
  });

  test('lets all pass within a few seconds of its end, and says so in its metrics', () => {
    overloadFor(10_000);
    const pressure = () =>
      admission.metrics().find(({ name }) => name === 'sip_overload_pressure')?.values[0]?.value;
    expect(pressure()).toBe(3);
    load = { utilization: 0.2, backlog: 0, lagMs: 0, cpuMs: 0, memory: 0 };
    vi.advanceTimersByTime(4_000);
    expect(pressure()).toBe(0);
    expect(admitted(100, 'INVITE', credentials)).toBe(100);
  });

  test('takes nothing new while applications owe too many answers', () => {
    waiting = 20_000;
    expect(admitted(10, 'INVITE')).toBe(0);
    expect(admitted(10, 'BYE')).toBe(10);
  });

  test('answers 503 with a Retry-After, opens no transaction, and still answers repetitions of what it took', () => {
    const offered: string[] = [];
    const layer = new TransactionLayer({
      log: SILENT_LOG,
      gate: admission,
      transports: {
        existingFlow: () => flow,
        flowTo: () => Promise.resolve(flow),
        sibling: () => flow,
      },
      user: {
        onRequest: (transaction) => offered.push(transaction.id),
        onAck: () => {},
        onCancel: () => {},
        onUnwantedResponse: () => {},
      },
    });
    const taken = fresh('INVITE', credentials);
    layer.receive(taken, flow);
    overloadFor(10_000);
    flow.sent.length = 0;
    for (let number = 0; number < 10; number += 1) layer.receive(fresh('INVITE', credentials), flow);
    layer.receive(taken, flow);
    expect(offered).toHaveLength(1);
    const refusals = flow.sent.filter((message) => message.kind === 'response' && message.status === 503);
    const [refused] = refusals;
    expect(refusals).toHaveLength(10);
    const seconds = Number(refused?.headers.get('Retry-After'));
    expect(seconds).toBeGreaterThanOrEqual(5);
    expect(seconds).toBeLessThanOrEqual(15);
    expect(layer.counts()).toMatchObject({ server: 1, invites: { server: 1 }, refusedForOverload: 10 });
    layer.close();
  });
});
