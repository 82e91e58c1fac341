import { randomUUID } from 'node:crypto';
import type { SipRequest } from '../message/message.ts';
import type { RoutedRequest } from '../sending/routed-request.ts';
import type { Application } from './application.ts';
import type { ApplicationDialog, SentInvite } from './application-dialog.ts';
import type { FurtherAnswers } from './further-answers.ts';

/** A request that an application sent and that has no final response yet. */
export class OutgoingRequest {
  readonly transactionId: string = randomUUID();
  readonly application: Application;
  readonly method: string;
  /** The id that responses carry: that of the dialog it is in, or that it would make; otherwise empty. */
  dialogId = '';
  dialog: ApplicationDialog | null;
  routed: RoutedRequest | null = null;
  /** As it was made for the address tried last. */
  request: SipRequest | null = null;
  invite: SentInvite | null = null;
  /** A final response was passed to the application. */
  finished = false;
  #further: FurtherAnswers | null = null;
  #offersIn: ApplicationDialog | null = null;

  constructor(application: Application, method: string, dialog: ApplicationDialog | null) {
    this.application = application;
    this.method = method;
    this.dialog = dialog;
    if (dialog !== null) this.dialogId = dialog.id;
  }

  /** What comes after a 2xx to an INVITE is its business. */
  get further(): FurtherAnswers | null {
    return this.#further;
  }

  /** Nothing that comes after a 2xx to an INVITE needs this request or its application any more. */
  leaveTo(further: FurtherAnswers): void {
    this.#further = further;
    this.routed?.leaveTo(further);
  }

  /** An UPDATE with an offer, to which the peer must answer before it offers anything itself (RFC 3311 §5.2). */
  opensOffer(dialog: ApplicationDialog): void {
    dialog.openOffers += 1;
    this.#offersIn = dialog;
  }

  closeOffer(): void {
    if (this.#offersIn !== null) this.#offersIn.openOffers -= 1;
    this.#offersIn = null;
  }
}
