import type { Sound } from './sound.ts';

/** Whoever hears a call: what it has heard grows without gaps. */
export interface Ear {
  /** How much it has heard so far, silence included. */
  heardSeconds(): Promise<number>;
  /** @param fromSeconds 0 when absent @param lengthSeconds to the end when absent */
  heard(fromSeconds?: number, lengthSeconds?: number): Promise<Sound>;
}
