import { rateTables } from '@tandem/api-types/rates';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ConsoleTab } from '../peers/console-tab.ts';
import { ADMIN, Tandem } from '../peers/tandem.ts';

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

test('a special rule that a general one would cover is put above it by one press', async () => {
  const refused = { kind: 'refuse', why: 'not from here' };
  await tandem.write('POST', '/routing/rules', {
    name: 'Germany',
    when: { prefixes: ['+49'] },
    action: refused,
  });
  const { page } = tab;
  await tab.choose('Routing');
  await page.getByRole('button', { name: 'Add a rule' }).click();
  const form = page.getByRole('dialog', { name: 'Add a rule' });
  await form.getByRole('textbox', { name: 'Name', exact: true }).fill('Berlin');
  await form.getByLabel('The number begins with').first().pressSequentially('+4930,');
  await form.getByLabel('The call').first().click();
  await page.getByRole('option', { name: 'is refused' }).click();
  await form.getByRole('textbox', { name: 'Why', exact: true }).fill('closed');
  await form.getByRole('button', { name: 'Add', exact: true }).click();
  await form.getByRole('status').filter({ hasText: '“Germany” is asked before' }).waitFor();
  expect(await tab.barriers()).toEqual([]);
  await form.getByRole('button', { name: 'Place it above “Germany”' }).click();
  await form.waitFor({ state: 'detached' });
  const rules = page.getByRole('list', { name: 'Rules' }).getByRole('listitem');
  await rules.first().filter({ hasText: 'Berlin' }).waitFor();
  await rules.nth(1).filter({ hasText: 'Germany' }).waitFor();
});

test('a price list tells what it would change before it is imported', async () => {
  await tandem.write('POST', '/rate-tables', { name: 'Carrier A' });
  const { page } = tab;
  await tab.choose('Rates');
  const listed = page.getByRole('row').filter({ hasText: 'Carrier A' });
  const choose = async (...lines: readonly string[]) => {
    await page.getByRole('button', { name: 'Import a price list into Carrier A' }).click();
    const dialog = page.getByRole('dialog', { name: 'Import a price list into Carrier A' });
    const text = ['prefix,destination,price_per_minute', ...lines].join('\n');
    const choosing = page.waitForEvent('filechooser');
    await dialog.getByLabel('CSV file').click();
    await (await choosing).setFiles({ name: 'prices.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
    return dialog;
  };
  const first = await choose('49,Germany,0.01', '4930,Berlin,0.02');
  await first.getByRole('status').filter({ hasText: '2 prefixes would be added' }).waitFor();
  await first.getByRole('button', { name: 'Import', exact: true }).click();
  await first.getByRole('status').filter({ hasText: 'The list has 2 prefixes now.' }).waitFor();
  await first.getByRole('button', { name: 'Close', exact: true }).last().click();

  const wrong = await choose('49,Germany,0.01', '49,Germany,cheap');
  await wrong.getByRole('alert').getByRole('cell', { name: '3', exact: true }).waitFor();
  await wrong.getByRole('button', { name: 'Cancel' }).click();

  const second = await choose('49,Germany,0.03', '41,Switzerland,0.04');
  await second
    .getByRole('status')
    .filter({ hasText: '1 prefixes would be added, 1 changed and 1 removed; 0 are the same' })
    .waitFor();
  const differences = second.getByRole('row');
  await differences
    .filter({ hasText: 'Germany · 0.01 a minute' })
    .filter({ hasText: '0.03 a minute' })
    .waitFor();
  expect(await tab.barriers()).toEqual([]);
  await second.getByRole('button', { name: 'Cancel' }).click();
  await listed.getByText('2', { exact: true }).waitFor();
  const { rateTables: tables } = await tandem.read('/rate-tables', rateTables);
  expect(tables).toMatchObject([{ name: 'Carrier A', prefixes: 2 }]);
  expect(tab.problems.filter((problem) => !problem.includes('400'))).toEqual([]);
});
