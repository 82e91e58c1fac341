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
export { Conference } from './party/conference.ts';
export { createFrameClock, Frames } from './party/frame-clock.ts';
export { type Playing, playSound, untilHeard } from './party/player.ts';
export { loadPrompts, type Prompts } from './party/prompts.ts';
export {
  type Recording,
  type RecordingEnd,
  type RecordingOptions,
  recordSound,
} from './party/recorder.ts';
export { createSoundParties, type SoundParties, type SoundPartiesOptions } from './party/sound-parties.ts';
export type { SoundParty } from './party/sound-party.ts';
export { isWavHeader, SAMPLE_BYTES, WAV_HEADER_BYTES, wavDurationMs, wavHeader } from './party/wav.ts';
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
