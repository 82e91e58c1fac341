import { spawn, spawnSync } from 'node:child_process';
import { createInterface } from 'node:readline';

/** The repository's top folder: every script runs there. */
export const top = new URL('..', import.meta.url).pathname;

/** Ends the script with a sentence instead of a stack. */
export function fail(message) {
  console.error(`\n${message}`);
  process.exit(1);
}

/**
 * Runs a command with the terminal's output and stops the script when it fails.
 * @param {string} command
 * @param {string[]} args
 * @param {import('node:child_process').SpawnSyncOptions} [options]
 */
export function run(command, args, options = {}) {
  const status = tryRun(command, args, options);
  if (status !== 0) fail(`${command} ${args.join(' ')} ended with ${status}.`);
}

/** As `run`, but gives the exit status back. A command that could not start gives 127. */
export function tryRun(command, args, options = {}) {
  const result = spawnSync(command, args, { cwd: top, stdio: ['ignore', 'inherit', 'inherit'], ...options });
  return result.error ? 127 : (result.status ?? 1);
}

/**
 * As `tryRun`, beside others: every line of its output begins with its name.
 * @param {string} name
 * @returns {Promise<number>}
 */
export function tryRunBeside(name, command, args, options = {}) {
  const child = spawn(command, args, { cwd: top, stdio: ['ignore', 'pipe', 'pipe'], ...options });
  for (const input of [child.stdout, child.stderr])
    createInterface({ input }).on('line', (line) => console.log(`${name} | ${line}`));
  return new Promise((resolve) => {
    child.on('error', () => resolve(127));
    child.on('close', (code) => resolve(code ?? 1));
  });
}

/** True when the shell would find the command. */
export const has = (command) =>
  spawnSync('sh', ['-c', `command -v "${command}"`], { stdio: 'ignore', env: withSbin() }).status === 0;

/** Daemons live in sbin, which an ordinary user's PATH lacks on Debian. */
export const withSbin = () => ({ ...process.env, PATH: `${process.env.PATH ?? ''}:/usr/sbin:/sbin` });
