import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type VoicemailMessage, voicemailPage } from '@tandem/api-types/voicemail';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { durationSeconds, type Sound } from '../audio/sound.ts';
import { secondsOfTone } from '../audio/tone.ts';
import { readWav } from '../audio/wav.ts';
import { Baresip } from '../peers/baresip.ts';
import { barriersOf } from '../peers/barriers.ts';
import { Chromium } from '../peers/chromium.ts';
import { SoftphoneTab } from '../peers/softphone-tab.ts';
import { Tandem, type TandemUser } from '../peers/tandem.ts';
import { until } from '../peers/wait.ts';
import { beeps, expectToneIn, expectToneSoon, HIGH, LOW, listen, steady } from './hearing.ts';

const MAILBOX_NUMBER = '+493011122233';
/** What the mailbox plays when one may speak. */
const TONE = 1000;

let tandem: Tandem;
let bobsUser: TandemUser;
let outside: Baresip;
let browser: Chromium;
let alice: SoftphoneTab;
let bob: SoftphoneTab;

beforeAll(async () => {
  tandem = await Tandem.start();
  bobsUser = await tandem.addUser('bob');
  const alicesUser = await tandem.addUser('alice');
  [outside, browser] = await Promise.all([
    Baresip.start({ username: 'outside', says: steady(HIGH), codecs: ['PCMU', 'PCMA'] }),
    Chromium.start(beeps(LOW)),
  ]);
  await tandem.write('POST', '/trunks', {
    id: 'carrier',
    name: 'Carrier',
    connection: { kind: 'by-address' },
    gateways: [{ host: '127.0.0.1', port: outside.sipPort }],
    health: { optionsIntervalSeconds: 0 },
  });
  await tandem.write('POST', '/numbers', {
    number: MAILBOX_NUMBER,
    destination: { kind: 'voicemail', username: 'bob' },
  });
  alice = await SoftphoneTab.open(browser, tandem, alicesUser);
  bob = await SoftphoneTab.open(browser, tandem, bobsUser);
});

afterAll(async () => {
  await Promise.all([outside?.stop(), browser?.stop()]);
  await tandem?.stop();
});

/** Waits until bob's mailbox holds so many messages. @returns them, newest first */
async function mailbox(count: number): Promise<readonly VoicemailMessage[]> {
  return until(
    `${count} messages`,
    async () => {
      const answer = await tandem.request(bobsUser, '/voicemail');
      const { messages } = voicemailPage.parse(await answer.json());
      return messages.length === count && messages;
    },
    { explain: () => tandem.log.slice(-4000) },
  );
}

