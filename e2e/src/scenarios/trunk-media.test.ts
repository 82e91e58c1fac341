import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { Baresip } from '../peers/baresip.ts';
import { SoundingCarrier, type SoundingCarrierOptions } from '../peers/sounding-carrier.ts';
import { Tandem } from '../peers/tandem.ts';
import { until } from '../peers/wait.ts';
import { expectToneIn, HIGH, LOW, steady } from './hearing.ts';

const NUMBER = '+41441234567';

let tandem: Tandem;
let alice: Baresip;
/** Numbers have as many digits each, so that no prefix takes the calls of another. */
let trunks = 10;

beforeAll(async () => {
  tandem = await Tandem.start();
  const user = await tandem.addUser('alice');
  alice = await Baresip.start({
    username: 'alice',
    says: steady(LOW),
    codecs: ['PCMU', 'PCMA'],
    account: { domain: tandem.sipAddress, password: user.password },
  });
});

afterAll(async () => {
  await alice?.stop();
  await tandem?.stop();
});

async function carrierOf(options: Partial<SoundingCarrierOptions> = {}): Promise<SoundingCarrier> {
  const carrier = await SoundingCarrier.start({
    media: { codec: 'PCMU', tone: HIGH },
    answers: 'at once',
    ...options,
  });
  onTestFinished(() => carrier.stop());
  return carrier;
}

/** A trunk to a gateway, for the length of a test. @returns the number that calls by it have */
async function trunkTo(port: number, settings: { readonly [setting: string]: unknown }): Promise<string> {
  trunks += 1;
  const id = `trunk-${trunks}`;
  const number = `${NUMBER}${trunks}`;
  await tandem.write('POST', '/trunks', {
    id,
    name: id,
    connection: { kind: 'by-address' },
    direction: 'out',
    gateways: [{ host: '127.0.0.1', port }],
    health: { optionsIntervalSeconds: 0 },
    ...settings,
  });
  await tandem.write('POST', '/routing/rules', {
    name: `to ${id}`,
    when: { prefixes: [number] },
    action: { kind: 'trunks', trunks: [{ trunkId: id }] },
  });
  return number;
}

/** Alice calls, and her call is ended after the test. */
async function call(number: string, until: 'CALL_ESTABLISHED' | 'CALL_PROGRESS'): Promise<void> {
  const from = alice.events.length;
  await alice.dial(`sip:${number}@${tandem.sipAddress}`);
  onTestFinished(async () => {
    await alice.hangUp();
    await alice.event('CALL_CLOSED', from);
  });
  await alice.event(until, from);
}

describe.each(['rfc4733', 'info', 'in-band'] as const)('keys by a trunk with %s', (dtmf) => {
  test('of a desk phone reach the carrier so, and those of the carrier reach the phone', async () => {
    const carrier = await carrierOf({
      media: { codec: 'PCMU', tone: HIGH, noEvents: dtmf !== 'rfc4733' },
    });
    const number = await trunkTo(carrier.sipPort, { media: { codecs: ['PCMU'], dtmf } });
    await call(number, 'CALL_ESTABLISHED');
    await expectToneIn(() => alice.heard(), HIGH, 1);
    carrier.phone.forget();
    await alice.press('5#');
    const heard = {
      rfc4733: () => carrier.phone.keysHeard().join(),
      info: () => carrier.infos.map((body) => /^Signal=(\S+)/.exec(body)?.[1]).join(),
      'in-band': () => [...carrier.phone.tonesHeard()].join(),
    };
    const expected = dtmf === 'rfc4733' ? '5,11' : '5,#';
    await until('the keys at the carrier', () => heard[dtmf]() === expected, {
      explain: () => JSON.stringify(Object.values(heard).map((keys) => keys())),
    });
    const others = Object.entries(heard).filter(([form]) => form !== dtmf);
    expect(others.map(([, keys]) => keys())).toEqual(['', '']);

    const before = alice.events.length;
    if (dtmf === 'rfc4733') carrier.phone.pressKey(7);
    if (dtmf === 'in-band') carrier.phone.playKeys('7');
    if (dtmf === 'info') {
      expect(await carrier.info('application/dtmf-relay', 'Signal=7\r\nDuration=160\r\n')).toBe(200);
    }
    expect(await alice.event('CALL_DTMF_START', before)).toBe('7');
  });
});

