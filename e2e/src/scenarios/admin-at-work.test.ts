import { afterAll, beforeAll, expect, test } from 'vitest';
import { Baresip } from '../peers/baresip.ts';
import { Chromium } from '../peers/chromium.ts';
import { ConsoleTab } from '../peers/console-tab.ts';
import { SoftphoneTab } from '../peers/softphone-tab.ts';
import { ADMIN, Tandem } from '../peers/tandem.ts';
import { beeps, HIGH, LOW, steady } from './hearing.ts';

const DESK_PHONE = 'Phone at the reception';
const KEY = 'Wallboard';

let tandem: Tandem;
let browser: Chromium;
let admin: ConsoleTab;
let softphone: SoftphoneTab;
let deskPhone: Baresip;

beforeAll(async () => {
  tandem = await Tandem.start();
  [browser, admin] = await Promise.all([
    Chromium.start(beeps(LOW)),
    ConsoleTab.open(tandem),
    tandem.addUser('alice'),
    tandem.addUser('bob'),
  ]);
  await admin.signIn(ADMIN);
});

afterAll(async () => {
  await deskPhone?.stop();
  await Promise.all([admin?.close(), browser?.stop()]);
  await tandem?.stop();
});

/** Opens a user's drawer. */
async function openUser(username: string) {
  await admin.choose('Users');
  await admin.page.getByRole('button', { name: username, exact: true }).click();
  const drawer = admin.page.getByRole('dialog', { name: username });
  await drawer.getByRole('heading', { name: 'Phones' }).waitFor();
  return drawer;
}

/** Asks the API for something with a key. @returns the status of the answer */
async function statusWith(secret: string, path: string, init: RequestInit = {}): Promise<number> {
  const headers = { authorization: `Bearer ${secret}` };
  return (await fetch(`${tandem.httpUrl}/api/v1${path}`, { ...init, headers })).status;
}

test('a telephone that reads the code of a user from the screen is signed in, and the drawer shows it', async () => {
  const drawer = await openUser('alice');
  await drawer.getByRole('button', { name: 'Add a telephone or browser' }).click();
  const code = drawer.getByRole('img', { name: 'Code that signs in a telephone' });
  await code.waitFor();
  const link = await admin.readCode(code);
  expect(link).toBe(await drawer.getByRole('textbox', { name: 'The same as a link' }).inputValue());
  expect(await admin.barriers()).toEqual([]);
  softphone = await SoftphoneTab.openLink(browser, link, { username: 'alice' });
  await drawer.getByText('registered', { exact: true }).waitFor();
  await admin.page.keyboard.press('Escape');
  await drawer.waitFor({ state: 'detached' });
});

test('a sign-in link that is opened where the softphone is already signs in too', async () => {
  const { page } = await browser.tab();
  await page.goto(tandem.httpUrl);
  await page.getByRole('button', { name: 'Sign in' }).waitFor();
  await page.goto(await tandem.signInLink({ username: 'alice' }));
  await page
    .locator('[data-testid="registration-state"][data-state="registered"]')
    .first()
    .waitFor({ state: 'attached' });
  await page.close();
});

test('a desk phone registers with what the console says to type into it, and the drawer shows it', async () => {
  const drawer = await openUser('bob');
  await drawer.getByLabel('Name of a desk phone').fill(DESK_PHONE);
  await drawer.getByRole('button', { name: 'Add a desk phone' }).click();
  const told = drawer.getByRole('region', { name: `What to type into ${DESK_PHONE}` });
  const typed = (label: string) => told.getByRole('textbox', { name: label, exact: true }).inputValue();
  const account = {
    domain: await typed('SIP server (domain)'),
    authenticationName: await typed('Authentication name'),
    password: await typed('SIP password'),
    proxy: tandem.sipAddress,
  };
  const phone = { username: await typed('User name'), says: steady(HIGH) };
  expect(phone.username).toBe('bob');
  deskPhone = await Baresip.start({ ...phone, account });
  await drawer.getByRole('group', { name: DESK_PHONE }).getByText('registered', { exact: true }).waitFor();
  await admin.page.keyboard.press('Escape');
  await drawer.waitFor({ state: 'detached' });
});

