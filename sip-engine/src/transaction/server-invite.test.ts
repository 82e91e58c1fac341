import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { responseTo } from '../message/respond.ts';
import { FakeEndpoint, requestOf } from './fake-network.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const invite = () => requestOf('INVITE');
const ack = () => requestOf('ACK');

describe('an incoming call over UDP', () => {
  test('gets a 100 after 200 ms when nobody answers sooner', () => {
    const endpoint = new FakeEndpoint('udp');
    endpoint.receive(invite());
    vi.advanceTimersByTime(199);
    expect(endpoint.flow.log).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(endpoint.flow.log).toEqual([100]);
  });

  test('gets no 100 when it rings at once', () => {
    const endpoint = new FakeEndpoint('udp');
    const transaction = endpoint.accept(invite());
    transaction.respond(responseTo(transaction.request, 180));
    vi.advanceTimersByTime(1000);
    expect(endpoint.flow.log).toEqual([180]);
  });

  test('that is repeated gets the last provisional response again and reaches the user once', () => {
    const endpoint = new FakeEndpoint('udp');
    const transaction = endpoint.accept(invite());
    endpoint.receive(invite());
    transaction.respond(responseTo(transaction.request, 180));
    endpoint.receive(invite());
    expect(endpoint.flow.log).toEqual([180, 180]);
    expect(endpoint.requests).toHaveLength(1);
  });

  test('that is refused gets the refusal again by Timer G at 0.5, 1, 2, 4, 4 s until the ACK', () => {
    const endpoint = new FakeEndpoint('udp');
    const transaction = endpoint.accept(invite());
    transaction.respond(responseTo(transaction.request, 486));
    const times: number[] = [];
    for (let elapsedMs = 0; elapsedMs < 12_000; elapsedMs += 500) {
      const before = endpoint.flow.sent.length;
      vi.advanceTimersByTime(500);
      if (endpoint.flow.sent.length > before) times.push(elapsedMs + 500);
    }
    expect(times).toEqual([500, 1500, 3500, 7500, 11_500]);
    endpoint.receive(ack());
    const count = endpoint.flow.sent.length;
    vi.advanceTimersByTime(60_000);
    expect(endpoint.flow.sent).toHaveLength(count);
    expect(endpoint.acks).toEqual([]);
  });

  test('whose refusal is never acknowledged ends after 32 s and is counted (Timer H)', () => {
    const endpoint = new FakeEndpoint('udp');
    const transaction = endpoint.accept(invite());
    transaction.respond(responseTo(transaction.request, 486));
    vi.advanceTimersByTime(31_998);
    expect(transaction.state).toBe('completed');
    vi.advanceTimersByTime(2);
    expect(endpoint.layer.counts()).toMatchObject({ server: 0, timedOut: { H: 1 } });
  });

  test('absorbs repeated ACKs for 5 s after the first (Timer I)', () => {
    const endpoint = new FakeEndpoint('udp');
    const transaction = endpoint.accept(invite());
    transaction.respond(responseTo(transaction.request, 486));
    endpoint.receive(ack());
    endpoint.receive(ack());
    expect(transaction.state).toBe('confirmed');
    vi.advanceTimersByTime(5000);
    expect(transaction.state).toBe('terminated');
    expect(endpoint.acks).toEqual([]);
  });

  test('that was answered absorbs repeated INVITEs, passes ACKs and repeats the 200 for its user (RFC 6026)', () => {
    const endpoint = new FakeEndpoint('udp');
    const transaction = endpoint.accept(invite());
    const ok = responseTo(transaction.request, 200);
    transaction.respond(ok);
    endpoint.receive(invite());
    expect(endpoint.requests).toHaveLength(1);
    expect(endpoint.flow.log).toEqual([200]);
    transaction.repeat();
    expect(transaction.respond(ok)).not.toBeNull();
    expect(endpoint.flow.log).toEqual([200, 200, 200]);
    endpoint.receive(ack());
    expect(endpoint.acks).toHaveLength(1);
    vi.advanceTimersByTime(32_000);
    expect(transaction.state).toBe('terminated');
  });

  test('takes one final answer only', () => {
    const endpoint = new FakeEndpoint('udp');
    const transaction = endpoint.accept(invite());
    transaction.respond(responseTo(transaction.request, 200));
    expect(transaction.respond(responseTo(transaction.request, 486))).toBeNull();
    expect(transaction.respond(responseTo(transaction.request, 180))).toBeNull();
    expect(endpoint.flow.log).toEqual([200]);
  });
});

