import type { FrameClock } from './frame-clock.ts';
import { framesOf } from './sound.ts';
import type { SoundParty } from './sound-party.ts';

export interface Playing {
  readonly clock: FrameClock;
  /** Ends it before its end. */
  readonly signal?: AbortSignal;
}

/** Who holds for longer than a quarter of an hour is played no more: no wait is without end. */
const LONGEST_HOLD_FRAMES = 45_000;

/**
 * Plays a sound to one party; while the party holds the sound stands still, and goes on afterwards. Settles at its end,
 * and when the signal or the party ends before, or the party holds for too long; never rejects.
 */
export function playSound(party: SoundParty, sound: Int16Array, { clock, signal }: Playing): Promise<void> {
  if (signal?.aborted || party.closed) return Promise.resolve();
  return new Promise((resolve) => {
    const frames = framesOf(sound);
    let held = 0;
    const end = (): void => {
      for (const stop of stops) stop();
      signal?.removeEventListener('abort', end);
      resolve();
    };
    const stops = [
      clock.onFrame('speak', () => {
        held = party.codec === null ? held + 1 : 0;
        if (held > LONGEST_HOLD_FRAMES) end();
        if (held > 0) return;
        const { done, value } = frames.next();
        if (done) end();
        else party.send(value);
      }),
      party.onClosed(end),
    ];
    signal?.addEventListener('abort', end);
  });
}

/** Some callers send nothing before they hear something. */
const HEARD_WITHIN_FRAMES = 50;

/** Waits for the first sound of a party, a second at most: before it the way back may not be open yet. */
export function untilHeard(party: SoundParty, { clock, signal }: Playing): Promise<void> {
  return new Promise((resolve) => {
    let frames = 0;
    const stop = clock.onFrame('speak', () => {
      frames += 1;
      if (!party.heard && frames < HEARD_WITHIN_FRAMES && !signal?.aborted && !party.closed) return;
      stop();
      resolve();
    });
  });
}
