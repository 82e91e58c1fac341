import type { LegMedia, MediaRelay, MediaSession, SpeechPolicies } from '@tandem/media-relay';
import type { Log } from '../observability/log.ts';
import { type BranchFailure, failureOf } from './branch-failure.ts';
import type { SipHeaders } from './call-headers.ts';
import { refusalOfMedia } from './media-refusal.ts';
import { sdpOf } from './session-description.ts';
import type { SessionTimer } from './session-timer.ts';
import {
  asError,
  contained,
  type Dialog,
  type ReceivedResponse,
  reasonOfEngine,
  responseOf,
  type SentInvite,
  type SrfPort,
  statusOf,
  type UnacknowledgedAnswer,
} from './srf.ts';

/** One phone to ring. */
export interface BranchTarget {
  readonly requestUri: string;
  /** Where to send, `sip:address:port;transport=ws`; null: by Route or by the Request-URI. */
  readonly nextHop: string | null;
  readonly media: LegMedia;
  /** An address of another domain. */
  readonly external: boolean;
  readonly headers: SipHeaders;
  /** What is offered after a 488; null: nothing. Default: encrypted sound to a phone that refused it in the clear. */
  readonly otherMedia?: LegMedia | null;
  /** What both sides may speak; absent: anything. */
  readonly policies?: SpeechPolicies;
  /** Absent: the usual one. */
  readonly timer?: SessionTimer | undefined;
  /** The trunk to which a gateway belongs. */
  readonly trunkId?: string;
  /** The header that answers a challenge, or a sentence that says why there is none; absent: nobody has a password. */
  readonly authorize?: (
    challenge: ReceivedResponse,
  ) => { readonly name: string; readonly value: string } | { readonly sentence: string };
}

/** Something of the callee's that rings: a phone, or a trunk that looks for a gateway. */
export interface RingingBranch {
  readonly id: string;
  start(offer: Offer): void;
  /** Nothing is said after it. @param headers for the CANCEL, or the BYE when an answer crosses it */
  cancel(headers: SipHeaders): void;
}

/** The caller's offer; null when his INVITE had none, so that the callee makes it. */
export type Offer = { readonly sdp: string; readonly media: LegMedia } | null;

/** The media of one phone. */
export interface BranchMedia {
  readonly media: LegMedia;
  readonly session: MediaSession;
}

/** A phone's 200: its dialog, or where it holds the offer, what is needed to make the dialog. */
export interface BranchAnswer extends BranchMedia {
  readonly answer: Dialog | UnacknowledgedAnswer;
  readonly sdp: string;
  /** The offer that the phone answered; null when the offer is in its 200. */
  readonly localSdp: string | null;
  readonly target: BranchTarget;
  /** To be called when both may talk; absent where nobody wants to know. */
  readonly begun?: () => void;
  /** To be called when the call is over; absent where nobody wants to know. */
  readonly ended?: () => void;
}

export interface BranchEvents {
  /**
   * An INVITE is on its way; a second one when the phone wanted other media.
   * @param callId of its dialog; null when the call ends in this process, without SIP
   */
  sent(callId: string | null, target: BranchTarget): void;
  /** The first sign of life. */
  trying?(): void;
  provisional(response: Pick<ReceivedResponse, 'status' | 'body'>, media: BranchMedia): void;
  answered(answer: BranchAnswer): void;
  failed(failure: BranchFailure): void;
  /** The relay lost a session of this branch. */
  mediaLost(reason: string): void;
}

interface SentOffer {
  readonly session: MediaSession;
  readonly localSdp: string | null;
  readonly media: LegMedia;
}

export interface BranchOptions {
  readonly id: string;
  readonly target: BranchTarget;
  readonly srf: SrfPort;
  readonly mediaRelay: MediaRelay;
  readonly events: BranchEvents;
  readonly log: Log;
}

