import { SlotMap } from '../slot-map.ts';
import type { ServerTransaction } from '../transaction/server-transaction.ts';
import type { IncomingRequest } from './incoming-request.ts';

/** Requests from the network without a final response: delivered to an application, or proxied. */
export class IncomingTable {
  readonly #byId = new SlotMap<IncomingRequest>();
  /** By the id that the transaction layer knows. */
  readonly #byTransaction = new SlotMap<IncomingRequest>();
  readonly #outsideDialogs = new SlotMap<IncomingRequest>();

  add(incoming: IncomingRequest): void {
    this.#byId.set(incoming.transactionId, incoming);
    this.#byTransaction.set(incoming.transaction.id, incoming);
    if (!incoming.inDialog) this.#outsideDialogs.set(incoming.callId, incoming);
  }

  remove(incoming: IncomingRequest): void {
    this.#byId.delete(incoming.transactionId);
    if (this.byTransaction(incoming.transaction) === incoming)
      this.#byTransaction.delete(incoming.transaction.id);
    if (this.#outsideDialogs.get(incoming.callId) === incoming) this.#outsideDialogs.delete(incoming.callId);
  }

  /** @param transactionId as the application knows it */
  byId(transactionId: string): IncomingRequest | undefined {
    return this.#byId.get(transactionId);
  }

  byTransaction(transaction: ServerTransaction): IncomingRequest | undefined {
    const incoming = this.#byTransaction.get(transaction.id);
    return incoming?.transaction === transaction ? incoming : undefined;
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
