import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  type CallDetailRecord,
  callDetailRecordPage,
  type Health,
  type HistoryCall,
  health,
  historyPage,
  type Overview,
  overview,
  session,
} from '@tandem/api-types';
import type { z } from 'zod';
import { Database } from './database.ts';
import { PeerProcess } from './peer-process.ts';
import { freePorts } from './ports.ts';
import { descendants, type ProcessEntry, stillAlive } from './process-tree.ts';
import { PATIENCE_MS, until } from './wait.ts';

const TOP = fileURLToPath(new URL('../../../', import.meta.url));
const COMMAND = join(TOP, 'proxy', 'bin', 'tandem.js');
/** To find what hangs: a busy machine needs its time for the tables. */
const START_MS = 60_000;
const MEDIA_PORTS = 200;

export interface TandemUser {
  readonly username: string;
  readonly password: string;
}

/** The admin that every started system has. */
export const ADMIN: TandemUser = { username: 'admin', password: 'admin-of-the-test' };

/** The real, built system as a newcomer starts it, on ports and in a folder of its own. */
export class Tandem {
  readonly httpPort: number;
  readonly httpsPort: number;
  readonly sipPort: number;
  readonly sipTlsPort: number;
  readonly database: Database;
  readonly #environment: Readonly<Record<string, string>>;
  readonly #folder: string;
  #process: PeerProcess;
  #adminToken: string | undefined;

