import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RelayLog } from '../log.ts';
import { NgLink } from '../ng/ng-link.ts';
import { freeLoopbackPort, isOwnAddress, primaryAddress } from './addresses.ts';
import { findExecutable } from './executable.ts';

const READY_TIMEOUT_MS = 10_000;
const STOP_TIMEOUT_MS = 3_000;
const RESTART_MIN_MS = 200;
const RESTART_MAX_MS = 10_000;
/** A process that lived so long has not failed at its start: the next restart is quick again. */
const STEADY_AFTER_MS = 30_000;
const LAST_LINES = 10;

/** How to run rtpengine on this machine. */
export interface LocalRtpengineOptions {
  /** Name or path; default `rtpengine`. */
  readonly binary?: string;
  /** Working folder; made when missing. */
  readonly dataDir: string;
  /**
   * Address of this machine that carries media, reachable by browsers and telephones; default: the machine's
   * address in its network, or 127.0.0.1 when it is in none.
   */
  readonly host?: string;
  /** Address to write into SDP when the machine is behind a NAT; default `host`. */
  readonly advertisedHost?: string;
  /** Range of UDP ports for media, both ends included; a call takes four to eight. */
  readonly portMin: number;
  readonly portMax: number;
  /** Most sessions at once; default no limit. */
  readonly maxSessions?: number;
  /** `host:port` where it tells of pressed keys; default nowhere. */
  readonly keyReportsTo?: string;
  /** How to control it, always on 127.0.0.1 and a free port; default `tcp`. */
  readonly control?: 'tcp' | 'ws';
  readonly log: RelayLog;
}

/** An rtpengine that runs as our child and is restarted when it dies. */
export interface LocalRtpengine {
  /** Control address, for `createRelayPool`. It stays the same over restarts. */
  readonly url: string;
  /** Address that carries media. */
  readonly host: string;
  /** Process id; null between death and restart, and after `stop`. */
  readonly pid: number | null;
  /** Called at every death that `stop` did not ask for. */
  onExit(listener: (detail: string) => void): void;
  /** Stops it for good. Bounded, idempotent. */
  stop(): Promise<void>;
}

/**
 * Starts rtpengine in user space (no kernel module) and waits until it answers.
 * @returns null when rtpengine is not installed
 * @throws when it is installed but does not start
 */
export async function startLocalRtpengine(options: LocalRtpengineOptions): Promise<LocalRtpengine | null> {
  const binary = await findExecutable(options.binary ?? 'rtpengine', process.env.PATH);
  if (binary === null) return null;
  const host = options.host ?? primaryAddress();
  // rtpengine itself starts with an address that it cannot bind, and then refuses every call.
  if (!isOwnAddress(host)) throw new Error(`${host} is not an address of this machine: no media relay there`);
  if (options.portMin >= options.portMax) throw new Error('the media relay needs portMin < portMax');
  await mkdir(options.dataDir, { recursive: true });
  const controlPort = await freeLoopbackPort();
  const command = [binary, ...rtpengineFlags({ ...options, host, controlPort })];
  const setpriv = await findExecutable('setpriv', process.env.PATH);
  // The kernel then ends rtpengine even when this process is killed and cannot clean up.
  const supervised = setpriv === null ? command : [setpriv, '--pdeathsig', 'KILL', ...command];
  const supervisor = new Supervisor(supervised, options.dataDir, options.log);
  const url = `${options.control ?? 'tcp'}://127.0.0.1:${controlPort}`;
  try {
    await supervisor.start(() => answers(url, options.log));
  } catch (error) {
    await supervisor.stop();
    throw error;
  }
  return {
    url,
    host,
    get pid() {
      return supervisor.pid;
    },
    onExit: (listener) => supervisor.onExit(listener),
    stop: () => supervisor.stop(),
  };
}

/** Command line of rtpengine 10.5; nothing is read from /etc. */
export function rtpengineFlags(
  options: LocalRtpengineOptions & { readonly host: string; readonly controlPort: number },
): string[] {
  const { host, advertisedHost, controlPort } = options;
  const listen = options.control === 'ws' ? 'listen-http' : 'listen-tcp-ng';
  return [
    '--config-file=none',
    '--foreground',
    '--table=-1',
    '--log-stderr',
    '--no-log-timestamps',
    // Level 6 would write whole SDP bodies, and with them SRTP keys.
    '--log-level=5',
    `--interface=${host}${advertisedHost === undefined ? '' : `!${advertisedHost}`}`,
    `--${listen}=127.0.0.1:${controlPort}`,
    `--port-min=${options.portMin}`,
    `--port-max=${options.portMax}`,
    ...(options.maxSessions === undefined ? [] : [`--max-sessions=${options.maxSessions}`]),
    ...(options.keyReportsTo === undefined ? [] : [`--dtmf-log-dest=${options.keyReportsTo}`]),
    // A call without a packet for a minute is dead, unless it is on hold.
    '--timeout=60',
    '--silent-timeout=3600',
    '--offer-timeout=300',
    '--delete-delay=0',
    '--num-threads=2',
    '--endpoint-learning=heuristic',
    '--dtls-signature=SHA-256',
  ];
}

