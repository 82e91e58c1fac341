/** One beep of a tone's pattern; the frequencies sound together. */
interface Beep {
  readonly atSeconds: number;
  readonly forSeconds: number;
  readonly frequenciesHz: readonly number[];
}

interface Tone {
  readonly beeps: readonly Beep[];
  readonly periodSeconds: number;
  /** How often the pattern plays; null is until stopped. */
  readonly repeats: number | null;
  /** 0 to 1. */
  readonly loudness: number;
}

export type ToneName = 'ring' | 'ring-back' | 'busy' | 'call-waiting';

const tones: Record<ToneName, Tone> = {
  // Two rising pairs: clearly not the ring-back that the caller hears.
  ring: {
    beeps: [0, 0.24, 0.9, 1.14].map((atSeconds, index) => ({
      atSeconds,
      forSeconds: 0.22,
      frequenciesHz: index % 2 === 0 ? [659.25, 987.77] : [783.99, 1174.66],
    })),
    periodSeconds: 3,
    repeats: null,
    loudness: 0.22,
  },
  // ITU-T E.180: 425 Hz, one second on and four off; engaged half a second on and off.
  'ring-back': {
    beeps: [{ atSeconds: 0, forSeconds: 1, frequenciesHz: [425] }],
    periodSeconds: 5,
    repeats: null,
    loudness: 0.08,
  },
  busy: {
    beeps: [{ atSeconds: 0, forSeconds: 0.48, frequenciesHz: [425] }],
    periodSeconds: 0.96,
    repeats: 4,
    loudness: 0.08,
  },
  'call-waiting': {
    beeps: [
      { atSeconds: 0, forSeconds: 0.15, frequenciesHz: [659.25] },
      { atSeconds: 0.25, forSeconds: 0.15, frequenciesHz: [659.25] },
    ],
    periodSeconds: 5,
    repeats: null,
    loudness: 0.06,
  },
};

/** ITU-T Q.23: the row and column frequencies of each key. */
const keyRowsHz = [697, 770, 852, 941];
const keyColumnsHz = [1209, 1336, 1477, 1633];
const keys = '123A456B789C*0#D';

/** Plays the telephone's own tones. Nothing is loaded: all of them are made of sine waves. */
export class TonePlayer {
  readonly #createContext: () => AudioContext;
  #context: AudioContext | null = null;
  #playing: ToneName | null = null;
  #silence: () => void = () => undefined;

  constructor(createContext: () => AudioContext) {
    this.#createContext = createContext;
  }

  /** Browsers allow sound only after the person has touched the page: call this on the first touch or key. */
  unlock(): void {
    const context = this.#ready();
    if (context.state === 'suspended') context.resume().catch(() => undefined);
  }

  /** Plays a tone instead of the one that plays; null is silence. */
  play(name: ToneName | null): void {
    if (name === this.#playing) return;
    this.#silence();
    this.#playing = name;
    if (!name) return;
    const tone = tones[name];
    const context = this.#ready();
    const gain = context.createGain();
    gain.connect(context.destination);
    let round = 0;
    const playRound = () => {
      if (tone.repeats !== null && round >= tone.repeats) return this.play(null);
      round++;
      for (const beep of tone.beeps) sound(context, gain, beep, tone.loudness);
    };
    playRound();
    const timer = setInterval(playRound, tone.periodSeconds * 1000);
    this.#silence = () => {
      clearInterval(timer);
      gain.disconnect();
      this.#silence = () => undefined;
    };
  }

  /** The short sound of a pressed key. */
  key(digit: string): void {
    const index = keys.indexOf(digit);
    const row = keyRowsHz[Math.floor(index / 4)];
    const column = keyColumnsHz[index % 4];
    if (index < 0 || row === undefined || column === undefined) return;
    const context = this.#ready();
    sound(
      context,
      context.destination,
      { atSeconds: 0, forSeconds: 0.12, frequenciesHz: [row, column] },
      0.05,
    );
  }

  #ready(): AudioContext {
    this.#context ??= this.#createContext();
    return this.#context;
  }
}

function sound(context: AudioContext, into: AudioNode, beep: Beep, loudness: number): void {
  const start = context.currentTime + beep.atSeconds;
  const end = start + beep.forSeconds;
  const envelope = context.createGain();
  // Ramps instead of steps, which would click.
  envelope.gain.setValueAtTime(0, start);
  envelope.gain.linearRampToValueAtTime(loudness, start + 0.015);
  envelope.gain.setValueAtTime(loudness, end - 0.03);
  envelope.gain.linearRampToValueAtTime(0, end);
  envelope.connect(into);
  for (const frequency of beep.frequenciesHz) {
    const oscillator = context.createOscillator();
    oscillator.frequency.value = frequency;
    oscillator.connect(envelope);
    oscillator.start(start);
    oscillator.stop(end + 0.02);
    oscillator.onended = () => oscillator.disconnect();
  }
}
