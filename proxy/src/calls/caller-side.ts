import { legMediaOf } from '@tandem/media-relay';
import { type RefusalKey, refusals, TandemError } from '../errors.ts';
import type { Log } from '../observability/log.ts';
import type { BranchAnswer, BranchMedia, Offer } from './branch.ts';
import { answerHeaders, type SipHeaders } from './call-headers.ts';
import type { ReadInvite } from './call-set-up.ts';
import { type Conversation, flowOf } from './conversation.ts';
import { Leg } from './leg.ts';
import { refusalOfMedia } from './media-refusal.ts';
import { type Provisional, provisionalForCaller } from './provisional.ts';
import { respond } from './respond.ts';
import { sdpOf } from './session-description.ts';
import type { SessionTimer } from './session-timer.ts';
import {
  asError,
  contained,
  type Dialog,
  type IncomingRequest,
  type OutgoingResponse,
  type ReceivedResponse,
  type SipMessage,
  type SrfPort,
} from './srf.ts';

export interface CallerSideOptions {
  readonly srf: SrfPort;
  readonly req: IncomingRequest;
  readonly res: OutgoingResponse;
  readonly timer?: SessionTimer | undefined;
  readonly log: Log;
}

/** What the answering of a caller needs of the call. */
export interface Answering {
  readonly conversation: Conversation;
  /** False once the call has ended meanwhile. */
  readonly wanted: () => boolean;
  /** The caller and the callee are in a dialog each. */
  readonly connected: () => void;
}

const RETRY_AFTER_SECONDS = 5;
const headersOf200: Readonly<SipHeaders> = { ...answerHeaders, 'Content-Type': 'application/sdp' };

/** The responses to the caller's INVITE. */
export class CallerSide {
  readonly #srf: SrfPort;
  readonly #req: IncomingRequest;
  readonly #res: OutgoingResponse;
  readonly #timer: SessionTimer | undefined;
  readonly #log: Log;
  #provisional: Provisional | null = null;
  /** The callee's early answer, and what the caller got for it. */
  #early: { theirs: string; ours: string } | null = null;
  #acked: Promise<SipMessage | null> = Promise.resolve(null);

  constructor({ srf, req, res, timer, log }: CallerSideOptions) {
    this.#srf = srf;
    this.#req = req;
    this.#res = res;
    this.#timer = timer;
    this.#log = log;
  }

  /** Settles when the caller acknowledged his 200, or never will; at once when he has none. */
  get acked(): Promise<SipMessage | null> {
    return this.#acked;
  }

