import type { ServerTransaction } from '../transaction/server-transaction.ts';
import type { IncomingRequest } from './incoming-request.ts';

/** Requests from the network without a final response: delivered to an application, or proxied. */
export class IncomingTable {
  readonly #byId = new Map<string, IncomingRequest>();
  readonly #byTransaction = new Map<ServerTransaction, IncomingRequest>();
  readonly #outsideDialogs = new Map<string, IncomingRequest>();

  add(incoming: IncomingRequest): void {
    this.#byId.set(incoming.transactionId, incoming);
    this.#byTransaction.set(incoming.transaction, incoming);
    if (!incoming.inDialog) this.#outsideDialogs.set(incoming.callId, incoming);
  }

  remove(incoming: IncomingRequest): void {
    this.#byId.delete(incoming.transactionId);
    this.#byTransaction.delete(incoming.transaction);
    if (this.#outsideDialogs.get(incoming.callId) === incoming) this.#outsideDialogs.delete(incoming.callId);
  }

  /** @param transactionId as the application knows it */
  byId(transactionId: string): IncomingRequest | undefined {
    return this.#byId.get(transactionId);
  }

  byTransaction(transaction: ServerTransaction): IncomingRequest | undefined {
    return this.#byTransaction.get(transaction);
  }

  /** The request outside a dialog with this Call-ID that came last. */
  outsideDialogs(callId: string): IncomingRequest | undefined {
    return this.#outsideDialogs.get(callId);
  }

  get size(): number {
    return this.#byId.size;
  }

  values(): IterableIterator<IncomingRequest> {
    return this.#byId.values();
  }
}