/**
 * One attempt at one phone, with a media session of its own. Says `answered` or `failed` once, and nothing after
 * `cancel`, whatever the phone does: an answer that crosses the CANCEL is acknowledged and hung up (RFC 3261 §9.1).
 */
export class Branch implements RingingBranch {
  readonly id: string;
  readonly target: BranchTarget;
  readonly #srf: SrfPort;
  readonly #mediaRelay: MediaRelay;
  readonly #events: BranchEvents;
  readonly #log: Log;
  #session: MediaSession | null = null;
  #invite: SentInvite | null = null;
  #rang = false;
  #retried = false;
  #challenged = false;
  #state: 'open' | 'answered' | 'failed' | 'cancelled' = 'open';
  #cancelHeaders: SipHeaders = {};

  constructor({ id, target, srf, mediaRelay, events, log }: BranchOptions) {
    this.id = id;
    this.target = target;
    this.#srf = srf;
    this.#mediaRelay = mediaRelay;
    this.#events = events;
    this.#log = log.child({ branch: id });
  }

  start(offer: Offer): void {
    void this.#attempt(offer, this.target.media);
  }

  cancel(headers: SipHeaders): void {
    if (this.#state !== 'open') return;
    this.#state = 'cancelled';
    this.#cancelHeaders = headers;
    this.#endSession();
    if (this.#invite) this.#sendCancel(this.#invite);
  }

  async #attempt(offer: Offer, media: LegMedia): Promise<void> {
    try {
      const session = this.#openSession(media);
      const localSdp = offer
        ? await session.offer({ sdp: offer.sdp, by: 'caller', from: offer.media, to: media })
        : null;
      if (this.#state === 'open') this.#sendInvite(offer, { session, localSdp, media });
    } catch (error) {
      const key = refusalOfMedia(error);
      this.#log.warn('a phone of the callee could not be called', { key, error: asError(error) });
      this.#fail({ key, by: 'system', global: false, detail: asError(error).message });
    }
  }

  #openSession(media: LegMedia): MediaSession {
    const session = this.#mediaRelay.session(`${this.id}-${media}`, this.target.policies);
    this.#session = session;
    session.onLost((reason) => {
      if (this.#session !== session || this.#state === 'cancelled') return;
      if (this.#state === 'answered') this.#events.mediaLost(reason);
      else this.#abandon(reason);
    });
    return session;
  }

  /** The relay died while the phone rings: its ports are gone, so an answer would be a silent call. */
  #abandon(reason: string): void {
    if (this.#state !== 'open') return;
    this.cancel({});
    this.#events.failed({ key: 'media-relay-down', by: 'system', global: false, detail: reason });
  }

  #sendInvite(offer: Offer, sent: SentOffer, extra: SipHeaders | null = null): void {
    const { requestUri, nextHop, headers } = this.target;
    this.#srf.createUAC(
      requestUri,
      {
        headers: extra === null ? headers : { ...headers, ...extra },
        localSdp: sent.localSdp ?? undefined,
        noAck: sent.localSdp === null,
        proxy: nextHop ?? undefined,
      },
      {
        cbRequest: contained(this.#log, (error: unknown, invite?: SentInvite) => {
          if (error || !invite) return;
          this.#invite = invite;
          if (this.#state === 'cancelled') this.#sendCancel(invite);
          else this.#events.sent(invite.get('Call-ID') ?? '', this.target);
        }),
        cbProvisional: contained(this.#log, (response: ReceivedResponse) =>
          this.#provisional(response, sent),
        ),
      },
      contained(this.#log, (error: unknown, answer?: Dialog | UnacknowledgedAnswer) => {
        this.#invite = null;
        if (answer) this.#answered(answer, sent);
        else this.#refused(error, offer, sent);
      }),
    );
  }

  #provisional(response: ReceivedResponse, media: BranchMedia): void {
    if (this.#state !== 'open') return;
    this.#events.trying?.();
    if (response.status === 100) return;
    this.#rang = true;
    this.#events.provisional({ status: response.status, body: sdpOf(response) }, media);
  }

