import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { responseTo } from '../message/respond.ts';
import type { Protocol } from '../transport/flow.ts';
import type { ClientTransaction } from './client-transaction.ts';
import { FakeEndpoint, requestOf } from './fake-network.ts';
import type { ServerTransaction } from './server-transaction.ts';

/**
 * The figures of RFC 3261 §17, changed as RFC 6026 says, one row for each arrow: the state before, what happens,
 * the state after, what goes out and what the user is told. Between rows the clock stands still.
 */
type Row = readonly [
  before: string,
  event: string,
  after: string,
  sent: readonly (string | number)[],
  told: readonly (string | number)[],
];

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** How each state is reached from the start. */
type Paths = Readonly<Record<string, readonly string[]>>;

class Stage {
  readonly endpoint: FakeEndpoint;
  readonly method: string;

  constructor(protocol: Protocol, method: string) {
    this.endpoint = new FakeEndpoint(protocol);
    this.method = method;
  }

  /** A number is a response, `Timer X` lets its time pass, a method is a request of the peer. */
  play(event: string, answer: (status: number) => void, receive: (method: string) => void): void {
    const status = Number(event);
    if (event.startsWith('Timer')) vi.advanceTimersByTime(delays[event] ?? 0);
    else if (event === 'transport error')
      this.endpoint.layer.sendFailed(this.endpoint.flow, new Error('unreachable'), null);
    else if (Number.isInteger(status)) answer(status);
    else receive(event);
  }
}

/** What passes before a timer fires, in ms, counted from when its state began; 15 ms more than the RFC's value. */
const delays: Readonly<Record<string, number>> = {
  'Timer A': 515,
  'Timer B': 32_015,
  'Timer C': 185_015,
  'Timer D': 32_015,
  'Timer E': 515,
  'Timer E in Proceeding': 4015,
  'Timer F': 32_015,
  'Timer G': 515,
  'Timer H': 32_015,
  'Timer I': 5015,
  'Timer J': 32_025,
  'Timer K': 5015,
  'Timer L': 32_015,
  'Timer M': 32_015,
  'Timer for 100': 215,
  'Timer of RFC 4320': 3525,
};

function checkClient(protocol: Protocol, method: string, paths: Paths, row: Row): void {
  const [before, event, after, sent, told] = row;
  const stage = new Stage(protocol, method);
  const { endpoint } = stage;
  const transaction: ClientTransaction = endpoint.send(method);
  const answer = (status: number): void => endpoint.answer(method, status);
  for (const step of paths[before] ?? []) stage.play(step, answer, () => {});
  expect(transaction.state).toBe(before);
  const [sentBefore, toldBefore] = [endpoint.flow.sent.length, endpoint.outcomes.length];
  stage.play(event, answer, () => {});
  expect(transaction.state).toBe(after);
  const sentNow = endpoint.flow.log.slice(sentBefore);
  expect(event.startsWith('Timer') ? [...new Set(sentNow)] : sentNow).toEqual(sent);
  expect(endpoint.outcomes.slice(toldBefore)).toEqual(told);
}

describe('INVITE client over UDP (figure 5, RFC 6026 figure 3)', () => {
  const paths: Paths = {
    calling: [],
    proceeding: ['180'],
    completed: ['486'],
    accepted: ['200'],
    terminated: ['200', 'Timer M'],
  };
  test.each<Row>([
    ['calling', 'Timer A', 'calling', ['INVITE'], []],
    ['calling', 'Timer B', 'terminated', ['INVITE'], ['timeout']],
    ['calling', 'transport error', 'terminated', [], ['transport']],
    ['calling', '100', 'proceeding', [], [100]],
    ['calling', '200', 'accepted', [], [200]],
    ['calling', '302', 'completed', ['ACK'], [302]],
    ['calling', '699', 'completed', ['ACK'], [699]],
    ['proceeding', 'Timer A', 'proceeding', [], []],
    ['proceeding', 'Timer B', 'proceeding', [], []],
    ['proceeding', 'Timer C', 'proceeding', ['CANCEL'], []],
    ['proceeding', '183', 'proceeding', [], [183]],
    ['proceeding', '200', 'accepted', [], [200]],
    ['proceeding', '486', 'completed', ['ACK'], [486]],
    ['proceeding', 'transport error', 'terminated', [], ['transport']],
    ['completed', '486', 'completed', ['ACK'], []],
    ['completed', '180', 'completed', [], []],
    ['completed', '200', 'completed', [], []],
    ['completed', 'transport error', 'terminated', [], []],
    ['completed', 'Timer D', 'terminated', [], []],
    ['accepted', '200', 'accepted', [], [200]],
    ['accepted', '180', 'accepted', [], []],
    ['accepted', '486', 'accepted', [], []],
    ['accepted', 'transport error', 'accepted', [], []],
    ['accepted', 'Timer M', 'terminated', [], []],
    ['terminated', '200', 'terminated', [], []],
  ])('%s, %s: %s', (...row) => checkClient('udp', 'INVITE', paths, row));
});

