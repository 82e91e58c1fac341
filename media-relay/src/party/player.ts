import type { FrameClock } from './frame-clock.ts';
import { framesOf } from './sound.ts';
import type { SoundParty } from './sound-party.ts';

export interface Playing {
  readonly clock: FrameClock;
  /** Ends it before its end. */
  readonly signal?: AbortSignal;
}

/** Plays a sound to one party. Settles at its end, and when the signal or the party ends before; never rejects. */
export function playSound(party: SoundParty, sound: Int16Array, { clock, signal }: Playing): Promise<void> {
  if (signal?.aborted || party.closed) return Promise.resolve();
  return new Promise((resolve) => {
    const frames = framesOf(sound);
    const end = (): void => {
      for (const stop of stops) stop();
      signal?.removeEventListener('abort', end);
      resolve();
    };
    const stops = [
      clock.onFrame('speak', () => {
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
