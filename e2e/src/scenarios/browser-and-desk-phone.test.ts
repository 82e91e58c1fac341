import { afterAll, beforeAll, expect, test } from 'vitest';
import { likeness } from '../audio/likeness.ts';
import { durationSeconds, type Sound } from '../audio/sound.ts';
import { speech } from '../audio/speech.ts';
import { Baresip } from '../peers/baresip.ts';
import { Chromium } from '../peers/chromium.ts';
import { SoftphoneTab } from '../peers/softphone-tab.ts';
import { Tandem, type TandemUser } from '../peers/tandem.ts';
import { until } from '../peers/wait.ts';
import { expectVoiceIn, listen } from './hearing.ts';

let tandem: Tandem;
let browser: Chromium;
let deskPhone: Baresip;
let softphone: SoftphoneTab;
let woman: Sound;
let man: Sound;

beforeAll(async () => {
  [woman, man] = await Promise.all([speech('woman', 48_000), speech('man', 8000)]);
  tandem = await Tandem.start();
  const [alice, bob] = [await tandem.addUser('alice'), await tandem.addUser('bob')];
  browser = await Chromium.start(woman);
  [softphone, deskPhone] = await Promise.all([
    SoftphoneTab.open(browser, tandem, alice, { opusOnly: true, rawMicrophone: true }),
    pcmuPhone(bob),
  ]);
});

afterAll(async () => {
  await Promise.all([browser?.stop(), deskPhone?.stop()]);
  await tandem?.stop();
});

const pcmuPhone = (user: TandemUser) =>
  Baresip.start({
    username: user.username,
    says: man,
    codecs: ['PCMU'],
    account: { domain: tandem.sipAddress, password: user.password },
  });

/** Long enough to hold the sentence from beginning to end, wherever the listening began. */
const enoughSeconds = (sentence: Sound) => 2 * durationSeconds(sentence) + 1;

async function expectSpeechBothWays(): Promise<void> {
  const heardByDeskPhone = until(
    'the desk phone to have heard enough',
    async () => (await deskPhone.heardSeconds()) >= enoughSeconds(woman),
  );
  const [atBrowser] = await Promise.all([listen(softphone, enoughSeconds(man)), heardByDeskPhone]);
  const man48 = await speech('man', 48_000);
  const toBrowser = likeness(man48, atBrowser);
  const toDeskPhone = likeness(woman, await deskPhone.heard());
  for (const result of [toBrowser, toDeskPhone]) {
    expect(result.comparedSeconds, JSON.stringify(result)).toBeGreaterThan(1.5);
    expect(result.alignment, JSON.stringify(result)).toBeGreaterThanOrEqual(0.85);
    expect(result.logSpectralDistanceDb, JSON.stringify(result)).toBeLessThan(8);
  }
}

test('a browser that has only Opus calls a desk phone that has only PCMU, and both understand each other', async () => {
  await softphone.dial('bob');
  await softphone.callIs('established');
  await expectSpeechBothWays();
  await softphone.type('7');
  await deskPhone.event('CALL_DTMF_START');
  await softphone.press('hang-up');
  await deskPhone.event('CALL_CLOSED');
  await softphone.idle();
  const record = await tandem.callRecord('alice', 'bob');
  expect(record).toMatchObject({ outcome: 'answered', hungUpBy: 'caller' });
  expect(record.callerLeg.codec).toMatch(/opus/i);
  expect(record.calleeLeg.codec).toMatch(/PCMU/i);
});

test('the desk phone calls the browser, and both understand each other', async () => {
  const before = deskPhone.events.length;
  await deskPhone.dial(`sip:alice@${tandem.sipAddress}`);
  await softphone.answer();
  await softphone.callIs('established');
  await deskPhone.event('CALL_ESTABLISHED', before);
  await expectSpeechBothWays();
  await deskPhone.hangUp();
  await softphone.idle();
  expect(await tandem.callRecord('bob', 'alice')).toMatchObject({ outcome: 'answered', hungUpBy: 'caller' });
});

test('a browser that has the desk phone’s codec needs no transcoding', async ({ onTestFinished }) => {
  const carol = await tandem.addUser('carol');
  const ordinary = await SoftphoneTab.open(browser, tandem, carol);
  onTestFinished(() => ordinary.close());
  await ordinary.dial('bob');
  await ordinary.callIs('established');
  await expectVoiceIn(() => ordinary.heard());
  await ordinary.press('hang-up');
  const record = await tandem.callRecord('carol', 'bob');
  expect(record.callerLeg.codec).toMatch(/PCMU/i);
  expect(record.calleeLeg.codec).toMatch(/PCMU/i);
});
