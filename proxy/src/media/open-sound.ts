import {
  createFrameClock,
  createSoundParties,
  loadPrompts,
  type Prompts,
  primaryAddress,
  type SoundParties,
} from '@tandem/media-relay';
import type { Config } from '../config/schema.ts';
import type { Log } from '../observability/log.ts';

/** The sound of calls that end in this process. */
export interface Sound {
  readonly parties: SoundParties;
  /** What callers hear of us. */
  readonly prompts: Prompts;
}

const LOOPBACK = '127.0.0.1';

/** @throws Error when a prompt is missing */
export function openSound(media: Config['media'], log: Log): Sound {
  const { host, soundHost, soundPortMin: min, soundPortMax: max, relays, maxParties } = media;
  // Our own relay runs on this machine; another one reaches us where phones reach media, unless told otherwise.
  const address = soundHost ?? (relays.length === 0 ? LOOPBACK : (host ?? primaryAddress()));
  return {
    parties: createSoundParties({
      address,
      ...(min === undefined || max === undefined ? {} : { ports: { min, max } }),
      maxParties,
      clock: createFrameClock(),
      log,
    }),
    prompts: loadPrompts(),
  };
}
