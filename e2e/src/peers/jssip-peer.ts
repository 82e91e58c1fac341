import wrtc, { type AudioFrame, type Track } from '@roamhq/wrtc';
import JsSIP, { type UA } from 'jssip';
import type { RTCSession } from 'jssip/lib/RTCSession.js';
import type { RTCSessionEvent } from 'jssip/lib/UA.js';
import type { Sound } from '../audio/sound.ts';
import { JssipSocket } from './jssip-socket.ts';
import { PATIENCE_MS, until, within } from './wait.ts';

export interface JssipOptions {
  readonly username: string;
  readonly domain: string;
  readonly password: string;
  /** `ws://host:port/sip` */
  readonly url: string;
  /** What it says, again and again; 48 kHz. */
  readonly says: Sound;
  readonly answers?: 'at once' | 'by command';
}

const FRAME_MS = 10;
const RATE = 48_000;
const HEARD_LIMIT_SAMPLES = 60 * RATE;

// JsSIP looks for a browser's WebRTC on `window`.
Object.assign(globalThis, {
  window: globalThis,
  RTCPeerConnection: wrtc.RTCPeerConnection,
  RTCSessionDescription: wrtc.RTCSessionDescription,
  RTCIceCandidate: wrtc.RTCIceCandidate,
  MediaStream: wrtc.MediaStream,
});

/** JsSIP in Node with the WebRTC library's own media: a second, independent WebRTC phone. */
export class JssipPeer {
  readonly username: string;
  /** What happened in its calls, oldest first: progress, accepted, confirmed, hold, ended … */
  readonly events: { readonly type: string; readonly text: string }[] = [];
  readonly #ua: UA;
  readonly #socket: JssipSocket;
  readonly #answers: boolean;
  readonly #voice: Voice;
  readonly #sinks = new Map<string, { stop(): void }>();
  #heard: AudioFrame[] = [];
  #session: RTCSession | null = null;

