import {
  Conference,
  type Prompts,
  playSound,
  type SoundParties,
  type SoundParty,
  untilHeard,
} from '@tandem/media-relay';
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

/** The sound of conferences as RTP through the media relay. */
export function createPartySound({ parties, prompts }: PartySoundOptions): ConferenceSound<SoundParty> {
  const { clock } = parties;
  return {
    open: () => parties.open(),
    createMixer: () => mixerOf(new Conference({ clock }), prompts),
    async play(party, prompt, signal) {
      await untilHeard(party, { clock, signal });
      await playSound(party, prompts[PROMPTS[prompt]], { clock, signal });
    },
    async keepWaiting(party, signal) {
      await untilHeard(party, { clock, signal });
      await playSound(party, prompts.conferenceNotBegun, { clock, signal });
      while (!signal.aborted && !party.closed)
        await playSound(party, prompts.stillWaiting, { clock, signal });
    },
  };
}

const mixerOf = (conference: Conference, prompts: Prompts): ConferenceMixer<SoundParty> => ({
  join: (party) => conference.join(party),
  signal: (tone) => conference.playToAll(prompts[tone]),
});
