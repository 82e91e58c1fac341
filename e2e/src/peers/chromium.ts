import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { z } from 'zod';
import type { Ear } from '../audio/ear.ts';
import type { Sound } from '../audio/sound.ts';
import { writeWav } from '../audio/wav.ts';

/** Of what a page's ear counts. */
const HEARD_RATE = 48_000;
const recordingSchema = z.object({ sampleRate: z.number(), base64: z.string() });

export interface TabOptions {
  /** Offers and answers Opus alone, as a phone does that has nothing else. */
  readonly opusOnly?: boolean;
  /** Takes the microphone as it is, without echo cancellation, noise suppression and gain control. */
  readonly rawMicrophone?: boolean;
}

/** A Chromium whose microphone is a file. One per speaker: the file is a setting of the whole browser. */
export class Chromium {
  readonly #browser: Browser;
  readonly #folder: string;

  private constructor(browser: Browser, folder: string) {
    this.#browser = browser;
    this.#folder = folder;
  }

  /** @param microphone what is said into every call, again and again; 48 kHz */
  static async start(microphone: Sound): Promise<Chromium> {
    const folder = await mkdtemp(join(tmpdir(), 'tandem-chromium-'));
    const file = join(folder, 'microphone.wav');
    writeWav(file, microphone);
    const browser = await chromium.launch({
      executablePath: process.env.TANDEM_CHROMIUM ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--use-fake-device-for-media-stream',
        '--use-fake-ui-for-media-stream',
        `--use-file-for-fake-audio-capture=${file}`,
        '--autoplay-policy=no-user-gesture-required',
        ...(onlyLoopback() ? ['--allow-loopback-in-peer-connection'] : []),
      ],
    });
    return new Chromium(browser, folder);
  }

  /** A page of its own: nothing is shared with other pages of this browser. */
  async tab(options: TabOptions = {}): Promise<Tab> {
    const context = await this.#browser.newContext({ ignoreHTTPSErrors: true, locale: 'en-GB' });
    await context.addInitScript({
      content: await readFile(new URL('./browser-ear.js', import.meta.url), 'utf8'),
    });
    if (options.opusOnly) await context.addInitScript({ content: OPUS_ONLY });
    if (options.rawMicrophone) await context.addInitScript({ content: RAW_MICROPHONE });
    return new Tab(context, await context.newPage());
  }

  async stop(): Promise<void> {
    await this.#browser.close();
    await rm(this.#folder, { recursive: true, force: true });
  }
}

/** One page, with an ear for what it plays and a memory for what went wrong in it. */
export class Tab implements Ear {
  readonly page: Page;
  /** Uncaught errors, console errors and warnings of the page, for a failing test's message. */
  readonly problems: string[] = [];
  readonly #context: BrowserContext;

  constructor(context: BrowserContext, page: Page) {
    this.#context = context;
    this.page = page;
    page.on('pageerror', (error) => this.problems.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') this.problems.push(message.text());
    });
  }

  /** How many seconds the page has played or been silent since it was opened or loaded. */
  async heardSeconds(): Promise<number> {
    return z.number().parse(await this.page.evaluate('window.tandemEar.length()')) / HEARD_RATE;
  }

  /** What the call's audio element played: the last two minutes are kept. */
  heard(fromSeconds = 0, lengthSeconds = Number.POSITIVE_INFINITY): Promise<Sound> {
    const from = Math.round(fromSeconds * HEARD_RATE);
    return this.#hear(`heard(${from}, ${from + Math.round(lengthSeconds * HEARD_RATE)})`);
  }

  /** So many seconds of a file that the page plays or is about to play, from its start if that is still to come. */
  listenToFile(seconds: number): Promise<Sound> {
    return this.#hear(`file(${Number(seconds)})`);
  }

  async #hear(what: string): Promise<Sound> {
    const recording = recordingSchema.parse(await this.page.evaluate(`window.tandemEar.${what}`));
    const bytes = Buffer.from(recording.base64, 'base64');
    const samples = Int16Array.from({ length: bytes.length / 2 }, (_, i) => bytes.readInt16LE(2 * i));
    return { sampleRate: recording.sampleRate, samples };
  }

  /** The page dies without a word, as when a browser crashes. */
  async crash(): Promise<void> {
    const crashed = this.page.waitForEvent('crash');
    this.page.goto('chrome://crash').catch(() => undefined);
    await crashed;
  }

  async close(): Promise<void> {
    await this.#context.close();
  }
}

/** On a machine without a network Chromium finds no address for a call unless loopback may be used. */
function onlyLoopback(): boolean {
  return Object.values(networkInterfaces())
    .flat()
    .every((address) => address?.internal);
}

const OPUS_ONLY = `(() => {
  const kept = new Set(['audio/opus', 'audio/telephone-event']);
  for (const method of ['createOffer', 'createAnswer', 'setLocalDescription']) {
    const original = RTCPeerConnection.prototype[method];
    RTCPeerConnection.prototype[method] = function (...parameters) {
      for (const transceiver of this.getTransceivers()) {
        if (transceiver.receiver.track.kind !== 'audio' || transceiver.stopped) continue;
        const { codecs } = RTCRtpReceiver.getCapabilities('audio');
        transceiver.setCodecPreferences(codecs.filter(({ mimeType }) => kept.has(mimeType.toLowerCase())));
      }
      return original.apply(this, parameters);
    };
  }
})();`;

const RAW_MICROPHONE = `(() => {
  const original = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  navigator.mediaDevices.getUserMedia = (constraints) => {
    const audio = typeof constraints.audio === 'object' ? constraints.audio : {};
    const raw = { ...audio, echoCancellation: false, noiseSuppression: false, autoGainControl: false };
    return original(constraints.audio ? { ...constraints, audio: raw } : constraints);
  };
})();`;
