import { closeSync, fstatSync, openSync, readSync, writeFileSync } from 'node:fs';
import type { Sound } from './sound.ts';

const PCM_HEADER_BYTES = 44;
/** More than any writer puts before its samples. */
const HEAD_BYTES = 4096;

interface Layout {
  readonly channels: number;
  readonly sampleRate: number;
  /** Where the samples begin and end in the file, in bytes. */
  readonly from: number;
  readonly to: number;
}

/**
 * Reads a 16-bit PCM WAV or a part of it; of several channels, the first.
 * A writer that was killed or still writes leaves a wrong data length behind: then everything after the header counts.
 * @param fromSeconds where the part begins @param lengthSeconds how much is read at most; default: to the end
 * @throws Error when the file is no 16-bit PCM WAV
 */
export function readWav(path: string, fromSeconds = 0, lengthSeconds = Number.POSITIVE_INFINITY): Sound {
  return withLayout(path, (file, { channels, sampleRate, from, to }) => {
    const frameBytes = 2 * channels;
    const frames = Math.floor((to - from) / frameBytes);
    const first = Math.min(frames, Math.round(fromSeconds * sampleRate));
    const count = Math.min(frames - first, Math.round(lengthSeconds * sampleRate));
    const bytes = Buffer.alloc(count * frameBytes);
    const read = readSync(file, bytes, 0, bytes.length, from + first * frameBytes);
    return { sampleRate, samples: firstChannel(bytes.subarray(0, read), channels) };
  });
}

/** How long the sound of a file is, which may still be written. @throws Error as `readWav` */
export function wavSeconds(path: string): number {
  return withLayout(
    path,
    (_, { channels, sampleRate, from, to }) => Math.floor((to - from) / (2 * channels)) / sampleRate,
  );
}

function withLayout<T>(path: string, use: (file: number, layout: Layout) => T): T {
  const file = openSync(path, 'r');
  try {
    const head = Buffer.alloc(HEAD_BYTES);
    const length = readSync(file, head, 0, HEAD_BYTES, 0);
    return use(file, layoutOf(path, head.subarray(0, length), fstatSync(file).size));
  } finally {
    closeSync(file);
  }
}

function layoutOf(path: string, head: Buffer, fileBytes: number): Layout {
  if (head.length < 12 || head.toString('latin1', 8, 12) !== 'WAVE')
    throw new Error(`${path} is no WAV file`);
  let format: { channels: number; sampleRate: number } | undefined;
  for (let at = 12; at + 8 <= head.length; ) {
    const id = head.toString('latin1', at, at + 4);
    const length = head.readUInt32LE(at + 4);
    const body = at + 8;
    if (id === 'fmt ') {
      if (head.readUInt16LE(body + 14) !== 16) throw new Error(`${path} does not hold 16-bit samples`);
      format = { channels: head.readUInt16LE(body + 2), sampleRate: head.readUInt32LE(body + 4) };
    } else if (id === 'data') {
      if (!format) break;
      const to = length === 0 || body + length > fileBytes ? fileBytes : body + length;
      return { ...format, from: body, to };
    }
    at = body + length + (length % 2);
  }
  throw new Error(`${path} has no format or no data chunk`);
}

function firstChannel(data: Buffer, channels: number): Int16Array {
  const frameBytes = 2 * channels;
  const samples = new Int16Array(Math.floor(data.length / frameBytes));
  for (let i = 0; i < samples.length; i++) samples[i] = data.readInt16LE(i * frameBytes);
  return samples;
}

export function writeWav(path: string, sound: Sound): void {
  const dataBytes = sound.samples.length * 2;
  const file = Buffer.alloc(PCM_HEADER_BYTES + dataBytes);
  file.write('RIFF', 0, 'latin1');
  file.writeUInt32LE(PCM_HEADER_BYTES - 8 + dataBytes, 4);
  file.write('WAVEfmt ', 8, 'latin1');
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(1, 20);
  file.writeUInt16LE(1, 22);
  file.writeUInt32LE(sound.sampleRate, 24);
  file.writeUInt32LE(sound.sampleRate * 2, 28);
  file.writeUInt16LE(2, 32);
  file.writeUInt16LE(16, 34);
  file.write('data', 36, 'latin1');
  file.writeUInt32LE(dataBytes, 40);
  const { buffer, byteOffset, byteLength } = sound.samples;
  // Both are little-endian, the file by its format and the samples on every machine that these tests run on.
  file.set(new Uint8Array(buffer, byteOffset, byteLength), PCM_HEADER_BYTES);
  writeFileSync(path, file);
}
