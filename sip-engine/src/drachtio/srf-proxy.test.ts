import type Srf from 'drachtio-srf';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { SipRequest } from '../message/message.ts';
import { newBranch } from '../message/token.ts';
import { engineClock } from '../testing/engine-clock.ts';
import { type SipPeer, sdpOf } from '../testing/sip-peer.ts';
import { TestEngine } from '../testing/test-engine.ts';

let engine: TestEngine;

afterEach(async () => {
  vi.useRealTimers();
  await engine.stop();
});

interface ProxyResult {
  readonly connected: boolean;
  readonly finalStatus: number;
  readonly responses: readonly { readonly msgs: readonly { readonly status: number }[] }[];
}

const results: ProxyResult[] = [];

/** An application that proxies every INVITE. */
async function proxying(destinations: string[], options: Srf.ProxyRequestOptions): Promise<void> {
  results.length = 0;
  const srf = await engine.inMemory();
  srf.invite(async (req) => {
    const result: unknown = await srf.proxyRequest(req, destinations, options);
    if (isResult(result)) results.push(result);
  });
}

function isResult(value: unknown): value is ProxyResult {
  return typeof value === 'object' && value !== null && 'finalStatus' in value;
}

function uriOf(peer: SipPeer): string {
  const transport = peer.wire.transport === 'UDP' ? '' : `;transport=${peer.wire.transport.toLowerCase()}`;
  return `sip:bob@${peer.wire.localHostPort}${transport}`;
}

async function call(caller: SipPeer, headers: Readonly<Record<string, string>> = {}): Promise<SipRequest> {
  const invite = caller.request(
    'INVITE',
    `sip:bob@127.0.0.1:${engine.port('udp')}`,
    headers,
    sdpOf('caller'),
  );
  caller.send(invite);
  return invite;
}

