import { afterAll, beforeAll, expect, test } from 'vitest';
import { Chromium } from '../peers/chromium.ts';
import { JssipPeer } from '../peers/jssip-peer.ts';
import { SoftphoneTab } from '../peers/softphone-tab.ts';
import { Tandem } from '../peers/tandem.ts';
import { beeps, expectSilence, expectToneIn, expectToneSoon, HIGH, LOW } from './hearing.ts';

let tandem: Tandem;
let browser: Chromium;
let softphone: SoftphoneTab;
let jssip: JssipPeer;

beforeAll(async () => {
  tandem = await Tandem.start();
  const [alice, dave] = [await tandem.addUser('alice'), await tandem.addUser('dave')];
  browser = await Chromium.start(beeps(LOW));
  [softphone, jssip] = await Promise.all([
    SoftphoneTab.open(browser, tandem, alice),
    JssipPeer.start({
      username: dave.username,
      password: dave.password,
      domain: '127.0.0.1',
      url: tandem.webSocketUrl,
      says: beeps(HIGH),
    }),
  ]);
});

afterAll(async () => {
  await Promise.all([browser?.stop(), jssip?.stop()]);
  await tandem?.stop();
});

test('the softphone calls JsSIP, both hear each other, and JsSIP holds', async () => {
  await softphone.dial('dave');
  await softphone.callIs('established');
  await jssip.event('confirmed');
  await Promise.all([expectToneSoon(softphone, HIGH), expectToneIn(() => jssip.heard(), LOW, 1)]);
  await jssip.hold();
  await expectSilence(softphone);
  await jssip.resume();
  await expectToneSoon(softphone, HIGH);
  jssip.forget();
  await expectToneIn(() => jssip.heard(), LOW, 0.5);
  await softphone.press('hang-up');
  await jssip.event('ended');
  expect(await tandem.callRecord('alice', 'dave')).toMatchObject({ outcome: 'answered', hungUpBy: 'caller' });
});

test('JsSIP calls the softphone and both hear each other', async () => {
  const before = jssip.events.length;
  jssip.forget();
  jssip.dial('sip:alice@127.0.0.1');
  await softphone.answer();
  await softphone.callIs('established');
  await jssip.event('confirmed', before);
  await Promise.all([expectToneSoon(softphone, HIGH), expectToneIn(() => jssip.heard(), LOW, 1)]);
  jssip.hangUp();
  await softphone.idle();
  expect(await tandem.callRecord('dave', 'alice')).toMatchObject({ outcome: 'answered', hungUpBy: 'caller' });
});