  private constructor(options: JssipOptions) {
    this.username = options.username;
    this.#answers = options.answers !== 'by command';
    this.#voice = new Voice(options.says);
    this.#socket = new JssipSocket(options.url);
    this.#ua = new JsSIP.UA({
      sockets: [this.#socket],
      uri: `sip:${options.username}@${options.domain}`,
      password: options.password,
      register_expires: 120,
    });
    this.#ua.on('newRTCSession', ({ session, originator }: RTCSessionEvent) => {
      this.#follow(session);
      if (String(originator) === 'remote') {
        this.#note('incoming', session.remote_identity.uri.toString());
        if (this.#answers) this.answer();
      }
    });
  }

  /** Connects and registers. */
  static async start(options: JssipOptions): Promise<JssipPeer> {
    const peer = new JssipPeer(options);
    try {
      await within(
        `${options.username}'s JsSIP to register`,
        PATIENCE_MS,
        new Promise<void>((resolve, reject) => {
          peer.#ua.on('registered', () => resolve());
          peer.#ua.on('registrationFailed', ({ cause }) => reject(new Error(`not registered: ${cause}`)));
          peer.#ua.start();
        }),
      );
    } catch (error) {
      await peer.stop();
      throw error;
    }
    return peer;
  }

  dial(uri: string): void {
    this.#ua.call(uri, { mediaStream: this.#voice.stream });
  }

  answer(): void {
    this.#call().answer({ mediaStream: this.#voice.stream });
  }

  /** Ends the call; while it rings here: declines with this status. */
  hangUp(status?: number): void {
    this.#call().terminate(status === undefined ? {} : { status_code: status });
  }

  /** Holds by re-INVITE: SIP.js answers UPDATE with 405. */
  hold(): Promise<void> {
    return within(
      'JsSIP to hold',
      PATIENCE_MS,
      new Promise<void>((done) => this.#call().hold({ useUpdate: false }, done)),
    );
  }

  resume(): Promise<void> {
    return within(
      'JsSIP to resume',
      PATIENCE_MS,
      new Promise<void>((done) => this.#call().unhold({ useUpdate: false }, done)),
    );
  }

  /** Breaks the connection to the server without a word. */
  dropConnection(): void {
    this.#socket.drop();
  }

  /** Waits for an event of its calls, from event number `from` on; @returns its text */
  event(type: string, from = 0, timeoutMs = PATIENCE_MS): Promise<string> {
    return until(
      `${this.username}'s JsSIP to see "${type}"`,
      () => {
        const event = this.events.slice(from).find((candidate) => candidate.type === type);
        return event && { text: event.text };
      },
      { timeoutMs, explain: () => JSON.stringify(this.events) },
    ).then((found) => found.text);
  }

  /** What it heard since the start or since `forget`, the last minute of it. */
  heard(): Sound {
    const sampleRate = this.#heard[0]?.sampleRate ?? RATE;
    const samples = new Int16Array(this.#heard.reduce((sum, frame) => sum + frame.numberOfFrames, 0));
    let at = 0;
    for (const frame of this.#heard) {
      for (let i = 0; i < frame.numberOfFrames; i++)
        samples[at++] = frame.samples[i * frame.channelCount] ?? 0;
    }
    return { sampleRate, samples };
  }

  forget(): void {
    this.#heard = [];
  }

  async stop(): Promise<void> {
    this.#voice.stop();
    for (const sink of this.#sinks.values()) sink.stop();
    this.#ua.stop();
    await until('JsSIP to disconnect', () => !this.#ua.isConnected());
  }

  #call(): RTCSession {
    if (!this.#session) throw new Error(`${this.username}'s JsSIP has no call`);
    return this.#session;
  }

  #note(type: string, text: unknown): void {
    this.events.push({ type, text: String(text ?? '') });
  }

  #follow(session: RTCSession): void {
    this.#session = session;
    session.on('progress', () => this.#note('progress', ''));
    session.on('accepted', () => this.#note('accepted', ''));
    session.on('confirmed', () => this.#note('confirmed', ''));
    session.on('hold', ({ originator }) => this.#note('hold', originator));
    session.on('unhold', ({ originator }) => this.#note('unhold', originator));
    session.on('newDTMF', ({ dtmf }: { dtmf: { tone: string } }) => this.#note('dtmf', dtmf.tone));
    session.on('ended', ({ cause }) => this.#note('ended', cause));
    session.on('failed', ({ cause }) => this.#note('failed', cause));
    const listen = (connection: RTCPeerConnection) =>
      connection.addEventListener('track', ({ track }) => this.#listen(track));
    if (session.connection) listen(session.connection);
    else session.on('peerconnection', ({ peerconnection }) => listen(peerconnection));
  }

  #listen(track: Track): void {
    // A resumed call tells of its track again: two sinks of one track would write every frame twice.
    if (track.kind !== 'audio' || this.#sinks.has(track.id)) return;
    const sink = new wrtc.nonstandard.RTCAudioSink(track);
    this.#sinks.set(track.id, sink);
    sink.ondata = (frame) => {
      // The first frames, before the decoder is chosen, come at a rate of their own and hold nothing.
      if (this.#heard[0]?.sampleRate !== frame.sampleRate) this.#heard = [];
      this.#heard.push({ ...frame, samples: frame.samples.slice() });
      while (this.#heard.length * frame.numberOfFrames > HEARD_LIMIT_SAMPLES) this.#heard.shift();
    };
  }
}

/** Plays a sound into a WebRTC track in real time, again and again. */
class Voice {
  readonly stream: object;
  readonly #track: Track;
  readonly #timer: NodeJS.Timeout;

  constructor(says: Sound) {
    if (says.sampleRate !== RATE) throw new Error('a JsSIP peer speaks at 48 kHz');
    const source = new wrtc.nonstandard.RTCAudioSource();
    const frameSamples = (RATE * FRAME_MS) / 1000;
    this.#track = source.createTrack();
    this.stream = new wrtc.MediaStream([this.#track]);
    const startedAt = performance.now();
    let frames = 0;
    this.#timer = setInterval(() => {
      for (; frames * FRAME_MS <= performance.now() - startedAt; frames++) {
        const samples = new Int16Array(frameSamples);
        for (let i = 0; i < frameSamples; i++) {
          samples[i] = says.samples[(frames * frameSamples + i) % says.samples.length] ?? 0;
        }
        source.onData({
          samples,
          sampleRate: RATE,
          bitsPerSample: 16,
          channelCount: 1,
          numberOfFrames: frameSamples,
        });
      }
    }, FRAME_MS);
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#track.stop();
  }
}
