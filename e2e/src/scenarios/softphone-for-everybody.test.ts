import { afterAll, beforeAll, expect, test } from 'vitest';
import { barriersOf } from '../peers/barriers.ts';
import { Chromium } from '../peers/chromium.ts';
import { SoftphoneTab } from '../peers/softphone-tab.ts';
import { Tandem } from '../peers/tandem.ts';
import { beeps, LOW } from './hearing.ts';

let tandem: Tandem;
let browser: Chromium;
let alice: SoftphoneTab;
let bob: SoftphoneTab;

beforeAll(async () => {
  tandem = await Tandem.start();
  const users = [await tandem.addUser('alice'), await tandem.addUser('bob')] as const;
  browser = await Chromium.start(beeps(LOW));
  [alice, bob] = [
    await SoftphoneTab.open(browser, tandem, users[0]),
    await SoftphoneTab.open(browser, tandem, users[1]),
  ];
});

afterAll(async () => {
  await browser?.stop();
  await tandem?.stop();
});

/** What axe finds wrong, by light and in the dark. */
async function barriers({ tab: { page } }: Pick<SoftphoneTab, 'tab'>): Promise<string[]> {
  const found: string[] = [];
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme });
    found.push(...(await barriersOf(page)));
  }
  return found;
}

test('who types a name, wherever the focus is, and presses Enter calls it', async () => {
  const { keyboard } = alice.tab.page;
  await keyboard.type('bob');
  await keyboard.press('Enter');
  await bob.rings();
  await alice.press('hang-up');
  await Promise.all([alice.idle(), bob.idle()]);
});

test('every screen of the softphone can be used without seeing or pointing, by light and in the dark', async () => {
  const stranger = await browser.tab();
  await stranger.page.goto(tandem.httpUrl);
  await stranger.page.getByRole('heading').first().waitFor();
  expect(await barriers({ tab: stranger }), 'sign-in').toEqual([]);
  await stranger.close();
  for (const name of ['dial', 'history', 'voicemail', 'account'] as const) {
    await alice.openTab(name);
    await alice.tab.page.locator('.ion-page:not(.ion-page-hidden) h1').first().waitFor({ state: 'attached' });
    expect(await barriers(alice), name).toEqual([]);
  }
  await alice.openTab('dial');
  await alice.dial('bob');
  await bob.rings();
  expect(await barriers(bob), 'a call that comes in').toEqual([]);
  await bob.answer();
  await alice.callIs('established');
  expect(await barriers(alice), 'a call').toEqual([]);
  await alice.press('dtmf-open');
  expect(await barriers(alice), 'keys in a call').toEqual([]);
  await bob.press('hang-up');
  await alice.callIs('ended');
  expect(await barriers(alice), 'the end of a call').toEqual([]);
  await Promise.all([alice.idle(), bob.idle()]);
  expect((await alice.history())[0]?.text).toContain('bob');
  expect(await barriers(alice), 'a history with a call').toEqual([]);
});

test('a phone without a network opens its screens all the same, and they are fresh when it is back', async () => {
  const telephone = await SoftphoneTab.open(browser, tandem, { username: 'alice', password: '' });
  const { page } = telephone.tab;
  const heading = (name: string) => page.getByRole('heading', { level: 1, name });
  // The screens come ahead, once the phone is ready.
  await page.waitForLoadState('networkidle');
  await page.context().setOffline(true);
  await telephone.unregistered();
  await telephone.openTab('voicemail');
  await heading('Voicemail').waitFor();
  await telephone.openTab('account');
  await heading('Account').waitFor();
  await telephone.openTab('history');
  await page.getByText('The history could not be loaded').waitFor();
  await page.context().setOffline(false);
  await page.getByText('The history could not be loaded').waitFor({ state: 'detached' });
  await telephone.openTab('account');
  await Promise.all([page.waitForRequest(/\/api\/v1\/calls/), telephone.openTab('history')]);
  await telephone.close();
});
