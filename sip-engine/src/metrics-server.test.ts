import { expect, test } from 'vitest';
import type { SipRequest } from './message/message.ts';
import { metricsText, serveMetrics } from './metrics-server.ts';
import { TestEngine } from './testing/test-engine.ts';

test('metrics are written as Prometheus reads them, whatever a peer put into a label', () => {
  const value = 'a"b\\c\nd';
  const text = metricsText([
    {
      name: 'sip_x_total',
      help: 'Things',
      type: 'counter',
      values: [{ labels: { method: value }, value: 2 }],
    },
    { name: 'sip_y', help: 'Others', type: 'gauge', values: [{ labels: {}, value: 0.5 }] },
  ]);
  expect(text).toBe(
    '# HELP sip_x_total Things\n# TYPE sip_x_total counter\nsip_x_total{method="a\\"b\\\\c\\nd"} 2\n' +
      '# HELP sip_y Others\n# TYPE sip_y gauge\nsip_y 0.5\n',
  );
});

test('an engine that runs alone tells its metrics by HTTP', async () => {
  const engine = await TestEngine.start();
  const server = await serveMetrics({ host: '127.0.0.1', port: 0 }, () => engine.engine.metrics());
  try {
    const address = server.address();
    const port = address !== null && typeof address === 'object' ? address.port : 0;
    const phone = await engine.udpPeer();
    phone.send(phone.request('OPTIONS', 'sip:127.0.0.1'));
    await phone.takeResponse(503);
    const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
    expect(text).toContain('sip_requests_in_total{method="OPTIONS"} 1\n');
    expect(text).toContain('sip_messages_in_total{protocol="udp"} 1\n');
    expect(text).toContain('sip_messages_out_total{protocol="udp"} 1\n');
    expect(text).toContain('sip_responses_out_total{class="5xx"} 1\n');
    expect(text).toContain('sip_queue_length{queue="application"} 0\n');
    expect(text).toContain('sip_queue_length{queue="name server"} 0\n');
    expect(text).toContain('sip_hep_waiting_bytes 0\n');
    expect(text).toContain('sip_overload_pressure 0\n');
    expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(404);
  } finally {
    server.close();
    server.closeAllConnections();
    await engine.stop();
  }
});

test('every response is counted by its class, of the parser and to a CANCEL too, and transactions by their kind', async () => {
  const engine = await TestEngine.start();
  try {
    const phone = await engine.udpPeer();
    const srf = await engine.inMemory();
    srf.invite((_req, res) => res.send(180));
    phone.send(phone.request('INVITE', 'sip:127.0.0.1', { 'Max-Forwards': 'many' }));
    await phone.takeResponse(400);
    const invite = phone.request('INVITE', 'sip:127.0.0.1');
    phone.send(invite);
    await phone.takeResponse(180);
    const copied = namesOf(invite);
    phone.send(phone.request('CANCEL', invite.uri, copied));
    const refused = await phone.takeResponse(487);
    const active = engine.engine.metrics().find(({ name }) => name === 'sip_transactions_active');
    const kinds = active?.values.map(({ labels, value }) => `${labels.kind} ${labels.method} ${value}`);
    expect(kinds).toEqual([
      ...['server INVITE 0', 'server other 0', 'answered INVITE 1', 'answered other 1'],
      ...['client INVITE 0', 'client other 0'],
    ]);
    copied.To = refused.headers.get('To') ?? '';
    phone.send(phone.request('ACK', invite.uri, copied));
    const sent = engine.engine.metrics().find(({ name }) => name === 'sip_responses_out_total');
    const counts = Object.fromEntries(sent?.values.map(({ labels, value }) => [labels.class, value]) ?? []);
    expect(counts).toEqual({ '1xx': 2, '2xx': 1, '4xx': 2 });
  } finally {
    await engine.stop();
  }
});

test('every request that goes out is counted by its method, the ACK of a refusal and a CANCEL too', async () => {
  const engine = await TestEngine.start();
  try {
    const caller = await engine.udpPeer();
    const callee = await engine.udpPeer();
    const srf = await engine.inMemory();
    srf.invite((req) => srf.proxyRequest(req, `sip:bob@${callee.wire.localHostPort}`));
    const invite = caller.request('INVITE', 'sip:127.0.0.1');
    caller.send(invite);
    const forwarded = await callee.takeRequest('INVITE');
    callee.respond(forwarded, 180);
    await caller.takeResponse(180);
    caller.send(caller.request('CANCEL', invite.uri, namesOf(invite)));
    callee.respond(await callee.takeRequest('CANCEL'), 200);
    callee.respond(forwarded, 487);
    await callee.takeRequest('ACK');
    const sent = engine.engine.metrics().find(({ name }) => name === 'sip_requests_out_total');
    const counts = Object.fromEntries(sent?.values.map(({ labels, value }) => [labels.method, value]) ?? []);
    expect(counts).toEqual({ INVITE: 1, CANCEL: 1, ACK: 1 });
  } finally {
    await engine.stop();
  }
});

/** What a CANCEL and an ACK have in common with their INVITE. */
function namesOf({ headers }: SipRequest): Record<string, string> {
  return Object.fromEntries(['Via', 'From', 'To', 'Call-ID'].map((name) => [name, headers.get(name) ?? '']));
}
