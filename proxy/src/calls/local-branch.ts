import type { MediaRelay, MediaSession, SpeechPolicies } from '@tandem/media-relay';
import { TandemError } from '../errors.ts';
import type { Log } from '../observability/log.ts';
import type { BranchEvents, BranchTarget, Offer, RingingBranch } from './branch.ts';
import type { CallFacts } from './call-summary.ts';
import { described, type LocalConversation, LocalDialog } from './local-dialog.ts';
import { refusalOfMedia } from './media-refusal.ts';
import { asError, type UnacknowledgedAnswer } from './srf.ts';

/** What a local answerer may know of a call. */
export type LocalCall = Readonly<
  Pick<
    CallFacts,
    'id' | 'callId' | 'callerUri' | 'callerName' | 'callerUsername' | 'arrivedByTrunk' | 'startedAtMs'
  >
>;

/** Something in this process that takes calls: a voicemail box, a conference room. */
export interface LocalAnswerer {
  /** How the record names it. Absent: as what was called. */
  readonly uri?: string;
  /**
   * Takes the call, or refuses it before the caller has an answer.
   * @throws TandemError with the key that refuses the call
   */
  answer(call: LocalCall): Promise<LocalConversation> | LocalConversation;
}

/** A call that ends in this process. */
export interface LocalTarget {
  readonly local: LocalAnswerer;
  /** The address of what was called, for the record. */
  readonly uri: string;
  /** What the caller may speak; absent: anything. */
  readonly policies?: SpeechPolicies;
}

export interface LocalBranchOptions extends LocalTarget {
  readonly id: string;
  readonly call: LocalCall;
  readonly mediaRelay: MediaRelay;
  readonly events: BranchEvents;
  readonly log: Log;
}

/**
 * What is answered when the caller made no offer: the answer then is ours to offer to him. Only G.711, because a PBX
 * that leaves the offer to us need not have more. The address is none that anything is sent to: his answer names it.
 */
const G711_OFFER = [
  'v=0',
  'o=- 1 1 IN IP4 127.0.0.1',
  's=-',
  'c=IN IP4 127.0.0.1',
  't=0 0',
  'm=audio 9 RTP/AVP 8 0 101',
  'a=rtpmap:8 PCMA/8000',
  'a=rtpmap:0 PCMU/8000',
  'a=rtpmap:101 telephone-event/8000',
  'a=fmtp:101 0-15',
  'a=sendrecv',
  '',
].join('\r\n');

/** Gives a call to something in this process. To the call it is a phone that answers without ringing. */
export class LocalBranch implements RingingBranch {
  readonly id: string;
  readonly #options: LocalBranchOptions;
  readonly #target: BranchTarget;
  #session: MediaSession | null = null;
  #conversation: LocalConversation | null = null;
  #state: 'open' | 'answered' | 'over' = 'open';

  constructor(options: LocalBranchOptions) {
    const { id, uri, policies } = options;
    this.id = id;
    this.#options = options;
    this.#target = {
      requestUri: uri,
      nextHop: null,
      media: 'rtp',
      external: false,
      headers: {},
      timer: { expiresMs: null, headers: {} },
      ...(policies ? { policies } : {}),
    };
  }

  start(offer: Offer): void {
    this.#answer(offer).catch((error: unknown) => this.#refuse(error));
  }

  cancel(): void {
    if (this.#state === 'open') this.#leave();
  }

  async #answer(offer: Offer): Promise<void> {
    const { call, local, mediaRelay } = this.#options;
    if (mediaRelay.mode === 'direct') throw new TandemError('needs-media-relay');
    const conversation = await local.answer(call);
    if (this.#state !== 'open') return conversation.ended();
    this.#conversation = conversation;
    const session = this.#openSession();
    const { media } = this.#target;
    const localSdp = offer
      ? await session.offer({ sdp: offer.sdp, by: 'caller', from: offer.media, to: media })
      : null;
    const sdp = this.#state === 'open' ? await conversation.answer(localSdp ?? G711_OFFER) : '';
    if (this.#state !== 'open') return;
    this.#state = 'answered';
    this.#tell({ session, localSdp, sdp, conversation });
  }

  #tell(answered: {
    readonly session: MediaSession;
    readonly localSdp: string | null;
    readonly sdp: string;
    readonly conversation: LocalConversation;
  }): void {
    const { session, localSdp, sdp, conversation } = answered;
    const { events, log, uri } = this.#options;
    const offerSdp = localSdp ?? G711_OFFER;
    const dialog = new LocalDialog({ conversation, id: this.id, uri, offerSdp, answerSdp: sdp, log });
    events.sent(null, this.#target);
    events.answered({
      answer: localSdp === null ? offering(dialog, sdp) : dialog,
      session,
      media: this.#target.media,
      sdp,
      localSdp,
      target: this.#target,
      begun: () => {
        if (dialog.connected) conversation.begin();
      },
      ended: () => dialog.close(),
    });
  }

  #openSession(): MediaSession {
    const session = this.#options.mediaRelay.session(this.id, this.#target.policies);
    this.#session = session;
    session.onLost((reason) => {
      if (this.#state === 'answered') this.#options.events.mediaLost(reason);
      else this.#refuse(new TandemError('media-relay-down', reason));
    });
    return session;
  }

  #refuse(error: unknown): void {
    if (this.#state !== 'open') return;
    this.#leave();
    const { events, log } = this.#options;
    const { key, detail } =
      error instanceof TandemError ? error : { key: refusalOfMedia(error), detail: asError(error).message };
    log.info('a call was not taken', { key, error: asError(error) });
    events.failed({ key, by: 'system', global: false, detail });
  }

  #leave(): void {
    this.#state = 'over';
    this.#conversation?.ended();
    void this.#session?.end();
  }
}

/** The 200 that holds our offer. */
function offering(dialog: LocalDialog, sdp: string): UnacknowledgedAnswer {
  return {
    sdp,
    res: described(sdp),
    async ack(localSdp) {
      await dialog.take(localSdp);
      return dialog;
    },
    destroy: async () => dialog.close(),
  };
}
