import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { trunk as storedTrunk } from '@tandem/api-types/trunks';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ConsoleTab } from '../peers/console-tab.ts';
import { ADMIN, Tandem } from '../peers/tandem.ts';
import { until } from '../peers/wait.ts';

const trunk = (host: string) => `trunks:
  carrier:
    name: Example Telecom
    connection: { kind: by-address }
    gateways: [{ host: ${host} }]
    health: { optionsIntervalSeconds: 0 }
`;

let folder: string;
let file: string;
let tandem: Tandem;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tandem-trunk-files-'));
  file = join(folder, 'carrier.yaml');
  tandem = await Tandem.start({ TANDEM_PROVISIONING_TRUNKS_FOLDER: folder });
});

afterAll(async () => {
  await tandem?.stop();
  await rm(folder, { recursive: true });
});

const hostNow = async () => (await tandem.read('/trunks/carrier', storedTrunk)).gateways[0]?.host;

test('a new file makes a trunk while the server runs, and the console says whose it is', async () => {
  await writeFile(file, trunk('192.0.2.10'));
  await until('the trunk to be made', () => hostNow().catch(() => undefined));
  const tab = await ConsoleTab.open(tandem);
  try {
    await tab.signIn(ADMIN);
    await tab.choose('Trunks');
    await tab.page.getByRole('link', { name: 'Example Telecom' }).click();
    await tab.page.getByText(`From the file ${file}`).waitFor();
    expect(await tab.page.getByRole('textbox', { name: 'Name', exact: true }).isDisabled()).toBe(true);
    expect(await tab.page.getByRole('button', { name: 'Save' }).count()).toBe(0);
    expect(await tab.barriers()).toEqual([]);
  } finally {
    await tab.close();
  }
});

test('a changed file is planned, then applied, and then there is nothing to do', async () => {
  // The running server would apply it before anybody could read the plan.
  await tandem.interrupt();
  await writeFile(file, trunk('192.0.2.11'));
  expect(await tandem.command('trunks', 'plan')).toContain('gateways.0.host: "192.0.2.10" → "192.0.2.11"');
  expect(await tandem.command('trunks', 'apply')).toContain('Applied to 1 trunks.');
  expect(await tandem.command('trunks', 'plan')).toContain('The trunks are as the files describe them.');
  await tandem.startAgain();
  expect(await hostNow()).toBe('192.0.2.11');
});

test('a bad file changes nothing and says line and reason', async () => {
  const bad = `${trunk('192.0.2.12').trimEnd()}\n    codecs: [opus, g999]\n`;
  await writeFile(file, bad);
  const line = bad.split('\n').findIndex((text) => text.includes('g999')) + 1;
  const told = `${file}:${line}: trunks.carrier.codecs`;
  await expect(tandem.command('trunks', 'apply')).rejects.toThrow(told);
  await until('the server to say so, too', () => tandem.log.includes('the trunk files are wrong'));
  expect(tandem.log).toContain(told);
  expect(await hostNow()).toBe('192.0.2.11');
});
