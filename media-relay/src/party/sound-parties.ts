import { randomInt } from 'node:crypto';
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { isIP } from 'node:net';
import { MediaRelayError } from '../errors.ts';
import type { RelayLog } from '../log.ts';
import type { RelayMetric } from '../relay.ts';
import type { FrameClock } from './frame-clock.ts';
import type { PartyCounts } from './playout.ts';
import { RtpParty, type SoundParty } from './sound-party.ts';

/** How to reach the parties, and how many there may be. */
export interface SoundPartiesOptions {
  /** The IP address of ours that the relay speaks to. */
  readonly address: string;
  /** UDP ports to take, both ends included; default: whatever is free. */
  readonly ports?: { readonly min: number; readonly max: number };
  /** Most parties at once. */
  readonly maxParties: number;
  readonly clock: FrameClock;
  readonly log: RelayLog;
}

/** The parties of calls that end in this process. */
export interface SoundParties {
  readonly clock: FrameClock;
  /** @throws {MediaRelayError} `overloaded` at the limit, `unavailable` when no port can be had */
  open(): Promise<SoundParty>;
  metrics(): RelayMetric[];
  /** Closes all of them. */
  close(): Promise<void>;
}

/** Ports that others may hold before giving up. */
const MOST_TRIES = 100;

export function createSoundParties(options: SoundPartiesOptions): SoundParties {
  const { address, clock, maxParties, log } = options;
  const open = new Set<SoundParty>();
  const taken = new Set<number>();
  const counts: PartyCounts = { received: 0, late: 0, duplicate: 0, overflow: 0, concealed: 0, refused: 0 };
  let opening = 0;
  let turnedAway = 0;
  let closed = false;
  const openParty = async (): Promise<SoundParty> => {
    const socket = await bound(options, taken);
    const { port } = socket.address();
    if (closed) {
      socket.close();
      throw new MediaRelayError('unavailable', 'the system is being stopped');
    }
    const party = new RtpParty({ socket, address, clock, counts });
    open.add(party);
    taken.add(port);
    party.onClosed(() => open.delete(party));
    // A little later than the party: its goodbye leaves first.
    socket.once('close', () => taken.delete(port));
    return party;
  };
  return {
    clock,
    async open() {
      if (open.size + opening >= maxParties) {
        turnedAway += 1;
        log.warn('no more calls can end here: limit of sound parties', { maxParties });
        throw new MediaRelayError('overloaded', `${maxParties} calls end in this process already`);
      }
      opening += 1;
      try {
        return await openParty();
      } finally {
        opening -= 1;
      }
    },
    metrics: () => metricsOf(open.size, turnedAway, counts),
    async close() {
      closed = true;
      for (const party of [...open]) party.close();
    },
  };
}

/** Ports that nobody of ours has, from any place on; 0 is any port. */
function* freePorts(
  ports: SoundPartiesOptions['ports'],
  taken: ReadonlySet<number>,
): Generator<number, void, undefined> {
  if (ports === undefined) {
    yield 0;
    return;
  }
  const width = ports.max - ports.min + 1;
  const first = randomInt(width);
  for (let step = 0; step < width; step += 1) {
    const port = ports.min + ((first + step) % width);
    if (!taken.has(port)) yield port;
  }
}

/** @param taken by parties of ours. @throws {MediaRelayError} `unavailable` */
async function bound({ address, ports }: SoundPartiesOptions, taken: ReadonlySet<number>): Promise<Socket> {
  let tries = 0;
  let reason = 'no port is free';
  for (const port of freePorts(ports, taken)) {
    if (tries >= MOST_TRIES) break;
    tries += 1;
    const socket = createSocket(isIP(address) === 6 ? 'udp6' : 'udp4');
    try {
      const listening = once(socket, 'listening');
      socket.bind(port, address);
      await listening;
      return socket;
    } catch (error) {
      socket.close();
      reason = error instanceof Error ? error.message : String(error);
    }
  }
  throw new MediaRelayError('unavailable', `no port for the sound of a call on ${address}: ${reason}`);
}

function metricsOf(open: number, turnedAway: number, counts: PartyCounts): RelayMetric[] {
  return [
    {
      name: 'tandem_sound_parties',
      help: 'Calls whose sound ends in this process (voicemail, conferences)',
      type: 'gauge',
      values: [{ labels: {}, value: open }],
    },
    {
      name: 'tandem_sound_parties_turned_away_total',
      help: 'Calls that found all sound parties taken',
      type: 'counter',
      values: [{ labels: {}, value: turnedAway }],
    },
    {
      name: 'tandem_sound_packets_total',
      help: 'Packets of sound that came to this process, by what became of them; concealed ones never came in time',
      type: 'counter',
      values: Object.entries(counts).map(([outcome, value]) => ({ labels: { outcome }, value })),
    },
  ];
}
