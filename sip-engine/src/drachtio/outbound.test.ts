import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { createServer as createTcpServer, Server } from 'node:net';
import Srf from 'drachtio-srf';
import { afterEach, describe, expect, test } from 'vitest';
import { type SipPeer, sdpOf } from '../testing/sip-peer.ts';
import { testCertificate } from '../testing/test-certificate.ts';
import { TestEngine, testSecret } from '../testing/test-engine.ts';
import { parseOutboundAddress } from './outbound-application.ts';
import type { RequestHandler } from './request-handler.ts';

const closers: (() => unknown)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

function portOf(server: Server): number {
  const address = server.address();
  return address !== null && typeof address === 'object' ? address.port : 0;
}

/** An application that listens for the engine. */
async function listeningApplication(secret = testSecret, tls = false): Promise<{ srf: Srf; port: number }> {
  const srf = new Srf();
  const options = { host: '127.0.0.1', port: 0, secret, ...(tls ? { tls: testCertificate } : {}) };
  const server: unknown = srf.listen(options);
  if (!(server instanceof Server)) throw new Error('drachtio-srf gives its server otherwise');
  if (!server.listening) await once(server, 'listening');
  closers.push(() => server.close());
  srf.on('error', () => {});
  return { srf, port: portOf(server) };
}

