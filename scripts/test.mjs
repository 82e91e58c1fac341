// `make test`: installs what the tests need, then checks, builds and tests everything, on SQLite and on MariaDB.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { build } from './build.mjs';
import { installDebianPackages } from './debian-packages.mjs';
import { checkNode, installNodePackages } from './node-packages.mjs';
import { fail, run, top, tryRunBeside, withSbin } from './run.mjs';

const NEEDED = [
  'rtpengine',
  'chromium',
  'sipp',
  'kamailio',
  'tcpdump',
  'ip',
  'baresip',
  'linphonec',
  'mariadbd',
  'sox',
  'espeak-ng',
];

checkNode();
const missing = installDebianPackages(NEEDED);
if (missing.length > 0) fail(`The tests need ${missing.join(', ')}, which could not be installed.`);
installNodePackages();
run('npm', ['run', '--silent', 'lint']);
run('npm', ['run', '--silent', 'lint:docker']);
run('npm', ['run', '--silent', 'typecheck']);
build();

const folder = mkdtempSync(join(tmpdir(), 'tandem-test-'));
let passed = 0;
const failures = [];
const durations = [];
await vitest('unit');
await vitest('calls-by-drachtio-srf');
const torture = existsSync(join(top, '..', 'shared', 'torture', 'run.mjs')) ? [vitest('torture')] : [];
await Promise.all([vitest('drachtio'), ...torture]);
await Promise.all(['browsers', 'no-browsers'].map(scenariosOnBothDatabases));
rmSync(folder, { recursive: true });
console.log(`\n${durations.join(', ')}\n${passed} passed, ${failures.length} failed`);
// Told last and whole, for whoever sees only the end of the output.
for (const failure of failures) console.log(`\nFailed: ${failure}`);
process.exit(failures.length === 0 ? 0 : 1);

async function scenariosOnBothDatabases(scenarios) {
  for (const database of ['sqlite', 'mariadb'])
    await vitest('e2e', { TANDEM_TEST_SCENARIOS: scenarios, TANDEM_TEST_DATABASE: database });
}

/** Runs one project and adds to the count. A run that could not be counted is a failure. */
async function vitest(project, environment = {}) {
  const run = [project, ...Object.values(environment)].join(' ');
  const report = join(folder, `${run}.json`);
  const startedAtMs = Date.now();
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const status = await tryRunBeside(
    run,
    'npx',
    ['--no-install', 'vitest', 'run', '--project', project, ...reporters],
    { env: { ...withSbin(), ...environment } },
  );
  const outcome = outcomeOf(report);
  passed += outcome.passed;
  if (status !== 0 && outcome.failures.length === 0)
    outcome.failures.push(`the run ended with status ${status}`);
  failures.push(...outcome.failures.map((failure) => `${run}: ${failure}`));
  durations.push(`${run} ${Math.round((Date.now() - startedAtMs) / 1000)} s`);
}

/** What passed, and each failure with the first lines of its message. A skipped test proves nothing: it failed. */
function outcomeOf(report) {
  try {
    const { numPassedTests, testResults } = JSON.parse(readFileSync(report, 'utf8'));
    return { passed: numPassedTests, failures: testResults.flatMap(failuresOf) };
  } catch (error) {
    return { passed: 0, failures: [`no report: ${error.message}`] };
  }
}

function failuresOf({ name, status, message, assertionResults }) {
  const file = relative(top, name);
  const failed = assertionResults.filter((test) => test.status !== 'passed');
  if (failed.length === 0) return status === 'passed' ? [] : [`${file}\n${firstLines(message)}`];
  return failed.map(
    (test) =>
      `${file} > ${test.fullName} (${test.status})\n${firstLines(test.failureMessages?.[0] ?? message)}`,
  );
}

function firstLines(text = '') {
  return text.split('\n').slice(0, 12).join('\n');
}
