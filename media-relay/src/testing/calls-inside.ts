import { createFrameClock, type FrameClock } from '../party/frame-clock.ts';
import { createSoundParties } from '../party/sound-parties.ts';
import type { SoundParty } from '../party/sound-party.ts';
import { createRelayPool } from '../pool/relay-pool.ts';
import type { MediaStats } from '../relay.ts';
import { localRelay } from './local-relay.ts';
import { RtpEndpoint } from './rtp-endpoint.ts';
import { silentLog } from './silent-log.ts';

/** A call from a telephone through a relay to a party in this process. */
export interface CallInside {
  readonly party: SoundParty;
  readonly phone: RtpEndpoint;
  /** What the relay knows of how it sounds. */
  stats(): Promise<MediaStats | null>;
  /** Offers again. @param direction RFC 8866 §6.7 @returns the party's answer */
  offer(direction?: string): Promise<string>;
}

/** A real relay and parties behind it. */
export interface CallsInside {
  readonly clock: FrameClock;
  /** A telephone calls, and talks. @param tone what it plays, in Hz. @param reports whether it sends RTCP */
  call(codec: 'PCMU' | 'opus', tone: number, reports?: boolean): Promise<CallInside>;
  close(): Promise<void>;
}

/** @param host the address of the relay's media */
export async function openCallsInside(host = '127.0.0.1'): Promise<CallsInside> {
  const local = await localRelay({ host });
  const relay = createRelayPool({ nodes: [{ url: local.url }], log: silentLog });
  const clock = createFrameClock();
  const parties = createSoundParties({ address: '127.0.0.1', maxParties: 10, clock, log: silentLog });
  const phones: RtpEndpoint[] = [];
  await relay.whenHealthy(5_000);
  return {
    clock,
    async call(codec, tone, reports = false) {
      const phone = await RtpEndpoint.open({ codec, tone, reports });
      const session = relay.session(`inside-${phones.push(phone)}`);
      const party = await parties.open();
      const offer = async (direction = 'sendrecv'): Promise<string> => {
        const sdp = phone.sdp({ direction });
        const answer = party.answer(await session.offer({ sdp, by: 'caller', from: 'rtp', to: 'rtp' }));
        phone.connect(await session.answer({ sdp: answer, by: 'callee', from: 'rtp', to: 'rtp' }));
        return answer;
      };
      await offer();
      phone.talk();
      return { party, phone, offer, stats: () => session.stats() };
    },
    async close() {
      for (const phone of phones) phone.close();
      await parties.close();
      await relay.close();
      await local.remove();
    },
  };
}
