import type { LegMedia } from '../relay.ts';
import { attributeOf, formatMediaLine, mediaLineOf, type SdpSections } from './sections.ts';

const BUNDLE = 'a=group:BUNDLE';

/** Attributes that mean nothing to a plain RTP or SDES phone, and that some choke on. */
const WEBRTC_ONLY =
  /^a=(msid|msid-semantic|ssrc|ssrc-group|mid|extmap|extmap-allow-mixed|group|rtcp-fb|rtcp-rsize|rtcp-mux-only|ice-ufrag|ice-pwd|ice-options|ice-lite|candidate|end-of-candidates|remote-candidates|fingerprint|setup|identity|bundle-only|rid|simulcast|tls-id)(:|$)/;

/**
 * Rejects every stream that the relay does not carry, keeping its `m=` line in place with port 0
 * (RFC 3264 §6): data channels and fax never, pictures where `video` is false.
 */
export function rejectUncarried({ session, media }: SdpSections, video: boolean): SdpSections {
  const carried = video ? ['audio', 'video'] : ['audio'];
  return {
    session,
    media: media.map((section) => {
      const line = mediaLineOf(section);
      return line !== null && carried.includes(line.type) && line.port !== 0 ? section : rejected(section);
    }),
  };
}

/** How many streams are in use, that is, have a port other than 0. */
export function countActive({ media }: SdpSections): number {
  return media.filter((section) => mediaLineOf(section)?.port !== 0).length;
}

function rejected(section: readonly string[]): string[] {
  const line = mediaLineOf(section);
  if (line === null) return [...section];
  const kept = section.slice(1).filter((other) => /^(c=|a=mid:)/.test(other));
  return [formatMediaLine({ ...line, port: 0 }), ...kept];
}

/** The `mid` of each stream (RFC 5888), null where there is none. */
export function midsOf({ media }: SdpSections): (string | null)[] {
  return media.map((section) => attributeOf(section, 'mid'));
}

/** What the relay gets: it would match streams by `mid`, but phones have none, so it goes by position. */
export function withoutMids({ session, media }: SdpSections): SdpSections {
  return { session, media: media.map((section) => section.filter((line) => !line.startsWith('a=mid:'))) };
}

/**
 * Makes an offer that the relay wrote fit for its receiver.
 * @param mids what the streams are called, by position: a browser refuses other names than it knows
 * @param bundle see `bundled`
 */
export function fitOffer(
  sections: SdpSections,
  to: LegMedia,
  mids: readonly (string | null)[],
  bundle: boolean,
): SdpSections {
  if (to !== 'webrtc') return plain(sections);
  const media = sections.media.map((section, index) => named(section, mids[index] ?? String(index)));
  return bundled({ session: sections.session, media: media.map(withoutAudioSources) }, bundle);
}

/**
 * Makes the relay's answer agree with the offer that it answers: as many streams, in the same order, with the
 * same `mid` (RFC 5888 §9.1).
 * @param bundle see `bundled`; it happens only if the offer wants it
 */
export function fitAnswer(
  answer: SdpSections,
  offer: SdpSections,
  to: LegMedia,
  bundle: boolean,
): SdpSections {
  const mids = midsOf(offer);
  const media = offer.media.map((offered, index) => {
    const section = answer.media[index];
    const line = section && mediaLineOf(section);
    return section && line && line.port !== 0 ? named(section, mids[index] ?? null) : rejected(offered);
  });
  const fitted = { session: answer.session, media };
  if (to !== 'webrtc') return plain(fitted);
  return bundled(
    { session: fitted.session, media: fitted.media.map(withoutAudioSources) },
    bundle && offer.session.some((line) => line.startsWith(BUNDLE)),
  );
}

function named(section: readonly string[], mid: string | null): string[] {
  const [first = '', ...rest] = section.filter((line) => !line.startsWith('a=mid:'));
  return mid === null ? [first, ...rest] : [first, `a=mid:${mid}`, ...rest];
}

/**
 * The relay sends transcoded sound under an SSRC of its own. A browser that was told the phone's SSRC (RFC 5576)
 * receives such sound but plays none of it.
 */
function withoutAudioSources(section: readonly string[]): readonly string[] {
  if (mediaLineOf(section)?.type !== 'audio') return section;
  return section.filter((line) => !/^a=ssrc(-group)?:/.test(line));
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

/**
 * rtpengine 10.5 gives each stream ports of its own, so that streams cannot share a transport.
 * @param bundle make a group of the one stream in use (RFC 9143): it changes nothing on the wire, and a browser
 * whose policy is max-bundle insists on it
 */
function bundled({ session, media }: SdpSections, bundle: boolean): SdpSections {
  const active = media.filter((section) => mediaLineOf(section)?.port !== 0);
  const [mid = null] =
    bundle && active.length === 1 ? active.map((section) => attributeOf(section, 'mid')) : [];
  const others = session.filter((line) => !line.startsWith(BUNDLE));
  return {
    session: mid === null ? others : [...others, `${BUNDLE} ${mid}`],
    media: media.map((section) => section.filter((line) => line !== 'a=bundle-only')),
  };
}