describe('a proxied call', () => {
  test('stays with the engine by Record-Route, from INVITE to BYE, both ways', async () => {
    engine = await TestEngine.start();
    const caller = await engine.udpPeer();
    const callee = await engine.tcpPeer();
    await proxying([uriOf(callee)], { remainInDialog: true });
    const invite = await call(caller);
    const forwarded = await callee.takeRequest('INVITE');
    expect(forwarded.uri).toBe(uriOf(callee));
    expect(forwarded.headers.get('Max-Forwards')).toBe('69');
    expect(forwarded.headers.getAll('Via')).toHaveLength(2);
    expect(forwarded.headers.getAll('Record-Route')).toHaveLength(2);
    callee.respond(forwarded, 180);
    await caller.takeResponse(180);
    const calleeAnswer = callee.respond(forwarded, 200, { body: sdpOf('callee') });
    const answer = await caller.takeResponse(200);
    expect(answer.headers.getAll('Via')).toHaveLength(1);
    caller.send(caller.inDialog(invite, answer, 'ACK', 1));
    const ack = await callee.takeRequest('ACK');
    expect(ack.headers.has('Route')).toBe(false);
    callee.send(callee.backInDialog(forwarded, calleeAnswer, 'INFO', 1));
    caller.respond(await caller.takeRequest('INFO'), 200);
    await callee.takeResponse(200, 'INFO');
    caller.send(caller.inDialog(invite, answer, 'BYE', 2));
    callee.respond(await callee.takeRequest('BYE'), 200);
    await caller.takeResponse(200, 'BYE');
    expect(results).toMatchObject([{ connected: true, finalStatus: 200 }]);
  });

  test('runs between two browsers, each reached by its own connection', async () => {
    engine = await TestEngine.start();
    const caller = await engine.webSocketPeer();
    const callee = await engine.webSocketPeer();
    const srf = await engine.inMemory();
    const flows: string[] = [];
    srf.use('register', (req, res) => {
      flows.push(`sip:bob@${req.source_address}:${req.source_port};transport=ws`);
      res.send(200);
    });
    callee.send(callee.request('REGISTER', `sip:127.0.0.1:${engine.port('udp')}`));
    await callee.takeResponse(200);
    srf.invite((req) => {
      srf.proxyRequest(req, flows, { remainInDialog: true });
    });
    const invite = await call(caller);
    const forwarded = await callee.takeRequest('INVITE');
    const calleeAnswer = callee.respond(forwarded, 200, { body: sdpOf('callee') });
    const answer = await caller.takeResponse(200, 'INVITE');
    caller.send(caller.inDialog(invite, answer, 'ACK', 1));
    await callee.takeRequest('ACK');
    callee.send(callee.backInDialog(forwarded, calleeAnswer, 'INFO', 1));
    caller.respond(await caller.takeRequest('INFO'), 200);
    await callee.takeResponse(200, 'INFO');
    caller.send(caller.inDialog(invite, answer, 'BYE', 2));
    callee.respond(await callee.takeRequest('BYE'), 200);
    await caller.takeResponse(200, 'BYE');
  });

  test('reaches a browser whose Contact nobody can resolve, in the dialog too', async () => {
    engine = await TestEngine.start();
    const browser = await engine.webSocketPeer();
    const callee = await engine.udpPeer();
    await proxying([uriOf(callee)], { remainInDialog: true });
    await call(browser);
    const forwarded = await callee.takeRequest('INVITE');
    const answer = callee.respond(forwarded, 200, { body: sdpOf('callee') });
    await browser.takeResponse(200);
    callee.send(callee.backInDialog(forwarded, answer, 'BYE', 1));
    browser.respond(await browser.takeRequest('BYE'), 200);
    await callee.takeResponse(200, 'BYE');
  });

  test('rings all phones at once and cancels those that did not answer', async () => {
    engine = await TestEngine.start();
    const caller = await engine.udpPeer();
    const [first, second] = [await engine.udpPeer(), await engine.udpPeer()];
    await proxying([uriOf(first), uriOf(second)], { forking: 'simultaneous' });
    await call(caller);
    const [toFirst, toSecond] = [await first.takeRequest('INVITE'), await second.takeRequest('INVITE')];
    first.respond(toFirst, 180);
    second.respond(toSecond, 180);
    await caller.takeResponse(180);
    second.respond(toSecond, 200, { body: sdpOf('second') });
    expect((await caller.takeResponse(200)).body.toString()).toBe(sdpOf('second'));
    first.respond(await first.takeRequest('CANCEL'), 200);
    first.respond(toFirst, 487);
    await first.takeRequest('ACK');
  });

  test('tries one phone after the other and reports each answer', async () => {
    engine = await TestEngine.start();
    const caller = await engine.udpPeer();
    const [first, second] = [await engine.udpPeer(), await engine.udpPeer()];
    await proxying([uriOf(first), uriOf(second)], {});
    await call(caller);
    first.respond(await first.takeRequest('INVITE'), 486);
    second.respond(await second.takeRequest('INVITE'), 404);
    expect((await caller.takeResponse(486)).reason).toBe('Busy Here');
    await expect.poll(() => results).toHaveLength(1);
    expect(results[0]?.responses.flatMap(({ msgs }) => msgs.map(({ status }) => status))).toEqual([486, 404]);
    expect(results[0]?.connected).toBe(false);
  });

  test('goes to the next phone when one rings too long for the application', async () => {
    vi.useFakeTimers(engineClock);
    engine = await TestEngine.start();
    const caller = await engine.udpPeer();
    const [first, second] = [await engine.udpPeer(), await engine.udpPeer()];
    await proxying([uriOf(first), uriOf(second)], { finalTimeout: '20s' });
    await call(caller);
    const toFirst = await first.takeRequest('INVITE');
    first.respond(toFirst, 180);
    await caller.takeResponse(180);
    vi.advanceTimersByTime(20_000);
    first.respond(await first.takeRequest('CANCEL'), 200);
    first.respond(toFirst, 487);
    second.respond(await second.takeRequest('INVITE'), 200, { body: sdpOf('second') });
    await caller.takeResponse(200);
  });

  test('goes to the next phone at once when one cannot be reached', async () => {
    engine = await TestEngine.start();
    const caller = await engine.udpPeer();
    const second = await engine.udpPeer();
    await proxying(['sip:bob@127.0.0.1:9;transport=tcp', uriOf(second)], {});
    await call(caller);
    second.respond(await second.takeRequest('INVITE'), 200, { body: sdpOf('second') });
    await caller.takeResponse(200);
  });

  test('follows a redirection when the application wants it', async () => {
    engine = await TestEngine.start();
    const caller = await engine.udpPeer();
    const [first, second] = [await engine.udpPeer(), await engine.udpPeer()];
    await proxying([uriOf(first)], { followRedirects: true });
    await call(caller);
    first.respond(await first.takeRequest('INVITE'), 302, { headers: { Contact: `<${uriOf(second)}>` } });
    const redirected = await second.takeRequest('INVITE');
    expect(redirected.uri).toBe(uriOf(second));
    second.respond(redirected, 200, { body: sdpOf('second') });
    await caller.takeResponse(200);
  });

  test('is cancelled at all phones when the caller gives up', async () => {
    engine = await TestEngine.start();
    const caller = await engine.udpPeer();
    const callee = await engine.udpPeer();
    await proxying([uriOf(callee)], {});
    const invite = await call(caller);
    const forwarded = await callee.takeRequest('INVITE');
    callee.respond(forwarded, 180);
    await caller.takeResponse(180);
    const headers = Object.fromEntries(
      ['Via', 'From', 'To', 'Call-ID'].map((name) => [name, invite.headers.get(name) ?? '']),
    );
    caller.send(caller.request('CANCEL', invite.uri, headers));
    await caller.takeResponse(200, 'CANCEL');
    callee.respond(await callee.takeRequest('CANCEL'), 200);
    callee.respond(forwarded, 487);
    await caller.takeResponse(487, 'INVITE');
    await expect.poll(() => results).toMatchObject([{ connected: false, finalStatus: 487 }]);
  });

  test('that another server sends back to us goes on, and is refused when it has gone round unchanged', async () => {
    engine = await TestEngine.start();
    const caller = await engine.udpPeer();
    const server = await engine.udpPeer();
    const srf = await engine.inMemory();
    const refusals: unknown[] = [];
    srf.invite((req) => {
      Promise.resolve(srf.proxyRequest(req, uriOf(server))).catch((error: unknown) => refusals.push(error));
    });
    caller.send(caller.request('INVITE', 'sip:bob@example.com', {}, sdpOf('caller')));
    const sendBack = (request: SipRequest, routes: readonly string[]): void => {
      const { transport, localHostPort } = server.wire;
      request.headers.prepend('Via', `SIP/2.0/${transport} ${localHostPort};branch=${newBranch()};rport`);
      for (const route of routes) request.headers.append('Route', route);
      server.send(request);
    };
    sendBack(await server.takeRequest('INVITE'), [`<sip:127.0.0.1:${engine.port('udp')};lr>`]);
    const again = await server.takeRequest('INVITE');
    expect(again.headers.get('Max-Forwards')).toBe('68');
    sendBack(again, []);
    await server.takeResponse(482);
    await expect.poll(() => refusals).toEqual([expect.stringContaining('482')]);
  });

  test('is refused when it has been forwarded too often', async () => {
    engine = await TestEngine.start();
    const caller = await engine.udpPeer();
    const srf = await engine.inMemory();
    const refusals: unknown[] = [];
    srf.invite((req) => {
      Promise.resolve(srf.proxyRequest(req, 'sip:bob@127.0.0.1:9')).catch((error: unknown) =>
        refusals.push(error),
      );
    });
    await call(caller, { 'Max-Forwards': '0' });
    await caller.takeResponse(483);
    await expect.poll(() => refusals).toEqual([expect.stringContaining('483')]);
  });
});
