import { writeFile } from 'node:fs/promises';

/** A WAV file of silence, 16 kHz, as a recorder that never came to its end leaves it: the header tells no length. */
export async function writeUnfinishedWav(path: string, durationMs: number, oddBytes = 0): Promise<void> {
  const header = Buffer.alloc(44);
  header.write('RIFF', 0, 'latin1');
  header.write('WAVEfmt ', 8, 'latin1');
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(16_000, 24);
  header.writeUInt32LE(32_000, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36, 'latin1');
  await writeFile(path, Buffer.concat([header, Buffer.alloc(durationMs * 32 + oddBytes)]));
}
