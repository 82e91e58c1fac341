import type { LegMedia } from '../relay.ts';
import { attributeOf, formatMediaLine, mediaLineOf, type SdpSections } from './sections.ts';

/** Attributes that mean nothing to a plain RTP or SDES phone, and that some choke on. */
const WEBRTC_ONLY =
  /^a=(msid|msid-semantic|ssrc|ssrc-group|mid|extmap|extmap-allow-mixed|group|rtcp-fb|rtcp-rsize|rtcp-mux-only|ice-ufrag|ice-pwd|ice-options|ice-lite|candidate|end-of-candidates|remote-candidates|fingerprint|setup|identity|bundle-only|rid|simulcast|tls-id)(:|$)/;

/**
 * Rejects every stream that the relay does not carry between these two, keeping its `m=` line in place with
 * port 0 (RFC 3264 §6): pictures go between browsers only, data channels and fax not at all.
 */
export function rejectUncarried(sections: SdpSections, from: LegMedia, to: LegMedia): SdpSections {
  const carried = from === 'webrtc' && to === 'webrtc' ? ['audio', 'video'] : ['audio'];
  const media = sections.media.map((section) => {
    const line = mediaLineOf(section);
    return line === null || (carried.includes(line.type) && line.port !== 0) ? section : rejected(section);
  });
  return { session: sections.session, media };
}

function rejected(section: readonly string[]): string[] {
  const line = mediaLineOf(section);
  if (line === null) return [...section];
  const kept = section.slice(1).filter((other) => /^(c=|a=mid:)/.test(other));
  return [formatMediaLine({ ...line, port: 0 }), ...kept];
}

/** Makes what the relay wrote fit for its receiver. */
export function fitOffer(sections: SdpSections, to: LegMedia): SdpSections {
  return to === 'webrtc' ? withoutBundle(sections) : plain(sections);
}

/**
 * Makes the relay's answer agree with the offer that it answers: as many streams, in the same order, with the
 * same `mid` (RFC 5888 §9.1), and BUNDLE accepted where that is possible.
 */
export function fitAnswer(answer: SdpSections, offer: SdpSections, to: LegMedia): SdpSections {
  const media = offer.media.map((offered, index) => {
    const section = answer.media[index];
    const line = section && mediaLineOf(section);
    if (!section || !line || line.port === 0) return rejected(offered);
    const mid = attributeOf(offered, 'mid');
    const bare = section.filter((other) => !other.startsWith('a=mid:'));
    return mid === null ? bare : [...bare.slice(0, 1), `a=mid:${mid}`, ...bare.slice(1)];
  });
  const fitted = { session: answer.session, media };
  return to === 'webrtc' ? withBundle(withoutBundle(fitted), offer) : plain(fitted);
}

function plain({ session, media }: SdpSections): SdpSections {
  const keep = (line: string): boolean => !WEBRTC_ONLY.test(line);
  return {
    session: session.filter(keep),
    media: media.map((section) => {
      const line = mediaLineOf(section);
      const kept = section.filter(keep);
      if (line === null || line.port !== 0) return kept;
      return [formatMediaLine({ ...line, protocol: 'RTP/AVP' }), ...kept.slice(1)];
    }),
  };
}

/** rtpengine 10.5 gives each stream ports of its own, so an offer through it cannot be bundled. */
function withoutBundle({ session, media }: SdpSections): SdpSections {
  return {
    session: session.filter((line) => !line.startsWith('a=group:BUNDLE')),
    media: media.map((section) => section.filter((line) => line !== 'a=bundle-only')),
  };
}

/** A bundle of one stream changes nothing on the wire, and satisfies a browser whose policy is max-bundle. */
function withBundle(answer: SdpSections, offer: SdpSections): SdpSections {
  const offered =
    offer.session
      .find((line) => line.startsWith('a=group:BUNDLE '))
      ?.split(' ')
      .slice(1) ?? [];
  const active = answer.media.filter((section) => mediaLineOf(section)?.port !== 0);
  const [mid = null] = active.length === 1 ? active.map((section) => attributeOf(section, 'mid')) : [];
  if (mid === null || !offered.includes(mid)) return answer;
  return { session: [...answer.session, `a=group:BUNDLE ${mid}`], media: answer.media };
}
