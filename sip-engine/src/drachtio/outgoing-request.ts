import { randomUUID } from 'node:crypto';
import type { SipRequest } from '../message/message.ts';
import type { RoutedRequest } from '../sending/routed-request.ts';
import type { ApplicationConnection } from './application-connection.ts';
import type { ApplicationDialog, SentInvite } from './application-dialog.ts';

/** A request that an application sent and that has no final response yet. */
export class OutgoingRequest {
  readonly transactionId: string = randomUUID();
  readonly connection: ApplicationConnection;
  readonly method: string;
  /** The id that responses carry: that of the dialog it is in, or that it would make; otherwise empty. */
  dialogId = '';
  dialog: ApplicationDialog | null;
  routed: RoutedRequest | null = null;
  /** As it was made for the address tried last. */
  request: SipRequest | null = null;
  invite: SentInvite | null = null;
  /** RSeq and To tag of the reliable provisional responses that were passed up. */
  readonly seenReliable = new Set<string>();
  /** A final response was passed to the application. */
  finished = false;

  constructor(connection: ApplicationConnection, method: string, dialog: ApplicationDialog | null) {
    this.connection = connection;
    this.method = method;
    this.dialog = dialog;
    if (dialog !== null) this.dialogId = dialog.id;
  }
}
