import { MediaRelayError } from './errors.ts';
import type { RelayLog } from './log.ts';
import type { Description, MediaRelay, MediaSession, SpeechPolicies } from './relay.ts';
import { checkSdp } from './sdp/check-sdp.ts';
import { restrictSpeech } from './sdp/restrict.ts';
import { joinSdp } from './sdp/sections.ts';

const NODE = 'direct';

/**
 * Stands in where there is no rtpengine: descriptions pass, media flows between the parties. Only
 * parties whose media is of the same kind can talk so; others get `unavailable`.
 */
export function createDirectRelay({ log }: { readonly log: RelayLog }): MediaRelay {
  return {
    mode: 'direct',
    session: (id, policies = {}) => directSession(id, policies, log),
    whenHealthy: async () => true,
    health: () => [],
    metrics: () => [],
    close: async () => {},
  };
}

function directSession(id: string, policies: SpeechPolicies, log: RelayLog): MediaSession {
  const pass = async ({ sdp, by, from, to }: Description): Promise<string> => {
    if (from !== to) {
      log.warn('a call needs the media relay, and none is installed', { callId: id, from, to });
      throw new MediaRelayError('unavailable', `without a media relay ${from} cannot talk to ${to}`);
    }
    const sections = checkSdp(sdp);
    const policy = policies[by === 'caller' ? 'callee' : 'caller'];
    return policy ? joinSdp(restrictSpeech(sections, policy)) : sdp;
  };
  return {
    node: NODE,
    offer: pass,
    answer: pass,
    stats: async () => null,
    end: async () => null,
    onLost: () => {},
    onKey: () => {},
    playKey: async () => false,
  };
}
