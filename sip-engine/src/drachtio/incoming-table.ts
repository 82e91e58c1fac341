import type { ServerTransaction } from '../transaction/server-transaction.ts';
import type { IncomingRequest } from './incoming-request.ts';

/** Requests from the network without a final response: delivered to an application, or proxied. */
export class IncomingTable {
  readonly #byId = new Map<string, IncomingRequest>();
  readonly #byTransaction = new Map<ServerTransaction, IncomingRequest>();
  readonly #firstInvites = new Map<string, IncomingRequest>();

  add(incoming: IncomingRequest): void {
    this.#byId.set(incoming.transactionId, incoming);
    this.#byTransaction.set(incoming.transaction, incoming);
    if (incoming.method === 'INVITE' && !incoming.inDialog) this.#firstInvites.set(incoming.callId, incoming);
  }

  remove(incoming: IncomingRequest): void {
    this.#byId.delete(incoming.transactionId);
    this.#byTransaction.delete(incoming.transaction);
    if (this.#firstInvites.get(incoming.callId) === incoming) this.#firstInvites.delete(incoming.callId);
  }

  /** @param transactionId as the application knows it */
  byId(transactionId: string): IncomingRequest | undefined {
    return this.#byId.get(transactionId);
  }

  byTransaction(transaction: ServerTransaction): IncomingRequest | undefined {
    return this.#byTransaction.get(transaction);
  }

  /** The INVITE outside a dialog with this Call-ID that came last. */
  inviteOf(callId: string): IncomingRequest | undefined {
    return this.#firstInvites.get(callId);
  }

  get size(): number {
    return this.#byId.size;
  }

  values(): IterableIterator<IncomingRequest> {
    return this.#byId.values();
  }
}
