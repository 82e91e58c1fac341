import { afterAll, beforeAll, expect, test } from 'vitest';
import { Baresip } from '../peers/baresip.ts';
import { Chromium } from '../peers/chromium.ts';
import { ConsoleTab } from '../peers/console-tab.ts';
import { Kamailio } from '../peers/kamailio.ts';
import { SoftphoneTab } from '../peers/softphone-tab.ts';
import { ADMIN, Tandem, type TandemUser } from '../peers/tandem.ts';
import { beeps, expectToneIn, expectToneSoon, HIGH, LOW, steady } from './hearing.ts';

const ACCOUNT = { realm: 'carrier.test', username: '4930111', password: 'password-of-the-trunk' };
const OUR_NUMBER = '+4930111222';
const THEIR_NUMBER = '+41441234567';
const FAILOVER_MS = 4000;

let tandem: Tandem;
let alice: TandemUser;
let browser: Chromium;
let softphone: SoftphoneTab;
let admin: ConsoleTab;
let outside: Baresip;
let pbxPhone: Baresip;
let first: Kamailio;
let second: Kamailio;
let pbx: Kamailio;

beforeAll(async () => {
  tandem = await Tandem.start();
  [alice, browser, outside, pbx] = await Promise.all([
    tandem.addUser('alice'),
    Chromium.start(beeps(LOW)),
    Baresip.start({ username: 'outside', says: steady(HIGH) }),
    Kamailio.startPbx({ host: '127.0.0.4', trunk: tandem.sipAddress }),
  ]);
  const carrier = { ...ACCOUNT, number: 'none', outside: `outside@127.0.0.1:${outside.sipPort}` };
  [first, second, pbxPhone, softphone, admin] = await Promise.all([
    Kamailio.startCarrier({ ...carrier, host: '127.0.0.2' }),
    Kamailio.startCarrier({ ...carrier, host: '127.0.0.3' }),
    Baresip.start({
      username: '201',
      says: steady(HIGH),
      account: { domain: pbx.address, password: 'none' },
    }),
    SoftphoneTab.open(browser, tandem, alice),
    ConsoleTab.open(tandem, { viewport: { width: 1366, height: 900 } }),
  ]);
});

afterAll(async () => {
  await admin?.close();
  await Promise.all([outside?.stop(), pbxPhone?.stop(), browser?.stop()]);
  await Promise.all([first?.stop(), second?.stop(), pbx?.stop()]);
  await tandem?.stop();
});

/** Fills the fields of a gateway, which is known by its place. */
async function fillGateway(position: number, { host, port }: Kamailio): Promise<void> {
  const gateway = admin.page.getByRole('group', { name: `Gateway ${position}` });
  await gateway.getByRole('textbox', { name: 'Host' }).fill(host);
  await gateway.getByRole('textbox', { name: 'Port' }).fill(String(port));
  await gateway.getByRole('textbox', { name: 'Priority' }).fill(String(position * 10));
}

/** Chooses a template for a new trunk and gives it its name. */
async function beginTrunk(template: string, name: string): Promise<void> {
  const { page } = admin;
  await admin.choose('Trunks');
  await page.getByRole('link', { name: 'Add a trunk' }).click();
  await page.getByRole('button', { name: template }).click();
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill(name);
}

/** Waits until the trunk that is shown is up. */
async function goesGreen(name: string): Promise<void> {
  const { page } = admin;
  await page.getByRole('heading', { level: 1, name }).waitFor();
  await page
    .getByRole('region', { name: 'Now' })
    .getByRole('status')
    .filter({ hasText: /^up$/ })
    .waitFor({ timeout: 20_000 });
}

test('a new admin connects a carrier with two gateways from a template, and it goes green', async () => {
  const { page } = admin;
  await admin.signIn(ADMIN);
  await beginTrunk('Carrier with a user name and password', 'Example Telecom');
  await page.getByRole('textbox', { name: 'Carrier’s domain' }).fill(ACCOUNT.realm);
  await page.getByRole('textbox', { name: 'User name' }).fill(ACCOUNT.username);
  await page.getByLabel('Password', { exact: true }).fill(ACCOUNT.password);
  await fillGateway(1, first);
  await page.getByRole('button', { name: 'Add a gateway' }).click();
  await fillGateway(2, second);
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await goesGreen('Example Telecom');
  await first.saw(/REGISTER accepted/);
  await page.getByRole('button', { name: 'Test', exact: true }).click();
  await page.getByText('The trunk works').waitFor({ timeout: 30_000 });
});

