import type Srf from 'drachtio-srf';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { SipMessage, SipRequest, SipResponse } from '../message/message.ts';
import { engineClock } from '../testing/engine-clock.ts';
import { type SipPeer, sdpOf } from '../testing/sip-peer.ts';
import { TestEngine } from '../testing/test-engine.ts';

let engine: TestEngine;
let srf: Srf;
let phone: SipPeer;

beforeEach(async () => {
  vi.useFakeTimers(engineClock);
  engine = await TestEngine.start();
  srf = await engine.inMemory();
  phone = await engine.udpPeer();
});

afterEach(async () => {
  vi.useRealTimers();
  await engine.stop();
});

const engineUri = (): string => `sip:bob@127.0.0.1:${engine.port('udp')}`;
const phoneUri = (): string => `sip:bob@${phone.wire.localHostPort}`;

/** A call of the phone that the application has answered, and how the application sees it. */
async function answered(
  onDialog: (dialog: Srf.Dialog) => void = () => {},
): Promise<{ dialog: Srf.Dialog; invite: SipRequest; answer: SipResponse }> {
  const made = new Promise<Srf.Dialog>((resolve) => {
    srf.invite(async (req, res) => {
      const dialog = await srf.createUAS(req, res, { localSdp: sdpOf('engine') });
      onDialog(dialog);
      resolve(dialog);
    });
  });
  const invite = phone.request('INVITE', engineUri(), {}, sdpOf('phone'));
  phone.send(invite);
  const answer = await phone.takeResponse(200);
  phone.send(phone.inDialog(invite, answer, 'ACK', 1));
  return { dialog: await made, invite, answer };
}

/** The same request with a Via of its own; fields given replace those that it would have in common. */
function byAnotherWay(request: SipRequest, fields: Readonly<Record<string, string>> = {}): SipRequest {
  const common = ['From', 'To', 'Call-ID', 'CSeq'].map((name) => [name, request.headers.get(name) ?? '']);
  const body = request.body.toString('latin1');
  return phone.request(request.method, request.uri, { ...Object.fromEntries(common), ...fields }, body);
}

describe('an INVITE of the application that reaches several telephones', () => {
  test('speaks with each in its own early dialog, and hangs up the second that answers', async () => {
    const call = srf.createUAC(phoneUri(), {
      localSdp: sdpOf('engine'),
      headers: { Supported: '100rel' },
    });
    const invite = await phone.takeRequest('INVITE');
    const ring = (toTag: string, rseq: number): SipResponse =>
      phone.respond(invite, 183, {
        toTag,
        headers: {
          Require: '100rel',
          RSeq: String(rseq),
          Contact: `<sip:${toTag}@${phone.wire.localHostPort}>`,
        },
        body: sdpOf(toTag),
      });
    ring('desk', 10);
    ring('mobile', 77);
    const pracks = [await phone.takeRequest('PRACK'), await phone.takeRequest('PRACK')];
    expect(
      pracks.map(({ uri, headers }) => [
        uri.slice(0, 8),
        headers.get('To')?.split('tag=')[1],
        headers.get('RAck'),
      ]),
    ).toEqual([
      ['sip:desk', 'desk', '10 1 INVITE'],
      ['sip:mobi', 'mobile', '77 1 INVITE'],
    ]);
    for (const prack of pracks) phone.respond(prack, 200);
    ring('desk', 12);
    ring('desk', 10);
    phone.respond(invite, 200, { toTag: 'desk', body: sdpOf('desk') });
    await phone.takeRequest('ACK');
    const dialog = await call;
    expect(dialog.sip.remoteTag).toBe('desk');
    phone.respond(invite, 200, { toTag: 'mobile', body: sdpOf('mobile') });
    const [ack, bye] = [await phone.takeRequest('ACK'), await phone.takeRequest('BYE')];
    for (const request of [ack, bye]) expect(request.headers.get('To')).toContain('tag=mobile');
    phone.respond(bye, 200);
    phone.respond(invite, 200, { toTag: 'mobile', body: sdpOf('mobile') });
    await phone.takeRequest('ACK');
    phone.respond(invite, 200, { toTag: 'desk', body: sdpOf('desk') });
    expect((await phone.takeRequest('ACK')).headers.get('To')).toContain('tag=desk');
    expect(
      phone.received.filter(({ kind, headers }) => kind === 'request' && headers.get('CSeq') === '2 BYE'),
    ).toHaveLength(1);
    expect(
      phone.received.filter((message) => message.kind === 'request' && message.method === 'PRACK'),
    ).toHaveLength(2);
  });
});

