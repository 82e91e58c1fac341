import { Dialog, type DialogSeed } from '../dialog/dialog.ts';
import type { Retransmission } from '../dialog/retransmission.ts';
import type { SessionTimer } from '../dialog/session-timer.ts';
import type { RoutedRequest } from '../sending/routed-request.ts';
import type { Flow } from '../transport/flow.ts';
import type { Application } from './application.ts';
import type { IncomingRequest } from './incoming-request.ts';

/** A 2xx to an INVITE that waits for its ACK. */
export interface AwaitedAck {
  readonly cseq: number;
  /** The transaction id under which the application sees the ACK. */
  readonly transactionId: string;
  readonly retransmission: Retransmission;
  /** The INVITE made the dialog. */
  readonly first: boolean;
}

/** An INVITE that we sent in this dialog. */
export interface SentInvite {
  readonly cseq: number;
  routed: RoutedRequest | null;
  /** No final response yet. */
  open: boolean;
  cancelled: boolean;
  /** It carries an offer that no reliable response has answered (RFC 3311 §5.2). */
  offering: boolean;
  /** RSeq of the last reliable provisional response, by To tag. */
  readonly rseqByTag: Map<string, number>;
  /** The To tag of the 2xx that made or refreshed the dialog. */
  answeredTag: string | undefined;
  /** The ACK as sent, to answer retransmitted 2xx responses. */
  ack: { readonly bytes: Buffer; readonly flow: Flow } | null;
}

/** A dialog that belongs to an application, with what is under way in it. */
export class ApplicationDialog extends Dialog {
  application: Application;
  /** Request-URI and CSeq of the peer's request that made the dialog; null when it was ours. */
  origin: { readonly uri: string; readonly cseq: string } | null = null;
  awaitedAcks: AwaitedAck[] = [];
  sentInvite: SentInvite | null = null;
  /** The INVITE of the peer that has no final response yet, the first one or a later one. */
  receivedInvite: IncomingRequest | null = null;
  /** Requests of the peer that the application has not answered. */
  readonly unanswered = new Set<IncomingRequest>();
  /** UPDATEs with an offer that we sent and that are not answered. */
  openOffers = 0;
  sessionTimer: SessionTimer | null = null;
  /** An ACK that waits for its address: what follows must not overtake it. */
  ackUnderWay: Promise<unknown> | null = null;
  /** What sends the BYEs of the application that wait for the ACK of the peer. */
  #heldByes: (() => void)[] | null = null;

  constructor(seed: DialogSeed, application: Application) {
    super(seed);
    this.application = application;
  }

  /**
   * A caller who has not acknowledged the 2xx may not have it: a BYE would overtake it, and no other would follow
   * (RFC 3261 §15). One whose connection is gone acknowledges nothing any more.
   */
  get mustNotSayBye(): boolean {
    return this.awaitedAcks.some(({ first }) => first) && this.peerFlow?.closed !== true;
  }

  /** @param send called when the ACK has come, or is not waited for any more */
  holdBye(send: () => void): void {
    this.#heldByes ??= [];
    this.#heldByes.push(send);
  }

  /** @returns false when there is none */
  releaseByes(): boolean {
    const byes = this.#heldByes;
    this.#heldByes = null;
    for (const send of byes ?? []) send();
    return byes !== null;
  }
}
