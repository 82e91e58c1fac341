import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { MediaRelayError } from '../errors.ts';
import type { LegMedia, MediaRelay, MediaSession } from '../relay.ts';
import { legMediaOf } from '../sdp/leg-media.ts';
import { localRelay } from '../testing/local-relay.ts';
import { RtpEndpoint, type RtpEndpointOptions } from '../testing/rtp-endpoint.ts';
import { silentLog } from '../testing/silent-log.ts';
import { until } from '../testing/until.ts';
import { createRelayPool } from './relay-pool.ts';

let rtpengine: Awaited<ReturnType<typeof localRelay>>;
let relay: MediaRelay;
let phones: RtpEndpoint[] = [];

beforeAll(async () => {
  rtpengine = await localRelay();
  relay = createRelayPool({ nodes: [{ url: rtpengine.url }], log: silentLog });
  expect(await relay.whenHealthy(5_000)).toBe(true);
});

afterEach(() => {
  for (const phone of phones) phone.close();
  phones = [];
});

afterAll(async () => {
  await relay?.close();
  await rtpengine?.remove();
});

async function phone(options: RtpEndpointOptions): Promise<RtpEndpoint> {
  const opened = await RtpEndpoint.open(options);
  phones.push(opened);
  return opened;
}

const media = (secure?: boolean): LegMedia => (secure ? 'sdes' : 'rtp');

interface Call {
  readonly session: MediaSession;
  readonly caller: RtpEndpoint;
  readonly callee: RtpEndpoint;
  readonly offer: string;
  readonly answer: string;
}

async function call(a: Omit<RtpEndpointOptions, 'tone'>, b: Omit<RtpEndpointOptions, 'tone'>): Promise<Call> {
  const caller = await phone({ ...a, tone: 440 });
  const callee = await phone({ ...b, tone: 1000 });
  const session = relay.session(randomUUID());
  const from = media(a.secure);
  const to = media(b.secure);
  const offer = await session.offer({ sdp: caller.sdp(), by: 'caller', from, to });
  callee.connect(offer);
  const answer = await session.answer({ sdp: callee.sdp(), by: 'callee', from: to, to: from });
  caller.connect(answer);
  caller.talk();
  callee.talk();
  return { session, caller, callee, offer, answer };
}

async function expectSound({ caller, callee }: Call): Promise<void> {
  caller.forget();
  callee.forget();
  await until(
    'both heard half a second',
    () => Math.min(caller.packetsReceived, callee.packetsReceived) > 40,
  );
  expect(callee.toneHeard()).toBe(440);
  expect(caller.toneHeard()).toBe(1000);
}

const PCMU = { codec: 'PCMU' } as const;
const OPUS = { codec: 'opus' } as const;
const SECURE = { codec: 'PCMU', secure: true } as const;

describe('two phones hear each other', () => {
  test('over plain RTP with the codec that both have, untouched', async () => {
    const made = await call(PCMU, PCMU);
    await expectSound(made);
    expect(made.caller.payloadTypes).toEqual([0]);
    expect(made.callee.payloadTypes).toEqual([0]);
    expect(made.offer).toMatch(/m=audio \d+ RTP\/AVP 0 8 /);
    expect(await made.session.end()).toMatchObject({ caller: { codec: 'PCMU' }, callee: { codec: 'PCMU' } });
  });

  test('when one has only Opus and the other only G.711', async () => {
    const made = await call(OPUS, PCMU);
    await expectSound(made);
    expect(made.caller.payloadTypes).toEqual([111]);
    expect(made.callee.payloadTypes).toEqual([0]);
    expect(await made.session.end()).toMatchObject({ caller: { codec: 'opus' }, callee: { codec: 'PCMU' } });
  });

  test('when the G.711 phone calls the Opus phone', async () => {
    const made = await call(PCMU, OPUS);
    await expectSound(made);
    expect(made.caller.payloadTypes).toEqual([0]);
    expect(made.callee.payloadTypes).toHaveLength(1);
    await made.session.end();
  });

  test('when the caller speaks SRTP with keys in the SDP', async () => {
    const made = await call(SECURE, PCMU);
    expect(legMediaOf(made.offer)).toBe('rtp');
    expect(legMediaOf(made.answer)).toBe('sdes');
    await expectSound(made);
    await made.session.end();
  });

  test('when the callee speaks SRTP with keys in the SDP', async () => {
    const made = await call(PCMU, SECURE);
    expect(legMediaOf(made.offer)).toBe('sdes');
    expect(made.offer).not.toMatch(/NULL_HMAC|F8_128/);
    await expectSound(made);
    await made.session.end();
  });

  test('when both speak SRTP, each with keys of its own', async () => {
    const made = await call(SECURE, SECURE);
    await expectSound(made);
    await made.session.end();
  });
});

test('keys pressed on an Opus phone reach a G.711 phone as telephone events', async () => {
  const made = await call(OPUS, PCMU);
  await until('sound flows', () => made.callee.packetsReceived > 10);
  made.caller.pressKey(5);
  await until('the key is heard', () => made.callee.keysHeard().includes(5));
  await made.session.end();
});

