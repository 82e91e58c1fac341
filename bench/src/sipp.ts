import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What a run of sipp counted. */
export interface SippResult {
  readonly succeeded: number;
  readonly failed: number;
  readonly retransmissions: number;
  /** Each measured response time in milliseconds, sorted. */
  readonly responseTimesMs: readonly number[];
}

export interface SippRun {
  readonly scenario: string;
  /** `host:port` */
  readonly target: string;
  readonly localPort: number;
  /** Default 127.0.0.1. */
  readonly localAddress?: string;
  /** New calls a second. */
  readonly rate: number;
  /** Calls in all. */
  readonly count: number;
  /** Injection file: one user a line. */
  readonly usersFile?: string;
}

/**
 * sipp runs as batch work (sched(7)): else the kernel lets it interrupt the server at nearly each datagram that goes to
 * it, two thousand times a second, which peers on other machines cannot do. It is so for every server.
 */
const startSipp = (args: readonly string[], cwd: string): ChildProcess =>
  spawn('chrt', ['--batch', '0', 'sipp', ...args], {
    cwd,
    stdio: 'ignore',
    env: { ...process.env, TERM: 'xterm' },
  });

/** With the usual 64 kB sipp, which is batch work, loses answers that come in a run, and the server seems to. */
const SOCKET_BUFFER_BYTES = 1024 * 1024;

const scenarios = new URL('../scenarios/', import.meta.url).pathname;

/** Plays a scenario as a client, to its end. A run may take half a minute longer than its rate asks for. */
export async function runSipp(run: SippRun): Promise<SippResult> {
  const folder = mkdtempSync(join(tmpdir(), 'tandem-bench-'));
  try {
    const limitSeconds = Math.ceil(run.count / run.rate) + 30;
    const args = [
      ...['-sf', join(scenarios, run.scenario), '-i', run.localAddress ?? '127.0.0.1'],
      ...['-p', `${run.localPort}`, '-nostdin', '-buff_size', `${SOCKET_BUFFER_BYTES}`],
      ...['-r', `${run.rate}`, '-m', `${run.count}`, '-l', '20000', '-timeout', `${limitSeconds}`],
      ...['-trace_stat', '-stf', join(folder, 'stat.csv'), '-fd', '1', '-trace_rtt', '-rtt_freq', '1'],
      ...(run.usersFile ? ['-inf', run.usersFile] : []),
      run.target,
    ];
    await exitOf(startSipp(args, folder));
    return { ...counts(join(folder, 'stat.csv')), responseTimesMs: responseTimes(folder) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Plays a scenario as a server until it is stopped. */
export function serveSipp(scenario: string, localPort: number): { stop(): Promise<void> } {
  const args = ['-sf', join(scenarios, scenario), '-i', '127.0.0.1', '-p', `${localPort}`, '-nostdin'];
  const child = startSipp(args, tmpdir());
  return {
    stop: () => {
      child.kill('SIGKILL');
      return exitOf(child);
    },
  };
}

const exitOf = (child: ChildProcess): Promise<void> =>
  new Promise((resolve, reject) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve();
    child.once('exit', () => resolve());
    child.once('error', reject);
  });

function counts(file: string): Omit<SippResult, 'responseTimesMs'> {
  const rows = readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => line.split(';'));
  const [head = [], last = []] = [rows[0], rows.at(-1)];
  const value = (name: string) => Number(last[head.indexOf(name)]);
  return {
    succeeded: value('SuccessfulCall(C)'),
    failed: value('FailedCall(C)'),
    retransmissions: value('Retransmissions(C)'),
  };
}

function responseTimes(folder: string): number[] {
  const file = readdirSync(folder).find((name) => name.endsWith('_rtt.csv'));
  if (!file) return [];
  const rows = readFileSync(join(folder, file), 'utf8').trim().split('\n').slice(1);
  return rows.map((row) => Number(row.split(';')[1])).sort((a, b) => a - b);
}

/** The value below which `share` (0 to 1) of the sorted values lie. */
export const percentile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
