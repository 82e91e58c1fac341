import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PeerProcess } from './peer-process.ts';
import { freePorts } from './ports.ts';
import { PATIENCE_MS } from './wait.ts';

export interface SippOptions {
  /** `host:port` of the peer. */
  readonly target: string;
  /** The whole scenario, from `<scenario` on. */
  readonly scenario: string;
  readonly transport?: 'udp' | 'tcp';
  /** `[service]` in the scenario. */
  readonly service?: string;
  /** For `[authentication]` without arguments. */
  readonly username?: string;
  readonly password?: string;
  /** How many times the scenario runs; once when absent. */
  readonly calls?: number;
  /** A loopback address to send from; 127.0.0.1 when absent. */
  readonly localAddress?: string;
  /** After that sipp gives up; 20,000 when absent. */
  readonly timeoutMs?: number;
}

export interface SippResult {
  /** 0: every call went as the scenario says. */
  readonly exitCode: number | null;
  /** Every message it received, in order. */
  readonly received: readonly string[];
  /** Why calls failed, in sipp's words. */
  readonly errors: string;
}

/** One running sipp: a SIP peer that does exactly what its scenario says. */
export class Sipp {
  readonly port: number;
  readonly #process: PeerProcess;
  readonly #folder: string;
  readonly #timeoutMs: number;

  private constructor(port: number, process: PeerProcess, folder: string, timeoutMs: number) {
    this.port = port;
    this.#process = process;
    this.#folder = folder;
    this.#timeoutMs = timeoutMs;
  }

  static async start(options: SippOptions): Promise<Sipp> {
    const folder = await mkdtemp(join(tmpdir(), 'tandem-sipp-'));
    await writeFile(
      join(folder, 'scenario.xml'),
      `<?xml version="1.0" encoding="ISO-8859-1" ?>\n${options.scenario}`,
    );
    const port = await freePorts(6);
    const timeoutMs = options.timeoutMs ?? PATIENCE_MS;
    const args = [
      options.target,
      ...['-sf', join(folder, 'scenario.xml'), '-nostdin', '-m', String(options.calls ?? 1), '-l', '1'],
      ...[
        '-i',
        options.localAddress ?? '127.0.0.1',
        '-p',
        String(port),
        '-t',
        options.transport === 'tcp' ? 't1' : 'u1',
      ],
      ...['-mp', String(port + 2), '-timeout', `${Math.ceil(timeoutMs / 1000)}s`, '-timeout_error'],
      ...['-trace_msg', '-message_file', join(folder, 'messages.log')],
      ...['-trace_err', '-error_file', join(folder, 'errors.log')],
      ...(options.service === undefined ? [] : ['-s', options.service]),
      ...(options.username === undefined ? [] : ['-au', options.username]),
      ...(options.password === undefined ? [] : ['-ap', options.password]),
    ];
    return new Sipp(
      port,
      new PeerProcess({ name: 'sipp', command: 'sipp', args, cwd: folder }),
      folder,
      timeoutMs,
    );
  }

  /** Runs a scenario to its end. */
  static async run(options: SippOptions): Promise<SippResult> {
    const sipp = await Sipp.start(options);
    return sipp.finished();
  }

  /** Waits for the scenario's end, and removes the folder. */
  async finished(): Promise<SippResult> {
    try {
      const { code } = await this.#process.exited(this.#timeoutMs + 10_000);
      const files = await readdir(this.#folder);
      const text = (name: string) =>
        files.includes(name) ? readFile(join(this.#folder, name), 'latin1') : '';
      return {
        exitCode: code,
        received: receivedMessages(await text('messages.log')),
        errors: (await text('errors.log')) || (code === 0 ? '' : this.#process.output.slice(-2000)),
      };
    } finally {
      await this.stop();
    }
  }

  /** Dies without a word. */
  kill(): void {
    this.#process.signal('SIGKILL');
  }

  async stop(): Promise<void> {
    await this.#process.stop('SIGKILL');
    await rm(this.#folder, { recursive: true, force: true });
  }
}

/** The log separates messages by a line of dashes with the time, and says in the next line which way they went. */
function receivedMessages(log: string): string[] {
  return log
    .split(/^-{20,}.*$/m)
    .filter((entry) => /^\s*(UDP|TCP) message received/.test(entry))
    .map((entry) => entry.replace(/^\s*.*\n/, '').trim());
}
