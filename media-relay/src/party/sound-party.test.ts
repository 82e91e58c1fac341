import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import { MediaRelayError } from '../errors.ts';
import { primaryAddress } from '../local/addresses.ts';
import { openCallsInside } from '../testing/calls-inside.ts';
import { RtpEndpoint } from '../testing/rtp-endpoint.ts';
import { silentLog } from '../testing/silent-log.ts';
import { amplitudeAt, loudestTone, sine } from '../testing/tone.ts';
import { until } from '../testing/until.ts';
import { createFrameClock, Frames } from './frame-clock.ts';
import { FRAME_SAMPLES, SOUND_RATE_HZ } from './sound.ts';
import { createSoundParties } from './sound-parties.ts';
import type { SoundParty } from './sound-party.ts';

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

function partiesOf(options: { maxParties?: number; clock?: Frames } = {}) {
  const clock = options.clock ?? createFrameClock();
  const parties = createSoundParties({
    address: '127.0.0.1',
    maxParties: 10,
    log: silentLog,
    ...options,
    clock,
  });
  cleanUps.push(() => parties.close());
  return { parties, clock };
}

async function callThroughRelay(codec: 'PCMU' | 'opus', host?: string) {
  const calls = await openCallsInside(host);
  cleanUps.push(() => calls.close());
  const call = await calls.call(codec, 700);
  const heard: Int16Array[] = [];
  call.party.onSound((frame) => heard.push(frame));
  return { ...call, heard, clock: calls.clock };
}

/** Says a tone until the party is closed. */
function say(party: SoundParty, clock: { onFrame: Frames['onFrame'] }, hertz: number): () => void {
  let frame = 0;
  return clock.onFrame('speak', () => {
    party.send(sine(hertz, SOUND_RATE_HZ, FRAME_SAMPLES, frame * FRAME_SAMPLES));
    frame += 1;
  });
}

const joined = (frames: readonly Int16Array[]): Int16Array =>
  Int16Array.from(frames.flatMap((frame) => [...frame]));

describe.each(['opus', 'PCMU'] as const)('through a relay, with a phone that speaks %s', (codec) => {
  it('each hears the other, without transcoding', async () => {
    const { party, phone, heard, clock } = await callThroughRelay(codec);
    say(party, clock, 1500);
    await until('both have heard a second', () => heard.length > 60 && phone.packetsReceived > 60);
    const sound = joined(heard.slice(10));
    expect(loudestTone(sound, SOUND_RATE_HZ)).toBe(700);
    expect(amplitudeAt(sound, 700, SOUND_RATE_HZ)).toBeGreaterThan(5600);
    expect(phone.toneHeard()).toBe(1500);
    expect(phone.payloadTypes).toEqual([codec === 'opus' ? 111 : 0]);
    expect(party.codec?.name).toBe(codec);
  });

  it('keys arrive, each once', async () => {
    const { party, phone } = await callThroughRelay(codec);
    let keys = '';
    party.onKey((key) => {
      keys += key;
    });
    await until('the party hears the phone', () => party.heard);
    for (const digit of [1, 1, 11]) phone.pressKey(digit);
    await until('three keys came', () => keys.length >= 3);
    expect(keys).toBe('11#');
  });

  it('on hold nothing is said and nothing is heard, afterwards all is as before', async () => {
    const { party, phone, heard, clock, offer } = await callThroughRelay(codec);
    say(party, clock, 1500);
    await until('sound flows', () => heard.length > 5 && phone.packetsReceived > 5);
    expect(await offer('inactive')).toContain('a=inactive');
    heard.length = 0;
    phone.forget();
    const from = clock.frame;
    await until('half a second passed', () => clock.frame > from + 25);
    expect(heard).toEqual([]);
    // What was on the way when hold began.
    expect(phone.packetsReceived).toBeLessThan(5);
    expect(await offer()).toContain('a=sendrecv');
    await until('sound flows again', () => heard.length > 30 && phone.packetsReceived > 30);
    expect(loudestTone(joined(heard.slice(10)), SOUND_RATE_HZ)).toBe(700);
  });
});

it('a relay on the address of this machine in its network reaches a party on the loopback address', async () => {
  const { heard, phone, party, clock } = await callThroughRelay('PCMU', primaryAddress());
  say(party, clock, 1500);
  await until('both are heard', () => heard.length > 20 && phone.packetsReceived > 40);
  expect(phone.toneHeard()).toBe(1500);
});

const OFFER = [
  'v=0',
  'o=- 1 1 IN IP4 127.0.0.1',
  's=-',
  'c=IN IP4 127.0.0.1',
  't=0 0',
  'm=audio PORT RTP/AVP 18 8 111 101 102',
  'a=rtpmap:111 opus/48000/2',
  'a=rtpmap:101 telephone-event/8000',
  'a=rtpmap:102 telephone-event/48000',
  'm=video 4002 RTP/AVP 96',
  'a=rtpmap:96 VP8/90000',
  '',
].join('\r\n');

