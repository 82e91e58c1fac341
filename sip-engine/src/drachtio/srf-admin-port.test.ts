import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { type SipPeer, sdpOf } from '../testing/sip-peer.ts';
import { TestEngine } from '../testing/test-engine.ts';

let engine: TestEngine;

afterEach(async () => {
  await engine.stop();
});

const engineUri = (): string => `sip:bob@127.0.0.1:${engine.port('udp')}`;

const uriOf = (peer: SipPeer): string => `sip:bob@${peer.wire.localHostPort}`;

describe('an application over the admin port', () => {
  interface RawConnection {
    send(payload: string): void;
    closed: Promise<unknown>;
    text(): string;
    stopReading(): void;
    end(): void;
  }

  async function rawConnection(allowHalfOpen = false): Promise<RawConnection> {
    const socket = connect({ port: engine.engine.adminPort ?? 0, host: '127.0.0.1', allowHalfOpen });
    await once(socket, 'connect');
    let text = '';
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString();
    });
    return {
      send: (payload) => socket.write(`${payload.length}#${payload}`),
      closed: once(socket, 'close'),
      text: () => text,
      stopReading: () => void socket.pause(),
      end: () => socket.destroy(),
    };
  }

  test('is refused with a wrong secret, and before it has given one', async () => {
    engine = await TestEngine.start();
    const wrong = await rawConnection();
    wrong.send('m1|authenticate|guess|');
    await wrong.closed;
    expect(wrong.text()).toContain('|response|m1|NO|incorrect secret');
    const early = await rawConnection();
    early.send('m1|route|invite');
    await early.closed;
    expect(early.text()).toContain('|response|m1|NO|not authenticated');
    expect(engine.warnings).toContain('an application with a wrong secret');
  });

  test('may send a frame of a megabyte in pieces, but none without a length', async () => {
    engine = await TestEngine.start();
    const large = await rawConnection();
    large.send('m1|authenticate|for tests|');
    large.send(
      `m2|sip||\r\nMESSAGE sip:bob@127.0.0.1:9 SIP/2.0\r\nContent-Type: text/plain\r\n\r\n${'x'.repeat(1_000_000)}`,
    );
    await expect.poll(large.text).toContain('|response|m2|');
    large.end();
    const broken = await rawConnection();
    broken.send('m1|authenticate|for tests|');
    broken.send('');
    await broken.closed;
    expect(engine.warnings).toContain('an application lost its framing');
  });

  test('is cut off when it sends more than a few kilobytes before it has authenticated, and is counted', async () => {
    engine = await TestEngine.start();
    const greedy = await rawConnection();
    greedy.send(`m1|authenticate|for tests|${'x'.repeat(1_000_000)}`);
    await greedy.closed;
    expect(greedy.text()).toBe('');
    const refused = engine.engine.metrics().find(({ name }) => name === 'sip_applications_refused_total');
    expect(refused?.values).toEqual([{ labels: { reason: 'framing' }, value: 1 }]);
  });

  test('that has not authenticated is none yet: requests get 503', async () => {
    engine = await TestEngine.start();
    const mute = await rawConnection();
    const phone = await engine.udpPeer();
    phone.send(phone.request('OPTIONS', engineUri()));
    await phone.takeResponse(503);
    const connected = (): unknown =>
      engine.engine.metrics().find(({ name }) => name === 'sip_applications_connected')?.values[0]?.value;
    expect(connected()).toBe(0);
    mute.send('m1|authenticate|for tests|');
    await expect.poll(connected).toBe(1);
    mute.end();
  });

  test.each([
    ['has lost its framing', (app: RawConnection) => app.send('')],
    ['says what nobody understands', (app: RawConnection) => app.send('m9|sing')],
  ])('that %s and does not leave is an application no longer', async (_what, breakIt) => {
    engine = await TestEngine.start();
    const phone = await engine.udpPeer();
    const broken = await rawConnection(true);
    broken.send('m1|authenticate|for tests|');
    broken.send('m2|route|message');
    await expect.poll(broken.text).toContain('|response|m2|OK');
    phone.send(phone.request('MESSAGE', engineUri()));
    await expect.poll(broken.text).toContain('|sip|network|');
    breakIt(broken);
    await phone.takeResponse(503);
    phone.send(phone.request('MESSAGE', engineUri()));
    await phone.takeResponse(503);
    broken.end();
  });

  test('that does not read is cut off, and what it has not read goes elsewhere', async () => {
    engine = await TestEngine.start();
    const phone = await engine.tcpPeer();
    const stuck = await rawConnection();
    stuck.send('m1|authenticate|for tests|');
    stuck.send('m2|route|message');
    await expect.poll(stuck.text).toContain('|response|m2|OK');
    stuck.stopReading();
    const body = 'x'.repeat(500_000);
    const refusals = (): number =>
      phone.received.filter((message) => message.kind === 'response' && message.status === 503).length;
    let sent = 0;
    while (refusals() === 0 && sent < 200) {
      phone.send(phone.request('MESSAGE', engineUri(), {}, body));
      sent += 1;
      await new Promise(setImmediate);
    }
    await expect.poll(refusals).toBe(sent);
    stuck.end();
  });

  test('shares requests with its equals, and its requests go to another when it dies', async () => {
    engine = await TestEngine.start();
    const taken: string[] = [];
    const silent = await engine.overTcp();
    silent.use('message', () => taken.push('silent'));
    const phone = await engine.udpPeer();
    const probe = async (): Promise<number> => {
      phone.send(phone.request('OPTIONS', engineUri()));
      return ((await phone.takeResponse(405)).headers.get('Allow') ?? '').length;
    };
    await expect.poll(probe).toBeGreaterThan(0);
    phone.send(phone.request('MESSAGE', engineUri()));
    await expect.poll(() => taken).toEqual(['silent']);
    const other = await engine.overTcp();
    other.use('message', (_req, res) => {
      taken.push('other');
      res.send(202);
    });
    await expect
      .poll(async () => {
        phone.send(phone.request('MESSAGE', engineUri()));
        return phone.received.some((message) => message.kind === 'response' && message.status === 202);
      })
      .toBe(true);
    silent.disconnect();
    const unanswered = (): number =>
      phone.received.filter((message) => message.kind === 'response' && message.status === 202).length -
      taken.filter((who) => who === 'other').length;
    await expect.poll(unanswered).toBe(0);
    const unfinished = (): unknown =>
      engine.engine
        .metrics()
        .find(({ name }) => name === 'sip_transactions_active')
        ?.values.find(({ labels }) => labels.kind === 'server' && labels.method === 'other')?.value;
    await expect.poll(unfinished).toBe(0);
  });

  test('that dies while a phone rings leaves the caller with 503 and the phone with CANCEL', async () => {
    engine = await TestEngine.start();
    const srf = await engine.overTcp();
    const callee = await engine.udpPeer();
    const caller = await engine.udpPeer();
    srf.invite((req, res) => {
      srf.createB2BUA(req, res, uriOf(callee), {}).catch(() => {});
    });
    await expect
      .poll(async () => {
        caller.send(caller.request('OPTIONS', engineUri()));
        return (await caller.takeResponse(405)).headers.get('Allow');
      })
      .toBe('INVITE');
    caller.send(caller.request('INVITE', engineUri(), {}, sdpOf('caller')));
    const leg = await callee.takeRequest('INVITE');
    callee.respond(leg, 180);
    await caller.takeResponse(180);
    srf.disconnect();
    await caller.takeResponse(503);
    callee.respond(await callee.takeRequest('CANCEL'), 200);
    callee.respond(leg, 487);
  });
});
