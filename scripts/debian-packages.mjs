import { has, tryRun } from './run.mjs';

/** What each command comes from, and what it is for. */
const PACKAGES = {
  rtpengine: { name: 'rtpengine-daemon', why: 'relays and transcodes the sound of calls' },
  chromium: { name: 'chromium', why: 'browser in which the softphone is tested' },
  sipp: { name: 'sip-tester', why: 'SIP load and test calls' },
  tcpdump: { name: 'tcpdump', why: 'sees what tests put on the wire' },
  ip: { name: 'iproute2', why: 'a network of its own for a test' },
  baresip: { name: 'baresip', why: 'independent SIP phone for tests' },
  linphonec: { name: 'linphone-cli', why: 'independent SIP phone for tests' },
  mariadbd: { name: 'mariadb-server', why: 'second database that every store test runs on' },
  sox: { name: 'sox', why: 'prepares the sound that test phones play' },
  'espeak-ng': { name: 'espeak-ng', why: 'speaks the sentences that test phones play' },
  kamailio: { name: 'kamailio', why: 'the carrier of the trunk tests, and what the benchmark compares with' },
  'g++': { name: 'g++', why: 'compiles SQLite for Node when no ready-made build can be fetched' },
  make: { name: 'make', why: 'used by that compilation' },
  python3: { name: 'python3', why: 'used by that compilation' },
};

/**
 * Installs what is missing of `commands`, after saying what and why. Never asks a question.
 * @param {(keyof typeof PACKAGES)[]} commands
 * @returns {string[]} the commands that are still missing
 */
export function installDebianPackages(commands) {
  const missing = commands.filter((command) => !has(command));
  if (missing.length === 0) return [];
  if (!has('apt-get')) return missing;
  console.log('Installing from Debian (apt-get):');
  for (const command of missing)
    console.log(`  ${PACKAGES[command].name.padEnd(18)} ${PACKAGES[command].why}`);
  const names = missing.map((command) => PACKAGES[command].name);
  const install = ['install', '-y', '-qq', '--no-install-recommends', ...names];
  if (aptGet(install) !== 0 && aptGet(['update', '-qq']) === 0) aptGet(install);
  return missing.filter((command) => !has(command));
}

function aptGet(args) {
  const root = process.getuid?.() === 0;
  if (!root && !has('sudo')) return 1;
  const environment = ['DEBIAN_FRONTEND=noninteractive'];
  // Without a terminal nobody could type a password: sudo must do without or give up.
  const sudo = root ? [] : ['sudo', ...(process.stdin.isTTY ? [] : ['-n'])];
  const [command, ...rest] = [...sudo, 'env', ...environment, 'apt-get', '-o', 'Dpkg::Use-Pty=0', ...args];
  return tryRun(command, rest, { stdio: [process.stdin.isTTY ? 'inherit' : 'ignore', 'ignore', 'inherit'] });
}
