import { writeFile } from 'node:fs/promises';
import { wavHeader } from '@tandem/media-relay';

/** A WAV file of silence, 16 kHz, as a recorder that never came to its end leaves it: the header tells no length. */
export async function writeUnfinishedWav(path: string, durationMs: number, oddBytes = 0): Promise<void> {
  await writeFile(path, Buffer.concat([wavHeader(0), Buffer.alloc(durationMs * 32 + oddBytes)]));
}
