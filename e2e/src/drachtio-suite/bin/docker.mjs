#!/usr/bin/env node
// Stands for `docker run … drachtio/sipp sipp ARGS [host]`, by which drachtio-srf's tests start their telephones: the
// same sipp, on an address of its own in the network that the suite plays in.
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

const { SUITE_FOLDER: folder = '', SUITE_NETWORK: network = '' } = process.env;
const given = process.argv.slice(2);
const start = given.indexOf('sipp');
if (given[0] !== 'run' || start < 0) process.exit(0);

const name = given[given.indexOf('--name') + 1];
const address = given.includes('--name') ? addressOf(name) : freshAddress();
const args = given.slice(start + 1).map((each) => {
  if (each.startsWith('/tmp/scenarios/')) return join(folder, 'test', 'scenarios', basename(each));
  return each === 'drachtio-sut' ? `${addressOf(each)}:5060` : each;
});
const child = spawn(
  'timeout',
  ['-k', '2', '58', 'sipp', ...args, '-i', address, '-mi', address, '-bind_local', '-p', '5060'],
  { stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, TERM: 'xterm' }, cwd: folder },
);
child.on('exit', (code) => process.exit(code ?? 1));
child.on('error', () => process.exit(127));
process.on('SIGTERM', () => child.kill('SIGTERM'));

/** The container's address in the hosts file of the suite's network. */
function addressOf(host) {
  const line = readFileSync('/etc/hosts', 'utf8')
    .split('\n')
    .find((each) => each.endsWith(` ${host}`));
  return line?.split(' ')[0] ?? '127.0.0.1';
}

/** Each caller is another host, as each container was. The folder that is made first takes the number. */
function freshAddress() {
  for (let number = 101; number < 250; number += 1) {
    try {
      mkdirSync(join(folder, `caller-${number}`));
      return `${network}.${number}`;
    } catch {
      // Taken.
    }
  }
  return '127.0.0.1';
}
