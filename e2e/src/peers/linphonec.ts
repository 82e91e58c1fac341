import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Sound } from '../audio/sound.ts';
import { writeWav } from '../audio/wav.ts';
import { PeerProcess } from './peer-process.ts';
import { freePorts } from './ports.ts';
import { PATIENCE_MS, until } from './wait.ts';

export interface LinphonecOptions {
  readonly username: string;
  /** What it says into the call, once. */
  readonly says: Sound;
  /** Codecs it has, in order of preference; PCMU alone when absent. */
  readonly codecs?: readonly (keyof typeof codecs)[];
  readonly answers?: 'at once' | 'by command';
  /** Where and as whom it registers; without, it calls and is called directly by address. */
  readonly account?: {
    /** The host part of its address of record, without a port. */
    readonly domain: string;
    /** Where it sends to: `127.0.0.1:5060`. */
    readonly proxy: string;
    readonly transport: 'udp' | 'tcp' | 'tls';
    readonly password: string;
  };
}

const codecs = {
  PCMU: { mime: 'PCMU', rate: 8000, channels: 1 },
  PCMA: { mime: 'PCMA', rate: 8000, channels: 1 },
  opus: { mime: 'opus', rate: 48000, channels: 2 },
} as const;

const WAV_HEADER_BYTES = 44;
/** Then it is killed. */
const QUIT_MS = 10_000;

/** The console Linphone: a SIP phone driven by its standard input, with files for a sound card. */
export class Linphonec {
  readonly username: string;
  readonly sipPort: number;
  readonly #process: PeerProcess;
  readonly #folder: string;
  readonly #sampleRate: number;
  /** Where in the output the next wait begins, so that yesterday's "connected" does not count today. */
  #seen = 0;

  private constructor(options: LinphonecOptions, sipPort: number, folder: string, process: PeerProcess) {
    this.username = options.username;
    this.#sampleRate = codecs[options.codecs?.[0] ?? 'PCMU'].rate;
    this.sipPort = sipPort;
    this.#folder = folder;
    this.#process = process;
  }

  /** Starts it, and waits for its registration when it has an account. */
  static async start(options: LinphonecOptions): Promise<Linphonec> {
    const folder = await mkdtemp(join(tmpdir(), 'tandem-linphonec-'));
    await mkdir(join(folder, '.local/share/linphone'), { recursive: true });
    writeWav(join(folder, 'says.wav'), options.says);
    const port = await freePorts(20);
    await writeFile(join(folder, 'rc'), configuration(options, port));
    const linphonec = new Linphonec(
      options,
      port,
      folder,
      new PeerProcess({
        name: `linphonec ${options.username}`,
        command: 'linphonec',
        args: [
          '-c',
          join(folder, 'rc'),
          '-d',
          '6',
          '-l',
          join(folder, 'sip.log'),
          ...(options.answers === 'by command' ? [] : ['-a']),
        ],
        cwd: folder,
        env: { HOME: folder },
      }),
    );
    try {
      await linphonec.#prepare(options);
    } catch (error) {
      await linphonec.stop();
      throw error;
    }
    return linphonec;
  }

  async #prepare(options: LinphonecOptions): Promise<void> {
    await this.says(/linphonec>/);
    this.#process.write('soundcard use files');
    await this.says(/Using wav files/);
    this.#process.write(`play ${join(this.#folder, 'says.wav')}`);
    this.#process.write(`record ${join(this.#folder, 'heard.wav')}`);
    const { account } = options;
    if (!account) return;
    const identity = `sip:${options.username}@${account.domain}`;
    this.#process.write(
      `register ${identity} sip:${account.proxy};transport=${account.transport} ${account.password}`,
    );
    await until(
      `${options.username}'s linphonec to be registered`,
      async () => {
        this.#process.write('status register');
        // Otherwise "registered=0", "registered=-1" or "unregistered".
        return (await this.says(/^(un)?registered.*$/m)).startsWith('registered,');
      },
      { explain: () => this.#process.output },
    );
  }

  /** Calls a SIP URI. */
  dial(uri: string): void {
    this.#process.write(`call ${uri}`);
  }

  answer(): void {
    this.#process.write('answer');
  }

  hangUp(): void {
    this.#process.write('terminate');
  }

  /** Waits until it prints this, after what an earlier wait has seen: /incoming call/, /connected/, /ended/ … */
  async says(pattern: RegExp, timeoutMs = PATIENCE_MS): Promise<string> {
    const match = await this.#process.printed(pattern, timeoutMs, this.#seen);
    this.#seen += match.index + match[0].length;
    return match[0];
  }

  /**
   * What it heard so far, in all its calls; empty when that is nothing. Each call adds to the same file, and the header
   * counts only the first, and that only after its end.
   */
  async heard(): Promise<Sound> {
    const file = await readFile(join(this.#folder, 'heard.wav')).catch(() => Buffer.alloc(0));
    const samples = new Int16Array(Math.max(0, Math.floor((file.length - WAV_HEADER_BYTES) / 2)));
    for (let i = 0; i < samples.length; i++) samples[i] = file.readInt16LE(WAV_HEADER_BYTES + 2 * i);
    return { sampleRate: this.#sampleRate, samples };
  }

  /** Dies without a word. */
  kill(): void {
    this.#process.signal('SIGKILL');
  }

  /** Unregisters, ends and removes its folder. */
  async stop(): Promise<void> {
    this.#process.write('quit');
    await this.#process.exited(QUIT_MS).catch(() => this.#process.stop('SIGKILL'));
    await rm(this.#folder, { recursive: true, force: true });
  }

  /** Every SIP message and its own remarks. */
  sipLog(): Promise<string> {
    return readFile(join(this.#folder, 'sip.log'), 'utf8');
  }
}

function configuration(options: LinphonecOptions, port: number): string {
  const { username } = options;
  const sections = [
    `[sip]\nsip_port=${port}\nsip_tcp_port=${port}\nsip_tls_port=-1\nbind_address=127.0.0.1\nuse_ipv6=0\nipv6_migration_done=1`,
    // The certificate of a first run is signed by nobody.
    'verify_server_certs=0\nverify_server_cn=0',
    `guess_hostname=0\ncontact=sip:${username}@127.0.0.1\nregister_only_when_network_is_up=0\ndefault_proxy=-1`,
    `[rtp]\nbind_address=127.0.0.1\naudio_rtp_port=${port + 2}-${port + 18}`,
    '[video]\nenabled=0\ncapture=0\ndisplay=0',
    '[misc]\nlog_collection=0\nadd_missing_audio_codecs=0',
    '[sound]\nechocancellation=0',
    ...(options.codecs ?? ['PCMU']).map((name, i) => {
      const { mime, rate, channels } = codecs[name];
      return `[audio_codec_${i}]\nmime=${mime}\nrate=${rate}\nchannels=${channels}\nenabled=1`;
    }),
  ];
  return `${sections.join('\n')}\n`;
}