/** An HTTP server that answers where requests go. */
async function handlerAnswering(
  answer: (request: IncomingMessage, body: string) => unknown,
): Promise<string> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const said = answer(request, Buffer.concat(chunks).toString());
    if (said === undefined) return;
    response.end(typeof said === 'string' ? said : JSON.stringify(said));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${portOf(server)}`;
}

async function engineWith(
  ...requestHandlers: RequestHandler[]
): Promise<{ engine: TestEngine; caller: SipPeer }> {
  const engine = await TestEngine.start({ requestHandlers });
  closers.push(() => engine.stop());
  return { engine, caller: await engine.udpPeer() };
}

const inviteOf = (caller: SipPeer, engine: TestEngine, user = 'bob') =>
  caller.request('INVITE', `sip:${user}@127.0.0.1:${engine.port('udp')};x=y`, {}, sdpOf('caller'));

describe('a request handler', () => {
  test('is asked by HTTP where a call goes, and the application there takes the whole call', async () => {
    const { srf, port } = await listeningApplication();
    const ended: string[] = [];
    srf.invite(async (req, res) => {
      const dialog = await srf.createUAS(req, res, { localSdp: sdpOf('application') });
      dialog.on('destroy', () => ended.push(req.get('Call-ID') ?? ''));
    });
    const asked: string[] = [];
    const url = await handlerAnswering((request) => {
      asked.push(request.url ?? '');
      return { action: 'route', data: { uri: `127.0.0.1:${port}` } };
    });
    const { engine, caller } = await engineWith({ method: 'INVITE', url });
    const invite = inviteOf(caller, engine);
    caller.send(invite);
    await caller.takeResponse(100);
    const answer = await caller.takeResponse(200);
    caller.send(caller.inDialog(invite, answer, 'ACK', 1));
    caller.send(caller.inDialog(invite, answer, 'BYE', 2));
    await caller.takeResponse(200, 'BYE');
    await expect.poll(() => ended).toEqual([invite.headers.get('Call-ID')]);
    const query = new URL(asked[0] ?? '', 'http://x').searchParams;
    expect(Object.fromEntries(query)).toMatchObject({
      ...{ method: 'INVITE', domain: '127.0.0.1', protocol: 'udp', source_address: '127.0.0.1', x: 'y' },
      ...{
        fromUser: 'alice',
        toUser: 'bob',
        uriUser: 'bob',
        contentType: 'application/sdp',
        uri: invite.uri,
      },
    });
  });

  test('may be an application itself, by TCP or by TLS, and other methods go on as ever', async () => {
    for (const [scheme, tls] of [
      ['tcp', false],
      ['tls', true],
    ] as const) {
      const { srf, port } = await listeningApplication(testSecret, tls);
      srf.use('options', (_req: Srf.SrfRequest, res: Srf.SrfResponse) => res.send(204));
      const { engine, caller } = await engineWith({
        method: 'OPTIONS',
        url: `${scheme}://127.0.0.1:${port}`,
      });
      const inMemory = await engine.inMemory();
      inMemory.use('message', (_req: Srf.SrfRequest, res: Srf.SrfResponse) => res.send(202));
      caller.send(caller.request('OPTIONS', 'sip:bob@127.0.0.1'));
      await caller.takeResponse(204);
      caller.send(caller.request('MESSAGE', 'sip:bob@127.0.0.1'));
      await caller.takeResponse(202);
    }
  });

  test('rejects, redirects and proxies without an application', async () => {
    const decisions: Record<string, unknown> = {
      no: { action: 'reject', data: { status: 486, reason: 'Not now' } },
      moved: { action: 'redirect', data: { contact: ['sip:a@192.0.2.1', 'sip:b@192.0.2.2'] } },
    };
    const url = await handlerAnswering((_request, body) => {
      const user = /^INVITE sip:(\w+)@/.exec(body)?.[1] ?? '';
      return decisions[user] ?? { action: 'sing', data: {} };
    });
    const { engine, caller } = await engineWith({ method: '*', url, httpMethod: 'POST' });
    const callee = await engine.udpPeer();
    decisions.on = { action: 'proxy', data: { destination: callee.contact.slice(1, -1), recordRoute: true } };
    caller.send(inviteOf(caller, engine, 'no'));
    expect((await caller.takeResponse(486)).reason).toBe('Not now');
    caller.send(inviteOf(caller, engine, 'moved'));
    expect((await caller.takeResponse(302)).headers.getAll('Contact')).toEqual([
      '<sip:a@192.0.2.1>',
      '<sip:b@192.0.2.2>',
    ]);
    caller.send(inviteOf(caller, engine, 'on'));
    callee.respond(await callee.takeRequest('INVITE'), 200, { body: sdpOf('callee') });
    expect((await caller.takeResponse(200)).headers.get('Record-Route')).toContain(';lr');
    caller.send(inviteOf(caller, engine, 'unknown'));
    await caller.takeResponse(500);
  });

  test('chooses among connected applications by tag; with no such application the caller gets 480', async () => {
    let tag = 'blue';
    const url = await handlerAnswering(() => ({ action: 'route', data: { tag } }));
    const { engine, caller } = await engineWith({ method: 'INVITE', url });
    for (const [mine, status] of [
      ['red', 486],
      ['blue', 603],
    ] as const) {
      const srf = await engine.overTcp([mine]);
      srf.invite((_req, res) => res.send(status));
    }
    await expect.poll(() => engine.engine.metrics().length).toBeGreaterThan(0);
    for (const [wanted, status] of [
      ['blue', 603],
      ['red', 486],
      ['blue', 603],
      ['green', 480],
    ] as const) {
      tag = wanted;
      caller.send(inviteOf(caller, engine));
      await caller.takeResponse(status);
    }
  });

  test('that is silent, talks nonsense or names a dead application costs a final answer in time', async () => {
    const dead = createTcpServer();
    dead.listen(0, '127.0.0.1');
    await once(dead, 'listening');
    const deadPort = portOf(dead);
    dead.close();
    const answers: Record<string, unknown> = {
      nonsense: '<html>',
      dead: { action: 'route', data: { uri: `127.0.0.1:${deadPort}` } },
      odd: { action: 'route', data: { uri: 'not an address at all' } },
    };
    const url = await handlerAnswering(
      (request) => answers[/toUser=(\w+)/.exec(request.url ?? '')?.[1] ?? ''],
    );
    const { engine, caller } = await engineWith({ method: 'INVITE', url });
    for (const [user, status] of [
      ['nonsense', 500],
      ['dead', 480],
      ['odd', 500],
      ['silent', 500],
    ] as const) {
      caller.send(inviteOf(caller, engine, user));
      await caller.takeResponse(status);
    }
  });

  test('with an application that has another secret: 480, and the application is told why', async () => {
    const { srf, port } = await listeningApplication('another');
    srf.invite((_req, res) => res.send(486));
    const refused = once(srf, 'connect');
    const { engine, caller } = await engineWith({ method: 'INVITE', url: `tcp://127.0.0.1:${port}` });
    caller.send(inviteOf(caller, engine));
    await caller.takeResponse(480);
    expect(String((await refused)[0])).toContain('failed to authenticate');
  });

  test('that has not answered when the caller gives up: 487, and no application hears of the call', async () => {
    const heard: string[] = [];
    const { srf, port } = await listeningApplication();
    srf.invite((req) => heard.push(req.uri));
    let decide = (): void => {};
    const decided = new Promise<void>((resolve) => {
      decide = resolve;
    });
    const server = createServer((_request, response) => {
      void decided.then(() =>
        response.end(JSON.stringify({ action: 'route', data: { uri: `127.0.0.1:${port}` } })),
      );
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    closers.push(() => server.close());
    const { engine, caller } = await engineWith({
      method: 'INVITE',
      url: `http://127.0.0.1:${portOf(server)}`,
    });
    const invite = inviteOf(caller, engine);
    caller.send(invite);
    await caller.takeResponse(100);
    const cancel = caller.request('CANCEL', invite.uri, {
      ...{ Via: invite.headers.get('Via') ?? '', From: invite.headers.get('From') ?? '' },
      ...{ To: invite.headers.get('To') ?? '', 'Call-ID': invite.headers.get('Call-ID') ?? '' },
    });
    caller.send(cancel);
    await caller.takeResponse(487);
    decide();
    caller.send(caller.request('OPTIONS', 'sip:127.0.0.1'));
    await caller.takeResponse(503, 'OPTIONS');
    expect(heard).toEqual([]);
  });
});

test.each([
  ['10.0.0.1:4000', { host: '10.0.0.1', port: 4000, transport: 'tcp' }],
  ['app.example.com', { host: 'app.example.com', port: 3000, transport: 'tcp' }],
  ['app:4000;transport=tls', { host: 'app', port: 4000, transport: 'tls' }],
  ['tls://[2001:db8::1]:4000', { host: '2001:db8::1', port: 4000, transport: 'tls' }],
  ['app:70000', null],
  ['two words', null],
])('%s is the address %j', (text, address) => {
  expect(parseOutboundAddress(text)).toEqual(address);
});
