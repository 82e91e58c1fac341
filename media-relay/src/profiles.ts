import { AS_THEY_ARE, type KeyPlan } from './keys/key-plan.ts';
import type { LegMedia } from './relay.ts';
import { canTranscode } from './sdp/codecs.ts';

/** Flags of the NG protocol that go with an offer or an answer, by their names there. */
export interface NgFlags {
  readonly 'transport-protocol'?: string;
  readonly ICE: 'force' | 'remove';
  readonly 'rtcp-mux'?: readonly string[];
  readonly DTLS?: 'off';
  readonly 'DTLS-reverse'?: 'passive';
  readonly SDES?: readonly string[];
  readonly codec?: { readonly transcode: readonly string[] };
  readonly flags: readonly string[];
  readonly replace: readonly string[];
}

/** No clear text, no suite that phones do not know; `only-` is ignored by rtpengine 10.5. */
const SDES_SUITES = [
  'no-NULL_HMAC_SHA1_32',
  'no-NULL_HMAC_SHA1_80',
  'no-F8_128_HMAC_SHA1_32',
  'no-F8_128_HMAC_SHA1_80',
  'no-AES_192_CM_HMAC_SHA1_32',
  'no-AES_192_CM_HMAC_SHA1_80',
  'no-AES_256_CM_HMAC_SHA1_32',
];

const COMMON = {
  // Once a party's address is learnt, packets from elsewhere are dropped.
  flags: ['strict source'],
  // Neither party sees the other's address.
  replace: ['origin', 'session connection'],
} as const;

/**
 * A browser that calls begins the handshake itself (RFC 5763 §5), with whoever answered. Else the sessions of a
 * gateway that stays silent, and of each phone that rings, begin one with it, too, and no key fits in the end.
 */
const BROWSER_BEGINS = { 'DTLS-reverse': 'passive' } as const;

/** What the receiver of an offer is offered; ICE to a browser is always with the relay alone. */
const TOWARDS: Readonly<Record<LegMedia, NgFlags>> = {
  webrtc: {
    ...COMMON,
    ...BROWSER_BEGINS,
    'transport-protocol': 'UDP/TLS/RTP/SAVPF',
    ICE: 'force',
    'rtcp-mux': ['offer', 'require'],
    SDES: ['off'],
  },
  rtp: {
    ...COMMON,
    ...BROWSER_BEGINS,
    'transport-protocol': 'RTP/AVP',
    ICE: 'remove',
    'rtcp-mux': ['demux'],
  },
  sdes: {
    ...COMMON,
    ...BROWSER_BEGINS,
    // Without its padding baresip reads too short a key of the longer suites, and hears nothing.
    flags: [...COMMON.flags, 'pad crypto'],
    'transport-protocol': 'RTP/SAVP',
    ICE: 'remove',
    'rtcp-mux': ['demux'],
    DTLS: 'off',
    SDES: SDES_SUITES,
  },
};

/** What each kind of receiver would rather have, when the sender's own codecs do not suit it. */
const TRANSCODE_TO: Readonly<Record<LegMedia, readonly string[]>> = {
  webrtc: ['opus', 'PCMU', 'PCMA'],
  rtp: ['PCMU', 'PCMA', 'opus'],
  sdes: ['PCMU', 'PCMA', 'opus'],
};

/**
 * Flags for an offer. The sender's codecs stay first, so that a receiver who knows one of them takes it and
 * nothing is transcoded; the relay's own follow and are used only when there is no common one.
 *
 * Between browsers the relay ends DTLS on both sides. To pass it through end to end instead, add
 * `passthrough: 'on'` to both commands and drop the clients' own candidates from what goes out.
 * @param transcode whether the relay can decode one of the sender's codecs
 * @param codecs those that the receiver may be offered; by its kind when absent
 */
export function offerFlags(
  to: LegMedia,
  transcode: boolean,
  { codecs = TRANSCODE_TO[to], keys = AS_THEY_ARE }: { codecs?: readonly string[]; keys?: KeyPlan } = {},
): NgFlags {
  const made = transcode ? codecs.filter((name) => canTranscode([{ name, clockRate: 8000 }])) : [];
  const wanted = keys.makesEvents ? [...made, 'telephone-event'] : made;
  return {
    ...TOWARDS[to],
    flags: [...TOWARDS[to].flags, ...keys.offer],
    ...(wanted.length > 0 ? { codec: { transcode: wanted } } : {}),
  };
}

/** Flags for an answer: its protocol follows from the offer that it answers. */
export function answerFlags(to: LegMedia, keys: KeyPlan = AS_THEY_ARE): NgFlags {
  const { ICE, flags, replace, SDES } = TOWARDS[to];
  return { ICE, flags: [...flags, ...keys.answer], replace, ...(SDES === undefined ? {} : { SDES }) };
}
