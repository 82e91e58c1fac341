import type Srf from 'drachtio-srf';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { engineClock } from '../testing/engine-clock.ts';
import { type SipPeer, sdpOf } from '../testing/sip-peer.ts';
import { TestEngine } from '../testing/test-engine.ts';

let engine: TestEngine;

afterEach(async () => {
  vi.useRealTimers();
  await engine.stop();
});

function engineUri(user = 'bob'): string {
  return `sip:${user}@127.0.0.1:${engine.port('udp')}`;
}

function uriOf(peer: SipPeer): string {
  return `sip:bob@${peer.wire.localHostPort}`;
}

async function failure(promise: Promise<unknown>): Promise<{ status?: unknown; message?: unknown }> {
  const error: unknown = await promise.then(
    () => null,
    (caught: unknown) => caught,
  );
  return typeof error === 'object' && error !== null ? error : { message: error };
}

test('an answer that fits in no datagram becomes a 500, and its application is told', async () => {
  engine = await TestEngine.start();
  const srf = await engine.inMemory();
  let told = '';
  srf.use('options', (_req, res) => {
    res.send(200, 'OK', { body: 'x'.repeat(65_500) }, (error) => {
      told += String(error);
    });
  });
  const [phone, other] = [await engine.udpPeer(), await engine.tcpPeer()];
  phone.send(phone.request('OPTIONS', engineUri()));
  expect((await phone.takeResponse(500)).reason).toBe('Response too large for UDP');
  expect(told).toContain('too large for UDP');
  other.send(other.request('OPTIONS', engineUri()));
  expect((await other.takeResponse(200)).body).toHaveLength(65_500);
});

describe('requests that no application takes', () => {
  test('are answered 503 while none is connected', async () => {
    engine = await TestEngine.start();
    const phone = await engine.udpPeer();
    phone.send(phone.request('REGISTER', engineUri()));
    expect((await phone.takeResponse(503)).headers.get('Retry-After')).toBe('5');
  });

  test('are answered 405 with the methods that are, and unknown ones 501', async () => {
    engine = await TestEngine.start();
    const srf = await engine.overTcp();
    srf.use('register', (_req, res) => res.send(200));
    const phone = await engine.udpPeer();
    const allowed = async (): Promise<string> => {
      phone.send(phone.request('MESSAGE', engineUri()));
      return (await phone.takeResponse(405)).headers.get('Allow') ?? '';
    };
    await expect.poll(allowed).toBe('REGISTER');
    phone.send(phone.request('DANCE', engineUri()));
    await phone.takeResponse(501);
  });

  test('of a dialog that does not exist are answered 481', async () => {
    engine = await TestEngine.start();
    await engine.inMemory();
    const phone = await engine.udpPeer();
    for (const method of ['BYE', 'INVITE', 'UPDATE']) {
      phone.send(phone.request(method, engineUri(), { To: '<sip:bob@example.com>;tag=gone' }));
      await phone.takeResponse(481, method);
    }
  });
});

