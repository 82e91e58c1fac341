import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { responseTo } from '../message/respond.ts';
import { FakeEndpoint } from './fake-network.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function sendTimes(endpoint: FakeEndpoint, untilMs: number): number[] {
  const times: number[] = [];
  for (let elapsedMs = 0; elapsedMs < untilMs; elapsedMs += 500) {
    const before = endpoint.flow.sent.length;
    vi.advanceTimersByTime(500);
    if (endpoint.flow.sent.length > before) times.push(elapsedMs + 500);
  }
  return times;
}

test('a request over UDP is repeated at 0.5, 1.5, 3.5, 7.5 s, then every 4 s, and given up after 32 s (Timers E, F)', () => {
  const endpoint = new FakeEndpoint('udp');
  endpoint.send('OPTIONS');
  expect(sendTimes(endpoint, 40_000)).toEqual([
    500, 1500, 3500, 7500, 11_500, 15_500, 19_500, 23_500, 27_500, 31_500,
  ]);
  expect(endpoint.outcomes).toEqual(['timeout']);
  expect(endpoint.layer.counts()).toMatchObject({ client: 0, timedOut: { F: 1 } });
});

test('a provisional response lets Timer E run out once more and slows it to every 4 s', () => {
  const endpoint = new FakeEndpoint('udp');
  endpoint.send('OPTIONS');
  endpoint.answer('OPTIONS', 100);
  expect(sendTimes(endpoint, 9000)).toEqual([500, 4500, 8500]);
  expect(endpoint.outcomes).toEqual([100]);
});

test('the final response is passed once and its copies are absorbed for 5 s (Timer K)', () => {
  const endpoint = new FakeEndpoint('udp');
  endpoint.send('BYE');
  endpoint.answer('BYE', 200);
  endpoint.answer('BYE', 200);
  expect(endpoint.outcomes).toEqual([200]);
  expect(endpoint.unwanted).toEqual([]);
  vi.advanceTimersByTime(5000);
  endpoint.answer('BYE', 200);
  expect(endpoint.unwanted).toHaveLength(1);
});

test('over TCP it is sent once and forgotten with the final response', () => {
  const endpoint = new FakeEndpoint('tcp');
  endpoint.send('BYE');
  vi.advanceTimersByTime(20_000);
  expect(endpoint.flow.log).toEqual(['BYE']);
  endpoint.answer('BYE', 200);
  expect(endpoint.layer.counts().client).toBe(0);
});

test('a response with another branch or method belongs to nobody', () => {
  const endpoint = new FakeEndpoint('udp');
  endpoint.send('OPTIONS');
  const request = endpoint.flow.lastRequest('OPTIONS');
  const otherMethod = responseTo(request, 200);
  otherMethod.headers.set('CSeq', '1 INFO');
  endpoint.receive(otherMethod);
  const otherBranch = responseTo(request, 200);
  otherBranch.headers.set('Via', 'SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKother');
  endpoint.receive(otherBranch);
  expect(endpoint.outcomes).toEqual([]);
  expect(endpoint.unwanted).toHaveLength(2);
});

const target = { protocol: 'tcp', address: '198.51.100.9', port: 5060 } as const;

test('a target that cannot be connected to fails as transport', async () => {
  const endpoint = new FakeEndpoint('tcp');
  endpoint.mustConnect = true;
  endpoint.send('OPTIONS', target);
  expect(endpoint.outcomes).toEqual([]);
  await vi.advanceTimersByTimeAsync(0);
  expect(endpoint.outcomes).toEqual(['transport']);
});

test('a request waits for its connection and then carries the Via of that', async () => {
  const endpoint = new FakeEndpoint('tcp');
  endpoint.mustConnect = true;
  endpoint.reopened = endpoint.flow;
  const transaction = endpoint.send('OPTIONS', target);
  expect(transaction.flow).toBeNull();
  await vi.advanceTimersByTimeAsync(0);
  expect(endpoint.flow.log).toEqual(['OPTIONS']);
  expect(transaction.request?.headers.get('Via')).toContain('SIP/2.0/TCP 192.0.2.1:5060');
});
