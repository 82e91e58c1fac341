import { afterAll, beforeAll, expect, test } from 'vitest';
import { Chromium } from '../peers/chromium.ts';
import { SoftphoneTab } from '../peers/softphone-tab.ts';
import { Tandem, type TandemUser, userOf } from '../peers/tandem.ts';
import { beeps, expectSilence, expectSteadyTone, expectToneSoon, HIGH, LOW } from './hearing.ts';

let tandem: Tandem;
let browsers: Chromium[] = [];
let users: { alice: TandemUser; bob: TandemUser };
let alice: SoftphoneTab;
let bob: SoftphoneTab;

beforeAll(async () => {
  tandem = await Tandem.start();
  users = { alice: await tandem.addUser('alice'), bob: await tandem.addUser('bob') };
  browsers = await Promise.all([Chromium.start(beeps(LOW)), Chromium.start(beeps(HIGH))]);
  const [low, high] = browsers;
  if (!low || !high) throw new Error('no browsers');
  [alice, bob] = await Promise.all([
    SoftphoneTab.open(low, tandem, users.alice),
    SoftphoneTab.open(high, tandem, users.bob, { secure: true }),
  ]);
});

afterAll(async () => {
  await Promise.all(browsers.map((browser) => browser.stop()));
  await tandem?.stop();
});

test('two people talk in two browsers, mute, hold, press keys and hang up', async () => {
  await alice.dial('bob');
  expect(await bob.rings()).toContain('alice');
  await bob.answer();
  await Promise.all([alice.callIs('established'), bob.callIs('established')]);
  await Promise.all([expectToneSoon(alice, HIGH), expectToneSoon(bob, LOW)]);

  await Promise.all([
    expectSteadyTone(alice, { hertz: HIGH, butNot: LOW, seconds: 5, share: 0.3 }),
    expectSteadyTone(bob, { hertz: LOW, butNot: HIGH, seconds: 5, share: 0.3 }),
  ]);

  await alice.press('mute');
  await expectSilence(bob);
  await expectToneSoon(alice, HIGH);
  await alice.press('mute');
  await expectToneSoon(bob, LOW);

  await bob.press('hold');
  await Promise.all([expectSilence(alice), expectSilence(bob)]);
  await bob.press('hold');
  await Promise.all([expectToneSoon(alice, HIGH), expectToneSoon(bob, LOW)]);

  await alice.type('5');
  await bob.press('hang-up');
  await Promise.all([alice.idle(), bob.idle()]);

  const record = await tandem.callRecord('alice', 'bob');
  expect(record).toMatchObject({ outcome: 'answered', sipStatus: 200, hungUpBy: 'callee' });
  const talkedMs = Date.parse(record.endedAt) - Date.parse(record.answeredAt ?? '');
  expect(talkedMs).toBeGreaterThan(8000);
  expect(record.callerLeg.packets).toBeGreaterThan(300);
  expect(record.calleeLeg.packets).toBeGreaterThan(300);
  expect(record.callerLeg.codec).toMatch(/opus/i);

  const [hers] = await tandem.history(users.alice);
  const [his] = await tandem.history(users.bob);
  expect(hers).toMatchObject({ id: record.id, direction: 'outgoing', outcome: 'answered' });
  expect(his).toMatchObject({ id: record.id, direction: 'incoming', outcome: 'answered' });
  expect(hers?.durationSeconds).toBe(his?.durationSeconds);
  expect(Math.abs((hers?.durationSeconds ?? 0) - talkedMs / 1000)).toBeLessThanOrEqual(1);
  expect([userOf(hers?.peer.uri ?? ''), userOf(his?.peer.uri ?? '')]).toEqual(['bob', 'alice']);

  const [onHerScreen, onHisScreen] = [await alice.history(), await bob.history()];
  expect(onHerScreen).toHaveLength(1);
  expect(onHisScreen).toHaveLength(1);
  expect(onHerScreen[0]).toMatchObject({ direction: 'outgoing', outcome: 'answered' });
  expect(onHisScreen[0]).toMatchObject({ direction: 'incoming', outcome: 'answered' });
  await Promise.all([alice.openTab('dial'), bob.openTab('dial')]);
});

test('a declined call tells the caller, and both histories say so', async () => {
  await bob.dial('alice');
  await alice.rings();
  await alice.press('decline');
  await Promise.all([alice.idle(), bob.idle()]);
  const record = await tandem.callRecord('bob', 'alice');
  expect(record).toMatchObject({ outcome: 'declined', hungUpBy: 'callee' });
  expect((await tandem.history(users.bob))[0]).toMatchObject({ id: record.id, outcome: 'declined' });
});

test('a caller who hangs up while it rings stops the ringing', async () => {
  await alice.dial('bob');
  await bob.rings();
  await alice.press('hang-up');
  await Promise.all([alice.idle(), bob.idle()]);
  expect(await tandem.callRecord('alice', 'bob', { count: 2 })).toMatchObject({
    outcome: 'cancelled',
    hungUpBy: 'caller',
    sipStatus: 487,
    answeredAt: null,
  });
});

test('a missed call is counted on the history’s tab, also after a reload, until it was seen there', async () => {
  const badge = bob.tab.page.getByTestId('missed-calls');
  await badge.getByText('1 missed call').waitFor();
  await bob.tab.page.reload();
  await badge.getByText('1 missed call').waitFor();
  await bob.openTab('history');
  await badge.waitFor({ state: 'detached' });
  await bob.tab.page.reload();
  await bob.registered();
  expect((await bob.history())[0]).toMatchObject({ direction: 'incoming', outcome: 'cancelled' });
  expect(await badge.count()).toBe(0);
  await bob.openTab('dial');
});

test('a phone owns up when the server is away, and comes back by itself', async () => {
  await tandem.interrupt();
  await Promise.all([alice.unregistered(), bob.unregistered()]);
  await tandem.startAgain();
  await Promise.all([alice.registeredAgain(), bob.registeredAgain()]);
  await bob.dial('alice');
  await alice.answer();
  await Promise.all([alice.callIs('established'), bob.callIs('established')]);
  await expectToneSoon(bob, LOW);
  await alice.press('hang-up');
  await Promise.all([alice.idle(), bob.idle()]);
});

test('a caller whose partner’s browser crashes is hung up within half a minute', async () => {
  await alice.dial('bob');
  await bob.answer();
  await Promise.all([alice.callIs('established'), bob.callIs('established')]);
  await bob.tab.crash();
  await alice.idle(30_000);
  expect(await tandem.callRecord('alice', 'bob', { count: 3 })).toMatchObject({
    outcome: 'answered',
    hungUpBy: 'system',
    reason: expect.stringMatching(/disappeared/),
  });
});