describe('two that ask for a change at the same time', () => {
  test('the phone gets 491 while the INVITE of the application is open, and for an offer in an UPDATE too', async () => {
    const { dialog, invite, answer } = await answered();
    const change = dialog.modify(sdpOf('engine again'));
    const ours = await phone.takeRequest('INVITE');
    phone.send(phone.inDialog(invite, answer, 'INVITE', 2, sdpOf('phone again')));
    await phone.takeResponse(491, 'INVITE');
    phone.send(phone.inDialog(invite, answer, 'UPDATE', 3, sdpOf('phone again')));
    await phone.takeResponse(491, 'UPDATE');
    phone.respond(ours, 200, { body: sdpOf('phone') });
    await phone.takeRequest('ACK');
    await change;
    phone.send(phone.inDialog(invite, answer, 'UPDATE', 4));
    await phone.takeResponse(200, 'UPDATE');
  });

  test('the application is refused while the INVITE of the phone is open, and may try again later', async () => {
    const answers: (() => void)[] = [];
    const { dialog, invite, answer } = await answered((made) => {
      made.on('modify', (_req: Srf.SrfRequest, res: Srf.SrfResponse) => {
        answers.push(() => res.send(200, { body: sdpOf('engine') }));
      });
    });
    phone.send(phone.inDialog(invite, answer, 'INVITE', 2, sdpOf('phone again')));
    await expect.poll(() => answers).toHaveLength(1);
    await expect(dialog.modify(sdpOf('engine again'))).rejects.toThrow('491 Request Pending');
    answers[0]?.();
    const agreed = await phone.takeResponse(200, 'INVITE');
    phone.send(phone.inDialog(invite, agreed, 'ACK', 2));
    const later = dialog.modify(sdpOf('engine again'));
    const ours = await phone.takeRequest('INVITE');
    expect(ours.headers.get('CSeq')).toBe('2 INVITE');
    phone.respond(ours, 200, { body: sdpOf('phone') });
    await phone.takeRequest('ACK');
    await later;
  });

  test('an UPDATE while the one before is open gets 500 and a time to wait', async () => {
    const { invite, answer } = await answered((dialog) => dialog.on('update', () => {}));
    phone.send(phone.inDialog(invite, answer, 'UPDATE', 2, sdpOf('once')));
    phone.send(phone.inDialog(invite, answer, 'UPDATE', 3, sdpOf('twice')));
    const refused = await phone.takeResponse(500, 'UPDATE');
    expect(Number(refused.headers.get('Retry-After'))).toBeLessThanOrEqual(10);
  });

  test('an offer in an UPDATE while the one in the INVITE has no answer gets 500 and a time to wait', async () => {
    const answers: (() => void)[] = [];
    const { invite, answer } = await answered((made) => {
      made.on('modify', (_req: Srf.SrfRequest, res: Srf.SrfResponse) => {
        answers.push(() => res.send(200, { body: sdpOf('engine') }));
      });
    });
    phone.send(phone.inDialog(invite, answer, 'INVITE', 2, sdpOf('phone again')));
    await expect.poll(() => answers).toHaveLength(1);
    phone.send(phone.inDialog(invite, answer, 'UPDATE', 3, sdpOf('phone once more')));
    expect((await phone.takeResponse(500, 'UPDATE')).headers.has('Retry-After')).toBe(true);
    // drachtio-srf would have refused it as well, but an application in this process is not to be asked.
    const refused = engine.engine.metrics().find(({ name }) => name === 'sip_refusals_total');
    expect(refused?.values).toContainEqual({ labels: { reason: 'overlapping UPDATE' }, value: 1 });
    answers[0]?.();
    await phone.takeResponse(200, 'INVITE');
  });

  test('the same request by two ways is answered once, and 482 on the other', async () => {
    srf.use('message', () => {});
    const message = phone.request('MESSAGE', engineUri());
    phone.send(message);
    phone.send(byAnotherWay(message));
    await phone.takeResponse(482);
  });

  test('what was accepted is not handed over again when it comes by another way, what was refused is', async () => {
    const handed: string[] = [];
    srf.use('message', (req: Srf.SrfRequest, res: Srf.SrfResponse) => {
      handed.push(req.body);
      res.send(req.body === 'unwelcome' ? 480 : 202);
    });
    const [welcome, unwelcome] = ['welcome', 'unwelcome'].map((text) =>
      phone.request('MESSAGE', engineUri(), {}, text),
    );
    if (welcome === undefined || unwelcome === undefined) throw new Error('no requests');
    for (const [message, first, second] of [
      [welcome, 202, 482],
      [unwelcome, 480, 480],
    ] as const) {
      phone.send(message);
      await phone.takeResponse(first);
      phone.send(byAnotherWay(message));
      await phone.takeResponse(second);
    }
    phone.send(byAnotherWay(welcome, { CSeq: '2 MESSAGE' }));
    await phone.takeResponse(202);
    expect(handed).toEqual(['welcome', 'unwelcome', 'unwelcome', 'welcome']);
  });

  test('a call that comes by another way when it is answered already is not answered twice', async () => {
    const { invite } = await answered();
    phone.send(byAnotherWay(invite));
    await phone.takeResponse(482, 'INVITE');
    phone.send(byAnotherWay(invite, { CSeq: '2 INVITE' }));
    await phone.takeResponse(200, 'INVITE');
  });
});

