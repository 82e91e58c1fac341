import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Headers } from '../message/message.ts';
import { parseVia } from '../message/via.ts';
import { FakeEndpoint } from './fake-network.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('a call that we make over UDP', () => {
  test('is repeated at 0.5, 1.5, 3.5, 7.5, 15.5, 31.5 s and given up after 32 s (Timers A and B)', () => {
    const endpoint = new FakeEndpoint('udp');
    endpoint.send('INVITE');
    const times: number[] = [];
    for (let elapsedMs = 0; elapsedMs < 40_000; elapsedMs += 500) {
      const before = endpoint.flow.sent.length;
      vi.advanceTimersByTime(500);
      if (endpoint.flow.sent.length > before) times.push(elapsedMs + 500);
    }
    expect(times).toEqual([500, 1500, 3500, 7500, 15_500, 31_500]);
    expect(endpoint.outcomes).toEqual(['timeout']);
    expect(endpoint.layer.counts().client).toBe(0);
  });

  test('carries our Via with rport and a branch of its own', () => {
    const endpoint = new FakeEndpoint('udp');
    const transaction = endpoint.send('INVITE');
    const via = parseVia(transaction.request?.headers.get('Via') ?? '');
    expect(via).toMatchObject({ protocol: 'UDP', host: '192.0.2.1', port: 5060, rport: null });
    expect(via?.branch).toMatch(/^z9hG4bK.{16}/);
  });

  test('is not repeated once it rings', () => {
    const endpoint = new FakeEndpoint('udp');
    endpoint.send('INVITE');
    endpoint.answer('INVITE', 180);
    vi.advanceTimersByTime(60_000);
    expect(endpoint.flow.log).toEqual(['INVITE']);
    expect(endpoint.outcomes).toEqual([180]);
  });

  test('that is refused gets one ACK by the layer for each copy of the refusal, and the user hears it once', () => {
    const endpoint = new FakeEndpoint('udp');
    endpoint.send('INVITE');
    endpoint.answer('INVITE', 486, 'busy');
    endpoint.answer('INVITE', 486, 'busy');
    expect(endpoint.flow.log).toEqual(['INVITE', 'ACK', 'ACK']);
    expect(endpoint.outcomes).toEqual([486]);
    const ack = endpoint.flow.lastRequest('ACK');
    expect(ack.uri).toBe('sip:bob@example.com');
    expect(ack.headers.get('To')).toBe('<sip:bob@example.com>;tag=busy');
    expect(ack.headers.get('CSeq')).toBe('1 ACK');
    expect(ack.headers.getAll('Via')).toEqual(endpoint.flow.lastRequest('INVITE').headers.getAll('Via'));
    vi.advanceTimersByTime(32_000);
    expect(endpoint.layer.counts().client).toBe(0);
  });

  test('that is answered by two forks passes each 200, repeated ones too, for 32 s (RFC 6026 Timer M)', () => {
    const endpoint = new FakeEndpoint('udp');
    endpoint.send('INVITE');
    endpoint.answer('INVITE', 200, 'desk');
    endpoint.answer('INVITE', 200, 'desk');
    endpoint.answer('INVITE', 200, 'mobile');
    endpoint.answer('INVITE', 486, 'late');
    expect(endpoint.outcomes).toEqual([200, 200, 200]);
    expect(endpoint.flow.log).toEqual(['INVITE']);
    vi.advanceTimersByTime(32_000);
    endpoint.answer('INVITE', 200, 'desk');
    expect(endpoint.unwanted).toHaveLength(1);
  });

  test('that rings for ever is cancelled by Timer C and then counts as timed out', () => {
    const endpoint = new FakeEndpoint('udp');
    endpoint.send('INVITE');
    endpoint.answer('INVITE', 180);
    vi.advanceTimersByTime(100_000);
    endpoint.answer('INVITE', 180);
    endpoint.answer('INVITE', 100);
    vi.advanceTimersByTime(184_000);
    expect(endpoint.flow.log).toEqual(['INVITE']);
    vi.advanceTimersByTime(1_100);
    expect(endpoint.flow.log.at(-1)).toBe('CANCEL');
    vi.advanceTimersByTime(32_000);
    expect(endpoint.outcomes).toEqual([180, 180, 100, 'timeout']);
    vi.advanceTimersByTime(40_000);
    expect(endpoint.layer.counts().client).toBe(0);
  });

  test('that cannot be sent fails at once', () => {
    const endpoint = new FakeEndpoint('udp');
    endpoint.send('INVITE');
    endpoint.layer.sendFailed(endpoint.flow, new Error('network is unreachable'), null);
    expect(endpoint.outcomes).toEqual(['transport']);
    expect(endpoint.layer.counts().client).toBe(0);
  });
});