test('the admin connects the office’s PBX by its address', async () => {
  await beginTrunk('PBX in the same network', 'Office PBX');
  await fillGateway(1, pbx);
  await admin.page.getByRole('button', { name: 'Add', exact: true }).click();
  await goesGreen('Office PBX');
});

test('the admin maps a number to a user and lets calls abroad go by the carrier', async () => {
  const { page } = admin;
  await admin.choose('Numbers');
  await page.getByRole('button', { name: 'Add a number' }).first().click();
  const form = page.getByRole('dialog', { name: 'Add a number' });
  await form.getByRole('textbox', { name: 'Number', exact: true }).fill(OUR_NUMBER);
  await form.getByLabel('User', { exact: true }).first().click();
  await page.getByRole('option', { name: alice.username }).click();
  await form.getByRole('button', { name: 'Add', exact: true }).click();
  await form.waitFor({ state: 'detached' });
  await admin.choose('Routing');
  await page.getByRole('button', { name: 'Add a rule' }).first().click();
  const rule = page.getByRole('dialog', { name: 'Add a rule' });
  await rule.getByRole('textbox', { name: 'Name', exact: true }).fill('Abroad');
  await rule.getByRole('group', { name: 'Trunk 1' }).getByLabel('Trunk', { exact: true }).first().click();
  await page.getByRole('option', { name: 'Example Telecom' }).click();
  await rule.getByRole('button', { name: 'Add', exact: true }).click();
  await rule.waitFor({ state: 'detached' });
});

test('the admin tries a number beside the rules, and sees the way that a call would take', async () => {
  const trial = admin.page.getByRole('region', { name: 'Try a number' });
  await trial.getByRole('textbox', { name: 'Dialled' }).fill(THEIR_NUMBER);
  await trial.getByRole('textbox', { name: 'User name' }).fill(alice.username);
  await trial.getByRole('button', { name: 'Try', exact: true }).click();
  const result = trial.getByRole('status', { name: 'What would happen' });
  await result.waitFor();
  const said = (await result.textContent()) ?? '';
  expect(said).toContain('Rule “Abroad” fits.');
  expect(said).toContain(`To: <sip:${THEIR_NUMBER}@`);
  const gateways = [first, second].map(({ address }) => said.indexOf(address));
  expect(gateways).toEqual([...gateways].sort((a, b) => a - b));
  expect(gateways).not.toContain(-1);
  expect(await admin.barriers()).toEqual([]);
});

test('rules are put in order by keyboard, and the order is taken back', async () => {
  const { page } = admin;
  await page.getByRole('button', { name: 'Add a rule' }).click();
  const form = page.getByRole('dialog', { name: 'Add a rule' });
  await form.getByRole('textbox', { name: 'Name', exact: true }).fill('No satellites');
  await form.getByRole('switch').click();
  await form.getByLabel('The number begins with').first().pressSequentially('+881,');
  await form.getByLabel('The call').first().click();
  await page.getByRole('option', { name: 'is refused' }).click();
  await form.getByRole('textbox', { name: 'Why', exact: true }).fill('too expensive');
  expect(await admin.barriers()).toEqual([]);
  await form.getByRole('button', { name: 'Add', exact: true }).click();
  await form.waitFor({ state: 'detached' });
  const rules = page.getByRole('list', { name: 'Rules' }).getByRole('listitem');
  const isFirst = (name: string) => rules.first().filter({ hasText: name }).waitFor();
  await isFirst('Abroad');
  await page.getByRole('button', { name: 'Move No satellites', exact: true }).focus();
  for (const [key, said] of [
    ['Space', /^(Picked up No satellites, rule 2|No satellites would be rule 2)/],
    ['ArrowUp', 'No satellites would be rule 1.'],
    ['Space', 'No satellites was put down as rule 1.'],
  ] as const) {
    await page.keyboard.press(key);
    await page.getByText(said).waitFor({ state: 'attached' });
    // A rule that was picked up hears keys from the next turn of the page on, a little after it has said so.
    await page.evaluate(() => new Promise((turn) => setTimeout(turn)));
  }
  await isFirst('No satellites');
  const told = page.getByRole('alert').filter({ hasText: 'No satellites is rule 1 now' });
  await told.getByRole('button', { name: 'Undo' }).click();
  await isFirst('Abroad');
});

