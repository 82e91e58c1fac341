import type { LegMedia } from '../relay.ts';
import { mediaLineOf, splitSdp } from './sections.ts';

/**
 * How the sender of this SDP wants its media: DTLS-SRTP by its protocol or a fingerprint (RFC 5763), SRTP with
 * keys in the SDP (RFC 4568), else plain RTP. Never throws; a body that cannot be read counts as plain RTP.
 */
export function legMediaOf(sdp: string): LegMedia {
  const { session, media } = splitSdp(sdp);
  const audio = media.find((section) => mediaLineOf(section)?.type === 'audio') ?? media[0] ?? [];
  const protocol = mediaLineOf(audio)?.protocol ?? '';
  if (protocol.startsWith('UDP/TLS/')) return 'webrtc';
  if ([...session, ...audio].some((line) => line.startsWith('a=fingerprint:'))) return 'webrtc';
  const keyed = audio.some((line) => line.startsWith('a=crypto:'));
  return keyed && protocol.startsWith('RTP/SAVP') ? 'sdes' : 'rtp';
}