describe('a call that we cancel', () => {
  test('while it rings gets a CANCEL with the same branch and our reason, and still its 487', () => {
    const endpoint = new FakeEndpoint('udp');
    const transaction = endpoint.send('INVITE');
    endpoint.answer('INVITE', 180);
    const reason = new Headers();
    reason.append('Reason', 'SIP;cause=200;text="Call completed elsewhere"');
    transaction.cancel(reason);
    transaction.cancel();
    const cancel = endpoint.flow.lastRequest('CANCEL');
    expect(cancel.headers.get('Via')).toBe(transaction.request?.headers.get('Via'));
    expect(cancel.headers.get('To')).toBe('<sip:bob@example.com>');
    expect(cancel.headers.get('Reason')).toContain('elsewhere');
    endpoint.answer('CANCEL', 200);
    endpoint.answer('INVITE', 487);
    expect(endpoint.flow.log).toEqual(['INVITE', 'CANCEL', 'ACK']);
    expect(endpoint.outcomes).toEqual([180, 487]);
  });

  test('before anything came waits for the first provisional response', () => {
    const endpoint = new FakeEndpoint('udp');
    endpoint.send('INVITE').cancel();
    expect(endpoint.flow.log).toEqual(['INVITE']);
    endpoint.answer('INVITE', 100);
    expect(endpoint.flow.log).toEqual(['INVITE', 'CANCEL']);
  });

  test('that was answered in the same moment passes the 200, so that the user can hang up', () => {
    const endpoint = new FakeEndpoint('udp');
    const transaction = endpoint.send('INVITE');
    endpoint.answer('INVITE', 180);
    transaction.cancel();
    endpoint.answer('INVITE', 200);
    expect(endpoint.outcomes).toEqual([180, 200]);
  });

  test('whose peer never sends a final response ends 32 s after the CANCEL', () => {
    const endpoint = new FakeEndpoint('udp');
    const transaction = endpoint.send('INVITE');
    endpoint.answer('INVITE', 180);
    transaction.cancel();
    vi.advanceTimersByTime(32_000);
    expect(endpoint.outcomes).toEqual([180, 'timeout']);
  });
});

describe('a call that we make over a connection', () => {
  test('is sent once and given up after 32 s', () => {
    const endpoint = new FakeEndpoint('tcp');
    endpoint.send('INVITE');
    vi.advanceTimersByTime(31_999);
    expect(endpoint.flow.log).toEqual(['INVITE']);
    vi.advanceTimersByTime(1);
    expect(endpoint.outcomes).toEqual(['timeout']);
  });

  test('that is refused is forgotten with the ACK (Timer D is 0)', () => {
    const endpoint = new FakeEndpoint('tcp');
    endpoint.send('INVITE');
    endpoint.answer('INVITE', 404);
    expect(endpoint.flow.log).toEqual(['INVITE', 'ACK']);
    expect(endpoint.layer.counts().client).toBe(0);
  });

  test('fails when the browser that opened the connection goes away', async () => {
    const endpoint = new FakeEndpoint('ws', { accepted: true });
    endpoint.send('INVITE');
    endpoint.answer('INVITE', 180);
    endpoint.layer.flowClosed(endpoint.flow, 'closed');
    await vi.advanceTimersByTimeAsync(0);
    expect(endpoint.outcomes).toEqual([180, 'transport']);
  });

  test('lives on when a peer that we connected to closes: it may answer on a connection of its own', async () => {
    const endpoint = new FakeEndpoint('tcp');
    endpoint.send('INVITE');
    endpoint.layer.flowClosed(endpoint.flow, 'closed');
    await vi.advanceTimersByTimeAsync(0);
    endpoint.answer('INVITE', 200);
    expect(endpoint.outcomes).toEqual([200]);
  });

  test.each([
    ['fails when the connection to the peer breaks before anything has come', [], ['transport']],
    ['lives on when it breaks later: the peer has it, and may connect', [180], [180, 200]],
  ])('%s', async (_name, statuses, outcomes) => {
    const endpoint = new FakeEndpoint('tcp');
    endpoint.send('INVITE');
    for (const status of statuses) endpoint.answer('INVITE', status);
    endpoint.flow.broken = true;
    endpoint.layer.flowClosed(endpoint.flow, 'reset');
    await vi.advanceTimersByTimeAsync(0);
    endpoint.answer('INVITE', 200);
    expect(endpoint.outcomes).toEqual(outcomes);
  });

  test('fails, but not before the caller has its transaction, when the connection is closed already', async () => {
    const endpoint = new FakeEndpoint('ws', { accepted: true });
    endpoint.flow.closed = true;
    endpoint.send('INVITE');
    expect(endpoint.outcomes).toEqual([]);
    await vi.advanceTimersByTimeAsync(0);
    expect(endpoint.outcomes).toEqual(['transport']);
  });
});
