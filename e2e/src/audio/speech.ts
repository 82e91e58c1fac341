import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Sound } from './sound.ts';
import { readWav } from './wav.ts';

const run = promisify(execFile);

/** Different sentences and voices, so that one direction of a call cannot be taken for the other. */
const speakers = {
  woman: {
    voice: 'en+f3',
    text: 'The quick brown fox jumps over the lazy dog near the river bank.',
  },
  man: {
    voice: 'en+m3',
    text: 'Five boxing wizards jump quickly while seven lions sleep at noon.',
  },
} as const;

/**
 * Speech of three to five seconds made by espeak-ng, brought to a rate and an even level by sox.
 * @throws when espeak-ng or sox is not installed
 */
export async function speech(speaker: keyof typeof speakers, sampleRate: number): Promise<Sound> {
  const folder = await mkdtemp(join(tmpdir(), 'tandem-speech-'));
  try {
    const { voice, text } = speakers[speaker];
    const raw = join(folder, 'raw.wav');
    const shaped = join(folder, 'shaped.wav');
    await run('espeak-ng', ['-v', voice, '-s', '150', '-w', raw, text]);
    // Telephone band, so that every codec on the way can carry all of it.
    await run('sox', [
      raw,
      '-r',
      String(sampleRate),
      '-c',
      '1',
      '-b',
      '16',
      shaped,
      'sinc',
      '200-3400',
      'gain',
      '-n',
      '-6',
    ]);
    return readWav(shaped);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
