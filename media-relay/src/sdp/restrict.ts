import type { SpeechPolicy } from '../relay.ts';
import { audioFormats, keepFormats } from './formats.ts';
import { formatMediaLine, mediaLineOf, type SdpSections } from './sections.ts';

/** Leaves only what the policy has, in its order. A stream without any is rejected by port 0 (RFC 3264 §6). */
export function restrictSpeech(sections: SdpSections, policy: SpeechPolicy): SdpSections {
  return {
    session: sections.session,
    media: sections.media.map((section) =>
      mediaLineOf(section)?.type === 'audio' ? restricted(section, policy) : section,
    ),
  };
}

type Section = SdpSections['media'][number];

function restricted(section: Section, policy: SpeechPolicy): Section {
  const line = mediaLineOf(section);
  if (!line || line.port === 0) return section;
  const names = new Map(audioFormats(section).map(({ payload, name }) => [payload, name.toLowerCase()]));
  const wanted = policy.codecs.map((codec) => codec.toLowerCase());
  const rank = (format: string): number => {
    const name = names.get(format) ?? '';
    if (name === 'telephone-event') return policy.keys === 'events' ? wanted.length : -1;
    return name === 'cn' ? wanted.length : wanted.indexOf(name);
  };
  const kept = line.formats.filter((format) => rank(format) >= 0).sort((a, b) => rank(a) - rank(b));
  if (kept.some((format) => rank(format) < wanted.length)) return keepFormats(section, kept);
  const [, ...rest] = section;
  return [formatMediaLine({ ...line, port: 0 }), ...rest];
}
