import { conference, conferences } from '@tandem/api-types/conferences';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ConsoleTab } from '../peers/console-tab.ts';
import { ADMIN, Tandem } from '../peers/tandem.ts';
import { until } from '../peers/wait.ts';

let tandem: Tandem;
let tab: ConsoleTab;

beforeAll(async () => {
  tandem = await Tandem.start();
  tab = await ConsoleTab.open(tandem);
  await tab.signIn(ADMIN);
});

afterAll(async () => {
  await tab?.close();
  await tandem?.stop();
});

const board = () => tandem.read('/conferences/board', conference);

test('an admin makes a room with a PIN by keyboard, which is told that something is wrong at its field', async () => {
  const { page } = tab;
  await tab.choose('Conferences');
  await page.getByText('No conference rooms yet').waitFor();
  expect(await tab.barriers()).toEqual([]);
  await page.getByRole('button', { name: 'Add a conference room' }).focus();
  await page.keyboard.press('Enter');
  const form = page.getByRole('dialog', { name: 'Add a conference room' });
  await form.getByLabel('Dialled as').and(page.locator(':focus')).waitFor();
  await page.keyboard.type('board');
  await page.keyboard.press('Tab');
  await page.keyboard.type('Board');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Control+A');
  await page.keyboard.type('51');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Space');
  await form.getByRole('textbox', { name: 'PIN', exact: true }).fill('12');
  expect(await tab.barriers()).toEqual([]);
  await form.getByRole('button', { name: 'Add', exact: true }).click();
  await form.getByText('4 to 10 digits').last().waitFor();
  await form.getByRole('textbox', { name: 'PIN', exact: true }).fill('2468');
  await form.getByRole('button', { name: 'Add', exact: true }).click();
  await form.getByText('must be 50 at most', { exact: false }).first().waitFor();
  await form.getByRole('textbox', { name: 'Places' }).fill('4');
  await form.getByRole('button', { name: 'Add', exact: true }).click();
  await page.getByRole('row').filter({ hasText: 'Board' }).getByText('With a PIN').waitFor();
  expect(await board()).toMatchObject({ membersMax: 4, pinRequired: true, pinIsSet: true });
});

test('a number is led to the room by choosing it', async () => {
  const { page } = tab;
  await tab.choose('Numbers');
  await page.getByRole('button', { name: 'Add a number' }).first().click();
  const form = page.getByRole('dialog', { name: 'Add a number' });
  await form.getByRole('textbox', { name: 'Number', exact: true }).fill('+493012345678');
  await form.getByLabel('Goes to').first().click();
  await page.getByRole('option', { name: 'A conference' }).click();
  await form.getByLabel('Conference').first().click();
  await page.getByRole('option', { name: 'Board' }).click();
  await form.getByRole('button', { name: 'Add', exact: true }).click();
  await page.getByRole('row').filter({ hasText: '+49' }).getByText('conference board').waitFor();
});

test('a removed room is brought back by one press, and says that its PIN is gone', async () => {
  const { page } = tab;
  await tab.choose('Numbers');
  await tandem.write('POST', '/conferences', { name: 'daily', displayName: 'Daily', pinRequired: true });
  await tandem.write('PUT', '/conferences/daily/pin', { pin: '1357' });
  await tab.choose('Conferences');
  await page.getByRole('button', { name: 'Daily', exact: true }).click();
  const drawer = page.getByRole('dialog', { name: 'Daily' });
  await drawer.getByText('Nobody is in the room.').waitFor();
  await drawer.getByRole('button', { name: 'Remove the conference room' }).click();
  await page.getByRole('button', { name: 'Remove', exact: true }).click();
  const told = page.getByRole('alert').filter({ hasText: 'Removed Daily' });
  await told.getByRole('button', { name: 'Undo' }).click();
  await until('the room to be back', async () => {
    const { conferences: rooms } = await tandem.read('/conferences', conferences);
    return rooms.some(({ name }) => name === 'daily');
  });
  await page.getByRole('row').filter({ hasText: 'Daily' }).getByText('PIN not set').waitFor();
  expect(await tab.barriers()).toEqual([]);
});
