import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { until, within } from './wait.ts';

const OUTPUT_LIMIT = 400_000;
const STOP_MS = 5000;

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** One program that a test started, addressed only by its own process id. */
export class PeerProcess {
  readonly name: string;
  readonly #child: ChildProcessByStdio<Writable, Readable, Readable>;
  readonly #exited: Promise<Exit>;
  #output = '';
  #exit: Exit | null = null;

  constructor(options: {
    name: string;
    command: string;
    args: readonly string[];
    cwd: string;
    env?: Readonly<Record<string, string>>;
  }) {
    this.name = options.name;
    // It dies with this process even when that is killed; some peers would run on, and linphonec at full speed.
    this.#child = spawn('setpriv', ['--pdeathsig', 'KILL', '--', options.command, ...options.args], {
      cwd: options.cwd,
      env: { ...process.env, ...options.env },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        this.#output = (this.#output + text).slice(-OUTPUT_LIMIT);
      });
    }
    // A program that ends while it is written to is reported by its exit.
    this.#child.stdin.on('error', () => undefined);
    this.#exited = new Promise((resolve) => {
      const ended = (exit: Exit) => {
        this.#exit ??= exit;
        resolve(this.#exit);
      };
      this.#child.once('error', (error) => {
        this.#output += String(error);
        ended({ code: null, signal: null });
      });
      this.#child.once('close', (code, signal) => ended({ code, signal }));
    });
  }

  /** @throws Error when the program could not be started */
  get pid(): number {
    if (this.#child.pid === undefined) throw new Error(`${this.name} did not start: ${this.#output}`);
    return this.#child.pid;
  }

  /** Everything it printed so far, the last 400,000 characters. */
  get output(): string {
    return this.#output;
  }

  get exit(): Exit | null {
    return this.#exit;
  }

  write(line: string): void {
    this.#child.stdin.write(`${line}\n`);
  }

  closeInput(): void {
    this.#child.stdin.end();
  }

  /** Waits for printed text, from character `from` of the output on; fails at once when the program ends before. */
  printed(pattern: RegExp, timeoutMs: number, from = 0): Promise<RegExpExecArray> {
    return until(
      `${this.name} to print ${pattern}`,
      () => {
        const match = pattern.exec(this.#output.slice(from));
        if (match) return match;
        if (this.#exit)
          throw new Error(`${this.name} ended (${JSON.stringify(this.#exit)}):\n${this.#output}`);
        return undefined;
      },
      { timeoutMs, explain: () => this.#output.slice(-3000) },
    );
  }

  exited(timeoutMs: number): Promise<Exit> {
    return within(`${this.name} to end`, timeoutMs, this.#exited);
  }

  signal(signal: NodeJS.Signals): void {
    if (!this.#exit) this.#child.kill(signal);
  }

  /** Asks with `signal`, and kills when nothing happened for five seconds. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<Exit> {
    this.signal(signal);
    try {
      return await this.exited(STOP_MS);
    } catch {
      this.signal('SIGKILL');
      return await this.exited(STOP_MS);
    }
  }
}
