import { randomUUID } from 'node:crypto';
import type { ForkingProxy } from '../forking-proxy/forking-proxy.ts';
import { newTag } from '../message/token.ts';
import type { ServerTransaction } from '../transaction/transaction-layer.ts';
import type { Application } from './application.ts';
import type { ApplicationDialog } from './application-dialog.ts';
import type { InviteExpiry } from './invite-expiry.ts';
import type { ReliableProvisionals } from './reliable-provisionals.ts';
import type { Ringing } from './ringing.ts';

/** A request from the network that an application answers. */
export class IncomingRequest {
  readonly transactionId: string = randomUUID();
  readonly transaction: ServerTransaction;
  readonly method: string;
  readonly receivedAtMs: number;
  application: Application;
  /** The dialog it came in, or the one that its answer makes. */
  dialog: ApplicationDialog | null;
  /** It came in a dialog that existed. */
  readonly inDialog: boolean;
  /** `waiting` for a first response; `proceeding`: provisional ones were sent; `answered` finally; `proxied`. */
  state: 'waiting' | 'proceeding' | 'answered' | 'proxied' = 'waiting';
  reliable: ReliableProvisionals | null = null;
  ringing: Ringing | null = null;
  expiry: InviteExpiry | null = null;
  /** An UPDATE that came before this INVITE was answered (RFC 3311 §5.2). */
  openUpdate: ServerTransaction | null = null;
  proxy: ForkingProxy | null = null;
  #localTag: string | null = null;

  constructor(
    transaction: ServerTransaction,
    application: Application,
    dialog: ApplicationDialog | null,
    nowMs: number = Date.now(),
  ) {
    this.transaction = transaction;
    this.method = transaction.request.method;
    this.application = application;
    this.dialog = dialog;
    this.inDialog = dialog !== null;
    this.receivedAtMs = nowMs;
  }

  /** Our To tag: chosen once, by the application's first response or at random. */
  localTag(chosen?: string): string {
    this.#localTag ??= chosen ?? newTag();
    return this.#localTag;
  }

  get callId(): string {
    return this.transaction.request.headers.get('Call-ID') ?? '';
  }
}
