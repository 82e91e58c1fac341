import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { PeerProcess } from '../peers/peer-process.ts';
import { Tandem } from '../peers/tandem.ts';

/** The messages are the RFCs' own text and lie beside the checkout, as does the program that sends and judges them. */
const FOLDER = fileURLToPath(new URL('../../../../shared/torture/', import.meta.url));
const RUN_MS = 120_000;
const verdicts = z.array(z.object({ name: z.string(), verdict: z.string(), seen: z.array(z.unknown()) }));

let tandem: Tandem;
let folder: string;

beforeAll(async () => {
  tandem = await Tandem.start({ TANDEM_MEDIA_MODE: 'direct', TANDEM_HTTPS_ENABLED: 'false' });
  folder = await mkdtemp(join(tmpdir(), 'tandem-torture-'));
});

afterAll(async () => {
  await tandem?.stop();
  if (folder) await rm(folder, { recursive: true });
});

async function run(command: string, args: readonly string[]): Promise<string> {
  const peer = new PeerProcess({ name: args[0] ?? command, command, args: [...args], cwd: FOLDER });
  peer.closeInput();
  await peer.exited(RUN_MS);
  return peer.output;
}

/** All messages from one address, of which every run needs one of its own; those that were not answered as they should. */
async function badlyAnswered(address: string, ...more: readonly string[]) {
  const report = join(folder, `${address}.json`);
  const where = ['--target', tandem.sipAddress, '--bind', `${address}:5060`, '--pid', `${tandem.pid}`];
  const output = await run(process.execPath, ['run.mjs', ...where, '--json', report, ...more]);
  const judged = verdicts.parse(JSON.parse(await readFile(report, 'utf8').catch(() => `"${output}"`)));
  expect(judged.length).toBeGreaterThan(60);
  return judged.filter(({ verdict }) => verdict !== 'pass');
}

describe('each torture message of RFC 4475 and RFC 5118 is answered as it asks', () => {
  test.concurrent('over UDP', { timeout: RUN_MS }, async ({ expect }) => {
    expect(await badlyAnswered('127.0.0.2')).toEqual([]);
  });

  test.concurrent.each([
    ['1', '127.0.0.3'],
    ['7', '127.0.0.4'],
    ['1460', '127.0.0.5'],
  ])('over TCP in pieces of %s octets', { timeout: RUN_MS }, async (octets, address) => {
    expect(await badlyAnswered(address, '--transport', 'tcp', '--chunk', octets)).toEqual([]);
  });
});

test('a response to no request goes nowhere, whatever its second Via says', { timeout: RUN_MS }, async () => {
  expect(await run('python3', ['reflect.py', '127.0.0.1', `${tandem.sipPort}`])).toBe('not forwarded\n');
});
