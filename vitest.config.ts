import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { defineConfig } from 'vitest/config';

const resolve = { conditions: ['@tandem/source', 'module', 'node', 'development|production'] };
const ssr = { resolve: { conditions: ['@tandem/source', 'module', 'node', 'development|production'] } };

/** The RFCs' torture messages are not ours to ship: the tests that send them exist where the messages do. */
const tortureTests = existsSync(new URL('../shared/torture/run.mjs', import.meta.url))
  ? ['e2e/src/torture/*.test.ts']
  : [];

/**
 * The scenarios of `e2e`. With `TANDEM_TEST_SCENARIOS=browsers` those with a Chromium, which needs a processor for itself;
 * with `no-browsers` the others, which mostly wait. `make test` plays one of each at the same time; so that both take
 * equally long, one that waits for more than a minute is played with the browsers.
 */
function scenarios(): string[] {
  const folder = 'e2e/src/scenarios/';
  const chosen = process.env.TANDEM_TEST_SCENARIOS;
  const files = readdirSync(new URL(folder, import.meta.url)).filter((name) => name.endsWith('.test.ts'));
  const withBrowsers = (name: string): boolean =>
    name === 'carrier-restart.test.ts' ||
    /peers\/(chromium|console-tab|softphone-tab)\.ts'/.test(
      readFileSync(new URL(folder + name, import.meta.url), 'utf8'),
    );
  return files
    .filter((name) => chosen === undefined || withBrowsers(name) === (chosen === 'browsers'))
    .map((name) => folder + name);
}

/** How long a test waits for what must come, at most: to find what hangs, for a busy machine may be slow. */
const patience = { expect: { poll: { timeout: 20_000 } }, testTimeout: 30_000, hookTimeout: 60_000 };

/**
 * `unit` needs nothing but Node and MariaDB; `calls-by-drachtio-srf` plays the tests of calls again, in the way they go when
 * the engine is elsewhere; `drachtio` plays drachtio-srf's own suite on the built engine; `e2e` starts
 * the whole system and real peers, one file at a time; `torture` sends it what breaks parsers.
 */
export default defineConfig({
  test: {
    // Every processor: Vitest would leave one to itself, which of two is half.
    maxWorkers: '100%',
    projects: [
      {
        resolve,
        ssr,
        test: {
          name: 'unit',
          include: [
            '{api-types,sql,sip-engine,media-relay,proxy,softphone,admin,scripts}/**/*.test.{ts,tsx}',
            'e2e/src/{audio,peers}/**/*.test.ts',
          ],
          exclude: ['**/node_modules/**', '**/dist/**'],
          globalSetup: ['./sql/src/test-mariadb-once.ts'],
          // To load all modules anew for each file would take half of the time. What a file leaves behind, the next one sees.
          isolate: false,
          ...patience,
        },
      },
      {
        resolve,
        ssr,
        test: {
          name: 'calls-by-drachtio-srf',
          include: ['proxy/src/{calls,trunks/calls}/**/*.test.ts'],
          env: { TANDEM_TEST_CALLS: 'drachtio-srf' },
          globalSetup: ['./sql/src/test-mariadb-once.ts'],
          isolate: false,
          ...patience,
        },
      },
      {
        resolve,
        ssr,
        test: {
          name: 'drachtio',
          include: ['e2e/src/drachtio-suite/**/*.test.ts'],
        },
      },
      {
        resolve,
        ssr,
        test: {
          name: 'e2e',
          include: scenarios(),
          globalSetup: ['./sql/src/test-mariadb-once.ts'],
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        resolve,
        ssr,
        test: { name: 'torture', include: tortureTests, hookTimeout: 120_000 },
      },
    ],
  },
});
