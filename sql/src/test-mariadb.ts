import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, rmSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

const INSTALL_TIMEOUT_MS = 60_000;
const START_TIMEOUT_MS = 30_000;
const START_ATTEMPTS = 3;

/** A MariaDB of our own on the loopback interface, thrown away afterwards. */
export interface TestMariaDb {
  readonly pid: number;
  /** The URL of one of its databases, which need not exist. */
  url(database: string): string;
  /** Kills it and removes its files. */
  stop(): Promise<void>;
}

/**
 * Installs and starts Debian's MariaDB in a temporary folder on a free port, in about a second. It dies with this
 * process, whichever way that ends.
 *
 * @throws Error with a sentence that says what to install when MariaDB is missing
 */
export async function startTestMariaDb(): Promise<TestMariaDb> {
  const folder = await mkdtemp(join(tmpdir(), 'tandem-mariadb-'));
  const password = randomBytes(16).toString('hex');
  try {
    await install(folder, password);
    return await start(folder, password);
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

/** Durability is of no use to a test, and flushing costs it seconds. */
const FAST = [
  '--innodb-flush-log-at-trx-commit=0',
  '--innodb-flush-method=nosync',
  '--innodb-log-file-size=8M',
];

/** A MariaDB that starts deletes every temporary table it finds, also those of another in the same folder. */
const ownTemporaryFiles = (folder: string): string[] => [`--tmpdir=${folder}`];

const userOption = (): string[] => (process.getuid?.() === 0 ? ['--user=root'] : []);

async function install(folder: string, password: string): Promise<void> {
  const bootstrap = join(folder, 'users.sql');
  await writeFile(
    bootstrap,
    [
      'FLUSH PRIVILEGES;',
      `CREATE USER 'tandem'@'%' IDENTIFIED BY '${password}';`,
      `GRANT ALL PRIVILEGES ON *.* TO 'tandem'@'%' WITH GRANT OPTION;`,
      '',
    ].join('\n'),
  );
  const program = find('mariadb-install-db', ['/usr/bin', '/usr/local/bin']);
  await run(
    program,
    [
      '--no-defaults',
      `--datadir=${join(folder, 'data')}`,
      ...ownTemporaryFiles(folder),
      `--auth-root-socket-user=${userInfo().username}`,
      '--skip-name-resolve',
      '--skip-test-db',
      `--extra-file=${bootstrap}`,
      ...userOption(),
      ...FAST,
    ],
    { timeout: INSTALL_TIMEOUT_MS },
  );
}

async function start(folder: string, password: string): Promise<TestMariaDb> {
  let lastFailure: unknown;
  for (let attempt = 0; attempt < START_ATTEMPTS; attempt += 1) {
    // Between finding a free port and using it another process may take it, hence more than one attempt.
    const port = await freePort();
    const server = spawnServer(folder, port);
    const removeEverything = () => {
      server.kill('SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    };
    process.once('exit', removeEverything);
    try {
      await ready(server);
    } catch (error) {
      server.kill('SIGKILL');
      process.removeListener('exit', removeEverything);
      lastFailure = error;
      continue;
    }
    return {
      pid: server.pid ?? 0,
      url: (database) => `mysql://tandem:${password}@127.0.0.1:${port}/${database}`,
      async stop() {
        process.removeListener('exit', removeEverything);
        if (server.exitCode === null && server.signalCode === null) {
          const exited = once(server, 'exit');
          server.kill('SIGKILL');
          await exited;
        }
        await rm(folder, { recursive: true, force: true });
      },
    };
  }
  throw lastFailure;
}

function spawnServer(folder: string, port: number): ChildProcess {
  const program = find('mariadbd', ['/usr/sbin', '/usr/bin', '/usr/local/sbin']);
  const options = [
    '--no-defaults',
    `--datadir=${join(folder, 'data')}`,
    ...ownTemporaryFiles(folder),
    `--socket=${join(folder, 'mariadb.sock')}`,
    `--pid-file=${join(folder, 'mariadb.pid')}`,
    '--bind-address=127.0.0.1',
    `--port=${port}`,
    '--skip-networking=0',
    '--skip-name-resolve',
    '--skip-log-bin',
    '--performance-schema=OFF',
    '--innodb-buffer-pool-size=32M',
    '--max-connections=200',
    ...userOption(),
    ...FAST,
  ];
  const stdio = ['ignore', 'ignore', 'pipe'] as const;
  // setpriv (util-linux) has the kernel kill the server even when this process is killed with SIGKILL.
  const setpriv = '/usr/bin/setpriv';
  return existsSync(setpriv)
    ? spawn(setpriv, ['--pdeathsig', 'KILL', program, ...options], { stdio: [...stdio] })
    : spawn(program, options, { stdio: [...stdio] });
}

/** Resolves when the server accepts connections; rejects with its last lines when it ends before or takes too long. */
function ready(server: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = '';
    const fail = (what: string) => {
      clearTimeout(timer);
      reject(new Error(`MariaDB ${what}. Its last words: ${said.slice(-1500)}`));
    };
    const timer = setTimeout(() => fail(`did not start within ${START_TIMEOUT_MS} ms`), START_TIMEOUT_MS);
    server.once('error', (error) => fail(`could not be started (${error.message})`));
    server.once('exit', (code) => fail(`ended with code ${code}`));
    server.stderr?.setEncoding('utf8');
    server.stderr?.on('data', (text: string) => {
      said = (said + text).slice(-20_000);
      if (!said.includes('ready for connections')) return;
      clearTimeout(timer);
      server.removeAllListeners('exit');
      resolve();
    });
  });
}

function find(program: string, folders: readonly string[]): string {
  const found = folders.map((folder) => join(folder, program)).find((path) => existsSync(path));
  if (found) return found;
  throw new Error(
    `These tests run on MariaDB too, and "${program}" is not installed. ` +
      'Install it with "apt-get install mariadb-server", or run the tests on SQLite alone with TANDEM_TEST_DATABASES=sqlite.',
  );
}

async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('No free TCP port was found.');
  return address.port;
}
