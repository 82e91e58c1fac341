/** The media relay's one way in. */
export { createDirectRelay } from './direct-relay.ts';
export { MediaRelayError, type MediaRelayErrorKind } from './errors.ts';
export { type KeyReports, openKeyReports } from './keys/key-reports.ts';
export { primaryAddress } from './local/addresses.ts';
export {
  type LocalRtpengine,
  type LocalRtpengineOptions,
  startLocalRtpengine,
} from './local/local-rtpengine.ts';
export type { RelayLog } from './log.ts';
export { Conference, type ConferenceOptions, type Membership } from './party/conference.ts';
export { createFrameClock, type FrameClock } from './party/frame-clock.ts';
export { loadPrompts, type Prompts } from './party/prompts.ts';
export type { PartyCodec, SharedEncoding, SoundParty } from './party/sound.ts';
export type { RelayTimeouts } from './pool/relay-node.ts';
export { createRelayPool, type RelayPoolOptions } from './pool/relay-pool.ts';
export type {
  Description,
  KeyForm,
  LegMedia,
  LegStats,
  MediaRelay,
  MediaSession,
  MediaStats,
  Party,
  PressedKey,
  RelayMetric,
  RelayNodeHealth,
  SpeechPolicies,
  SpeechPolicy,
} from './relay.ts';
export { legMediaOf } from './sdp/leg-media.ts';