  private constructor(
    port: number,
    folder: string,
    database: Database,
    settings: Readonly<Record<string, string>>,
  ) {
    this.httpPort = port;
    this.httpsPort = port + 1;
    this.sipPort = port + 2;
    this.sipTlsPort = port + 3;
    this.database = database;
    this.#folder = folder;
    this.#environment = {
      TANDEM_HTTP_HOST: '127.0.0.1',
      TANDEM_HTTP_PORT: String(this.httpPort),
      TANDEM_HTTPS_PORT: String(this.httpsPort),
      TANDEM_SIP_HOST: '127.0.0.1',
      TANDEM_SIP_PORT: String(this.sipPort),
      TANDEM_SIP_TLS_PORT: String(this.sipTlsPort),
      TANDEM_DATA_DIR: join(folder, 'data'),
      TANDEM_MEDIA_PORT_MIN: String(port + 4),
      TANDEM_MEDIA_PORT_MAX: String(port + MEDIA_PORTS - 1),
      TANDEM_ACCOUNTS_DEMO_USERS: 'false',
      TANDEM_HTTP_REQUESTS_PER_MINUTE: '100000',
      TANDEM_HTTP_SIGN_INS_PER_MINUTE: '1000',
      TANDEM_LOG_FORMAT: 'json',
      TANDEM_LOG_LEVEL: 'debug',
      ...database.environment,
      ...settings,
    };
    this.#process = this.#spawn();
  }

  /**
   * Starts it with an admin, and waits until it is healthy.
   * @param settings further environment, such as `TANDEM_CALLS_RING_TIMEOUT_SECONDS`
   * @param startDatabase for a test that takes the database away; the run's choice when absent
   */
  static async start(
    settings: Readonly<Record<string, string>> = {},
    startDatabase = Database.start,
  ): Promise<Tandem> {
    if (!existsSync(join(TOP, 'proxy', 'dist', 'cli.js'))) throw new Error('run `npm run build` first');
    const database = await startDatabase();
    const folder = await mkdtemp(join(tmpdir(), 'tandem-system-'));
    const tandem = new Tandem(await freePorts(MEDIA_PORTS), folder, database, settings);
    try {
      await tandem.#ready();
      await tandem.command('user', 'add', ADMIN.username, '--password', ADMIN.password, '--admin');
    } catch (error) {
      await tandem.#abandon();
      throw error;
    }
    return tandem;
  }

  get httpUrl(): string {
    return `http://127.0.0.1:${this.httpPort}`;
  }

  /** With a certificate that nobody has signed. */
  get httpsUrl(): string {
    return `https://127.0.0.1:${this.httpsPort}`;
  }

  /** Where SIP over WebSocket is served. */
  get webSocketUrl(): string {
    return `ws://127.0.0.1:${this.httpPort}/sip`;
  }

  /** `host:port` of SIP over UDP and TCP. */
  get sipAddress(): string {
    return `127.0.0.1:${this.sipPort}`;
  }

  get pid(): number {
    return this.#process.pid;
  }

  /** Everything it logged since its last start. */
  get log(): string {
    return this.#process.output;
  }

  /** Adds a user as the console does. */
  async addUser(username: string): Promise<TandemUser> {
    const user = { username, password: `password-of-${username}` };
    await this.write('POST', '/admin/users', user);
    return user;
  }

  /**
   * A link that signs a browser in, once, made by the command that an admin types while the system runs.
   * @param secure over HTTPS, as a telephone in the same network opens it
   */
  async signInLink({ username }: { readonly username: string }, secure = false): Promise<string> {
    const output = await this.command('user', 'link', username);
    const token = /#\/link\/([\w.~-]+)/.exec(output)?.[1];
    if (!token) throw new Error(`"tandem user link" printed no link:\n${output}`);
    return `${secure ? this.httpsUrl : this.httpUrl}/#/link/${token}`;
  }

  /** Runs `tandem …` beside the running system; @returns what it printed. */
  async command(...args: readonly string[]): Promise<string> {
    const process = new PeerProcess({
      name: `tandem ${args.slice(0, 2).join(' ')}`,
      command: globalThis.process.execPath,
      args: [COMMAND, ...args],
      cwd: TOP,
      env: this.#environment,
    });
    process.closeInput();
    const { code } = await process.exited(START_MS);
    if (code !== 0) throw new Error(`${process.name} ended with ${code}:\n${process.output}`);
    return process.output;
  }

  health(): Promise<Health> {
    return this.#get('/health', health);
  }

  async overview(): Promise<Overview> {
    return this.read('/overview', overview);
  }

  /** Reads as an admin what the console shows. @throws Error when it is refused, or is not as described */
  async read<S extends z.ZodType>(path: string, schema: S): Promise<z.output<S>> {
    return this.#get(path, schema, await this.#admin());
  }

  /**
   * Changes as an admin what the console changes.
   * @param version that is edited; absent for something new
   * @throws Error when it is refused
   */
  async write(method: 'POST' | 'PUT', path: string, body: object, version?: number): Promise<void> {
    const response = await fetch(`${this.httpUrl}/api/v1${path}`, {
      method,
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${await this.#admin()}`,
        ...(version === undefined ? {} : { 'if-match': `"${version}"` }),
      },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  }

  /** The newest call records, newest first. */
  async callRecords(): Promise<readonly CallDetailRecord[]> {
    return (await this.read('/admin/calls?limit=100', callDetailRecordPage)).calls;
  }

  /** Waits until so many records of calls between these two exist, and returns the newest. */
  async callRecord(caller: string, callee: string, options: { count?: number; timeoutMs?: number } = {}) {
    const count = options.count ?? 1;
    return until(
      `${count} record(s) of ${caller} calling ${callee}`,
      async () => {
        const found = (await this.callRecords()).filter(
          (record) => userOf(record.caller) === caller && userOf(record.callee) === callee,
        );
        if (found.length > count) throw new Error(`more than ${count} records: ${JSON.stringify(found)}`);
        return found.length === count ? found[0] : undefined;
      },
      { timeoutMs: options.timeoutMs ?? PATIENCE_MS, explain: () => this.log.slice(-3000) },
    );
  }

  /** A user's own history, newest first. */
  async history(user: TandemUser): Promise<readonly HistoryCall[]> {
    return (await this.#get('/calls', historyPage, await this.#token(user))).calls;
  }

  /** A request in a user's name, such as one of their softphone. @param path behind `/api/v1` */
  async request(user: TandemUser, path: string, method = 'GET', body?: object): Promise<Response> {
    return fetch(`${this.httpUrl}/api/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${await this.#token(user)}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }

  /** Processes that it started itself, such as rtpengine. */
  async children(): Promise<ProcessEntry[]> {
    return descendants(this.#process.pid);
  }

  /** Ctrl-C: @returns its exit code and what it left running. */
  async interrupt(): Promise<{ code: number | null; leftovers: readonly ProcessEntry[] }> {
    const children = await this.children();
    this.#process.signal('SIGINT');
    const { code } = await this.#process.exited(PATIENCE_MS);
    return { code, leftovers: await stillAlive(children) };
  }

  /** kill -9 of the server alone. @returns what it had started */
  async kill(): Promise<readonly ProcessEntry[]> {
    const children = await this.children();
    this.#process.signal('SIGKILL');
    await this.#process.exited(PATIENCE_MS);
    return children;
  }

  /** Starts again after `interrupt` or `kill`: same folder, ports and database. */
  async startAgain(): Promise<void> {
    this.#process = this.#spawn();
    await this.#ready();
  }

  /** Ends it as Ctrl-C does, and fails when that leaves anything behind. */
  async stop(): Promise<void> {
    try {
      if (this.#process.exit) return;
      const { code, leftovers } = await this.interrupt();
      if (code !== 0) throw new Error(`tandem ended with ${code}:\n${this.log.slice(-3000)}`);
      if (leftovers.length > 0) throw new Error(`tandem left behind: ${JSON.stringify(leftovers)}`);
    } finally {
      await this.#abandon();
    }
  }

  async #abandon(): Promise<void> {
    const children = this.#process.exit ? [] : await this.children();
    await this.#process.stop('SIGKILL');
    for (const child of await stillAlive(children)) process.kill(child.pid, 'SIGKILL');
    await this.database.stop();
    await rm(this.#folder, { recursive: true, force: true });
  }

  #spawn(): PeerProcess {
    return new PeerProcess({
      name: 'tandem up',
      command: process.execPath,
      args: [COMMAND, 'up'],
      cwd: TOP,
      env: this.#environment,
    });
  }

  async #ready(): Promise<void> {
    await until(
      'tandem to be healthy',
      async () => {
        if (this.#process.exit) throw new Error(`tandem ended:\n${this.log}`);
        const answer = await this.health().catch(() => undefined);
        return answer?.status === 'up' && answer;
      },
      { timeoutMs: START_MS, explain: () => this.log.slice(-5000) },
    );
  }

  async #admin(): Promise<string> {
    this.#adminToken ??= await this.#token(ADMIN);
    return this.#adminToken;
  }

  async #token(user: { username: string; password: string }): Promise<string> {
    const response = await fetch(`${this.httpUrl}/api/v1/sessions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username: user.username, password: user.password }),
    });
    if (!response.ok)
      throw new Error(`sign-in of ${user.username}: ${response.status} ${await response.text()}`);
    return session.parse(await response.json()).accessToken;
  }

  async #get<S extends z.ZodType>(path: string, schema: S, token?: string): Promise<z.output<S>> {
    const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
    const response = await fetch(`${this.httpUrl}/api/v1${path}`, {
      headers,
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    const body: unknown = await response.json();
    if (!response.ok && path !== '/health')
      throw new Error(`${path}: ${response.status} ${JSON.stringify(body)}`);
    return schema.parse(body);
  }
}

/** The user part of an address of record. */
export function userOf(uri: string): string {
  return /^(?:sips?:)?([^@;>]+)/.exec(uri)?.[1] ?? uri;
}