describe('a call that the application answers and hangs up at once', () => {
  /** The phone has its 200 and has not acknowledged it; the application has hung up, or is about to. */
  async function hungUp(): Promise<{ invite: SipRequest; answer: SipResponse; over: Promise<unknown> }> {
    const over = new Promise((resolve) => {
      srf.invite(async (req, res) => {
        const dialog = await srf.createUAS(req, res, { localSdp: sdpOf('engine') });
        resolve(dialog.destroy());
      });
    });
    const invite = phone.request('INVITE', engineUri(), {}, sdpOf('phone'));
    phone.send(invite);
    const answer = await phone.takeResponse(200);
    return { invite, answer, over };
  }
  const byes = (): SipMessage[] =>
    phone.received.filter((message) => message.kind === 'request' && message.method === 'BYE');

  test('hears BYE after its ACK only, for a 200 that was lost must not be overtaken (RFC 3261 §15)', async () => {
    const { invite, answer, over } = await hungUp();
    vi.advanceTimersByTime(510);
    await phone.takeResponse(200);
    expect(byes()).toEqual([]);
    phone.send(phone.inDialog(invite, answer, 'ACK', 1));
    phone.respond(await phone.takeRequest('BYE'), 200);
    await over;
  });

  test('hears BYE once, after 32 s, when it never acknowledges', async () => {
    await hungUp();
    vi.advanceTimersByTime(510);
    await phone.takeResponse(200);
    for (let second = 0; second < 33; second += 1) vi.advanceTimersByTime(1000);
    const bye = await phone.takeRequest('BYE');
    expect(bye.headers.has('Reason')).toBe(false);
    phone.respond(bye, 200);
    await expect
      .poll(() => engine.engine.metrics().find(({ name }) => name === 'sip_dialogs_active')?.values[0]?.value)
      .toBe(0);
    expect(new Set(byes().map(({ headers }) => headers.get('Via'))).size).toBe(1);
  });

  test('may hang up itself first', async () => {
    const { invite, answer, over } = await hungUp();
    phone.send(phone.inDialog(invite, answer, 'BYE', 2));
    await phone.takeResponse(200, 'BYE');
    phone.respond(await phone.takeRequest('BYE'), 481);
    await over;
  });
});

describe('a call that rings', () => {
  /** The application rings as told and gives the response object out. */
  async function ringing(status: number, headers: Record<string, string> = {}): Promise<Srf.SrfResponse> {
    return new Promise((resolve) => {
      srf.invite((_req, res) => {
        res.send(status, { headers });
        resolve(res);
      });
    });
  }

  test('says so every minute, so that no proxy gives it up', async () => {
    void ringing(180);
    phone.send(phone.request('INVITE', engineUri(), {}, sdpOf('phone')));
    await phone.takeResponse(180);
    for (let minute = 0; minute < 3; minute += 1) {
      vi.advanceTimersByTime(60_000);
      await phone.takeResponse(180);
    }
  });

  test('rings reliably when the caller demands it', async () => {
    void ringing(180);
    phone.send(phone.request('INVITE', engineUri(), { Require: '100rel' }, sdpOf('phone')));
    const ring = await phone.takeResponse(180);
    expect(ring.headers.get('Require')).toBe('100rel');
    expect(ring.headers.get('RSeq')).toMatch(/^\d+$/);
    vi.advanceTimersByTime(510);
    expect((await phone.takeResponse(180)).headers.get('RSeq')).toBe(ring.headers.get('RSeq'));
  });

  test('may be refused before the PRACK for its ringing has come, but not answered', async () => {
    const rung = ringing(183, { Require: '100rel' });
    const invite = phone.request('INVITE', engineUri(), { Supported: '100rel' }, sdpOf('phone'));
    phone.send(invite);
    const early = await phone.takeResponse(183);
    const res = await rung;
    res.send(182);
    res.send(486);
    const refused = await phone.takeResponse(486);
    expect(refused.headers.get('To')).toBe(early.headers.get('To'));
    expect(phone.received.some((message) => message.kind === 'response' && message.status === 182)).toBe(
      false,
    );
  });

  test('without a PRACK ends with 504 after 32 s', async () => {
    void ringing(183, { Require: '100rel' });
    phone.send(phone.request('INVITE', engineUri(), { Supported: '100rel' }, sdpOf('phone')));
    await phone.takeResponse(183);
    for (let second = 0; second < 33; second += 1) vi.advanceTimersByTime(1000);
    await phone.takeResponse(504);
  });
});
