import { SlotMap } from '../slot-map.ts';
import type { ServerTransaction } from '../transaction/server-transaction.ts';
import { IncomingRequest } from './incoming-request.ts';

/** Requests from the network without a final response: delivered to an application, or proxied. */
export class IncomingTable {
  readonly #byId = new SlotMap<IncomingRequest>();
  readonly #outsideDialogs = new SlotMap<IncomingRequest>();

  add(incoming: IncomingRequest): void {
    this.#byId.set(incoming.transactionId, incoming);
    incoming.transaction.owner = incoming;
    if (!incoming.inDialog) this.#outsideDialogs.set(incoming.callId, incoming);
  }

  remove(incoming: IncomingRequest): void {
    incoming.expiry?.stop();
    this.#byId.delete(incoming.transactionId);
    if (incoming.transaction.owner === incoming) incoming.transaction.owner = null;
    this.#outsideDialogs.delete(incoming.callId, incoming);
  }

  /** @param transactionId as the application knows it */
  byId(transactionId: string): IncomingRequest | undefined {
    return this.#byId.get(transactionId);
  }

  byTransaction(transaction: ServerTransaction): IncomingRequest | undefined {
    return transaction.owner instanceof IncomingRequest ? transaction.owner : undefined;
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
