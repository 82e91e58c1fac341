import { conferenceMembers } from '@tandem/api-types/conferences';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Ear } from '../audio/ear.ts';
import { secondsOfTone } from '../audio/tone.ts';
import { Baresip } from '../peers/baresip.ts';
import { Chromium } from '../peers/chromium.ts';
import { ConsoleTab } from '../peers/console-tab.ts';
import { Kamailio } from '../peers/kamailio.ts';
import { SoftphoneTab } from '../peers/softphone-tab.ts';
import { ADMIN, Tandem } from '../peers/tandem.ts';
import { until } from '../peers/wait.ts';
import { expectVoiceIn, HIGH, LOW, listen, steady } from './hearing.ts';

const ACCOUNT = { realm: 'carrier.test', username: '4930111', password: 'password-of-the-trunk' };
const OUR_NUMBER = '+4930111222';
/** Long, and looked for as a whole number: a log is full of digits. */
const PIN = '86420975';
const HIGHER = 1730;
/** Of two that sound alike at once each has half of the power, and a busy machine breaks sound into pieces. */
const THERE = 0.1;
/** Of the whole, below which nobody hears himself. */
const ECHO = 0.03;

let tandem: Tandem;
let browser: Chromium;
/** By Opus, G.711 here, and G.711 through a carrier. */
let alice: SoftphoneTab;
let bob: Baresip;
let outside: Baresip;
let carrier: Kamailio;

beforeAll(async () => {
  tandem = await Tandem.start();
  const [aliceUser, bobUser] = [await tandem.addUser('alice'), await tandem.addUser('bob')];
  browser = await Chromium.start(steady(LOW, 48_000));
  [alice, bob, outside] = await Promise.all([
    SoftphoneTab.open(browser, tandem, aliceUser, { opusOnly: true, rawMicrophone: true }),
    Baresip.start({
      username: 'bob',
      says: steady(HIGH),
      account: { domain: tandem.sipAddress, password: bobUser.password },
    }),
    Baresip.start({ username: 'outside', says: steady(HIGHER) }),
  ]);
  carrier = await Kamailio.startCarrier({
    ...ACCOUNT,
    number: OUR_NUMBER,
    outside: `outside@127.0.0.1:${outside.sipPort}`,
    host: '127.0.0.2',
  });
  await tandem.write('POST', '/trunks', {
    id: 'carrier',
    name: 'Carrier',
    connection: { kind: 'register-to-carrier', domain: ACCOUNT.realm, username: ACCOUNT.username },
    secret: ACCOUNT.password,
    gateways: [{ host: carrier.host, port: carrier.port }],
    media: { codecs: ['PCMU', 'PCMA'] },
  });
  await carrier.saw(/REGISTER accepted/);
  await tandem.write('POST', '/conferences', {
    name: 'monday',
    displayName: 'Monday meeting',
    outsidersWait: true,
  });
  await tandem.write('POST', '/conferences', {
    name: 'board',
    displayName: 'Board',
    membersMax: 2,
    pinRequired: true,
  });
  await tandem.write('PUT', '/conferences/board/pin', { pin: PIN });
  await tandem.write('POST', '/numbers', {
    number: OUR_NUMBER,
    destination: { kind: 'conference', conference: 'monday' },
  });
});

afterAll(async () => {
  await Promise.all([browser?.stop(), bob?.stop(), outside?.stop(), carrier?.stop()]);
  await tandem?.stop();
});

const membersOf = async (room: string) =>
  (await tandem.read(`/conferences/${room}/members`, conferenceMembers)).members;

const inRoom = (room: string, count: number) =>
  until(`${count} members of ${room}`, async () => (await membersOf(room)).length === count, {
    explain: () => tandem.log.slice(-3000),
  });

/** Waits for a second in which these tones are heard for a good part of it, and the others not at all. */
async function expectHears(
  ear: Ear,
  tones: { readonly all: readonly number[]; readonly none: readonly number[] },
): Promise<void> {
  let last = '';
  await until(
    `to hear ${tones.all.join(' and ')} Hz, and not ${tones.none.join(' and ')} Hz`,
    async () => {
      const sound = await listen(ear, 1);
      const [there, echoed] = [
        tones.all.map((hertz) => secondsOfTone(sound, hertz, THERE)),
        tones.none.map((hertz) => secondsOfTone(sound, hertz, ECHO)),
      ];
      last = `heard ${there.join(', ')} s of them and ${echoed.join(', ')} s of the others`;
      return there.every((seconds) => seconds >= 0.4) && echoed.every((seconds) => seconds === 0);
    },
    { timeoutMs: 40_000, explain: () => last },
  );
}

test('who comes first hears that he is', async () => {
  await bob.dial(`sip:monday@${tandem.sipAddress}`);
  await bob.event('CALL_ESTABLISHED');
  await inRoom('monday', 1);
  await expectVoiceIn(() => bob.heard());
});

test('a browser, a desk phone and a caller from outside hear the two others and not themselves', async () => {
  await alice.dial('monday');
  await alice.callIs('established');
  await outside.dial(`sip:${OUR_NUMBER}@${carrier.address}`);
  await outside.event('CALL_ESTABLISHED');
  await inRoom('monday', 3);
  await Promise.all([
    expectHears(alice, { all: [HIGH, HIGHER], none: [LOW] }),
    expectHears(bob, { all: [LOW, HIGHER], none: [HIGH] }),
    expectHears(outside, { all: [LOW, HIGH], none: [HIGHER] }),
  ]);
});

