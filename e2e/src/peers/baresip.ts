import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import type { Ear } from '../audio/ear.ts';
import { repeated, type Sound } from '../audio/sound.ts';
import { readWav, wavSeconds, writeWav } from '../audio/wav.ts';
import { PeerProcess } from './peer-process.ts';
import { freePorts } from './ports.ts';
import { PATIENCE_MS, until, within } from './wait.ts';

export interface BaresipOptions {
  readonly username: string;
  /** What it says into the call, again and again. */
  readonly says: Sound;
  /** Offered and accepted codecs, in order; PCMU alone when absent. */
  readonly codecs?: readonly ('PCMU' | 'PCMA' | 'opus')[];
  /** UDP when absent. */
  readonly transport?: 'udp' | 'tcp' | 'tls';
  readonly answers?: 'at once' | 'by command';
  /** Where and as whom it registers; without, it calls and is called directly by address. */
  readonly account?: {
    /** The host part of its address of record, which it also sends to: `127.0.0.1:5060`. */
    readonly domain: string;
    readonly password: string;
    /** Whom the password is of; the user name when absent. */
    readonly authenticationName?: string;
    /** Where it sends everything, when that is not its domain: `127.0.0.1:5060`. */
    readonly proxy?: string;
  };
  /** SRTP with keys in the signalling (SDES), and nothing else; none when absent. */
  readonly encryption?: 'required';
  /** What it shows as server and client over TLS: a PEM file with certificate and key. */
  readonly certificate?: string;
  /** From how many calls at once on it says that it is busy; 4 when absent. */
  readonly callsAtOnce?: number;
  /**
   * It subscribes to its mailbox and prints what waits there (RFC 3842). A server that refuses that may leave it deaf to
   * commands.
   */
  readonly lamp?: boolean;
}

const codecNames = { PCMU: 'PCMU/8000', PCMA: 'PCMA/8000', opus: 'opus/48000/2' } as const;

const messageSchema = z.union([
  z.object({
    event: z.literal(true),
    type: z.string(),
    param: z.string().optional(),
    peeruri: z.string().optional(),
  }),
  z.object({ response: z.literal(true), ok: z.boolean(), data: z.string(), token: z.string().optional() }),
]);

interface BaresipEvent {
  readonly type: string;
  readonly param: string;
  /** The other party of the call, if it is about a call. */
  readonly peer: string;
}

/** Longer than any call of a scenario on a busy machine. */
const LONGEST_CALL_SECONDS = 400;

/** A headless baresip: a SIP phone whose microphone is a file and whose ear writes a file. */
export class Baresip implements Ear {
  readonly username: string;
  readonly sipPort: number;
  /** All events so far, oldest first: REGISTER_OK, CALL_RINGING, CALL_ESTABLISHED, CALL_CLOSED … */
  readonly events: BaresipEvent[] = [];
  readonly #process: PeerProcess;
  readonly #folder: string;
  #control: Socket | null = null;
  #received = Buffer.alloc(0);
  #ofEarlierCalls: ReadonlySet<string> = new Set();
  readonly #answers: ((answer: { ok: boolean; data: string }) => void)[] = [];

  private constructor(username: string, sipPort: number, folder: string, process: PeerProcess) {
    this.username = username;
    this.sipPort = sipPort;
    this.#folder = folder;
    this.#process = process;
  }

  /** Starts it, and waits for its registration when it has an account. */
  static async start(options: BaresipOptions): Promise<Baresip> {
    const folder = await mkdtemp(join(tmpdir(), 'tandem-baresip-'));
    await mkdir(join(folder, 'heard'));
    // It ends the call when the file ends.
    writeWav(join(folder, 'says.wav'), repeated(options.says, LONGEST_CALL_SECONDS));
    // SIP, the port above it (TLS), control, RTP for a few calls
    const port = await freePorts(24);
    await writeFile(join(folder, 'config'), configuration(folder, port, options));
    await writeFile(join(folder, 'accounts'), `${account(options, port)}\n`);
    const baresip = new Baresip(
      options.username,
      port,
      folder,
      new PeerProcess({
        name: `baresip ${options.username}`,
        command: 'baresip',
        args: ['-f', folder, '-v'],
        cwd: folder,
      }),
    );
    try {
      await baresip.#openControl(port + 2);
      // The event may come before anybody listens; the line stays in the log.
      if (options.account) await baresip.#process.printed(/\} 200 OK \(.*\) \[\d+ binding/, PATIENCE_MS);
    } catch (error) {
      await baresip.stop();
      throw error;
    }
    return baresip;
  }

  /** Calls a SIP URI. What it heard before is forgotten. */
  async dial(uri: string): Promise<void> {
    this.#ofEarlierCalls = new Set(await this.#recordings());
    await this.#command('dial', uri);
  }

  answer(): Promise<void> {
    return this.#command('accept');
  }

  hangUp(): Promise<void> {
    return this.#command('hangup');
  }

  /** Presses keys in its call; they go as telephone events. */
  async press(keys: string): Promise<void> {
    for (const key of keys) await this.#command('sndcode', key);
  }