/** Whether the NG protocol is answered within the time for getting ready. */
function answers(url: string, log: RelayLog): Promise<boolean> {
  return new Promise((resolve) => {
    const finish = (answered: boolean): void => {
      clearTimeout(timer);
      link.close();
      resolve(answered);
    };
    const timer = setTimeout(() => finish(false), READY_TIMEOUT_MS);
    const link = new NgLink({
      url,
      connectTimeoutMs: 1_000,
      reconnectMinMs: 50,
      reconnectMaxMs: 200,
      longestRequestMs: 1_000,
      log,
      onUp: () => {
        link.request('ping', {}, 1_000).then(
          () => finish(true),
          () => link.reset('no answer to ping'),
        );
      },
      onDown: () => {},
    });
  });
}

/** Keeps one child process alive. */
class Supervisor {
  readonly #command: readonly string[];
  readonly #folder: string;
  readonly #log: RelayLog;
  readonly #listeners: ((detail: string) => void)[] = [];
  readonly #lastLines: string[] = [];
  #child: ChildProcess | null = null;
  #restart: NodeJS.Timeout | undefined;
  #pauseMs = RESTART_MIN_MS;
  #keepAlive = false;
  #stopped = false;

  constructor(command: readonly string[], folder: string, log: RelayLog) {
    this.#command = command;
    this.#folder = folder;
    this.#log = log;
  }

  get pid(): number | null {
    return this.#child?.pid ?? null;
  }

  onExit(listener: (detail: string) => void): void {
    this.#listeners.push(listener);
  }

  async start(ready: () => Promise<boolean>): Promise<void> {
    const died = new Promise<string>((resolve) => this.#spawn(resolve));
    const outcome = await Promise.race([ready(), died]);
    if (outcome === true) {
      this.#keepAlive = true;
      // It may have died between its answer and this line.
      if (this.#child === null) this.#scheduleRestart();
      return;
    }
    const why = outcome === false ? `no answer within ${READY_TIMEOUT_MS} ms` : outcome;
    throw new Error(
      `rtpengine did not start: ${why}${this.#lastLines.map((line) => `\n  ${line}`).join('')}`,
    );
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#restart);
    const child = this.#child;
    if (child === null) return;
    const gone = new Promise<void>((resolve) => child.once('close', () => resolve()));
    child.kill('SIGTERM');
    const cancel = new AbortController();
    const late = sleep(STOP_TIMEOUT_MS, 'late', { signal: cancel.signal }).catch(() => 'cancelled');
    if ((await Promise.race([gone, late])) === 'late') {
      child.kill('SIGKILL');
      await gone;
    }
    cancel.abort();
  }

  #spawn(onExit?: (detail: string) => void): void {
    const [program = '', ...args] = this.#command;
    const startedAt = performance.now();
    const child = spawn(program, args, {
      cwd: this.#folder,
      stdio: ['ignore', 'pipe', 'pipe'],
      // A process group of its own: Ctrl-C must not end it before the calls have been ended properly.
      detached: true,
    });
    this.#child = child;
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => this.#onLine(line));
    }
    let failure = '';
    child.once('error', (error) => {
      failure = error.message;
    });
    child.once('close', (code, signal) => {
      this.#child = null;
      const detail = failure || (signal === null ? `exit code ${code}` : `killed by ${signal}`);
      if (performance.now() - startedAt > STEADY_AFTER_MS) this.#pauseMs = RESTART_MIN_MS;
      onExit?.(detail);
      if (this.#keepAlive && !this.#stopped) {
        for (const listener of this.#listeners) listener(detail);
        this.#scheduleRestart(detail);
      }
    });
  }

  #scheduleRestart(detail = 'gone'): void {
    this.#log.error('rtpengine died, it is started again', { reason: detail, pauseMs: this.#pauseMs });
    this.#restart = setTimeout(() => this.#spawn(), this.#pauseMs);
    this.#pauseMs = Math.min(RESTART_MAX_MS, this.#pauseMs * 2);
  }

  #onLine(line: string): void {
    this.#log.debug('rtpengine', { line: line.slice(0, 500) });
    this.#lastLines.push(line.slice(0, 500));
    if (this.#lastLines.length > LAST_LINES) this.#lastLines.shift();
  }
}
