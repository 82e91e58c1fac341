import { SlotMap } from '../slot-map.ts';
import type { Dialog } from './dialog.ts';

/** All dialogs of the engine: by what the network knows (Call-ID and our tag) and by the id applications use. */
export class DialogTable<Owned extends Dialog> {
  readonly #byLocalTag = new SlotMap<Owned>();
  readonly #byId = new SlotMap<Owned>();

  add(dialog: Owned): void {
    this.#byLocalTag.set(networkKey(dialog.callId, dialog.localTag), dialog);
    this.#byId.set(dialog.id, dialog);
  }

  remove(dialog: Owned): void {
    dialog.state = 'ended';
    this.#byLocalTag.delete(networkKey(dialog.callId, dialog.localTag), dialog);
    this.#byId.delete(dialog.id, dialog);
  }

  /** The dialog that a request from the network belongs to (RFC 3261 §12.2.2). */
  find(callId: string, localTag: string): Owned | undefined {
    return this.#byLocalTag.get(networkKey(callId, localTag));
  }

  byId(id: string): Owned | undefined {
    return this.#byId.get(id);
  }

  get size(): number {
    return this.#byLocalTag.size;
  }

  values(): IterableIterator<Owned> {
    return this.#byLocalTag.values();
  }
}

function networkKey(callId: string, localTag: string): string {
  return `${callId}\n${localTag}`;
}
