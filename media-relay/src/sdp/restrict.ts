import { parse } from 'sdp-transform';
import type { SpeechPolicy } from '../relay.ts';
import { formatMediaLine, joinSdp, mediaLineOf, type SdpSections } from './sections.ts';

/** Names of payload types that need no `rtpmap` (RFC 3551 §6). */
const STATIC_NAMES: ReadonlyMap<string, string> = new Map([
  ['0', 'pcmu'],
  ['3', 'gsm'],
  ['8', 'pcma'],
  ['9', 'g722'],
  ['13', 'cn'],
  ['18', 'g729'],
]);

/** Leaves only what the policy has, in its order. A stream without any is rejected by port 0 (RFC 3264 §6). */
export function restrictSpeech(sections: SdpSections, policy: SpeechPolicy): SdpSections {
  return {
    session: sections.session,
    media: sections.media.map((section) =>
      mediaLineOf(section)?.type === 'audio' ? restricted(section, sections.session, policy) : section,
    ),
  };
}

type Section = SdpSections['media'][number];

function restricted(section: Section, session: SdpSections['session'], policy: SpeechPolicy): Section {
  const line = mediaLineOf(section);
  const [, ...rest] = section;
  if (!line || line.port === 0) return section;
  const [media] = parse(joinSdp({ session, media: [section] })).media;
  const names = new Map(STATIC_NAMES);
  for (const { payload, codec } of media?.rtp ?? []) names.set(String(payload), codec.toLowerCase());
  const wanted = policy.codecs.map((codec) => codec.toLowerCase());
  const rank = (format: string): number => {
    const name = names.get(format) ?? '';
    if (name === 'telephone-event') return policy.telephoneEvents ? wanted.length : -1;
    return name === 'cn' ? wanted.length : wanted.indexOf(name);
  };
  const kept = line.formats.filter((format) => rank(format) >= 0).sort((a, b) => rank(a) - rank(b));
  if (!kept.some((format) => rank(format) < wanted.length))
    return [formatMediaLine({ ...line, port: 0 }), ...rest];
  const isKept = (text: string): boolean => {
    const format = /^a=(?:rtpmap|fmtp|rtcp-fb):(\d+) /.exec(text)?.[1];
    return format === undefined || kept.includes(format);
  };
  return [formatMediaLine({ ...line, formats: kept }), ...rest.filter(isKept)];
}
