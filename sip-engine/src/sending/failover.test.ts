import type { Answer } from 'dns-packet';
import { afterEach, describe, expect, test } from 'vitest';
import { TestDnsServer } from '../testing/dns-server.ts';
import type { SipPeer } from '../testing/sip-peer.ts';
import { statusOf } from '../testing/srf-request.ts';
import { TestEngine } from '../testing/test-engine.ts';

let engine: TestEngine;
let server: TestDnsServer;

afterEach(async () => {
  await engine.stop();
  server.stop();
});

const methodsOf = ({ received }: SipPeer): string[] =>
  received.flatMap((message) => (message.kind === 'request' ? [message.method] : []));

const portOf = (peer: SipPeer): number => Number(peer.wire.localHostPort.split(':')[1]);

/** An engine that finds two telephones behind one name, the first of them preferred. */
async function twoBehindOneName(options: Parameters<typeof TestEngine.start>[0] = {}) {
  server = await TestDnsServer.start([{ type: 'A', name: 'host.example.com', ttl: 60, data: '127.0.0.1' }]);
  engine = await TestEngine.start({ ...options, dnsServers: [server.address] });
  const srf = await engine.inMemory();
  const [first, second] = [await engine.udpPeer(), await engine.udpPeer()];
  for (const [priority, peer] of [first, second].entries()) {
    const data = { target: 'host.example.com', port: portOf(peer), priority, weight: 0 };
    const record: Answer = { type: 'SRV', name: '_sip._udp.two.example.com', ttl: 60, data };
    server.records.push(record);
  }
  const ask = () => statusOf(srf, 'OPTIONS', 'sip:two.example.com');
  return { srf, first, second, ask };
}

test('a target that answers 503 gives way to the next, and is not asked again before its Retry-After', async () => {
  const { first, second, ask } = await twoBehindOneName();
  const asked = ask();
  first.respond(await first.takeRequest('OPTIONS'), 503, { headers: { 'Retry-After': '60' } });
  second.respond(await second.takeRequest('OPTIONS'), 200);
  expect(await asked).toBe(200);
  const again = ask();
  second.respond(await second.takeRequest('OPTIONS'), 200);
  expect(await again).toBe(200);
  expect(first.received).toHaveLength(1);
});

test('a 503 without Retry-After says nothing of the next request', async () => {
  const { first, second, ask } = await twoBehindOneName();
  const asked = ask();
  first.respond(await first.takeRequest('OPTIONS'), 503);
  second.respond(await second.takeRequest('OPTIONS'), 200);
  await asked;
  const again = ask();
  first.respond(await first.takeRequest('OPTIONS'), 200);
  expect(await again).toBe(200);
});

test('a target that says nothing gives way to the next, and is tried last from then on', async () => {
  const { first, second, ask } = await twoBehindOneName({ timers: { t1Ms: 5 } });
  const asked = ask();
  await first.takeRequest('OPTIONS');
  second.respond(await second.takeRequest('OPTIONS'), 200);
  expect(await asked).toBe(200);
  const heard = first.received.length;
  const before = second.received.map(({ headers }) => headers.get('Call-ID'));
  const again = ask();
  const next = await second.take(
    (message) => message.kind === 'request' && !before.includes(message.headers.get('Call-ID')),
    'new request',
  );
  if (next.kind === 'request') second.respond(next, 200);
  expect(await again).toBe(200);
  expect(first.received).toHaveLength(heard);
});

describe('a target that is silent for too long', () => {
  const patience = { nextTargetAfterMs: 60 };
  const callee = 'sip:callee@two.example.com';

  test('is given up for the next one long before its transaction times out', async () => {
    const { first, second, ask } = await twoBehindOneName(patience);
    const asked = ask();
    await first.takeRequest('OPTIONS');
    second.respond(await second.takeRequest('OPTIONS'), 200);
    expect(await asked).toBe(200);
    const silent = engine.engine.metrics().find(({ name }) => name === 'sip_silent_targets_total');
    expect(silent?.values).toEqual([{ labels: {}, value: 1 }]);
  });

  test('is cancelled when it rings after all, and its refusal does not end the call', async () => {
    const { srf, first, second } = await twoBehindOneName(patience);
    const calling = srf.createUAC(callee, { localSdp: 'v=0\r\n' });
    const late = await first.takeRequest('INVITE');
    const invite = await second.takeRequest('INVITE');
    first.respond(late, 180, { toTag: 'late' });
    first.respond(await first.takeRequest('CANCEL'), 200);
    first.respond(late, 487, { toTag: 'late' });
    await first.takeRequest('ACK');
    second.respond(invite, 200, { toTag: 'second' });
    const dialog = await calling;
    expect(dialog.sip.remoteTag).toBe('second');
  });

  test('is hung up when it answers after the next one has', async () => {
    const { srf, first, second } = await twoBehindOneName(patience);
    const calling = srf.createUAC(callee, { localSdp: 'v=0\r\n' });
    const late = await first.takeRequest('INVITE');
    const invite = await second.takeRequest('INVITE');
    second.respond(invite, 200, { toTag: 'second' });
    expect((await calling).sip.remoteTag).toBe('second');
    await second.takeRequest('ACK');
    first.respond(late, 200, { toTag: 'late' });
    await first.takeRequest('ACK');
    first.respond(await first.takeRequest('BYE'), 200);
    expect(methodsOf(second)).toEqual(['INVITE', 'ACK']);
  });

  test('has the call when it answers before the next one, which is cancelled', async () => {
    const { srf, first, second } = await twoBehindOneName(patience);
    const calling = srf.createUAC(callee, { localSdp: 'v=0\r\n' });
    const late = await first.takeRequest('INVITE');
    const invite = await second.takeRequest('INVITE');
    second.respond(invite, 180, { toTag: 'second' });
    first.respond(late, 200, { toTag: 'late' });
    expect((await calling).sip.remoteTag).toBe('late');
    await first.takeRequest('ACK');
    second.respond(await second.takeRequest('CANCEL'), 200);
    second.respond(invite, 487, { toTag: 'second' });
    await second.takeRequest('ACK');
    expect(methodsOf(first)).toEqual(['INVITE', 'ACK']);
  });

  test('is not left when it says that it is trying', async () => {
    const { srf, first, second, ask } = await twoBehindOneName(patience);
    const calling = srf.createUAC(callee, { localSdp: 'v=0\r\n' });
    const invite = await first.takeRequest('INVITE');
    first.respond(invite, 100);
    // A later request that is left unanswered shows that the time has passed.
    const asked = ask();
    second.respond(await second.takeRequest('OPTIONS'), 200);
    await asked;
    expect(methodsOf(second)).toEqual(['OPTIONS']);
    first.respond(invite, 200, { toTag: 'first' });
    expect((await calling).sip.remoteTag).toBe('first');
  });
});

test('when nobody answers the last failure is told', async () => {
  const { ask } = await twoBehindOneName({ timers: { t1Ms: 2 } });
  expect(await ask()).toBe(408);
});
