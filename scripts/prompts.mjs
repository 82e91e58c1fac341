// `npm run prompts`: has espeak-ng speak the sentences that callers hear, and writes media-relay/prompts/*.wav.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installDebianPackages } from './debian-packages.mjs';
import { fail, top } from './run.mjs';

const SENTENCES = {
  'leave-a-message': 'Please leave a message after the tone.',
  'mailbox-full': 'This mailbox is full. Please call again later.',
  'enter-pin': 'Please enter the pin, then press hash.',
  'wrong-pin': 'That pin is not right.',
  'first-in-conference': 'You are the first in this conference.',
  'conference-full': 'This conference is full. Please call again later.',
  'conference-not-begun': 'This conference has not begun. Please wait.',
  goodbye: 'Goodbye.',
};

const missing = installDebianPackages(['espeak-ng', 'sox']);
if (missing.length > 0) fail(`The prompts need ${missing.join(' and ')}, which could not be installed.`);
const folder = mkdtempSync(join(tmpdir(), 'tandem-prompts-'));
for (const [name, sentence] of Object.entries(SENTENCES)) {
  const spoken = join(folder, `${name}.wav`);
  const prompt = join(top, 'media-relay', 'prompts', `${name}.wav`);
  execFileSync('espeak-ng', ['-v', 'en-us', '-s', '150', '-w', spoken, sentence]);
  // Without dither the same sentence gives the same file.
  execFileSync('sox', [
    '-D',
    spoken,
    '-r',
    '16000',
    '-c',
    '1',
    '-b',
    '16',
    prompt,
    'norm',
    '-9',
    'pad',
    '0',
    '0.2',
  ]);
}
rmSync(folder, { recursive: true });
