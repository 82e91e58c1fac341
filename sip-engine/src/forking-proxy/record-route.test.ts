import { expect, test } from 'vitest';
import { Headers } from '../message/message.ts';
import { FakeFlow } from '../transaction/fake-network.ts';
import type { Protocol } from '../transport/flow.ts';
import { FlowTokens, recordRoute } from './record-route.ts';

function recorded(uri: string, from: Protocol, to: Protocol): string[] {
  const headers = new Headers();
  const request = { method: 'INVITE', uri };
  recordRoute(headers, request, new FakeFlow(from), new FakeFlow(to), new FlowTokens());
  return headers.getAll('Record-Route').map((value) => value.replace(/f\d+-[0-9a-f]+@/, 'TOKEN@'));
}

test('each side gets a route that it can reach, the callee’s first', () => {
  expect(recorded('sip:bob@example.com', 'udp', 'udp')).toHaveLength(2);
  expect(recorded('sip:bob@example.com', 'udp', 'tcp')).toEqual([
    expect.stringContaining(';transport=tcp;lr>'),
    expect.not.stringContaining('transport'),
  ]);
});

test('a call to a SIPS URI records SIPS URIs on the sides that are secure (RFC 3261 §16.6)', () => {
  const [toCallee, toCaller] = recorded('sips:bob@example.com', 'wss', 'tls');
  expect(toCallee).toMatch(/^<sips:[^;]*;lr>$/);
  expect(toCaller).toMatch(/^<sips:[^;]*;transport=ws;lr>$/);
  expect(recorded('sips:bob@example.com', 'udp', 'tls')[1]).toMatch(/^<sip:/);
});