describe('an application in this process', () => {
  test('keeps its calls when it leaves a request unhandled', async () => {
    engine = await TestEngine.start();
    const srf = await engine.inMemory();
    const dialogs: Srf.Dialog[] = [];
    srf.invite(async (req, res) => {
      dialogs.push(await srf.createUAS(req, res, { localSdp: sdpOf('engine') }));
    });
    const caller = await engine.udpPeer();
    const invite = caller.request('INVITE', engineUri(), {}, sdpOf('caller'));
    caller.send(invite);
    const answer = await caller.takeResponse(200);
    caller.send(caller.inDialog(invite, answer, 'ACK', 1));
    for (const method of ['OPTIONS', 'MESSAGE', 'SUBSCRIBE', 'REGISTER']) {
      caller.send(caller.request(method, engineUri()));
      await caller.takeResponse(404, method);
    }
    await expect.poll(() => dialogs.length).toBe(1);
    dialogs[0]?.destroy();
    caller.respond(await caller.takeRequest('BYE'), 200);
  });

  test('keeps its calls when one of its handlers throws', async () => {
    engine = await TestEngine.start();
    const srf = await engine.inMemory();
    const dialogs: Srf.Dialog[] = [];
    srf.invite(async (req, res) => {
      if (req.calledNumber === 'bob')
        dialogs.push(await srf.createUAS(req, res, { localSdp: sdpOf('engine') }));
      else {
        req.on('cancel', () => {
          throw new Error('a mistake in the application');
        });
        res.send(180);
      }
    });
    const caller = await engine.udpPeer();
    const invite = caller.request('INVITE', engineUri(), {}, sdpOf('caller'));
    caller.send(invite);
    const answer = await caller.takeResponse(200);
    caller.send(caller.inDialog(invite, answer, 'ACK', 1));
    await expect.poll(() => dialogs.length).toBe(1);

    const silenced = vi.spyOn(console, 'error').mockImplementation(() => {});
    const cancelled = caller.request('INVITE', engineUri('carol'), {}, sdpOf('caller'));
    caller.send(cancelled);
    await caller.takeResponse(180);
    caller.send(
      caller.request('CANCEL', cancelled.uri, {
        Via: cancelled.headers.get('Via') ?? '',
        From: cancelled.headers.get('From') ?? '',
        To: cancelled.headers.get('To') ?? '',
        'Call-ID': cancelled.headers.get('Call-ID') ?? '',
      }),
    );
    await caller.takeResponse(487);
    await expect.poll(() => silenced.mock.calls.length).toBeGreaterThan(0);
    silenced.mockRestore();

    dialogs[0]?.destroy();
    caller.respond(await caller.takeRequest('BYE'), 200);
  });

  test('calls a browser by the address of its connection, and hears 410 when it has gone', async () => {
    engine = await TestEngine.start();
    const srf = await engine.inMemory();
    const flows: string[] = [];
    srf.use('register', (req, res) => {
      flows.push(`sip:${req.source_address}:${req.source_port};transport=${req.protocol}`);
      res.send(200, { headers: { Contact: `${req.get('Contact')};expires=60` } });
    });
    const closed: string[] = [];
    engine.engine.onFlowClosed((flow) =>
      closed.push(`sip:${flow.remoteAddress}:${flow.remotePort};transport=${flow.protocol}`),
    );
    const browser = await engine.webSocketPeer();
    browser.send(browser.request('REGISTER', engineUri()));
    await browser.takeResponse(200);
    const [flow = ''] = flows;
    const call = srf.createUAC('sip:bob@nowhere.invalid', { localSdp: sdpOf('engine'), proxy: flow });
    const invite = await browser.takeRequest('INVITE');
    expect(invite.uri).toBe('sip:bob@nowhere.invalid');
    expect(invite.headers.get('Via')).toMatch(/^SIP\/2\.0\/WS 127\.0\.0\.1:8080;/);
    browser.respond(invite, 200, { body: sdpOf('browser') });
    await browser.takeRequest('ACK');
    const dialog = await call;
    dialog.destroy();
    browser.respond(await browser.takeRequest('BYE'), 200);

    browser.close();
    await expect.poll(() => closed).toEqual([flow]);
    const gone = failure(
      srf.createUAC('sip:bob@nowhere.invalid', { localSdp: sdpOf('engine'), proxy: flow }),
    );
    expect((await gone).status).toBe(410);
  });

  test('calls a registered browser by its Contact alone', async () => {
    engine = await TestEngine.start();
    const srf = await engine.inMemory();
    srf.use('register', (req, res) =>
      res.send(200, { headers: { Contact: req.get('Contact'), Expires: '60' } }),
    );
    const browser = await engine.webSocketPeer();
    browser.send(browser.request('REGISTER', engineUri()));
    await browser.takeResponse(200);
    srf.createUAC(browser.contact.slice(1, -1), { localSdp: sdpOf('engine') }).catch(() => {});
    browser.respond(await browser.takeRequest('INVITE'), 486);
    await browser.takeRequest('ACK');
  });

  test('hears why a call cannot be made', async () => {
    engine = await TestEngine.start();
    const srf = await engine.inMemory();
    const call = (
      uri: string,
    ): Promise<{ status?: unknown; message?: unknown; res?: { get(name: string): string } }> =>
      failure(srf.createUAC(uri, { localSdp: sdpOf('engine') }));
    expect((await call(engineUri())).message).toContain('can not send request to myself');
    expect((await call('tel:+15551234')).message).toContain('requested protocol/transport not available');
    expect((await call('sips:bob@127.0.0.1')).message).toContain(
      'requested protocol/transport not available',
    );
    expect((await call('sip:bob@127.0.0.1:9;transport=tcp')).status).toBe(503);
    const unknown = await call('sip:bob@does-not-exist.invalid');
    expect(unknown.status).toBe(503);
    expect(unknown.res?.get('Warning')).toMatch(/^399 engine "[^"]*does-not-exist\.invalid[^"]*"$/);
  });

  test('is told 408 when nobody answers', async () => {
    vi.useFakeTimers(engineClock);
    engine = await TestEngine.start();
    const srf = await engine.inMemory();
    const phone = await engine.udpPeer();
    const refused = failure(srf.createUAC(uriOf(phone), { localSdp: sdpOf('engine') }));
    await phone.takeRequest('INVITE');
    vi.advanceTimersByTime(32_100);
    expect((await refused).status).toBe(408);
  });

  test('subscribes somebody and ends it with a NOTIFY', async () => {
    engine = await TestEngine.start();
    const srf = await engine.inMemory();
    srf.use('subscribe', async (req, res) => {
      const dialog = await srf.createUAS(req, res, { localSdp: '', headers: { Expires: '60' } });
      dialog.destroy({ headers: { 'X-Last': 'yes' } });
    });
    const phone = await engine.tcpPeer();
    phone.send(phone.request('SUBSCRIBE', engineUri(), { Event: 'dialog', Expires: '60' }));
    expect((await phone.takeResponse(202)).headers.has('Contact')).toBe(true);
    const notify = await phone.takeRequest('NOTIFY');
    expect(notify.headers.get('Subscription-State')).toContain('terminated');
    phone.respond(notify, 200);
  });

  test('sends a reliable 183 and may answer after its PRACK', async () => {
    vi.useFakeTimers(engineClock);
    engine = await TestEngine.start();
    const srf = await engine.inMemory();
    srf.invite(async (req, res) => {
      res.send(183, { headers: { Require: '100rel' }, body: sdpOf('early') });
      await srf.createUAS(req, res, { localSdp: sdpOf('engine') });
    });
    const caller = await engine.udpPeer();
    const invite = caller.request('INVITE', engineUri(), { Supported: '100rel' }, sdpOf('caller'));
    caller.send(invite);
    const early = await caller.takeResponse(183);
    vi.advanceTimersByTime(510);
    const repeated = await caller.takeResponse(183);
    const rseq = early.headers.get('RSeq') ?? '';
    expect(repeated.headers.get('RSeq')).toBe(rseq);
    const prack = caller.inDialog(invite, early, 'PRACK', 2);
    prack.headers.set('RAck', `${rseq} 1 INVITE`);
    caller.send(prack);
    await caller.takeResponse(200, 'PRACK');
    const answer = await caller.takeResponse(200, 'INVITE');
    expect(answer.headers.get('To')).toBe(early.headers.get('To'));
    caller.send(caller.inDialog(invite, answer, 'ACK', 1));
  });

  test('is spared a session too short, an overlapping INVITE and a CSeq from the past', async () => {
    engine = await TestEngine.start();
    const srf = await engine.inMemory();
    srf.invite(async (req, res) => {
      const dialog = await srf.createUAS(req, res, { localSdp: sdpOf('engine') });
      dialog.on('modify', () => {});
    });
    const caller = await engine.udpPeer();
    const invite = caller.request('INVITE', engineUri(), {}, sdpOf('caller'));
    caller.send(invite);
    const answer = await caller.takeResponse(200);
    caller.send(caller.inDialog(invite, answer, 'ACK', 1));
    const short = caller.inDialog(invite, answer, 'INVITE', 3, sdpOf('again'));
    short.headers.append('Session-Expires', '30');
    caller.send(short);
    expect((await caller.takeResponse(422)).headers.get('Min-SE')).toBe('90');
    caller.send(caller.inDialog(invite, answer, 'INVITE', 4, sdpOf('again')));
    caller.send(caller.inDialog(invite, answer, 'INVITE', 5, sdpOf('once more')));
    await caller.takeResponse(500, 'INVITE');
    caller.send(caller.inDialog(invite, answer, 'INFO', 2));
    await caller.takeResponse(500, 'INFO');
  });
});