describe('an incoming call over TCP', () => {
  test('that is refused is refused once, and ends with the ACK', () => {
    const endpoint = new FakeEndpoint('tcp');
    const transaction = endpoint.accept(invite());
    transaction.respond(responseTo(transaction.request, 486));
    vi.advanceTimersByTime(10_000);
    expect(endpoint.flow.log).toEqual([486]);
    endpoint.receive(ack());
    expect(transaction.state).toBe('terminated');
  });

  test('whose connection has gone is answered on a new one', async () => {
    const endpoint = new FakeEndpoint('tcp');
    const other = new FakeEndpoint('tcp').flow;
    const transaction = endpoint.accept(invite());
    endpoint.flow.closed = true;
    endpoint.reopened = other;
    transaction.respond(responseTo(transaction.request, 486));
    await vi.advanceTimersByTimeAsync(0);
    expect(other.log).toEqual([486]);
  });

  test('whose caller cannot be reached any more ends', async () => {
    const endpoint = new FakeEndpoint('tcp');
    const transaction = endpoint.accept(invite());
    endpoint.flow.closed = true;
    transaction.respond(responseTo(transaction.request, 486));
    await vi.advanceTimersByTimeAsync(0);
    expect(transaction.state).toBe('terminated');
  });
});

describe('a caller who hangs up while it rings', () => {
  test('gets 200 for the CANCEL with the To tag of the ringing, and the user is told', () => {
    const endpoint = new FakeEndpoint('udp');
    const transaction = endpoint.accept(invite());
    transaction.respond(responseTo(transaction.request, 180, undefined, { toTag: 'ringing' }));
    endpoint.receive(requestOf('CANCEL'));
    expect(endpoint.cancelled).toEqual([transaction]);
    expect(endpoint.flow.sent.at(-1)?.headers.get('CSeq')).toBe('1 CANCEL');
    expect(endpoint.flow.sent.at(-1)?.headers.get('To')).toContain('tag=ringing');
    transaction.respond(responseTo(transaction.request, 487));
    expect(endpoint.flow.log).toEqual([180, 200, 487]);
  });

  test('too late gets 200 and the call goes on', () => {
    const endpoint = new FakeEndpoint('udp');
    const transaction = endpoint.accept(invite());
    transaction.respond(responseTo(transaction.request, 200));
    endpoint.receive(requestOf('CANCEL'));
    expect(endpoint.cancelled).toEqual([]);
    expect(endpoint.flow.log).toEqual([200, 200]);
  });

  test('gets 200 again when the CANCEL is repeated, and the user is told once', () => {
    const endpoint = new FakeEndpoint('udp');
    endpoint.receive(invite());
    endpoint.receive(requestOf('CANCEL'));
    endpoint.receive(requestOf('CANCEL'));
    expect(endpoint.flow.log).toEqual([200, 200]);
    expect(endpoint.cancelled).toHaveLength(1);
  });

  test.each(['OPTIONS', 'MESSAGE'])(
    'a CANCEL of a %s gets 200 and changes nothing (RFC 3261 §9.2)',
    (method) => {
      const endpoint = new FakeEndpoint('udp');
      const transaction = endpoint.accept(requestOf(method));
      endpoint.receive(requestOf('CANCEL'));
      expect(endpoint.flow.log).toEqual([200]);
      expect(endpoint.cancelled).toEqual([]);
      expect(transaction.state).toBe('trying');
    },
  );

  test('of an unknown call gets 481', () => {
    const endpoint = new FakeEndpoint('udp');
    endpoint.receive(requestOf('CANCEL'));
    expect(endpoint.flow.log).toEqual([481]);
    expect(endpoint.requests).toEqual([]);
  });
});
