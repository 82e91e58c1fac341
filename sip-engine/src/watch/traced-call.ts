import type { Block, MessageMemory } from './message-memory.ts';
import type { WireCopy } from './wire-copy.ts';

/** Where a message came from or went to, of which a call has few. */
interface FlowEnds {
  readonly protocol: string;
  readonly localAddress: string;
  readonly localPort: number;
  readonly remoteAddress: string;
  readonly remotePort: number;
}

/** Before a message's octets stand its time (a double), its length, the place of its ends, and what it is. */
const LENGTH_AT = 8;
const ENDS_AT = 12;
const KIND_AT = 16;
const HEADER_BYTES = 17;

const RECEIVED = 0;
const SENT = 1;
const DROPPED = 2;

/** The last ends are looked through for each message: a call that comes by ever new connections must not take long. */
const ENDS_LOOKED_AT = 8;
/** What the ends of one flow cost, roughly. */
const BYTES_PER_ENDS = 100;

/** The messages with one Call-ID. They lie in blocks of octets, so that none of them is an object that is kept. */
export class TracedCall {
  readonly #memory: MessageMemory;
  readonly #blocks: Block[] = [];
  readonly #ends: FlowEnds[] = [];
  /** Messages that the ring had seen when this call was put last. */
  placedAt = Number.NEGATIVE_INFINITY;
  #count = 0;
  #bytes = 0;

  constructor(memory: MessageMemory) {
    this.#memory = memory;
  }

  /** Memory that it takes. */
  get bytes(): number {
    return this.#bytes;
  }

  get count(): number {
    return this.#count;
  }

  add(copy: WireCopy): void {
    const { bytes } = copy;
    const block = this.#blockFor(HEADER_BYTES + bytes.length);
    const { memory, used } = block;
    memory.writeDoubleLE(copy.atMs, used);
    memory.writeUInt32LE(bytes.length, used + LENGTH_AT);
    memory.writeUInt32LE(this.#endsOf(copy), used + ENDS_AT);
    memory[used + KIND_AT] = copy.direction === 'in' ? RECEIVED : SENT;
    memory.set(bytes, used + HEADER_BYTES);
    block.used = used + HEADER_BYTES + bytes.length;
    block.messages += 1;
    this.#count += 1;
  }

  drop(index: number): void {
    let place = 0;
    for (const { block, at } of this.#held()) {
      if (place === index) {
        block.memory[at + KIND_AT] = DROPPED;
        block.messages -= 1;
        this.#count -= 1;
        if (block.messages === 0 && block !== this.#blocks.at(-1)) this.#release(block);
        return;
      }
      place += 1;
    }
  }

  /** In the order they passed. */
  copies(): WireCopy[] {
    return [...this.#held()].flatMap(({ block: { memory }, at }) => {
      const ends = this.#ends[memory.readUInt32LE(at + ENDS_AT)];
      if (ends === undefined) return [];
      const start = at + HEADER_BYTES;
      return {
        ...ends,
        atMs: memory.readDoubleLE(at),
        direction: memory[at + KIND_AT] === RECEIVED ? 'in' : 'out',
        bytes: memory.subarray(start, start + memory.readUInt32LE(at + LENGTH_AT)),
      };
    });
  }

  /** Gives its memory back; it must not be used afterwards. */
  forget(): void {
    for (const block of this.#blocks) this.#memory.giveBack(block);
  }

  *#held(): Generator<{ readonly block: Block; readonly at: number }> {
    for (const block of [...this.#blocks]) {
      const { memory, used } = block;
      for (let at = 0; at < used; at += HEADER_BYTES + memory.readUInt32LE(at + LENGTH_AT))
        if (memory[at + KIND_AT] !== DROPPED) yield { block, at };
    }
  }

  #blockFor(length: number): Block {
    const current = this.#blocks.at(-1);
    if (current !== undefined && current.used + length <= current.memory.length) return current;
    if (current?.messages === 0) this.#release(current);
    const block = this.#memory.take(length);
    this.#blocks.push(block);
    this.#bytes += block.memory.length;
    return block;
  }

  #release(block: Block): void {
    this.#blocks.splice(this.#blocks.indexOf(block), 1);
    this.#bytes -= block.memory.length;
    this.#memory.giveBack(block);
  }

  /** The place of a message's ends. */
  #endsOf({ protocol, localAddress, localPort, remoteAddress, remotePort }: WireCopy): number {
    const { length } = this.#ends;
    for (let place = length - 1; place >= 0 && place >= length - ENDS_LOOKED_AT; place -= 1) {
      const ends = this.#ends[place];
      if (
        ends?.remotePort === remotePort &&
        ends.remoteAddress === remoteAddress &&
        ends.localPort === localPort &&
        ends.localAddress === localAddress &&
        ends.protocol === protocol
      )
        return place;
    }
    this.#ends.push({ protocol, localAddress, localPort, remoteAddress, remotePort });
    this.#bytes += BYTES_PER_ENDS;
    return length;
  }
}
