import { readFileSync } from 'node:fs';
import { SOUND_RATE_HZ } from './sound.ts';
import { wavSamples } from './wav.ts';

/** Sentences that callers hear, by the names of their files in `prompts/` (`npm run prompts` makes them). */
const SPOKEN = {
  leaveAMessage: 'leave-a-message',
  mailboxFull: 'mailbox-full',
  enterPin: 'enter-pin',
  wrongPin: 'wrong-pin',
  firstInConference: 'first-in-conference',
  conferenceFull: 'conference-full',
  conferenceNotBegun: 'conference-not-begun',
  goodbye: 'goodbye',
} as const;

/** What can be played to a caller. */
export type Prompts = Readonly<
  Record<keyof typeof SPOKEN | 'tone' | 'stillWaiting' | 'joined' | 'left', Int16Array>
>;

const TONE_AMPLITUDE = 8000;
/** A tone that begins or ends at once clicks. */
const FADE_MS = 5;

/** Between two tones that tell a caller who waits that he is not forgotten. */
const STILL_WAITING_MS = 4000;

/** Reads them from disk, once at start. @throws Error when one is missing or no such sound */
export function loadPrompts(): Prompts {
  const spoken = (name: string): Int16Array =>
    wavSamples(readFileSync(new URL(`../../prompts/${name}.wav`, import.meta.url)));
  return {
    leaveAMessage: spoken(SPOKEN.leaveAMessage),
    mailboxFull: spoken(SPOKEN.mailboxFull),
    enterPin: spoken(SPOKEN.enterPin),
    wrongPin: spoken(SPOKEN.wrongPin),
    firstInConference: spoken(SPOKEN.firstInConference),
    conferenceFull: spoken(SPOKEN.conferenceFull),
    conferenceNotBegun: spoken(SPOKEN.conferenceNotBegun),
    goodbye: spoken(SPOKEN.goodbye),
    tone: tone([[1000, 400]]),
    stillWaiting: Int16Array.from([...tone([[440, 200]]), ...silence(STILL_WAITING_MS)]),
    joined: tone([
      [600, 120],
      [800, 120],
    ]),
    left: tone([
      [800, 120],
      [600, 120],
    ]),
  };
}

const silence = (durationMs: number): Int16Array => new Int16Array((SOUND_RATE_HZ * durationMs) / 1000);

/** Tones one after another. */
function tone(parts: readonly (readonly [hertz: number, durationMs: number])[]): Int16Array {
  return Int16Array.from(parts.flatMap(([hertz, durationMs]) => sine(hertz, durationMs)));
}

function sine(hertz: number, durationMs: number): number[] {
  const count = (SOUND_RATE_HZ * durationMs) / 1000;
  const fade = (SOUND_RATE_HZ * FADE_MS) / 1000;
  return Array.from({ length: count }, (_, index) => {
    const envelope = Math.min(1, index / fade, (count - 1 - index) / fade);
    return Math.round(TONE_AMPLITUDE * envelope * Math.sin((2 * Math.PI * hertz * index) / SOUND_RATE_HZ));
  });
}
