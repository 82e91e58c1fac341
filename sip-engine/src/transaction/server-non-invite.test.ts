import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { responseTo } from '../message/respond.ts';
import { FakeEndpoint, requestOf } from './fake-network.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('a request that is repeated before its answer is silent, and reaches the user once', () => {
  const endpoint = new FakeEndpoint('udp');
  endpoint.receive(requestOf('REGISTER'));
  endpoint.receive(requestOf('REGISTER'));
  expect(endpoint.flow.log).toEqual([]);
  expect(endpoint.requests).toHaveLength(1);
});

test('a request that is repeated after a provisional or final response gets that again', () => {
  const endpoint = new FakeEndpoint('udp');
  const transaction = endpoint.accept(requestOf('MESSAGE'));
  transaction.respond(responseTo(transaction.request, 100));
  endpoint.receive(requestOf('MESSAGE'));
  transaction.respond(responseTo(transaction.request, 200));
  endpoint.receive(requestOf('MESSAGE'));
  expect(endpoint.flow.log).toEqual([100, 100, 200, 200]);
});

test('an answered request over UDP is remembered for 32 s (Timer J), then it would be new', () => {
  const endpoint = new FakeEndpoint('udp');
  const transaction = endpoint.accept(requestOf('OPTIONS'));
  vi.advanceTimersByTime(10_000);
  transaction.respond(responseTo(transaction.request, 200));
  vi.advanceTimersByTime(31_900);
  expect(endpoint.layer.counts()).toMatchObject({ server: 0, answered: 1 });
  endpoint.receive(requestOf('OPTIONS'));
  expect(endpoint.requests).toHaveLength(1);
  vi.advanceTimersByTime(200);
  expect(endpoint.layer.counts()).toMatchObject({ server: 0, answered: 0 });
  endpoint.receive(requestOf('OPTIONS'));
  expect(endpoint.requests).toHaveLength(2);
});

test('an answered request over TCP is forgotten at once (Timer J is 0)', () => {
  const endpoint = new FakeEndpoint('tcp');
  const transaction = endpoint.accept(requestOf('OPTIONS'));
  transaction.respond(responseTo(transaction.request, 200));
  expect(endpoint.layer.counts()).toMatchObject({ server: 0, answered: 0 });
});

test('a request that nobody answers gets a 100 after 3.5 s, and after 32 s no late 408 (RFC 4320)', () => {
  const endpoint = new FakeEndpoint('udp');
  const transaction = endpoint.accept(requestOf('OPTIONS'));
  vi.advanceTimersByTime(32_100);
  expect(transaction.state).toBe('terminated');
  expect(endpoint.flow.log).toEqual([100]);
  expect(endpoint.layer.counts().server).toBe(0);
});

test('a second final response is ignored', () => {
  const endpoint = new FakeEndpoint('udp');
  const transaction = endpoint.accept(requestOf('OPTIONS'));
  expect(transaction.respond(responseTo(transaction.request, 200))).not.toBeNull();
  expect(transaction.respond(responseTo(transaction.request, 500))).toBeNull();
  expect(endpoint.flow.log).toEqual([200]);
});

test('ten thousand answered requests leave nothing behind after Timer J', () => {
  const endpoint = new FakeEndpoint('udp');
  for (let index = 0; index < 10_000; index++) {
    const transaction = endpoint.accept(requestOf('OPTIONS', { branch: `z9hG4bKmany${index}` }));
    transaction.respond(responseTo(transaction.request, 200));
    endpoint.flow.sent.length = 0;
    if (index % 100 === 0) vi.advanceTimersByTime(10);
  }
  expect(endpoint.layer.counts().answered).toBe(10_000);
  vi.advanceTimersByTime(33_000);
  expect(endpoint.layer.counts()).toMatchObject({ server: 0, answered: 0 });
  expect(vi.getTimerCount()).toBe(0);
});