describe('an offer', () => {
  it('is answered with its first codec that parties speak, and with its events', async () => {
    const { parties } = partiesOf();
    const answer = (await parties.open()).answer(OFFER.replace('PORT', '4000'));
    expect(answer).toMatch(/^m=audio \d+ RTP\/AVP 8 101 102\r$/m);
    expect(answer).toContain('m=video 0 RTP/AVP 96');
    expect(answer).toContain('a=rtpmap:8 PCMA/8000');
    expect(answer).toContain('a=rtpmap:102 telephone-event/48000');
  });

  it.each([
    ['sendonly', 'recvonly'],
    ['recvonly', 'sendonly'],
    ['inactive', 'inactive'],
    ['sendrecv', 'sendrecv'],
  ])('that says %s is answered %s', async (theirs, ours) => {
    const { parties } = partiesOf();
    const offer = OFFER.replace('PORT', '4000').replace('a=rtpmap:111', `a=${theirs}\r\na=rtpmap:111`);
    const party = await parties.open();
    expect(party.answer(offer)).toContain(`a=${ours}`);
    expect(party.codec === null).toBe(ours === 'recvonly' || ours === 'inactive');
  });

  it.each([
    ['no SDP at all', 'hello', 'bad-sdp'],
    ['only G.729', OFFER.replace('PORT', '4000').replace('18 8 111 101 102', '18'), 'no-common-codec'],
    ['no stream in use', OFFER.replace('PORT', '0'), 'no-common-codec'],
    [
      'a name for an address',
      OFFER.replace('PORT', '4000').replace('c=IN IP4 127.0.0.1', 'c=IN IP4 x.example'),
      'bad-sdp',
    ],
    ['encrypted sound', OFFER.replace('PORT RTP/AVP', '4000 UDP/TLS/RTP/SAVPF'), 'bad-sdp'],
  ])('with %s is refused, and what was agreed before holds', async (_, offer, kind) => {
    const { parties } = partiesOf();
    const party = await parties.open();
    party.answer(OFFER.replace('PORT', '4000'));
    expect(() => party.answer(offer)).toThrow(expect.objectContaining({ kind }));
    expect(party.codec?.name).toBe('PCMA');
  });
});

it('garbage, strangers and a second stream are not heard', async () => {
  const clock = new Frames();
  const { parties } = partiesOf({ clock });
  const party = await parties.open();
  const [phone, stranger] = await Promise.all(
    [700, 1300].map(async (tone) => {
      const endpoint = await RtpEndpoint.open({ codec: 'PCMU', tone });
      cleanUps.push(() => endpoint.close());
      return endpoint;
    }),
  );
  if (phone === undefined || stranger === undefined) throw new Error('two phones');
  const answer = party.answer(phone.sdp());
  const refused = (): number =>
    parties
      .metrics()
      .flatMap(({ values }) => values)
      .find(({ labels }) => labels.outcome === 'refused')?.value ?? 0;
  stranger.connect(answer);
  stranger.talk();
  await until('the stranger was refused', () => refused() > 10);
  expect(party.heard).toBe(false);
  phone.connect(answer);
  phone.sendRaw(Buffer.from('not RTP at all, but longer than a header'));
  phone.talk();
  await until('the phone is heard', () => party.heard);
  const before = refused();
  phone.sendRaw(Buffer.from(`8000000100000001${'00000009'}${'ff'.repeat(160)}`, 'hex'));
  await until('the other stream was refused', () => refused() > before);
  const sound: Int16Array[] = [];
  party.onSound((frame) => sound.push(frame));
  await until('a second of sound is there', () => {
    clock.pass();
    return sound.length > 30;
  });
  expect(amplitudeAt(joined(sound), 1300, SOUND_RATE_HZ)).toBeLessThan(200);
});

it('a party that says nothing sends silence, so that its side of the call is open', async () => {
  const { parties } = partiesOf();
  const phone = await RtpEndpoint.open({ codec: 'opus', tone: 700 });
  cleanUps.push(() => phone.close());
  (await parties.open()).answer(phone.sdp());
  await until('silence arrives', () => phone.packetsReceived > 20);
  expect(phone.toneHeard()).toBeNull();
});

it('a party that is closed says goodbye to the port that reports go to', async () => {
  const clock = new Frames();
  const { parties } = partiesOf({ clock });
  const party = await parties.open();
  const reports = createSocket('udp4');
  cleanUps.push(() => reports.close());
  reports.bind(0, '127.0.0.1');
  await once(reports, 'listening');
  const { port } = reports.address();
  party.answer(OFFER.replace('PORT', '4000').replace('m=video', `a=rtcp:${port}\r\nm=video`));
  clock.pass();
  const came = once(reports, 'message').then(([packet]: Buffer[]) => packet);
  party.close();
  const report = await came;
  // A sender report, and at its end a BYE of the same source.
  expect([report?.readUInt8(1), report?.readUInt16BE(report.length - 8)]).toEqual([200, 0x81cb]);
  expect(report?.readUInt32BE(report.length - 4)).toBe(report?.readUInt32BE(4));
});

it('no more parties than allowed, and a closed one makes room', async () => {
  const { parties } = partiesOf({ maxParties: 2 });
  const first = await parties.open();
  await parties.open();
  await expect(parties.open()).rejects.toThrow(expect.objectContaining({ kind: 'overloaded' }));
  first.close();
  await expect(parties.open()).resolves.toBeDefined();
});

it('ports come from the range that was set, and its end is told', async () => {
  const ports = { min: 24_100, max: 24_101 };
  const parties = createSoundParties({
    address: '127.0.0.1',
    ports,
    maxParties: 10,
    clock: new Frames(),
    log: silentLog,
  });
  cleanUps.push(() => parties.close());
  for (const _ of [1, 2]) {
    const answer = (await parties.open()).answer(OFFER.replace('PORT', '4000'));
    expect(Number(/m=audio (\d+)/.exec(answer)?.[1]) - ports.min).toBeOneOf([0, 1]);
  }
  await expect(parties.open()).rejects.toThrow(MediaRelayError);
});