describe('INVITE client over a connection', () => {
  const paths: Paths = { calling: [], proceeding: ['180'], accepted: ['200'] };
  test.each<Row>([
    ['calling', 'Timer A', 'calling', [], []],
    ['calling', 'Timer B', 'terminated', [], ['timeout']],
    ['calling', '486', 'terminated', ['ACK'], [486]],
    ['proceeding', '486', 'terminated', ['ACK'], [486]],
    ['calling', '200', 'accepted', [], [200]],
    ['accepted', '200', 'accepted', [], [200]],
    ['accepted', 'Timer M', 'terminated', [], []],
  ])('%s, %s: %s', (...row) => checkClient('tcp', 'INVITE', paths, row));
});

describe('non-INVITE client over UDP (figure 6)', () => {
  const paths: Paths = { trying: [], proceeding: ['100', 'Timer E'], completed: ['200'] };
  test.each<Row>([
    ['trying', 'Timer E', 'trying', ['OPTIONS'], []],
    ['trying', 'Timer F', 'terminated', ['OPTIONS'], ['timeout']],
    ['trying', 'transport error', 'terminated', [], ['transport']],
    ['trying', '100', 'proceeding', [], [100]],
    ['trying', '200', 'completed', [], [200]],
    ['trying', '404', 'completed', [], [404]],
    ['proceeding', 'Timer E', 'proceeding', [], []],
    ['proceeding', 'Timer E in Proceeding', 'proceeding', ['OPTIONS'], []],
    ['proceeding', 'Timer F', 'terminated', ['OPTIONS'], ['timeout']],
    ['proceeding', 'transport error', 'terminated', [], ['transport']],
    ['proceeding', '100', 'proceeding', [], [100]],
    ['proceeding', '500', 'completed', [], [500]],
    ['completed', '200', 'completed', [], []],
    ['completed', '100', 'completed', [], []],
    ['completed', 'Timer K', 'terminated', [], []],
  ])('%s, %s: %s', (...row) => checkClient('udp', 'OPTIONS', paths, row));
});

describe('non-INVITE client over a connection', () => {
  const paths: Paths = { trying: [], proceeding: ['100'] };
  test.each<Row>([
    ['trying', 'Timer E', 'trying', [], []],
    ['trying', 'Timer F', 'terminated', [], ['timeout']],
    ['trying', '200', 'terminated', [], [200]],
    ['proceeding', '200', 'terminated', [], [200]],
  ])('%s, %s: %s', (...row) => checkClient('tls', 'OPTIONS', paths, row));
});

describe.each(['INVITE', 'OPTIONS'])('%s client whose connection is being opened', (method) => {
  test.each([
    ['opened', method === 'INVITE' ? 'calling' : 'trying', [method], []],
    ['refused', 'terminated', [], ['transport']],
  ])('connecting, %s: %s', async (event, after, sent, told) => {
    const endpoint = new FakeEndpoint('tcp');
    endpoint.mustConnect = true;
    if (event === 'opened') endpoint.reopened = endpoint.flow;
    const transaction = endpoint.send(method, { protocol: 'tcp', address: '198.51.100.7', port: 5070 });
    expect(transaction.state).toBe('connecting');
    await vi.advanceTimersByTimeAsync(0);
    expect(transaction.state).toBe(after);
    expect(endpoint.flow.log).toEqual(sent);
    expect(endpoint.outcomes).toEqual(told);
  });
});