  /**
   * Waits for an event of this type; from event number `from` on.
   * @returns its text, such as the reason of a CALL_CLOSED
   */
  event(type: string, from = 0, timeoutMs = PATIENCE_MS): Promise<string> {
    return until(
      `${this.username}'s baresip to say ${type}`,
      () => {
        const event = this.events.slice(from).find((candidate) => candidate.type === type);
        if (event) return { text: event.param };
        if (this.#process.exit) throw new Error(`baresip ended:\n${this.#process.output}`);
        return undefined;
      },
      { timeoutMs, explain: () => `${JSON.stringify(this.events)}\n${this.#process.output.slice(-2000)}` },
    ).then((found) => found.text);
  }

  /** What it heard in its newest call, as far as it is written to disk; empty when that is nothing. */
  async heard(fromSeconds?: number, lengthSeconds?: number): Promise<Sound> {
    const path = await this.#recording();
    return path === null
      ? { sampleRate: 8000, samples: new Int16Array() }
      : readWav(path, fromSeconds, lengthSeconds);
  }

  async heardSeconds(): Promise<number> {
    const path = await this.#recording();
    return path === null ? 0 : wavSeconds(path);
  }

  /** The file of the newest call once its header is written. */
  async #recording(): Promise<string | null> {
    const newest = (await this.#recordings()).at(-1);
    if (newest === undefined || this.#ofEarlierCalls.has(newest)) return null;
    const path = join(this.#folder, 'heard', newest);
    return (await stat(path)).size >= 44 ? path : null;
  }

  async #recordings(): Promise<string[]> {
    const files = await readdir(join(this.#folder, 'heard'));
    return files.filter((file) => file.endsWith('-dec.wav')).sort();
  }

  /** Dies without a word. */
  kill(): void {
    this.#process.signal('SIGKILL');
  }

  /** Unregisters, ends and removes its folder. */
  async stop(): Promise<void> {
    this.#control?.destroy();
    await this.#process.stop();
    await rm(this.#folder, { recursive: true, force: true });
  }

  get log(): string {
    return this.#process.output;
  }

  async #openControl(port: number): Promise<void> {
    this.#control = await until(
      'baresip to listen for commands',
      () => {
        if (this.#process.exit) throw new Error(`baresip ended:\n${this.#process.output}`);
        return connected(port);
      },
      { explain: () => this.#process.output },
    );
    this.#control.on('data', (chunk) => this.#receive(chunk));
    this.#control.on('error', () => undefined);
  }

  /** Netstrings: length, colon, JSON, comma. */
  #receive(chunk: Buffer): void {
    this.#received = Buffer.concat([this.#received, chunk]);
    for (;;) {
      const colon = this.#received.indexOf(':');
      const length = Number(this.#received.subarray(0, Math.max(0, colon)).toString());
      if (colon < 0 || this.#received.length < colon + length + 2) return;
      const json: unknown = JSON.parse(this.#received.subarray(colon + 1, colon + 1 + length).toString());
      this.#received = this.#received.subarray(colon + length + 2);
      const message = messageSchema.parse(json);
      if ('event' in message)
        this.events.push({ type: message.type, param: message.param ?? '', peer: message.peeruri ?? '' });
      else this.#answers.shift()?.(message);
    }
  }

  async #command(command: string, params?: string): Promise<void> {
    const control = this.#control;
    if (!control) throw new Error('baresip is not running');
    const json = JSON.stringify({ command, params });
    const answer = await within(
      `baresip to answer "${command}"`,
      PATIENCE_MS,
      new Promise<{ ok: boolean; data: string }>((resolve) => {
        this.#answers.push(resolve);
        control.write(`${Buffer.byteLength(json)}:${json},`);
      }),
    );
    if (!answer.ok) throw new Error(`baresip refused "${command}": ${answer.data}`);
  }
}

function connected(port: number): Promise<Socket | undefined> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(socket));
    socket.once('error', () => resolve(undefined));
  });
}

function account(options: BaresipOptions, port: number): string {
  const { username, transport = 'udp', account: registered } = options;
  const codecs = (options.codecs ?? ['PCMU']).map((codec) => codecNames[codec]).join(',');
  const parameters = [
    `audio_codecs=${codecs}`,
    `answermode=${options.answers === 'by command' ? 'manual' : 'auto'}`,
    ...(registered?.proxy ? [`outbound="sip:${registered.proxy};transport=${transport}"`] : []),
    ...(options.encryption ? ['mediaenc=srtp-mand'] : []),
    registered
      ? `auth_user=${registered.authenticationName ?? username};auth_pass=${registered.password};regint=60`
      : 'regint=0',
  ];
  return `<sip:${username}@${registered?.domain ?? `127.0.0.1:${port}`};transport=${transport}>;${parameters.join(';')}`;
}

function configuration(folder: string, port: number, options: BaresipOptions): string {
  const { sampleRate } = options.says;
  return `${[
    'poll_method epoll',
    `sip_listen 127.0.0.1:${port}`,
    // The certificate of a first run is signed by nobody.
    'sip_verify_server no',
    ...(options.certificate ? [`sip_certificate ${options.certificate}`] : []),
    `call_max_calls ${options.callsAtOnce ?? 4}`,
    'call_local_timeout 60',
    'audio_path /usr/share/baresip',
    'audio_player aubridge,ear',
    `audio_source aufile,${join(folder, 'says.wav')}`,
    'audio_alert aubridge,alert',
    `ausrc_srate ${sampleRate}`,
    `auplay_srate ${sampleRate}`,
    'ausrc_channels 1',
    'auplay_channels 1',
    'audio_buffer 20-160',
    `rtp_ports ${port + 4}-${port + 22}`,
    'rtcp_mux no',
    'net_interface 127.0.0.1',
    'module_path /usr/lib/baresip/modules',
    ...['g711', 'opus', 'aufile', 'aubridge', 'sndfile', 'srtp'].map((module) => `module ${module}.so`),
    'module_tmp uuid.so',
    'module_tmp account.so',
    'module_app menu.so',
    ...(options.lamp ? ['module_app mwi.so'] : []),
    'module_app ctrl_tcp.so',
    `ctrl_tcp_listen 127.0.0.1:${port + 2}`,
    'opus_bitrate 28000',
    `snd_path ${join(folder, 'heard')}`,
  ].join('\n')}\n`;
}
