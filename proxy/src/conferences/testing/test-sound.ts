import type { ConferenceMixer, ConferenceParty, ConferenceSound } from '../conference-sound.ts';

/** A party that remembers what it was played, and whether it is mixed. */
export class TestParty implements ConferenceParty {
  readonly heard: string[] = [];
  press: (key: string) => void = () => undefined;
  mixed = false;
  muted = false;
  open = true;

  answer(offer: string): string {
    return `answer to ${offer}`;
  }
  onKey(listener: (key: string) => void): void {
    this.press = listener;
  }
  close(): void {
    this.open = false;
  }
}

/** Sound without any. */
export interface TestSound extends ConferenceSound<TestParty> {
  /** In the order in which they were opened. */
  readonly parties: TestParty[];
  readonly mixers: { readonly signals: string[] }[];
  /** Prompts end with it; null: at once. */
  prompts: Promise<void> | null;
}

export function createTestSound(): TestSound {
  const sound: TestSound = {
    parties: [],
    mixers: [],
    prompts: null,
    async open() {
      const party = new TestParty();
      sound.parties.push(party);
      return party;
    },
    createMixer: () => mixerOf(sound),
    async play(party, prompt, signal) {
      party.heard.push(prompt);
      if (sound.prompts) {
        const stopped = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
        await Promise.race([sound.prompts, stopped]);
      }
      if (signal.aborted) party.heard.push('stopped');
    },
    async keepWaiting(party, signal) {
      party.heard.push('wait');
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
    },
  };
  return sound;
}

function mixerOf({ mixers }: TestSound): ConferenceMixer<TestParty> {
  const mixer: { readonly signals: string[] } = { signals: [] };
  mixers.push(mixer);
  return {
    join(party) {
      party.mixed = true;
      return {
        speaking: false,
        mute: (muted) => {
          party.muted = muted;
        },
        leave: () => {
          party.mixed = false;
        },
      };
    },
    signal: (tone) => mixer.signals.push(tone),
  };
}
