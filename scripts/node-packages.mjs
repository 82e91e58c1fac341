import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { installDebianPackages } from './debian-packages.mjs';
import { fail, run, top, tryRun } from './run.mjs';

const FLOOR = [20, 19];

/** Stops with a sentence when Node is too old. */
export function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < FLOOR[0] || (major === FLOOR[0] && minor < FLOOR[1]))
    fail(`Tandem needs Node ${FLOOR.join('.')} or later; this is ${process.versions.node}.`);
}

/** Installs the locked npm packages unless they are there already for this lock file and Node. */
export function installNodePackages() {
  const stampFile = join(top, 'node_modules', '.tandem-lock');
  const lock = createHash('sha256')
    .update(readFileSync(join(top, 'package-lock.json')))
    .digest('hex');
  const stamp = `${lock} node-${process.versions.modules}`;
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return;
  console.log('Installing npm packages…');
  // Not `npm ci`: npm 11 refuses a lock file that lacks the optional builds for other platforms.
  const install = ['install', '--no-save', '--no-fund', '--no-audit', '--loglevel=error'];
  if (tryRun('npm', install) !== 0) {
    installDebianPackages(['g++', 'make', 'python3']);
    run('npm', install);
  }
  writeFileSync(stampFile, stamp);
}
