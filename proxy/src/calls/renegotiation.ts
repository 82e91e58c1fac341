import { legMediaOf, type MediaSession } from '@tandem/media-relay';
import { refusals } from '../errors.ts';
import type { Log } from '../observability/log.ts';
import type { Leg, LegResponse } from './leg.ts';
import { refusalOfMedia } from './media-refusal.ts';
import { sdpOf } from './session-description.ts';
import { asError, type SipMessage } from './srf.ts';

/** What the party that asked for a change gets. */
export interface RenegotiationResult {
  readonly status: number;
  readonly reason: string;
  /** The answer to its offer. */
  readonly sdp: string | null;
  /** The other phone is gone, so the call is over. */
  readonly otherLost: boolean;
}

export interface Renegotiation {
  readonly session: MediaSession;
  readonly from: Leg;
  readonly to: Leg;
  readonly log: Log;
}

/** 408 and 481 to a request end the dialog (RFC 3261 §12.2.1.2). */
export const meansLost = ({ status }: LegResponse): boolean => status === 408 || status === 481;

/**
 * Brings an offer of one phone to the other by re-INVITE, through the media relay, and the answer back: hold, resume,
 * ICE restart, other codecs (RFC 3261 §14, RFC 3264 §8). The other side is never sent UPDATE, which SIP.js refuses.
 */
export async function passOffer(change: Renegotiation, sdp: string): Promise<RenegotiationResult> {
  const { session, from, to, log } = change;
  const media = legMediaOf(sdp);
  try {
    const offer = await session.offer({ sdp, by: from.party, from: media, to: to.media });
    const response = await to.reinvite(offer);
    if (!response.message || response.status >= 300) return await refused(change, response);
    const theirs = sdpOf(response.message);
    const answer = await session.answer({ sdp: theirs, by: to.party, from: to.media, to: media });
    Object.assign(to, { local: { sdp: offer, role: 'offer' }, remoteSdp: theirs });
    Object.assign(from, { local: { sdp: answer, role: 'answer' }, remoteSdp: sdp, media });
    return { status: 200, reason: 'OK', sdp: answer, otherLost: false };
  } catch (error) {
    if (refusalOfMedia(error) !== 'media-relay-down') await restore(change);
    return failed(error, log);
  }
}

/** The other phone keeps its session, so the relay must, too. */
async function refused(change: Renegotiation, response: LegResponse): Promise<RenegotiationResult> {
  const otherLost = meansLost(response);
  if (!otherLost) await restore(change);
  return { ...statusFor(response), sdp: null, otherLost };
}

async function restore({ session, from, to, log }: Renegotiation): Promise<void> {
  try {
    await session.offer({ sdp: from.remoteSdp, by: from.party, from: from.media, to: to.media });
    await session.answer({ sdp: to.remoteSdp, by: to.party, from: to.media, to: from.media });
  } catch (error) {
    log.warn('the media relay could not go back to the session before', { error: asError(error) });
  }
}

/** A challenge, redirection or lost dialog of one leg says nothing to the other. */
function statusFor({ status, reason }: LegResponse): { status: number; reason: string } {
  if (status === 408 || status === 481) return { status: 480, reason: 'Temporarily Unavailable' };
  if (status < 400 || status === 401 || status === 407) return { status: 488, reason: 'Not Acceptable Here' };
  return { status, reason };
}

function failed(error: unknown, log: Log): RenegotiationResult {
  const key = refusalOfMedia(error);
  // RFC 3261 §14.2: the session goes on as it was, which 488 says and 400 does not.
  const { sipStatus: status, reason } = refusals[key === 'bad-sdp' ? 'not-acceptable' : key];
  log.warn('a change of the session failed', { status, error: asError(error) });
  return { status, reason, sdp: null, otherLost: false };
}

/**
 * A re-INVITE without a session description asks for an offer: the other phone makes it, and the answer in the ACK goes
 * back to it (RFC 3261 §14.1, §13.2.1).
 *
 * @param answerWith sends the 200 with the offer and waits for the ACK, null when none came
 * @returns a refusal to send, or null when `answerWith` was used
 */
export async function passRequestForOffer(
  change: Renegotiation,
  answerWith: (offer: string) => Promise<SipMessage | null>,
): Promise<RenegotiationResult | null> {
  const { session, from, to, log } = change;
  const response = await to.reinvite(null);
  if (!response.message || !response.acknowledge || response.status >= 300) {
    return { ...statusFor(response), sdp: null, otherLost: meansLost(response) };
  }
  const theirs = sdpOf(response.message);
  let offer: string;
  try {
    offer = await session.offer({ sdp: theirs, by: to.party, from: to.media, to: from.media });
  } catch (error) {
    response.acknowledge(to.local.sdp);
    return failed(error, log);
  }
  const ack = await answerWith(offer);
  try {
    const answered = ack === null ? '' : sdpOf(ack);
    if (answered === '') throw new Error('the ACK brought no answer');
    const answer = await session.answer({ sdp: answered, by: from.party, from: from.media, to: to.media });
    response.acknowledge(answer);
    Object.assign(to, { local: { sdp: answer, role: 'answer' }, remoteSdp: theirs });
    Object.assign(from, { local: { sdp: offer, role: 'offer' }, remoteSdp: answered });
  } catch (error) {
    response.acknowledge(to.local.sdp);
    log.warn('a change of the session failed', { error: asError(error) });
  }
  return null;
}