test('hold stops nothing but what it says, and resuming brings the sound back', async () => {
  const made = await call(PCMU, PCMU);
  await expectSound(made);
  const { session, caller, callee } = made;
  const held = await session.offer({
    sdp: callee.sdp({ direction: 'sendonly' }),
    by: 'callee',
    from: 'rtp',
    to: 'rtp',
  });
  expect(held).toContain('a=sendonly');
  caller.connect(held);
  const heldAnswer = await session.answer({
    sdp: caller.sdp({ direction: 'recvonly' }),
    by: 'caller',
    from: 'rtp',
    to: 'rtp',
  });
  expect(heldAnswer).toContain('a=recvonly');
  callee.forget();
  const resumed = await session.offer({ sdp: callee.sdp(), by: 'callee', from: 'rtp', to: 'rtp' });
  expect(resumed).toContain('a=sendrecv');
  caller.connect(resumed);
  callee.connect(await session.answer({ sdp: caller.sdp(), by: 'caller', from: 'rtp', to: 'rtp' }));
  await expectSound(made);
  await session.end();
});

test('an offerless INVITE works: the callee offers, the caller answers', async () => {
  const caller = await phone({ ...OPUS, tone: 440 });
  const callee = await phone({ ...PCMU, tone: 1000 });
  const session = relay.session(randomUUID());
  const offer = await session.offer({ sdp: callee.sdp(), by: 'callee', from: 'rtp', to: 'rtp' });
  caller.connect(offer);
  const answer = await session.answer({ sdp: caller.sdp(), by: 'caller', from: 'rtp', to: 'rtp' });
  callee.connect(answer);
  caller.talk();
  callee.talk();
  await expectSound({ session, caller, callee, offer, answer });
  await session.end();
});

test('statistics tell packets, loss, jitter and MOS of each leg when the phones send RTCP', async () => {
  const made = await call({ ...PCMU, reports: true }, { ...PCMU, reports: true });
  await until('sound flows', () => made.callee.packetsReceived > 20);
  made.caller.losePackets(5);
  await until('reports have come', () => made.callee.packetsReceived > 90);
  const running = await made.session.stats();
  expect(running?.caller.packets).toBeGreaterThan(50);
  const final = await made.session.end();
  expect(final?.caller.mos).toBeGreaterThan(1);
  expect(final?.callee.mos).toBeGreaterThan(4);
  expect(final?.callee.jitterMs).toBeGreaterThanOrEqual(0);
  expect(final?.caller.packetsLost).toBeGreaterThanOrEqual(5);
  expect(final?.callee.packetsLost).toBe(0);
});

test('phones without RTCP leave loss and MOS unknown, not zero', async () => {
  const made = await call(PCMU, PCMU);
  await until('sound flows', () => made.callee.packetsReceived > 10);
  const final = await made.session.end();
  expect(final?.caller).toMatchObject({ mos: null, jitterMs: null });
  expect(final?.caller.packets).toBeGreaterThan(5);
});

test('ending twice is one end, and gives the same statistics', async () => {
  const { session } = await call(PCMU, PCMU);
  const [first, second] = await Promise.all([session.end(), session.end()]);
  expect(second).toEqual(first);
  await expect(session.offer({ sdp: '', by: 'caller', from: 'rtp', to: 'rtp' })).rejects.toMatchObject({
    kind: 'unavailable',
  });
});

describe('what cannot work is refused with its reason', () => {
  const kindOf = async (work: Promise<unknown>): Promise<string> =>
    work.then(
      () => 'none',
      (error: unknown) => (error instanceof MediaRelayError ? error.kind : String(error)),
    );

  test('an answer without any of the codecs offered', async () => {
    const caller = await phone({ ...PCMU, tone: 440 });
    const session = relay.session(randomUUID());
    const ilbc = (sdp: string): string => sdp.replace(/ 0 101/, ' 97').replace('0 PCMU', '97 iLBC');
    await session.offer({ sdp: ilbc(caller.sdp()), by: 'caller', from: 'rtp', to: 'rtp' });
    const answer = session.answer({ sdp: caller.sdp(), by: 'callee', from: 'rtp', to: 'rtp' });
    expect(await kindOf(answer)).toBe('no-common-codec');
    const toBrowser = session.offer({ sdp: ilbc(caller.sdp()), by: 'caller', from: 'rtp', to: 'webrtc' });
    expect(await kindOf(toBrowser)).toBe('no-common-codec');
    await session.end();
  });

  test('a broken SDP', async () => {
    const session = relay.session(randomUUID());
    const broken = session.offer({ sdp: 'v=0\r\nhello', by: 'caller', from: 'rtp', to: 'rtp' });
    expect(await kindOf(broken)).toBe('bad-sdp');
    await session.end();
  });

  test('an answer without an offer', async () => {
    const caller = await phone({ ...PCMU, tone: 440 });
    const session = relay.session(randomUUID());
    expect(await kindOf(session.answer({ sdp: caller.sdp(), by: 'callee', from: 'rtp', to: 'rtp' }))).toBe(
      'rejected',
    );
    await session.end();
  });
});

test('a picture that a desk phone cannot take is rejected in place', async () => {
  const caller = await phone({ ...PCMU, tone: 440 });
  const callee = await phone({ ...PCMU, tone: 1000 });
  const session = relay.session(randomUUID());
  const sdp = caller.sdp({ extraMedia: 'm=video 5004 RTP/AVP 96\r\na=rtpmap:96 VP8/90000\r\n' });
  const offer = await session.offer({ sdp, by: 'caller', from: 'rtp', to: 'rtp' });
  expect(offer).toContain('m=video 0 RTP/AVP 96');
  const answer = await session.answer({ sdp: callee.sdp(), by: 'callee', from: 'rtp', to: 'rtp' });
  expect(answer).toContain('m=video 0 RTP/AVP 96');
  await session.end();
});
