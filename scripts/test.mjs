// `make test`: installs what the tests need, then checks, builds and tests everything, on SQLite and on MariaDB.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from './build.mjs';
import { installDebianPackages } from './debian-packages.mjs';
import { checkNode, installNodePackages } from './node-packages.mjs';
import { fail, run, top, tryRun, withSbin } from './run.mjs';

const NEEDED = [
  'rtpengine',
  'chromium',
  'sipp',
  'kamailio',
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
let failed = 0;
vitest('unit', {});
vitest('drachtio', {});
vitest('e2e', { TANDEM_TEST_DATABASE: 'sqlite' });
vitest('e2e', { TANDEM_TEST_DATABASE: 'mariadb' });
if (existsSync(join(top, '..', 'shared', 'torture', 'run.mjs'))) vitest('torture', {});
rmSync(folder, { recursive: true });
console.log(`\n${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);

/** Runs one project and adds to the count. A run that could not be counted is a failure. */
function vitest(project, environment) {
  const report = join(folder, `${project}-${environment.TANDEM_TEST_DATABASE ?? 'both'}.json`);
  console.log(`\nTests: ${project} ${environment.TANDEM_TEST_DATABASE ?? ''}`);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const status = tryRun('npx', ['--no-install', 'vitest', 'run', '--project', project, ...reporters], {
    env: { ...withSbin(), ...environment },
  });
  const counts = countsOf(report);
  passed += counts.passed;
  failed += counts.failed || (status === 0 ? 0 : 1);
}

function countsOf(report) {
  try {
    const { numPassedTests, numFailedTests, numPendingTests } = JSON.parse(readFileSync(report, 'utf8'));
    // A skipped test proves nothing: it counts as failed.
    return { passed: numPassedTests, failed: numFailedTests + numPendingTests };
  } catch {
    return { passed: 0, failed: 1 };
  }
}
