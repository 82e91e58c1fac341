/**
 * Why the relay could not do what was asked:
 * - `unavailable`: no healthy relay node, or all are at their limit (SIP 503);
 * - `overloaded`: as many calls end in this process as may (SIP 503);
 * - `timeout`: the node did not answer in time (SIP 503);
 * - `rejected`: the node refused the command (SIP 500);
 * - `bad-sdp`: the description breaks RFC 8866 or has no audio (SIP 400);
 * - `no-common-codec`: the parties share no codec and none can be transcoded (SIP 488).
 */
export type MediaRelayErrorKind =
  | 'unavailable'
  | 'overloaded'
  | 'timeout'
  | 'rejected'
  | 'bad-sdp'
  | 'no-common-codec';

/** The only error that the media relay throws on purpose. */
export class MediaRelayError extends Error {
  readonly kind: MediaRelayErrorKind;

  constructor(kind: MediaRelayErrorKind, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'MediaRelayError';
    this.kind = kind;
  }
}