test('a carrier that sends INFO is understood although events were agreed', async () => {
  const carrier = await carrierOf();
  await call(await trunkTo(carrier.sipPort, { media: { codecs: ['PCMU'] } }), 'CALL_ESTABLISHED');
  await expectToneIn(() => alice.heard(), HIGH, 1);
  const before = alice.events.length;
  expect(await carrier.info('application/dtmf', '9')).toBe(200);
  expect(await alice.event('CALL_DTMF_START', before)).toBe('9');
  await expectToneIn(() => alice.heard(), HIGH, 3);
});

test('the caller hears the carrier before it answers', async () => {
  const carrier = await carrierOf({ answers: 'early' });
  await call(await trunkTo(carrier.sipPort, { media: { codecs: ['PCMU'] } }), 'CALL_PROGRESS');
  await expectToneIn(() => alice.heard(), HIGH, 2);
  expect(alice.events.at(-1)?.type).not.toBe('CALL_ESTABLISHED');
  const from = alice.events.length;
  carrier.answer();
  await alice.event('CALL_ESTABLISHED', from);
});

test('only the codecs of the trunk are offered, in its order, and the call has sound', async () => {
  const carrier = await carrierOf();
  const media = { codecs: ['PCMU', 'G722'] };
  await call(await trunkTo(carrier.sipPort, { media }), 'CALL_ESTABLISHED');
  expect(carrier.invite).toMatch(/^m=audio \d+ RTP\/AVP 0 9 101\r$/m);
  expect(carrier.invite).not.toMatch(/PCMA|opus/);
  await expectToneIn(() => alice.heard(), HIGH, 1);
  carrier.phone.forget();
  await until('sound at the carrier', () => carrier.phone.packetsReceived > 50);
  expect(carrier.phone.toneHeard()).toBe(LOW);
});

test('everything goes through the outbound proxy, and names the gateway', async () => {
  const proxy = await carrierOf();
  const number = await trunkTo(0, {
    gateways: [{ host: 'sbc.carrier.test' }],
    outboundProxy: { host: '127.0.0.1', port: proxy.sipPort, transport: 'udp' },
    media: { codecs: ['PCMU'] },
  });
  await call(number, 'CALL_ESTABLISHED');
  expect(proxy.invite).toMatch(new RegExp(`^INVITE sip:\\${number}@sbc\\.carrier\\.test SIP/2\\.0`));
  await expectToneIn(() => alice.heard(), HIGH, 1);
});

describe('encryption of the sound', () => {
  const secured = { codec: 'PCMU', tone: HIGH, secure: true } as const;
  test.each([
    ['optional', secured, 'RTP/SAVP'],
    ['off', { codec: 'PCMU', tone: HIGH }, 'RTP/AVP'],
  ] as const)('%s: the carrier is offered so, and is heard', async (encryption, media, profile) => {
    const carrier = await carrierOf({ media });
    const number = await trunkTo(carrier.sipPort, { media: { codecs: ['PCMU'], encryption } });
    await call(number, 'CALL_ESTABLISHED');
    expect(carrier.invite).toMatch(new RegExp(`^m=audio \\d+ ${profile} `, 'm'));
    expect(/^a=crypto:/m.test(carrier.invite)).toBe(encryption === 'optional');
    await expectToneIn(() => alice.heard(), HIGH, 1);
    carrier.phone.forget();
    await until('sound at the carrier', () => carrier.phone.packetsReceived > 50);
    expect(carrier.phone.toneHeard()).toBe(LOW);
  });

  test('optional: a carrier that knows none gets the sound without it', async () => {
    const carrier = await Baresip.start({ username: `${NUMBER}${trunks + 1}`, says: steady(HIGH) });
    onTestFinished(() => carrier.stop());
    const number = await trunkTo(carrier.sipPort, { media: { codecs: ['PCMU'], encryption: 'optional' } });
    await call(number, 'CALL_ESTABLISHED');
    await expectToneIn(() => alice.heard(), HIGH, 1);
    await expectToneIn(() => carrier.heard(), LOW, 1);
  });
});
