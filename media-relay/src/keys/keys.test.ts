import { randomUUID } from 'node:crypto';
import { afterAll, test as base, beforeAll, describe, expect, vi } from 'vitest';
import { createRelayPool } from '../pool/relay-pool.ts';
import type { KeyForm, LegMedia, MediaRelay, MediaSession, Party, PressedKey } from '../relay.ts';
import { localRelay } from '../testing/local-relay.ts';
import { RtpEndpoint, type RtpEndpointOptions } from '../testing/rtp-endpoint.ts';
import { silentLog } from '../testing/silent-log.ts';
import { until } from '../testing/until.ts';
import { type KeyReports, openKeyReports } from './key-reports.ts';

let reports: KeyReports;
let rtpengine: Awaited<ReturnType<typeof localRelay>>;
let relay: MediaRelay;

beforeAll(async () => {
  reports = await openKeyReports({ host: '127.0.0.1', port: 0, log: silentLog });
  rtpengine = await localRelay({ keyReportsTo: reports.address });
  relay = createRelayPool({ nodes: [{ url: rtpengine.url }], keyReports: reports, log: silentLog });
  expect(await relay.whenHealthy(5_000)).toBe(true);
});

afterAll(async () => {
  await relay?.close();
  await rtpengine?.remove();
  reports?.close();
});

/** Phones that are switched off after the test: else they would talk into later calls. */
const test = base.extend<{ phones: RtpEndpoint[] }>({
  phones: async ({ task: _ }, use) => {
    const opened: RtpEndpoint[] = [];
    await use(opened);
    for (const phone of opened) phone.close();
  },
});

/** A phone (it has no form that is its own), or a trunk with the form of keys that was set for it. */
type Side = Partial<RtpEndpointOptions> & { readonly form?: KeyForm };

interface Call extends Record<Party, RtpEndpoint> {
  readonly session: MediaSession;
  /** Keys that are to go on by INFO, by who pressed them. */
  told: Record<Party, string>;
  readonly descriptions: Record<Party, string>;
}

const NOTHING_TOLD = { caller: '', callee: '' };
const mediaOf = ({ secure }: Side): LegMedia => (secure ? 'sdes' : 'rtp');

async function endpoint(phones: RtpEndpoint[], side: Side, tone: number): Promise<RtpEndpoint> {
  const { form, ...options } = side;
  const opened = await RtpEndpoint.open({
    codec: 'PCMU',
    tone,
    noEvents: form === 'info' || form === 'tones',
    ...options,
  });
  phones.push(opened);
  return opened;
}

async function call(
  phones: RtpEndpoint[],
  sides: Record<Party, Side>,
  { by = 'caller', through = relay }: { by?: Party; through?: MediaRelay } = {},
): Promise<Call> {
  const policy = ({ form }: Side) => (form ? { codecs: ['PCMU'], keys: form } : undefined);
  const [callerPolicy, calleePolicy] = [policy(sides.caller), policy(sides.callee)];
  const session = through.session(randomUUID(), {
    ...(callerPolicy ? { caller: callerPolicy } : {}),
    ...(calleePolicy ? { callee: calleePolicy } : {}),
  });
  const ends = {
    caller: await endpoint(phones, sides.caller, 440),
    callee: await endpoint(phones, sides.callee, 1000),
  };
  const other = by === 'caller' ? 'callee' : 'caller';
  const [from, to] = [mediaOf(sides[by]), mediaOf(sides[other])];
  const offer = await session.offer({ sdp: ends[by].sdp(), by, from, to });
  ends[other].connect(offer);
  const answer = await session.answer({ sdp: ends[other].sdp(), by: other, from: to, to: from });
  ends[by].connect(answer);
  const descriptions =
    by === 'caller' ? { caller: answer, callee: offer } : { caller: offer, callee: answer };
  const made: Call = { session, told: { ...NOTHING_TOLD }, descriptions, ...ends };
  session.onKey(({ by: presser, key }) => {
    made.told[presser] += key;
  });
  ends.caller.talk();
  ends.callee.talk();
  await bothHeard(made);
  return made;
}

/** The phones fall silent first: a port that is free again may serve the next call at once. */
async function hangUp({ session, caller, callee }: Call): Promise<void> {
  caller.close();
  callee.close();
  await session.end();
}