/** Opens the newest call of the history and waits for its page. */
async function openNewestCall(): Promise<void> {
  const { page } = admin;
  await admin.choose('Call history');
  await page.getByRole('button', { name: 'Refresh' }).click();
  await page.getByRole('table', { name: 'Call history' }).getByRole('link').first().click();
  await page.getByRole('region', { name: 'Why it ended' }).waitFor();
}

/** Changes a trunk and waits until the change holds. */
async function renameTrunk(from: string, to: string): Promise<void> {
  const { page } = admin;
  await admin.choose('Trunks');
  await page.getByRole('link', { name: from }).click();
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill(to);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText(`Saved ${to}`).waitFor();
}

test('a browser phone calls out through the trunk, both are heard, and changing the trunk drops no call', async () => {
  await softphone.dial(THEIR_NUMBER);
  await Promise.all([softphone.callIs('established'), outside.event('CALL_ESTABLISHED')]);
  await Promise.all([expectToneSoon(softphone, HIGH), expectToneIn(() => outside.heard(), LOW, 1)]);
  expect(first.log).toContain(`INVITE accepted to ${THEIR_NUMBER}`);
  await renameTrunk('Example Telecom', 'Example Telecom AG');
  await expectToneSoon(softphone, HIGH);
  await softphone.callIs('established');
  await softphone.press('hang-up');
  await softphone.idle();
  await outside.event('CALL_CLOSED');
});

test('a phone of the PBX calls in by the number, and both are heard', async () => {
  await pbxPhone.dial(`sip:${OUR_NUMBER}@${pbx.address}`);
  await softphone.answer();
  await Promise.all([softphone.callIs('established'), pbxPhone.event('CALL_ESTABLISHED')]);
  await Promise.all([expectToneSoon(softphone, HIGH), expectToneIn(() => pbxPhone.heard(), LOW, 1)]);
  await pbxPhone.hangUp();
  await softphone.idle();
});

test('the first gateway stops, and the next call goes through the second in less than four seconds', async () => {
  await first.stop();
  const eventsBefore = outside.events.length;
  const dialledAtMs = Date.now();
  await softphone.dial(THEIR_NUMBER);
  await outside.event('CALL_ESTABLISHED', eventsBefore);
  expect(Date.now() - dialledAtMs).toBeLessThan(FAILOVER_MS);
  expect(second.log).toContain(`INVITE accepted to ${THEIR_NUMBER}`);
  await softphone.callIs('established');
  await Promise.all([expectToneSoon(softphone, HIGH), expectToneIn(() => outside.heard(), LOW, 1)]);
  await outside.hangUp();
  await softphone.idle();
});

test('the call’s page shows the ladder of both gateways and says why the call ended', async () => {
  const { page } = admin;
  await openNewestCall();
  const messages = page.getByRole('region', { name: 'Messages' }).first();
  const invites = messages.getByRole('button', { name: /INVITE.* from Tandem to / });
  await invites.first().waitFor();
  const receivers: string[] = [];
  for (const invite of await invites.all()) {
    await invite.press('Enter');
    receivers.push((await messages.getByText(/other side/).textContent()) ?? '');
  }
  for (const { address } of [first, second])
    expect(receivers.some((receiver) => receiver.includes(address))).toBe(true);
  const reason = await page.getByRole('region', { name: 'Why it ended' }).textContent();
  expect(reason).toMatch(/hung up/);
  const decision = page.getByRole('region', { name: 'Why it went where it went' });
  expect(await decision.textContent()).toContain('Abroad');
  expect(await admin.barriers()).toEqual([]);
  expect(admin.problems.filter((problem) => !problem.includes('400'))).toEqual([]);
});
