import { readFileSync, writeFileSync } from 'node:fs';
import type { Sound } from './sound.ts';

const PCM_HEADER_BYTES = 44;

/**
 * Reads a 16-bit PCM WAV; of several channels, the first.
 * A writer that was killed leaves a wrong data length behind: then everything after the header counts.
 * @throws Error when the file is no 16-bit PCM WAV
 */
export function readWav(path: string): Sound {
  const file = readFileSync(path);
  if (file.length < 12 || file.toString('latin1', 8, 12) !== 'WAVE')
    throw new Error(`${path} is no WAV file`);
  let format: { channels: number; sampleRate: number } | undefined;
  for (let at = 12; at + 8 <= file.length; ) {
    const id = file.toString('latin1', at, at + 4);
    const length = file.readUInt32LE(at + 4);
    const body = at + 8;
    if (id === 'fmt ') {
      if (file.readUInt16LE(body + 14) !== 16) throw new Error(`${path} does not hold 16-bit samples`);
      format = { channels: file.readUInt16LE(body + 2), sampleRate: file.readUInt32LE(body + 4) };
    } else if (id === 'data') {
      if (!format) break;
      const end = length === 0 || body + length > file.length ? file.length : body + length;
      return {
        sampleRate: format.sampleRate,
        samples: firstChannel(file.subarray(body, end), format.channels),
      };
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
  sound.samples.forEach((sample, i) => {
    file.writeInt16LE(sample, PCM_HEADER_BYTES + 2 * i);
  });
  writeFileSync(path, file);
}