test('the admin sees a call that goes on, hangs it up, and both sides hear it end', async () => {
  const { page } = admin;
  const soFar = deskPhone.events.length;
  await softphone.dial('bob');
  await softphone.callIs('established');
  await admin.choose('Live calls');
  const row = page.getByRole('row').filter({ hasText: 'talking' });
  await row.getByRole('button', { name: /^Hang up the call from alice\S* to bob/ }).click();
  const dialog = page.getByRole('dialog', { name: 'Hang up' });
  await dialog.getByText(/^Hang up the call from alice\S* to bob\S*\?/).waitFor();
  await dialog.getByRole('button', { name: 'Hang up' }).click();
  await deskPhone.event('CALL_CLOSED', soFar);
  await softphone.idle();
  await page.getByText('Nobody is on the phone').waitFor();
  const { outcome, reason } = await tandem.callRecord('alice', 'bob');
  expect(outcome).toBe('answered');
  expect(reason).toContain(`An operator ended the call: ${ADMIN.username}.`);
});

test('the call history as CSV holds what the filters leave, and nothing else', async () => {
  const { page } = admin;
  await softphone.dial('nobody-of-ours');
  await softphone.idle();
  await tandem.callRecord('alice', 'nobody-of-ours');
  await admin.choose('Call history');
  const exported = () => admin.csvFrom(page.getByRole('button', { name: 'Export as CSV' }));
  const all = await exported();
  expect(all.fileName).toBe('calls.csv');
  expect(all.rows.map(({ outcome }) => outcome)).toEqual(['not-found', 'answered']);
  await page.getByRole('textbox', { name: 'Who', exact: true }).fill('bob');
  await page.getByRole('row').filter({ hasText: 'nobody-of-ours' }).waitFor({ state: 'detached' });
  const { rows } = await exported();
  expect(rows).toHaveLength(1);
  expect(rows[0]).toMatchObject({ outcome: 'answered', caller: expect.stringContaining('alice') });
});

test('an API key does what was ticked for it and no more, until it is revoked', async () => {
  const { page } = admin;
  await admin.choose('API keys');
  await page.getByRole('button', { name: 'Make a key' }).first().click();
  const dialog = page.getByRole('dialog', { name: 'Make a key' });
  await dialog.getByRole('textbox', { name: 'Name', exact: true }).fill(KEY);
  await dialog.getByRole('button', { name: 'Add', exact: true }).click();
  await dialog.getByRole('alert').waitFor();
  await dialog.getByLabel('See calls and call records').check();
  await dialog.getByRole('button', { name: 'Add', exact: true }).click();
  const secret = await dialog.getByRole('textbox', { name: 'The key', exact: true }).inputValue();
  await dialog.getByRole('button', { name: 'Close', exact: true }).last().click();
  await page.getByRole('row').filter({ hasText: KEY }).getByText('calls:read').waitFor();
  expect(await page.content()).not.toContain(secret);
  expect(await statusWith(secret, '/admin/calls')).toBe(200);
  expect(await statusWith(secret, '/admin/users')).toBe(403);
  expect(await statusWith(secret, '/trunks')).toBe(403);
  await page.getByRole('button', { name: `Revoke ${KEY}` }).click();
  await page.getByRole('dialog', { name: 'Revoke' }).getByRole('button', { name: 'Revoke' }).click();
  await page.getByText('No keys yet').waitFor();
  expect(await statusWith(secret, '/admin/calls')).toBe(401);
});

test('the audit log as CSV says who did all this, and no secret', async () => {
  const { page } = admin;
  await admin.choose('Audit log');
  const { fileName, rows } = await admin.csvFrom(page.getByRole('button', { name: 'Export as CSV' }));
  expect(fileName).toBe('audit.csv');
  const done = rows.filter(({ author }) => author === ADMIN.username).map(({ action }) => action);
  expect(done).toEqual(expect.arrayContaining(['sign-in-link', 'add-device', 'hang-up', 'create', 'delete']));
  await page.getByLabel('What was done').first().click();
  await page.getByRole('option', { name: 'hung up a call' }).click();
  await page.getByRole('row').filter({ hasText: 'signed in' }).first().waitFor({ state: 'detached' });
  const filtered = await admin.csvFrom(page.getByRole('button', { name: 'Export as CSV' }));
  expect(filtered.rows.map(({ action }) => action)).toEqual(['hang-up']);
  expect(admin.problems).toEqual([]);
});