test('a member that is held is not heard, and hears again when resumed', async () => {
  await alice.press('hold');
  await expectHears(bob, { all: [HIGHER], none: [LOW, HIGH] });
  await alice.press('hold');
  await expectHears(alice, { all: [HIGH, HIGHER], none: [LOW] });
});

test('an operator mutes a member in the console, lets it be heard again, and removes it', async ({
  onTestFinished,
}) => {
  const tab = await ConsoleTab.open(tandem);
  onTestFinished(() => tab.close());
  await tab.signIn(ADMIN);
  await tab.choose('Conferences');
  const { page } = tab;
  await page.getByRole('row').filter({ hasText: 'Monday meeting' }).getByText('3', { exact: true }).waitFor();
  expect(await tab.barriers()).toEqual([]);
  await page.getByRole('button', { name: 'Monday meeting' }).click();
  const drawer = page.getByRole('dialog', { name: 'Monday meeting' });
  const mute = drawer.getByRole('button', { name: 'Mute bob for the others' });
  await mute.waitFor();
  expect(await tab.barriers()).toEqual([]);
  await mute.click();
  await Promise.all([
    expectHears(alice, { all: [HIGHER], none: [LOW, HIGH] }),
    expectHears(outside, { all: [LOW], none: [HIGHER, HIGH] }),
    expectHears(bob, { all: [LOW, HIGHER], none: [HIGH] }),
  ]);
  await drawer.getByRole('button', { name: 'Unmute bob' }).click();
  await expectHears(alice, { all: [HIGH, HIGHER], none: [LOW] });
  const before = outside.events.length;
  await drawer.getByRole('button', { name: /Remove .*outside/ }).click();
  await outside.event('CALL_CLOSED', before);
  await inRoom('monday', 2);
  const record = await tandem.callRecord('outside', 'monday');
  expect(record).toMatchObject({ outcome: 'answered', hungUpBy: 'system', arrivedByTrunk: 'carrier' });
  expect(record.reason).toContain('An operator ended the call.');
});

test('who hangs up leaves the others talking', async () => {
  await outside.dial(`sip:${OUR_NUMBER}@${carrier.address}`);
  await inRoom('monday', 3);
  await bob.hangUp();
  await inRoom('monday', 2);
  await Promise.all([
    expectHears(alice, { all: [HIGHER], none: [LOW, HIGH] }),
    expectHears(outside, { all: [LOW], none: [HIGHER, HIGH] }),
  ]);
  const ofBob = await tandem.callRecord('bob', 'monday');
  expect(ofBob).toMatchObject({
    outcome: 'answered',
    hungUpBy: 'caller',
    answeredBy: expect.stringMatching(/^sip:monday@/),
  });
  for (const leg of [ofBob.callerLeg, ofBob.calleeLeg]) {
    expect(leg.mos).toBeGreaterThan(1);
    expect(leg.packetsLost).not.toBeNull();
    expect(leg.jitterMs).not.toBeNull();
  }
  await alice.press('hang-up');
  await alice.idle();
  await outside.hangUp();
  await inRoom('monday', 0);
  const record = await tandem.callRecord('alice', 'monday');
  expect(record.callerLeg.codec).toMatch(/opus/i);
  expect(record.calleeLeg.codec).toMatch(/opus/i);
});

test('a caller from outside waits at the door until a user comes', async () => {
  const before = outside.events.length;
  await outside.dial(`sip:${OUR_NUMBER}@${carrier.address}`);
  await outside.event('CALL_ESTABLISHED', before);
  await inRoom('monday', 1);
  expect(await membersOf('monday')).toMatchObject([{ waiting: true }]);
  await expectVoiceIn(() => outside.heard());
  await bob.dial(`sip:monday@${tandem.sipAddress}`);
  await expectHears(outside, { all: [HIGH], none: [HIGHER, LOW] });
  await expectHears(bob, { all: [HIGHER], none: [HIGH, LOW] });
  expect((await membersOf('monday')).map(({ waiting }) => waiting)).toEqual([false, false]);
  await outside.hangUp();
  await bob.hangUp();
  await inRoom('monday', 0);
});

test('a room with a PIN asks for it: in after a wrong one and the right one, out after three wrong ones', async () => {
  const before = bob.events.length;
  await bob.dial(`sip:board@${tandem.sipAddress}`);
  await bob.event('CALL_ESTABLISHED', before);
  await expectVoiceIn(() => bob.heard());
  await bob.press('1111#');
  expect(await membersOf('board')).toEqual([]);
  await bob.press(`${PIN}#`);
  await inRoom('board', 1);

  await alice.dial('board');
  await alice.callIs('established');
  await alice.type('1111#2222#3333#');
  await alice.idle();
  expect(await membersOf('board')).toHaveLength(1);
  expect((await tandem.callRecord('alice', 'board')).reason).toMatch(/^wrong-pin: /);
  expect(tandem.log).not.toMatch(new RegExp(`\\b${PIN}\\b`));
  await bob.hangUp();
  await inRoom('board', 0);
});