/** `send 180` is the user's response. */
function checkServer(protocol: Protocol, method: string, paths: Paths, row: Row): void {
  const [before, event, after, sent, told] = row;
  const stage = new Stage(protocol, method);
  const { endpoint } = stage;
  const transaction: ServerTransaction = endpoint.accept(requestOf(method));
  const play = (step: string): void => {
    if (step.startsWith('send '))
      transaction.respond(responseTo(transaction.request, Number(step.slice(5)), undefined, { toTag: 'us' }));
    else
      stage.play(
        step,
        () => {},
        (of) => endpoint.receive(requestOf(of)),
      );
  };
  for (const step of paths[before] ?? []) play(step);
  expect(transaction.state).toBe(before);
  const toldBefore = endpoint.requests.length + endpoint.acks.length;
  const sentBefore = endpoint.flow.sent.length;
  play(event);
  expect(transaction.state).toBe(after);
  const sentNow = endpoint.flow.log.slice(sentBefore);
  expect(event.startsWith('Timer') ? [...new Set(sentNow)] : sentNow).toEqual(sent);
  const heard = [
    ...endpoint.requests.map(({ request }) => request.method),
    ...endpoint.acks.map(() => 'ACK'),
  ];
  expect(heard.slice(toldBefore)).toEqual(told);
}

type OnBrokenConnection = readonly [before: string, path: readonly string[], response: string, after: string];

/** The connection of the request has gone, and no other comes about (RFC 3261 §17.2.4). */
async function checkBrokenConnection(method: string, row: OnBrokenConnection): Promise<void> {
  const [before, path, response, after] = row;
  const endpoint = new FakeEndpoint('tcp');
  const transaction = endpoint.accept(requestOf(method));
  const send = (step: string): unknown =>
    transaction.respond(responseTo(transaction.request, Number(step.slice(5))));
  for (const step of path) send(step);
  expect(transaction.state).toBe(before);
  endpoint.flow.closed = true;
  send(response);
  await vi.advanceTimersByTimeAsync(0);
  expect(transaction.state).toBe(after);
  expect(endpoint.flow.log).toEqual(path.map((step) => Number(step.slice(5))));
}

describe('INVITE server over UDP (figure 7, RFC 6026 figure 5)', () => {
  const paths: Paths = {
    proceeding: ['send 180'],
    completed: ['send 486'],
    confirmed: ['send 486', 'ACK'],
    accepted: ['send 200'],
    terminated: ['send 486', 'ACK', 'Timer I'],
  };
  test.each<Row>([
    ['proceeding', 'INVITE', 'proceeding', [180], []],
    ['proceeding', 'ACK', 'proceeding', [], []],
    ['proceeding', 'send 183', 'proceeding', [183], []],
    ['proceeding', 'send 200', 'accepted', [200], []],
    ['proceeding', 'send 302', 'completed', [302], []],
    ['proceeding', 'send 603', 'completed', [603], []],
    ['completed', 'INVITE', 'completed', [486], []],
    ['completed', 'Timer G', 'completed', [486], []],
    ['completed', 'Timer H', 'terminated', [486], []],
    ['completed', 'ACK', 'confirmed', [], []],
    ['completed', 'send 200', 'completed', [], []],
    ['confirmed', 'ACK', 'confirmed', [], []],
    ['confirmed', 'INVITE', 'confirmed', [], []],
    ['confirmed', 'Timer G', 'confirmed', [], []],
    ['confirmed', 'Timer I', 'terminated', [], []],
    ['accepted', 'INVITE', 'accepted', [], []],
    ['accepted', 'ACK', 'accepted', [], ['ACK']],
    ['accepted', 'send 200', 'accepted', [200], []],
    ['accepted', 'send 486', 'accepted', [], []],
    ['accepted', 'Timer G', 'accepted', [], []],
    ['accepted', 'Timer L', 'terminated', [], []],
    ['terminated', 'send 200', 'terminated', [], []],
  ])('%s, %s: %s', (...row) => checkServer('udp', 'INVITE', paths, row));

  test.each<Row>([
    ['proceeding', 'Timer for 100', 'proceeding', [100], []],
    ['proceeding', 'INVITE', 'proceeding', [], []],
  ])('%s without a response, %s: %s', (...row) => checkServer('udp', 'INVITE', {}, row));
});