  #answered(answer: Dialog | UnacknowledgedAnswer, { session, localSdp, media }: SentOffer): void {
    if (this.#state !== 'open') {
      this.#hangUpLate(answer);
      return;
    }
    const sdp = answeredSdp(answer);
    this.#state = 'answered';
    this.#events.answered({ answer, sdp, session, localSdp, media, target: this.target });
  }

  #hangUpLate(answer: Dialog | UnacknowledgedAnswer): void {
    this.#log.info('a phone answered after its call was cancelled; it was hung up');
    if ('sdp' in answer) {
      answer.destroy().catch((error: unknown) => this.#log.warn('BYE failed', { error: asError(error) }));
    } else {
      // The engine may have hung up already, which is the usual error here.
      answer.destroy({ headers: this.#cancelHeaders }, () => undefined);
    }
  }

  #refused(error: unknown, offer: Offer, sent: SentOffer): void {
    if (this.#state !== 'open') return;
    const response = statusOf(error);
    const other = this.target.otherMedia ?? (sent.media === 'rtp' ? 'sdes' : null);
    const mayRetry = this.target.otherMedia !== null && offer && !this.#retried;
    if (response?.status === 488 && mayRetry && other !== null) {
      this.#retried = true;
      this.#endSession();
      void this.#attempt(offer, other);
      return;
    }
    if (response && this.#answerChallenge(error, offer, sent)) return;
    if (!response) {
      this.#log.warn('an INVITE could not be sent', { error: asError(error) });
      this.#fail({ key: 'unreachable', by: 'system', global: false, detail: asError(error).message });
      return;
    }
    const { status, reason } = response;
    const whole = responseOf(error);
    const told = { status, reason: (whole && reasonOfEngine(whole)) ?? reason };
    this.#fail(failureOf(told, this.#rang, this.target.external));
  }

  /** Sends the INVITE again with credentials (RFC 3261 §22.2). @returns false when it cannot be */
  #answerChallenge(error: unknown, offer: Offer, sent: SentOffer): boolean {
    const challenge = responseOf(error);
    const { authorize } = this.target;
    if (!challenge || !authorize || (challenge.status !== 401 && challenge.status !== 407)) return false;
    const { status } = challenge;
    const fail = (detail: string): true => {
      this.#fail({ key: 'trunk-unauthorized', by: 'system', global: false, detail, status });
      return true;
    };
    if (this.#challenged) return fail('It did not accept the user name or the password.');
    this.#challenged = true;
    const answer = authorize(challenge);
    if ('sentence' in answer) return fail(answer.sentence);
    const sequence = Number.parseInt(challenge.get('CSeq') ?? '', 10) + 1;
    this.#sendInvite(offer, sent, {
      [answer.name]: answer.value,
      From: challenge.get('From') ?? '',
      'Call-ID': challenge.get('Call-ID') ?? '',
      CSeq: `${sequence} INVITE`,
    });
    return true;
  }

  #fail(failure: BranchFailure): void {
    if (this.#state !== 'open') return;
    this.#state = 'failed';
    this.#endSession();
    this.#events.failed(failure);
  }

  #endSession(): void {
    const session = this.#session;
    this.#session = null;
    void session?.end();
  }

  #sendCancel(invite: SentInvite): void {
    try {
      invite.cancel({ headers: this.#cancelHeaders }, (error) => {
        // A final response that crossed the CANCEL is the usual reason.
        if (error) this.#log.debug('CANCEL was not sent', { error: asError(error) });
      });
    } catch (error) {
      this.#log.warn('CANCEL failed', { error: asError(error) });
    }
  }
}

function answeredSdp(answer: Dialog | UnacknowledgedAnswer): string {
  if (answer.res) return sdpOf(answer.res);
  return 'sdp' in answer ? answer.sdp : answer.remote.sdp;
}