async function bothHeard({ caller, callee }: Record<Party, RtpEndpoint>): Promise<void> {
  caller.forget();
  callee.forget();
  await until('both hear', () => Math.min(caller.packetsReceived, callee.packetsReceived) > 15);
  caller.forget();
  callee.forget();
}

const pressed = (by: Party, key: string): PressedKey => ({ by, key, durationMs: 160 });
const PARTIES: readonly Party[] = ['caller', 'callee'];
const otherOf = (party: Party): Party => (party === 'caller' ? 'callee' : 'caller');

/** Presses keys in the way of its side. @returns false when a key of INFO must be passed on as INFO */
async function press(made: Call, by: Party, keys: string, form: KeyForm): Promise<boolean> {
  made.told = { ...NOTHING_TOLD };
  made[otherOf(by)].forget();
  if (form === 'tones') made[by].playKeys(keys);
  for (const key of keys) {
    if (form === 'events') made[by].pressKey('0123456789*#'.indexOf(key));
    if (form === 'info' && !(await made.session.playKey(pressed(by, key)))) return false;
  }
  return true;
}

/** Waits until the keys arrive in one form, and checks that they arrive in no other. */
async function expectKeys(made: Call, by: Party, keys: string, form: KeyForm, from: KeyForm): Promise<void> {
  const ear = made[otherOf(by)];
  const events = () =>
    ear
      .keysHeard()
      .map((event) => '0123456789*#'.charAt(event))
      .join('');
  const heard = { events, tones: () => ear.tonesHeard(), info: () => made.told[by] };
  await vi.waitFor(() => expect(heard[form]()).toBe(keys), { timeout: 20_000 });
  // What comes late or twice would come now.
  const packets = ear.packetsReceived;
  await until('half a second more', () => ear.packetsReceived > packets + 25);
  expect(heard[form]()).toBe(keys);
  if (form !== 'events') expect(events()).toBe('');
  if (form !== 'info') expect(made.told).toEqual(NOTHING_TOLD);
  // The detector needs some of a tone to know it, so that this much stays audible.
  if (form !== 'tones' && from !== 'tones') expect(ear.tonesHeard()).toBe('');
}

const FORMS: readonly KeyForm[] = ['events', 'info', 'tones'];
const PAIRS = FORMS.flatMap((caller) => FORMS.map((callee) => ({ caller, callee })));

describe.concurrent.each(PAIRS)('between trunks whose keys are $caller and $callee', (forms) => {
  test.for(PARTIES)('keys of the %s reach the other side in its own form', async (by, { phones }) => {
    const to = forms[otherOf(by)];
    const made = await call(phones, { caller: { form: forms.caller }, callee: { form: forms.callee } });
    const passed = await press(made, by, '5#', forms[by]);
    expect(passed).toBe(!(forms[by] === 'info' && to === 'info'));
    if (passed) await expectKeys(made, by, '5#', to, forms[by]);
    await hangUp(made);
  });
});

describe.concurrent.each(FORMS)('between a phone and a trunk whose keys are %s', (form) => {
  test('the keys of both reach each other, whoever calls', async ({ phones }) => {
    for (const by of PARTIES) {
      const made = await call(phones, { caller: {}, callee: { form } }, { by });
      await press(made, 'caller', '19', 'events');
      await expectKeys(made, 'caller', '19', form, 'events');
      await press(made, 'callee', '*3', form);
      await expectKeys(made, 'callee', '*3', 'events', form);
      await hangUp(made);
    }
  });

  test('a phone that only knows tones is understood and understands', async ({ phones }) => {
    const made = await call(phones, { caller: { noEvents: true }, callee: { form } });
    await press(made, 'caller', '28', 'tones');
    await expectKeys(made, 'caller', '28', form, 'tones');
    await press(made, 'callee', '64', form);
    await expectKeys(made, 'callee', '64', 'tones', form);
    await hangUp(made);
  });

  test('a phone that answers without events is understood, too', async ({ phones }) => {
    const made = await call(phones, { caller: { form }, callee: { noEvents: true } });
    await press(made, 'callee', '73', 'tones');
    await expectKeys(made, 'callee', '73', form, 'tones');
    await hangUp(made);
  });

  test('a phone that sends INFO is understood', async ({ phones }) => {
    const made = await call(phones, { caller: {}, callee: { form } });
    const passed = await press(made, 'caller', '0#', 'info');
    expect(passed).toBe(form !== 'info');
    if (passed) await expectKeys(made, 'caller', '0#', form, 'info');
    await hangUp(made);
  });
});

