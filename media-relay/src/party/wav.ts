import { SOUND_RATE_HZ } from './sound.ts';

/** Octets before the samples. */
export const WAV_HEADER_BYTES = 44;
/** Of one sample. */
export const SAMPLE_BYTES = 2;
const PCM = 1;

/** The header of a WAV file of 16-bit mono sound at {@link SOUND_RATE_HZ}. @param dataBytes of the samples that follow */
export function wavHeader(dataBytes: number): Buffer {
  const header = Buffer.alloc(WAV_HEADER_BYTES);
  header.write('RIFF', 0, 'latin1');
  header.writeUInt32LE(WAV_HEADER_BYTES - 8 + dataBytes, 4);
  header.write('WAVEfmt ', 8, 'latin1');
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(PCM, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(SOUND_RATE_HZ, 24);
  header.writeUInt32LE(SOUND_RATE_HZ * SAMPLE_BYTES, 28);
  header.writeUInt16LE(SAMPLE_BYTES, 32);
  header.writeUInt16LE(8 * SAMPLE_BYTES, 34);
  header.write('data', 36, 'latin1');
  header.writeUInt32LE(dataBytes, 40);
  return header;
}

/** Whether a file begins with a {@link wavHeader}, whatever length that tells. */
export function isWavHeader(file: Buffer): boolean {
  const expected = wavHeader(0);
  const same = (from: number, to: number): boolean =>
    file.subarray(from, to).equals(expected.subarray(from, to));
  return same(0, 4) && same(8, 40) && file.length >= WAV_HEADER_BYTES;
}

/** How long so many octets of samples last, in ms. */
export const wavDurationMs = (dataBytes: number): number =>
  (dataBytes / (SOUND_RATE_HZ * SAMPLE_BYTES)) * 1000;

/**
 * The samples of a file with a {@link wavHeader}. A length that its writer could not set any more is passed over: then
 * all that follows counts.
 * @throws Error when it is another kind of file
 */
export function wavSamples(file: Buffer): Int16Array {
  if (!isWavHeader(file)) throw new Error('not a WAV file of 16-bit mono sound at 16 kHz');
  const declared = file.readUInt32LE(40);
  const there = file.length - WAV_HEADER_BYTES;
  const bytes = declared === 0 || declared > there ? there : declared;
  const samples = new Int16Array(Math.floor(bytes / SAMPLE_BYTES));
  for (let i = 0; i < samples.length; i += 1)
    samples[i] = file.readInt16LE(WAV_HEADER_BYTES + i * SAMPLE_BYTES);
  return samples;
}

/** As they stand in the file. */
export function wavBytes(samples: Int16Array): Buffer {
  const bytes = Buffer.alloc(samples.length * SAMPLE_BYTES);
  for (const [index, sample] of samples.entries()) bytes.writeInt16LE(sample, index * SAMPLE_BYTES);
  return bytes;
}