  /** Tells the caller that it rings, when that is new to him. @param phones how many do */
  async ringing(
    response: Pick<ReceivedResponse, 'status' | 'body'>,
    { session, media }: BranchMedia,
    invite: ReadInvite,
    phones: number,
  ): Promise<void> {
    const { offer, reliableProvisionals } = invite;
    const heard = { status: response.status, hasSdp: offer !== null && response.body !== '' };
    const next = provisionalForCaller(heard, this.#provisional, phones);
    if (!next) return;
    this.#provisional = next;
    const ours =
      next.early && offer ? await this.#answerSdp(response.body, { session, media }, offer) : undefined;
    if (next.early && ours) this.#early = { theirs: response.body, ours };
    const headers = {
      ...answerHeaders,
      // SIP.js drops a 180 without Contact, and drachtio-server adds none. It replaces this host by its own.
      Contact: `<sip:tandem@localhost${transportParam(this.#req.protocol)}>`,
      ...(reliableProvisionals ? { Require: '100rel' } : {}),
    };
    const reason = next.status === 180 ? 'Ringing' : 'Session Progress';
    respond(this.#res, { status: next.status, reason, headers, body: ours }, this.#log);
  }

  refuse(key: RefusalKey, headers: SipHeaders): void {
    const { sipStatus: status, reason } = refusals[key];
    const retry = status === 503 ? { 'Retry-After': String(RETRY_AFTER_SECONDS) } : {};
    respond(this.#res, { status, reason, headers: { ...headers, ...retry } }, this.#log);
  }

  /**
   * Brings a phone's answer to the caller, or its offer when the caller made none. On return both may talk, unless
   * the call ended meanwhile.
   * @throws TandemError when the caller cannot be connected
   */
  async answer(answer: BranchAnswer, invite: ReadInvite, answering: Answering): Promise<void> {
    if (invite.offer) await this.#answerOffer(answer, invite.offer, answering);
    else await this.#passOffer(answer, invite, answering);
  }

  async #answerOffer(answer: BranchAnswer, offer: NonNullable<Offer>, answering: Answering): Promise<void> {
    const known = this.#early && (answer.sdp === '' || answer.sdp === this.#early.theirs);
    const sdp = known ? this.#early?.ours : await this.#answerSdp(answer.sdp, answer, offer);
    if (sdp === undefined || !answering.wanted()) return;
    await this.#send200(sdp, (dialog) => {
      this.#addLeg(answering.conversation, dialog, {
        media: offer.media,
        local: { sdp, role: 'answer' },
        remoteSdp: offer.sdp,
      });
      answering.connected();
    });
    const ack = await this.#acked;
    if (!ack && answering.wanted()) throw new TandemError('leg-lost', 'the caller did not acknowledge');
  }

  /** RFC 3261 §13.2.1: the offer is in the 200, the answer in the ACK. */
  async #passOffer(answer: BranchAnswer, invite: ReadInvite, answering: Answering): Promise<void> {
    const { session, sdp: theirs, media } = answer;
    const sdp = await relayed(() =>
      session.offer({ sdp: theirs, by: 'callee', from: media, to: invite.media }),
    );
    if (!answering.wanted()) return;
    let leg: Leg | undefined;
    await this.#send200(sdp, (dialog) => {
      leg = this.#addLeg(answering.conversation, dialog, {
        media: invite.media,
        local: { sdp, role: 'offer' },
        remoteSdp: '',
      });
    });
    const ack = await this.#acked;
    if (!leg || !answering.wanted()) return;
    if (!ack) throw new TandemError('leg-lost', 'the caller did not acknowledge');
    const answered = sdpOf(ack);
    if (answered === '') throw new TandemError('bad-sdp', 'the ACK brought no answer');
    await this.#acknowledgeCallee(answer, answered, leg, answering);
  }

  async #acknowledgeCallee(
    { answer, session, media, sdp, target }: BranchAnswer,
    remoteSdp: string,
    caller: Leg,
    { conversation, wanted, connected }: Answering,
  ): Promise<void> {
    const from = legMediaOf(remoteSdp);
    const local = await relayed(() => session.answer({ sdp: remoteSdp, by: 'caller', from, to: media }));
    if (!wanted() || !('sdp' in answer)) return;
    Object.assign(caller, { media: from, remoteSdp });
    const dialog = await answer.ack(local);
    conversation.add(
      new Leg({
        party: 'callee',
        dialog,
        media,
        local: { sdp: local, role: 'answer' },
        remoteSdp: sdp,
        flow: null,
        timer: target.timer,
        log: this.#log,
      }),
    );
    connected();
  }

  #answerSdp(sdp: string, { session, media }: BranchMedia, offer: NonNullable<Offer>): Promise<string> {
    return relayed(() => session.answer({ sdp, by: 'callee', from: media, to: offer.media }));
  }

  #addLeg(
    conversation: Conversation,
    dialog: Dialog,
    { media, local, remoteSdp }: Pick<Leg, 'media' | 'local' | 'remoteSdp'>,
  ): Leg {
    const flow = flowOf(this.#req);
    const leg = new Leg({
      party: 'caller',
      dialog,
      media,
      local,
      remoteSdp,
      flow,
      timer: this.#timer,
      log: this.#log,
    });
    this.#acked = leg.acked(this.#req);
    conversation.add(leg);
    return leg;
  }

  /** @param created is called in the turn in which the dialog appears */
  #send200(localSdp: string, created: (dialog: Dialog) => void): Promise<void> {
    return new Promise((resolve, reject) => {
      const done = (error: unknown, dialog?: Dialog): void => {
        // It calls back twice when a CANCEL crosses the 200.
        if (dialog) created(dialog);
        if (error) reject(new TandemError('internal', asError(error).message));
        else resolve();
      };
      this.#srf.createUAS(
        this.#req,
        this.#res,
        { localSdp, headers: headersOf200 },
        contained(this.#log, done),
      );
    });
  }
}

const transportParam = (protocol: string): string =>
  protocol.toLowerCase() === 'udp' ? '' : `;transport=${protocol.toLowerCase()}`;

/** The answer of a phone that the relay cannot use is not the caller's fault. */
async function relayed(change: () => Promise<string>): Promise<string> {
  try {
    return await change();
  } catch (error) {
    const key = refusalOfMedia(error);
    throw new TandemError(key === 'bad-sdp' ? 'not-acceptable' : key, asError(error).message);
  }
}
