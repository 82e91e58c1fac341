import { type FileHandle, open } from 'node:fs/promises';
import type { FrameClock } from './frame-clock.ts';
import { FRAME_MS, SILENCE } from './sound.ts';
import type { SoundParty } from './sound-party.ts';
import { SpeechDetector } from './speech.ts';
import { WAV_HEADER_BYTES, wavBytes, wavDurationMs, wavHeader } from './wav.ts';

/** Why a recording ended; `failed`: what came before is in the file. */
export type RecordingEnd = 'stopped' | 'too-long' | 'silence' | 'key' | 'failed';

export interface Recording {
  /** Of what is in the file: silence at its end is not, so that who said nothing leaves nothing. */
  readonly durationMs: number;
  readonly bytes: number;
  readonly endedBy: RecordingEnd;
  /** Set when it failed: the disk is full, for instance. */
  readonly error?: Error;
}

export interface RecordingOptions {
  readonly clock: FrameClock;
  /** Ends the recording; so does the end of the party. */
  readonly signal: AbortSignal;
  readonly maxMs: number;
  /** So much silence ends it. */
  readonly silenceMs: number;
  /** Keys that end it. */
  readonly keys?: string;
}

/** How often what was said is written. A process that is killed loses no more than this and what the kernel holds. */
const WRITE_EACH_MS = 1000;
/** What waits for a slow disk; more is given up as a failure. */
const UNWRITTEN_FRAMES_MAX = 1500;
const FRAME_BYTES = wavBytes(SILENCE).length;

/**
 * Records what a party says into a new WAV file (16 kHz, 16 bits, mono), as it comes. The party's pauses are silence in
 * it, so that it lasts as long as the recording did.
 * @throws Error when the file cannot be made; later trouble ends the recording as `failed`
 */
export async function recordSound(
  party: SoundParty,
  path: string,
  options: RecordingOptions,
): Promise<Recording> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.write(wavHeader(0));
    return await new Recorder(party, file, options).ended;
  } finally {
    await file.close();
  }
}

class Recorder {
  readonly ended: Promise<Recording>;
  readonly #file: FileHandle;
  readonly #options: RecordingOptions;
  readonly #unwritten: Int16Array[] = [];
  readonly #stops: readonly (() => void)[];
  readonly #speech = new SpeechDetector();
  #said: Int16Array | null = null;
  #frames = 0;
  #silentFrames = 0;
  #bytes = 0;
  #writing: Promise<void> = Promise.resolve();
  #busy = false;
  #error: Error | undefined;
  #over = false;
  #settle: (recording: Recording) => void = () => undefined;
  readonly #stop = (): void => this.#end('stopped');

  constructor(party: SoundParty, file: FileHandle, options: RecordingOptions) {
    this.#file = file;
    this.#options = options;
    this.ended = new Promise((resolve) => {
      this.#settle = resolve;
    });
    this.#stops = [
      party.onSound((frame) => {
        this.#said = frame;
      }),
      party.onKey((key) => {
        if (options.keys?.includes(key)) this.#end('key');
      }),
      party.onClosed(this.#stop),
      options.clock.onFrame('speak', () => this.#take()),
    ];
    options.signal.addEventListener('abort', this.#stop);
    if (options.signal.aborted || party.closed) this.#stop();
  }

  /** One frame, after all that was heard in it. */
  #take(): void {
    const frame = this.#said ?? SILENCE;
    this.#said = null;
    this.#frames += 1;
    this.#silentFrames = this.#speech.take(frame) ? 0 : this.#silentFrames + 1;
    this.#unwritten.push(frame);
    if (this.#frames % (WRITE_EACH_MS / FRAME_MS) === 0) this.#write();
    if (this.#unwritten.length > UNWRITTEN_FRAMES_MAX) this.#fail(new Error('the disk is too slow'));
    else if (this.#silentFrames * FRAME_MS >= this.#options.silenceMs) this.#end('silence');
    else if (this.#frames * FRAME_MS >= this.#options.maxMs) this.#end('too-long');
  }

  /** One write at a time, of all that waits. */
  #write(): void {
    if (this.#busy || this.#unwritten.length === 0) return;
    this.#busy = true;
    const bytes = Buffer.concat(this.#unwritten.splice(0).map(wavBytes));
    this.#writing = this.#append(bytes)
      .catch((error: Error) => this.#fail(error))
      .finally(() => {
        this.#busy = false;
      });
  }

  /** The header says each time how much there is, so that the file can be played whatever happens next. */
  async #append(bytes: Buffer): Promise<void> {
    await this.#file.appendFile(bytes);
    this.#bytes += bytes.length;
    await this.#file.write(wavHeader(this.#bytes), 0, undefined, 0);
  }

  #fail(error: Error): void {
    this.#error ??= error;
    this.#end('failed');
  }

  #end(endedBy: RecordingEnd): void {
    if (this.#over) return;
    this.#over = true;
    for (const stop of this.#stops) stop();
    this.#options.signal.removeEventListener('abort', this.#stop);
    void this.#finish(endedBy);
  }

  async #finish(endedBy: RecordingEnd): Promise<void> {
    await this.#writing;
    if (!this.#error) await this.#cut(this.#silentFrames).catch((error: Error) => this.#fail(error));
    const error = this.#error;
    this.#settle({
      durationMs: wavDurationMs(this.#bytes),
      bytes: this.#bytes,
      endedBy: error ? 'failed' : endedBy,
      ...(error ? { error } : {}),
    });
  }

  /** Leaves out so many frames at the end, whether they are written yet or not. */
  async #cut(frames: number): Promise<void> {
    const written = frames - this.#unwritten.length;
    this.#unwritten.length = Math.max(0, -written);
    this.#write();
    await this.#writing;
    if (written <= 0) return;
    this.#bytes -= written * FRAME_BYTES;
    await this.#file.truncate(WAV_HEADER_BYTES + this.#bytes);
    await this.#file.write(wavHeader(this.#bytes), 0, undefined, 0);
  }
}
