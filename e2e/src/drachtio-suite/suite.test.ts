import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PeerProcess } from '../peers/peer-process.ts';
import { PrivateNetwork } from './private-network.ts';
import { network, prepareSuite, type SuiteHost } from './suite-folder.ts';

/** Longer than upstream's own limit for any of its files. */
const FILE_LIMIT_MS = 240_000;
const ENGINE_READY_MS = 20_000;
const command = new URL('../../../sip-engine/bin/sip-engine.js', import.meta.url).pathname;

/** Each file that upstream's `npm test` runs, and how many checks it makes: 129 in all. */
const FILES = [
  { file: 'utils', checks: 27 },
  { file: 'b2b', checks: 19 },
  { file: 'reinvite-tests', checks: 1 },
  { file: 'uac', checks: 19 },
  { file: 'uas', checks: 8 },
  { file: 'proxy', checks: 2 },
  { file: 'refer', checks: 1 },
] as const;
const UNIT_CHECKS = 52;

let folder = '';
let suiteNetwork: PrivateNetwork | null = null;
const running: PeerProcess[] = [];

beforeAll(async () => {
  const suite = await prepareSuite();
  folder = suite.folder;
  suiteNetwork = await PrivateNetwork.make(folder, suite.hosts);
  await startEngine(`${network}.10`, 9061);
  await startEngine(`${network}.19`, 9062);
  for (const host of suite.hosts)
    if (host.scenario !== null) running.push(startTelephone(host, host.scenario));
}, 60_000);

afterAll(async () => {
  await Promise.all(running.map((each) => each.stop('SIGKILL')));
  await suiteNetwork?.stop();
  if (folder !== '') await rm(folder, { recursive: true, force: true });
});

function start(name: string, program: string, args: readonly string[]): PeerProcess {
  if (suiteNetwork === null) throw new Error('the network is not there');
  const env = {
    PATH: `${folder}:${process.env.PATH ?? ''}`,
    ...{ NODE_ENV: 'test', TERM: 'xterm', SUITE_FOLDER: folder, SUITE_NETWORK: network },
  };
  return suiteNetwork.start(name, program, args, env);
}

/** The engine as a person starts it who wants it in drachtio-server's place. */
async function startEngine(address: string, adminPort: number): Promise<void> {
  const contact = `sip:${address}:5060;transport=udp`;
  const args = [command, '--contact', contact, '--port', String(adminPort), '--secret', 'cymru'];
  const engine = start(`the engine at ${address}`, process.execPath, args);
  running.push(engine);
  await engine.printed(/ready for applications/, ENGINE_READY_MS);
}

function startTelephone({ name, address }: SuiteHost, scenario: string): PeerProcess {
  const file = join(folder, 'test', 'scenarios', scenario);
  const where = ['-i', address, '-mi', address, '-bind_local', '-p', '5060'];
  return start(name, 'sipp', ['-sf', file, ...where, '-nostdin']);
}

async function outputOf(name: string, args: readonly string[]): Promise<string> {
  const played = start(name, process.execPath, args);
  running.push(played);
  await played.exited(FILE_LIMIT_MS);
  return played.output;
}

describe("drachtio-srf's own suite on our engine", () => {
  test('its unit tests pass', { timeout: FILE_LIMIT_MS }, async () => {
    const output = await outputOf('mocha', ['node_modules/mocha/bin/mocha.js', 'test/unit-tests/']);
    expect(output).toMatch(new RegExp(`${UNIT_CHECKS} passing`));
    expect(output).not.toContain('failing');
  });

  test.each(FILES)(
    '$file passes whole, with all $checks checks',
    { timeout: FILE_LIMIT_MS },
    async ({ file, checks }) => {
      const output = await outputOf(file, [`test/${file}.js`]);
      const failed = output.match(/^not ok .*$/gm) ?? [];
      expect(failed, output.slice(-4000)).toEqual([]);
      expect(output.match(/^ok /gm) ?? []).toHaveLength(checks);
    },
  );
});
