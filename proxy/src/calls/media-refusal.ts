import { MediaRelayError, type MediaRelayErrorKind } from '@tandem/media-relay';
import type { RefusalKey } from '../errors.ts';

const KEY_OF: Record<MediaRelayErrorKind, RefusalKey> = {
  unavailable: 'media-relay-down',
  overloaded: 'overloaded',
  timeout: 'media-relay-down',
  rejected: 'media-relay-down',
  'bad-sdp': 'bad-sdp',
  'no-common-codec': 'not-acceptable',
};

/** What a failure of the media relay means to the call. */
export const refusalOfMedia = (error: unknown): RefusalKey =>
  error instanceof MediaRelayError ? KEY_OF[error.kind] : 'internal';
