import { Conference, type Prompts, playSound, type SoundParties, type SoundParty } from '@tandem/media-relay';
import type { ConferenceMixer, ConferencePrompt, ConferenceSound } from './conference-sound.ts';

export interface PartySoundOptions {
  readonly parties: SoundParties;
  readonly prompts: Prompts;
}

const PROMPTS = {
  'enter-pin': 'enterPin',
  'wrong-pin': 'wrongPin',
  'first-in-conference': 'firstInConference',
  'conference-full': 'conferenceFull',
} as const satisfies Record<ConferencePrompt, keyof Prompts>;

/** Frames that a prompt waits for the caller's first sound; some callers send none. */
const WAIT_FRAMES_MAX = 100;

/** The sound of conferences as RTP through the media relay. */
export function createPartySound({ parties, prompts }: PartySoundOptions): ConferenceSound<SoundParty> {
  const { clock } = parties;
  return {
    open: () => parties.open(),
    createMixer: () => mixerOf(new Conference({ clock }), prompts),
    async play(party, prompt, signal) {
      await untilHeard(party, signal);
      await playSound(party, prompts[PROMPTS[prompt]], { clock, signal });
    },
  };

  /** Before that the way of the sound may not be open, and the beginning would be lost. */
  function untilHeard(party: SoundParty, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      let waited = 0;
      const stop = clock.onFrame('speak', () => {
        waited += 1;
        if (!party.heard && waited < WAIT_FRAMES_MAX && !signal.aborted) return;
        stop();
        resolve();
      });
    });
  }
}

const mixerOf = (conference: Conference, prompts: Prompts): ConferenceMixer<SoundParty> => ({
  join: (party) => conference.join(party),
  signal: (tone) => conference.playToAll(prompts[tone]),
});