/** The sound of a message as its owner gets it. */
async function soundOf({ id }: VoicemailMessage): Promise<Sound> {
  const answer = await tandem.request(bobsUser, `/voicemail/${id}/sound`);
  const folder = await mkdtemp(join(tmpdir(), 'tandem-message-'));
  try {
    const path = join(folder, 'message.wav');
    await writeFile(path, Buffer.from(await answer.arrayBuffer()));
    return readWav(path);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Somebody outside calls the number, hears greeting and tone, and speaks for so many seconds. */
async function speakFromOutside(seconds: number): Promise<void> {
  const from = outside.events.length;
  await outside.dial(`sip:${MAILBOX_NUMBER}@${tandem.sipAddress}`);
  await outside.event('CALL_ESTABLISHED', from);
  await expectToneIn(() => outside.heard(), TONE, 0.3);
  await listen(outside, seconds);
}

/** Alice calls, and hears the tone behind the greeting. */
async function alicesCallIsRecorded(target: string): Promise<void> {
  const from = await alice.heardSeconds();
  await alice.dial(target);
  await alice.callIs('established');
  await expectToneSoon(alice, TONE, from);
}

test('a caller from outside hears greeting and tone, and leaves a message that holds what he said', async () => {
  const dialledAtMs = performance.now();
  await speakFromOutside(4);
  await outside.hangUp();
  const [message] = await mailbox(1);
  if (!message) throw new Error('no message');
  expect(message).toMatchObject({ heardAt: null, deletedAt: null });
  expect(message.durationMs).toBeGreaterThan(3000);
  expect(message.durationMs).toBeLessThan(performance.now() - dialledAtMs);
  const sound = await soundOf(message);
  expect(durationSeconds(sound)).toBeCloseTo(message.durationMs / 1000, 1);
  expect(secondsOfTone(sound, HIGH)).toBeGreaterThan(0.8 * (message.durationMs / 1000));
  expect(secondsOfTone(sound, LOW)).toBe(0);
});

test('a caller in a browser ends his message by #, and the record says that the mailbox hung up', async () => {
  await alicesCallIsRecorded(MAILBOX_NUMBER);
  await listen(alice, 4);
  await alice.type('#');
  await alice.idle();
  const [message] = await mailbox(2);
  if (!message) throw new Error('no message');
  const sound = await soundOf(message);
  expect(message.caller.uri).toContain('alice');
  expect(durationSeconds(sound)).toBeGreaterThan(3);
  expect(secondsOfTone(sound, LOW)).toBeGreaterThan(0.3 * durationSeconds(sound));
  const record = await tandem.callRecord('alice', 'bob');
  expect(record).toMatchObject({ outcome: 'answered', hungUpBy: 'callee' });
  expect(record.answeredBy).toMatch(/^sip:bob@.*;voicemail$/);
});

test('its owner sees two new messages, hears one, deletes it and takes that back', async () => {
  await bob.openTab('voicemail');
  const { page } = bob.tab;
  const items = page.getByTestId('voicemail-item');
  await until('both messages on the screen', async () => (await items.count()) === 2);
  await until('the number on the tab', async () =>
    (await page.getByTestId('voicemail-new').textContent())?.startsWith('2'),
  );
  expect(await barriersOf(page)).toEqual([]);
  const { width, height } = page.viewportSize() ?? { width: 1280, height: 720 };
  await page.setViewportSize({ width: 360, height: 740 });
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
  await page.setViewportSize({ width, height });
  const first = items.first();
  const [heard] = await Promise.all([
    bob.tab.listenToFile(3),
    first.getByRole('button', { name: /^Play the message from alice/ }).click(),
  ]);
  expect(secondsOfTone(heard, LOW)).toBeGreaterThan(0.8);
  await until('the message to count as heard', async () => (await mailbox(2))[0]?.heardAt !== null);
  await until('one on the tab', async () =>
    (await page.getByTestId('voicemail-new').textContent())?.startsWith('1'),
  );
  await first.getByRole('button', { name: /^Delete the message from alice/ }).click();
  await mailbox(1);
  await page.getByRole('button', { name: 'Undo' }).click();
  await mailbox(2);
  await until('both on the screen again', async () => (await items.count()) === 2);
});

test('a desk phone of its owner shows what waits: at once, when a message comes, and when one is heard or deleted', async () => {
  const { username, password } = bobsUser;
  const account = { domain: tandem.sipAddress, password };
  const deskPhone = await Baresip.start({ username, says: steady(LOW), account, lamp: true });
  let looked = 0;
  // Its log, for the first NOTIFY may be there before its events can be heard.
  const lampShows = (count: string): Promise<unknown> =>
    until(`Voice-Message: ${count}`, () => deskPhone.log.slice(looked).includes(`Voice-Message: ${count}`), {
      explain: () => `${deskPhone.log}\n${tandem.log.slice(-2000)}`,
    });
  try {
    await lampShows('1/1');
    await speakFromOutside(2);
    await outside.hangUp();
    await lampShows('2/1');
    const [message] = await mailbox(3);
    if (!message) throw new Error('no message');
    await tandem.request(bobsUser, `/voicemail/${message.id}`, 'PATCH', { heard: true });
    await lampShows('1/2');
    looked = deskPhone.log.length;
    await tandem.request(bobsUser, `/voicemail/${message.id}`, 'DELETE');
    await lampShows('1/1');
  } finally {
    await deskPhone.stop();
  }
});

test('what was said before the server was killed is in the mailbox after its start', async () => {
  await speakFromOutside(4);
  await tandem.kill();
  await tandem.startAgain();
  const [message] = await mailbox(3);
  if (!message) throw new Error('no message');
  // A second may be on its way to the disk.
  expect(message.durationMs).toBeGreaterThan(2500);
  const sound = await soundOf(message);
  expect(durationSeconds(sound)).toBeCloseTo(message.durationMs / 1000, 1);
  expect(secondsOfTone(sound, HIGH)).toBeGreaterThan(0.8 * (message.durationMs / 1000));
  await outside.hangUp();
});

test('a call that its owner misses leaves a message once he wants that, and is a missed one to him', async () => {
  for (const phone of [alice, bob]) await phone.networkReturns();
  await Promise.all([alice.registeredAgain(), bob.registeredAgain()]);
  await bob.close();
  const settings = { takesMissedCalls: true };
  expect((await tandem.request(bobsUser, '/voicemail/settings', 'PUT', settings)).status).toBe(200);
  await until(
    'nobody to be registered as bob',
    async () => (await tandem.overview()).registeredBindings === 1,
  );
  await alicesCallIsRecorded('bob');
  await listen(alice, 3);
  await alice.press('hang-up');
  await alice.idle();
  const [message] = await mailbox(4);
  expect(message?.caller.uri).toContain('alice');
  expect((await tandem.history(bobsUser))[0]).toMatchObject({ direction: 'incoming', outcome: 'no-answer' });
});
