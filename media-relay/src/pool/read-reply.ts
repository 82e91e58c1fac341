import { MediaRelayError } from '../errors.ts';
import { sdpReply } from '../ng/replies.ts';
import { checkSdp } from '../sdp/check-sdp.ts';
import type { SdpSections } from '../sdp/sections.ts';
import type { NodeError } from './relay-node.ts';

/**
 * The description in the reply to an offer or an answer.
 * @throws MediaRelayError `rejected` when there is none that can be read
 */
export function checkReply(reply: unknown): SdpSections {
  try {
    return checkSdp(sdpReply.parse(reply).sdp);
  } catch (cause) {
    throw new MediaRelayError('rejected', 'the media relay sent an SDP that cannot be read', { cause });
  }
}

/** What a command that failed means for the call. */
export function relayErrorOf(error: NodeError): MediaRelayError {
  const kinds = {
    unreachable: 'unavailable',
    timeout: 'timeout',
    limit: 'unavailable',
    refused: 'rejected',
  } as const;
  return new MediaRelayError(kinds[error.kind], error.message, { cause: error });
}
