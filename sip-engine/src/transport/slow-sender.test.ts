import { Socket } from 'node:net';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { connectionLimits } from './connection-limits.ts';
import { StreamConnection } from './stream-connection.ts';
import { requestText } from './test-endpoint.ts';

const LISTENER = { protocol: 'tcp', address: 'x', port: 1, advertisedHost: 'x', advertisedPort: 1 } as const;
const START = 'OPTIONS sip:bob@example.com SIP/2.0\r\n';
const BROKEN = 'no header field\r\n';

let socket: Socket;
let refusals: string[];

beforeEach(() => {
  vi.useFakeTimers();
  refusals = [];
  socket = new Socket();
  new StreamConnection({
    socket,
    protocol: 'tcp',
    listener: LISTENER,
    accepted: true,
    verifiedNames: [],
    events: {
      onBytes: () => {},
      onFramingError: (_bytes, status, reason) => refusals.push(`${status} ${reason}`),
      onSent: () => {},
      onClosed: () => {},
    },
    limits: connectionLimits({}, '192.0.2.1', true),
    nowMs: 0,
  });
});
afterEach(() => {
  socket.destroy();
  vi.useRealTimers();
});

/** Some octets come, and then nothing for so long. */
function receive(text: string, thenMs: number): void {
  socket.emit('data', Buffer.from(text));
  vi.advanceTimersByTime(thenMs);
}

test('half a message is looked at when it pauses, and again when there is twice as much of it', () => {
  receive(START, 300);
  receive(`Subject: ${'x'.repeat(START.length)}\r\n${BROKEN}`, 300);
  expect(refusals).toEqual(['400 Malformed header line']);
});

test('one that grows by a little is not read anew each time, and still has to come whole', () => {
  receive(`${START}Subject: ${'x'.repeat(60_000)}\r\n`, 300);
  receive(BROKEN, 300);
  for (let count = 0; count < 10; count += 1) receive('x', 300);
  expect(refusals).toEqual([]);
  vi.advanceTimersByTime(5_000);
  expect(refusals).toEqual(['400 Incomplete message']);
});

test('the next message is looked at from its beginning', () => {
  receive(`${START}Subject: ${'x'.repeat(1_000)}\r\n`, 300);
  receive(`${requestText('OPTIONS', 'SIP/2.0/TCP x').slice(START.length)}${START}${BROKEN}`, 300);
  expect(refusals).toEqual(['400 Malformed header line']);
});
