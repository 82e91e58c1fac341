import { newBranch } from '../message/token.ts';
import { SlotMap } from '../slot-map.ts';
import type { ClientMachine } from './client-transaction.ts';

/** Where the place begins in a branch: after the magic cookie, 24 random hex digits and a dash. */
const PLACE_START = 'z9hG4bK'.length + 24 + 1;

/**
 * Requests that we sent, found by the branch of their responses. Our branches are ours to choose, so each says at which
 * place of the table its transaction stands.
 */
export class ClientTable {
  readonly #places: (ClientMachine | null)[] = [];
  readonly #free: number[] = [];
  /** By branch, for a CANCEL has that of its INVITE (RFC 3261 §9.1). */
  readonly #cancels = new SlotMap<ClientMachine>();

  get size(): number {
    return this.#places.length - this.#free.length + this.#cancels.size;
  }

  /** The branch of the transaction that is added next. @param end starts with no digit */
  newBranch(end: string): string {
    // Joined, for it is compared with each response: a template's result is put together anew each time.
    return [newBranch(), '-', this.#free.at(-1) ?? this.#places.length, end].join('');
  }

  add(client: ClientMachine): void {
    if (client.method === 'CANCEL') this.#cancels.set(client.branch, client);
    else this.#places[this.#free.pop() ?? this.#places.length] = client;
  }

  /**
   * The transaction of a response (RFC 3261 §17.1.3).
   * @param cseq its CSeq value, well formed
   */
  find(branch: string, cseq: string): ClientMachine | undefined {
    const client = this.#places[placeOf(branch)];
    if (client?.branch === branch && hasMethod(cseq, client.method)) return client;
    return hasMethod(cseq, 'CANCEL') ? this.#cancels.get(branch) : undefined;
  }

  remove(client: ClientMachine): void {
    if (client.method === 'CANCEL') {
      this.#cancels.delete(client.branch);
      return;
    }
    const place = placeOf(client.branch);
    this.#places[place] = null;
    this.#free.push(place);
  }

  /** All as they are now. */
  all(): ClientMachine[] {
    return [...this.#places.filter((client) => client !== null), ...this.#cancels.values()];
  }
}

/** Of a branch that is not ours: any number. */
function placeOf(branch: string): number {
  let place = 0;
  for (let index = PLACE_START; index < branch.length; index += 1) {
    const digit = branch.charCodeAt(index) - 0x30;
    if (digit < 0 || digit > 9) break;
    place = place * 10 + digit;
  }
  return place;
}

function hasMethod(cseq: string, method: string): boolean {
  const before = cseq.charCodeAt(cseq.length - method.length - 1);
  return (before === 0x20 || before === 0x09) && cseq.endsWith(method);
}
