import type { LegMedia, Party } from '@tandem/media-relay';
import type { Log } from '../observability/log.ts';
import type { BranchAnswer } from './branch.ts';
import type { SipHeaders } from './call-headers.ts';
import type { SessionTimer } from './session-timer.ts';
import {
  type Acknowledge,
  asError,
  type Dialog,
  type DialogRequest,
  type ReceivedResponse,
  type SipMessage,
} from './srf.ts';

/** The final response to a request in a dialog. */
export interface LegResponse {
  readonly status: number;
  readonly reason: string;
  /** Null when the request could not be sent, and nobody responded. */
  readonly message: ReceivedResponse | null;
  /** Set for a 2xx to an INVITE without a body: acknowledges with an answer. */
  readonly acknowledge: ((sdp: string) => void) | null;
}

export interface LegOptions {
  readonly party: Party;
  readonly dialog: Dialog;
  readonly media: LegMedia;
  readonly local: LocalDescription;
  /** What the phone sent last. */
  readonly remoteSdp: string;
  /** The flow over which the phone last spoke to us, `sip:address:port;transport=ws`; null when unknown. */
  readonly flow: string | null;
  /** When the other side wants another than the usual session timer. */
  readonly timer?: SessionTimer | undefined;
  readonly log: Log;
}

/** What the phone was last sent. */
export interface LocalDescription {
  readonly sdp: string;
  readonly role: 'offer' | 'answer';
}

/** How long an ACK may be missing before the phone counts as gone: 64·T1 (RFC 3261 §13.3.1.4). */
const ACK_TIMEOUT_MS = 32_000;

/** One side of an answered call. */
export class Leg {
  readonly party: Party;
  readonly dialog: Dialog;
  media: LegMedia;
  local: LocalDescription;
  remoteSdp: string;
  flow: string | null;
  readonly timer: SessionTimer | undefined;
  readonly #log: Log;
  readonly #ackWaiters = new Map<number, (ack: SipMessage | null) => void>();
  #over = false;

  constructor({ party, dialog, media, local, remoteSdp, flow, timer, log }: LegOptions) {
    this.party = party;
    this.dialog = dialog;
    this.media = media;
    this.local = local;
    this.remoteSdp = remoteSdp;
    this.flow = flow;
    this.timer = timer;
    this.#log = log.child({ leg: party });
    dialog.on('ack', (ack) => this.#ackWaiters.get(sequenceOf(ack))?.(ack));
  }

  /** True once either side sent BYE. */
  get over(): boolean {
    return this.#over;
  }

  /** No request is sent any more, and nobody waits for an ACK. */
  close(): void {
    this.#over = true;
    for (const settle of [...this.#ackWaiters.values()]) settle(null);
  }

  /**
   * Waits for the ACK of our 2xx.
   * @param invite the request that the 2xx answered
   * @returns null when it did not come, or the call ended before
   */
  acked(invite: SipMessage): Promise<SipMessage | null> {
    const sequence = sequenceOf(invite);
    if (this.#over) return Promise.resolve(null);
    return new Promise((resolve) => {
      const timer = setTimeout(() => settle(null), ACK_TIMEOUT_MS);
      const settle = (ack: SipMessage | null): void => {
        clearTimeout(timer);
        this.#ackWaiters.delete(sequence);
        resolve(ack);
      };
      this.#ackWaiters.set(sequence, settle);
    });
  }

  /**
   * Sends a request in the dialog and waits for the final response; the transaction's time-out comes as 408.
   * Dialog.modify of drachtio-srf is not used: after one refused re-INVITE it never sends another.
   */
  request(request: DialogRequest): Promise<LegResponse> {
    return new Promise((resolve) => {
      const fail = (error: unknown): void => {
        this.#log.info('a request in the dialog was not sent', {
          method: request.method,
          error: asError(error),
        });
        resolve({ status: 481, reason: 'Dialog Gone', message: null, acknowledge: null });
      };
      if (this.#over) return fail('the dialog is over');
      try {
        this.dialog.request(request, (error, response, acknowledge) => {
          if (error || !response) return fail(error);
          if (response.status >= 200) resolve(legResponse(response, acknowledge));
        });
      } catch (error) {
        fail(error);
      }
    });
  }

  /** Offers a session description by re-INVITE (RFC 3261 §14.1), or asks for an offer when there is none. */
  reinvite(sdp: string | null, headers: SipHeaders = {}): Promise<LegResponse> {
    const { contact } = this.dialog.local;
    return this.request({
      method: 'INVITE',
      headers: { ...headers, ...(contact ? { Contact: contact } : {}) },
      ...(sdp === null ? { noAck: true } : { body: sdp }),
    });
  }

  /** Asks the phone whether it still knows the dialog; any response of its own but 408 and 481 says so. */
  async isAlive(): Promise<boolean> {
    const { status, message } = await this.request({ method: 'OPTIONS' });
    return Boolean(message?.source_address) && status !== 408 && status !== 481;
  }

  /** Sends BYE. Settles when it was answered, timed out, or could not be sent; never rejects. */
  hangUp(headers: SipHeaders): Promise<void> {
    if (this.#over) return Promise.resolve();
    this.close();
    return new Promise((resolve) => {
      try {
        this.dialog.destroy({ headers }, (error) => {
          // The engine hung up by itself, or both sides did at the same time.
          if (error) this.#log.debug('BYE was not sent', { error: asError(error) });
          resolve();
        });
      } catch (error) {
        this.#log.warn('BYE failed', { error: asError(error) });
        resolve();
      }
    });
  }
}

/** The side of a phone that answered our offer. @param dialog of its 200 */
export const calleeLeg = ({ target, media, sdp, localSdp }: BranchAnswer, dialog: Dialog, log: Log): Leg =>
  new Leg({
    party: 'callee',
    dialog,
    media,
    local: { sdp: localSdp ?? '', role: 'offer' },
    remoteSdp: sdp,
    flow: target.nextHop,
    timer: target.timer,
    log,
  });

function legResponse(response: ReceivedResponse, acknowledge: Acknowledge | undefined): LegResponse {
  return {
    status: response.status,
    reason: response.reason,
    message: response,
    acknowledge: acknowledge ? (sdp) => acknowledge({ body: sdp }) : null,
  };
}

/** The number in CSeq, which an ACK shares with its INVITE (RFC 3261 §17.1.1.3). */
const sequenceOf = (message: SipMessage): number => Number.parseInt(message.get('CSeq') ?? '', 10);