test.concurrent.for<Partial<RtpEndpointOptions>>([{ codec: 'opus' }, { secure: true }])(
  'keys of a phone with %o reach a trunk in each form, and those of the trunk reach the phone',
  async (phone, { phones }) => {
    for (const form of FORMS) {
      const made = await call(phones, { caller: phone, callee: { form } });
      await press(made, 'caller', '5', 'events');
      await expectKeys(made, 'caller', '5', form, 'events');
      await press(made, 'callee', '7', form === 'events' ? 'info' : form);
      await expectKeys(made, 'callee', '7', 'events', form === 'events' ? 'info' : form);
      await hangUp(made);
    }
  },
);

test.concurrent('a call without keys of INFO or tones is not transcoded, and a trunk of INFO is offered no events', async ({
  phones,
}) => {
  const made = await call(phones, { caller: {}, callee: { form: 'info' } });
  expect(made.descriptions.callee).not.toContain('telephone-event');
  expect(made.descriptions.caller).toContain('telephone-event');
  const back = await call(phones, { caller: { form: 'info' }, callee: {} });
  expect(back.descriptions.caller).not.toContain('telephone-event');
  expect(back.descriptions.callee).toContain('telephone-event');
});

test.concurrent('keys go on after the session was changed', async ({ phones }) => {
  const made = await call(phones, { caller: {}, callee: { form: 'info' } });
  await press(made, 'callee', '4', 'info');
  await expectKeys(made, 'callee', '4', 'events', 'info');
  for (const direction of ['sendonly', 'sendrecv']) {
    await made.session.offer({ sdp: made.caller.sdp({ direction }), by: 'caller', from: 'rtp', to: 'rtp' });
    await made.session.answer({ sdp: made.callee.sdp(), by: 'callee', from: 'rtp', to: 'rtp' });
  }
  await bothHeard(made);
  await press(made, 'caller', '8', 'events');
  await expectKeys(made, 'caller', '8', 'info', 'events');
  await press(made, 'callee', '6', 'info');
  await expectKeys(made, 'callee', '6', 'events', 'info');
});

test.concurrent('a relay that reports nothing leaves it to the phone to send INFO', async ({ phones }) => {
  const mute = createRelayPool({ nodes: [{ url: rtpengine.url }], log: silentLog });
  await mute.whenHealthy(5_000);
  const made = await call(phones, { caller: {}, callee: { form: 'info' } }, { through: mute });
  expect(made.descriptions.caller).not.toContain('telephone-event');
  expect(await made.session.playKey(pressed('caller', '1'))).toBe(false);
  expect(await made.session.playKey(pressed('callee', '1'))).toBe(false);
  await mute.close();
});

test.concurrent('phones among each other keep their own ways', async ({ phones }) => {
  const made = await call(phones, { caller: {}, callee: { noEvents: true } });
  expect(await made.session.playKey(pressed('caller', '1'))).toBe(false);
});

test.concurrent('a key cannot be played for somebody who has sent no sound yet, and that is said', async ({
  phones,
}) => {
  const session = relay.session(randomUUID(), { callee: { codecs: ['PCMU'], keys: 'events' } });
  expect(await session.playKey(pressed('caller', '1'))).toBe(false);
  const [caller, callee] = [await endpoint(phones, {}, 440), await endpoint(phones, {}, 1000)];
  await session.offer({ sdp: caller.sdp(), by: 'caller', from: 'rtp', to: 'rtp' });
  await session.answer({ sdp: callee.sdp(), by: 'callee', from: 'rtp', to: 'rtp' });
  expect(await session.playKey(pressed('caller', '1'))).toBe(false);
  expect(relay.metrics().find(({ name }) => name.endsWith('keys_total'))?.values).toContainEqual({
    labels: { outcome: 'not_played' },
    value: expect.any(Number),
  });
  await session.end();
});
