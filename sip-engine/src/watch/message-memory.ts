/** A part of the pool's memory with the octets of one or more messages of a call. */
export interface Block {
  readonly memory: Buffer;
  used: number;
  /** Messages in it that are still held. */
  messages: number;
}

const BLOCK_BYTES = 2048;
const SLAB_BYTES = 32 * BLOCK_BYTES;

/**
 * Memory for messages that are held for minutes. It is taken in large pieces and used again: as a buffer of its own
 * each message would cost the garbage collector more than it cost to send.
 */
export class MessageMemory {
  readonly #free: Buffer[] = [];

  /** A block with room for so many octets; a message larger than the usual block gets one of its own. */
  take(bytes: number): Block {
    if (bytes > BLOCK_BYTES) return { memory: Buffer.allocUnsafeSlow(bytes), used: 0, messages: 0 };
    if (this.#free.length === 0) this.#addSlab();
    return { memory: this.#free.pop() ?? Buffer.allocUnsafeSlow(BLOCK_BYTES), used: 0, messages: 0 };
  }

  giveBack({ memory }: Block): void {
    if (memory.length === BLOCK_BYTES) this.#free.push(memory);
  }

  #addSlab(): void {
    const slab = Buffer.allocUnsafeSlow(SLAB_BYTES);
    for (let at = SLAB_BYTES; at > 0; at -= BLOCK_BYTES) this.#free.push(slab.subarray(at - BLOCK_BYTES, at));
  }
}