describe('INVITE server over a connection', () => {
  const paths: Paths = { completed: ['send 486'], accepted: ['send 200'] };
  test.each<Row>([
    ['completed', 'Timer G', 'completed', [], []],
    ['completed', 'Timer H', 'terminated', [], []],
    ['completed', 'ACK', 'terminated', [], []],
    ['accepted', 'ACK', 'accepted', [], ['ACK']],
    ['accepted', 'Timer L', 'terminated', [], []],
  ])('%s, %s: %s', (...row) => checkServer('tcp', 'INVITE', paths, row));

  test.each<OnBrokenConnection>([
    ['proceeding', [], 'send 180', 'terminated'],
    ['proceeding', ['send 180'], 'send 486', 'terminated'],
    ['proceeding', ['send 180'], 'send 200', 'accepted'],
    ['accepted', ['send 200'], 'send 200', 'accepted'],
  ])('%s after %j, %s on a broken connection: %s', (...row) => checkBrokenConnection('INVITE', row));
});

describe('non-INVITE server over UDP (figure 8)', () => {
  const paths: Paths = {
    trying: [],
    proceeding: ['send 100'],
    completed: ['send 200'],
    terminated: ['Timer F'],
  };
  test.each<Row>([
    ['trying', 'MESSAGE', 'trying', [], []],
    ['trying', 'send 100', 'proceeding', [100], []],
    ['trying', 'send 200', 'completed', [200], []],
    ['trying', 'send 603', 'completed', [603], []],
    ['trying', 'Timer of RFC 4320', 'proceeding', [100], []],
    ['proceeding', 'MESSAGE', 'proceeding', [100], []],
    ['proceeding', 'send 100', 'proceeding', [100], []],
    ['proceeding', 'send 404', 'completed', [404], []],
    ['trying', 'Timer F', 'terminated', [100], []],
    ['proceeding', 'Timer F', 'terminated', [], []],
    ['completed', 'MESSAGE', 'completed', [200], []],
    ['completed', 'send 500', 'completed', [], []],
    ['terminated', 'send 200', 'terminated', [], []],
  ])('%s, %s: %s', (...row) => checkServer('udp', 'MESSAGE', paths, row));

  test('completed, Timer J: forgotten, so that the next one is new', () => {
    const endpoint = new FakeEndpoint('udp');
    const transaction = endpoint.accept(requestOf('MESSAGE'));
    transaction.respond(responseTo(transaction.request, 200));
    vi.advanceTimersByTime(delays['Timer J'] ?? 0);
    expect(endpoint.layer.counts()).toMatchObject({ server: 0, answered: 0 });
    endpoint.receive(requestOf('MESSAGE'));
    expect(endpoint.requests).toHaveLength(2);
  });
});

describe('non-INVITE server over a connection', () => {
  const paths: Paths = { trying: [], proceeding: ['send 100'], completed: ['send 200'] };
  test.each<Row>([
    ['trying', 'MESSAGE', 'trying', [], []],
    ['trying', 'send 200', 'completed', [200], []],
    ['trying', 'Timer of RFC 4320', 'proceeding', [100], []],
    ['proceeding', 'send 404', 'completed', [404], []],
    ['proceeding', 'Timer F', 'terminated', [], []],
    // Timer J is 0: it is forgotten, and what comes again is new.
    ['completed', 'MESSAGE', 'completed', [], ['MESSAGE']],
    ['completed', 'send 500', 'completed', [], []],
  ])('%s, %s: %s', (...row) => checkServer('tls', 'MESSAGE', paths, row));

  test.each<OnBrokenConnection>([
    ['trying', [], 'send 100', 'terminated'],
    ['proceeding', ['send 100'], 'send 100', 'terminated'],
    ['proceeding', ['send 100'], 'send 200', 'completed'],
  ])('%s after %j, %s on a broken connection: %s', (...row) => checkBrokenConnection('MESSAGE', row));
});
