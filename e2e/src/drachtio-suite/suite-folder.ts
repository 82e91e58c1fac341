import { cp, mkdtemp, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';

/** A container of the suite's network. */
export interface SuiteHost {
  readonly name: string;
  readonly address: string;
  /** The sipp scenario that it answers with; null: it is started by a test, or is no sipp. */
  readonly scenario: string | null;
}

const testbed = z.object({
  services: z.record(
    z.string(),
    z.object({
      command: z.string().default(''),
      networks: z.object({ testbed: z.object({ ipv4_address: z.ipv4() }) }).optional(),
    }),
  ),
});

/** The network in which upstream's tests are written to run. */
export const network = '172.29.0';
const firstNamedHost = 60;

const packageFolder = dirname(createRequire(import.meta.url).resolve('drachtio-srf/package.json'));

/**
 * A folder from which the tests that drachtio-srf's npm package ships can be run: its library as it is, its tests as
 * they are but for what Debian's sipp 3.6 refuses.
 */
export async function prepareSuite(): Promise<{
  readonly folder: string;
  readonly hosts: readonly SuiteHost[];
}> {
  const folder = await mkdtemp(join(tmpdir(), 'drachtio-suite-'));
  await cp(join(packageFolder, 'test'), join(folder, 'test'), { recursive: true });
  for (const part of ['lib', 'config', 'package.json'])
    await symlink(join(packageFolder, part), join(folder, part));
  await symlink(dirname(packageFolder), join(folder, 'node_modules'));
  await escapeScenarios(join(folder, 'test', 'scenarios'));
  await symlink(new URL('bin/docker.mjs', import.meta.url).pathname, join(folder, 'docker'));
  return { folder, hosts: await hostsOf(join(folder, 'test')) };
}

/** XML forbids `<` in an attribute; upstream's sipp let it pass, Debian's does not. */
async function escapeScenarios(folder: string): Promise<void> {
  for (const name of (await readdir(folder)).filter((each) => each.endsWith('.xml'))) {
    const file = join(folder, name);
    const text = await readFile(file, 'latin1');
    const escaped = text.replace(/regexp="([^"]*)"/g, (all) => all.replaceAll('<', '&lt;'));
    if (escaped !== text) await writeFile(file, escaped, 'latin1');
  }
}

/** The containers of the compose file, and those that tests start by name. */
async function hostsOf(folder: string): Promise<SuiteHost[]> {
  const { services } = testbed.parse(
    parse(await readFile(join(folder, 'docker-compose-testbed.yaml'), 'utf8')),
  );
  const hosts = Object.entries(services).flatMap(([name, { command, networks }]): SuiteHost[] => {
    if (networks === undefined) return [];
    const scenario = /\bsipp -sf \/tmp\/(\S+)/.exec(command)?.[1] ?? null;
    return [{ name, address: networks.testbed.ipv4_address, scenario }];
  });
  const b2b = await readFile(join(folder, 'b2b.js'), 'utf8');
  const named = new Set([...b2b.matchAll(/sippUas\([^,)]+,\s*'([^']+)'/g)].map((match) => match[1] ?? ''));
  const missing = [...named].filter((name) => !hosts.some((host) => host.name === name));
  missing.forEach((name, index) => {
    hosts.push({ name, address: `${network}.${firstNamedHost + index}`, scenario: null });
  });
  return hosts;
}
