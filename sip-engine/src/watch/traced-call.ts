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

interface HeldMessage {
  /** Since the call's first message. */
  readonly afterMs: number;
  readonly direction: 'in' | 'out';
  readonly ends: FlowEnds;
  readonly block: Block;
  readonly start: number;
  readonly length: number;
}

/** What a held message costs besides its octets, roughly. */
const BYTES_PER_MESSAGE = 100;

/** The messages with one Call-ID. */
export class TracedCall {
  readonly #memory: MessageMemory;
  readonly #beganAtMs: number;
  readonly #messages: HeldMessage[] = [];
  readonly #ends: FlowEnds[] = [];
  /** Messages that the ring had seen when this call was put last. */
  placedAt = Number.NEGATIVE_INFINITY;
  #current: Block;
  #bytes: number;

  constructor(memory: MessageMemory, first: WireCopy) {
    this.#memory = memory;
    this.#beganAtMs = first.atMs;
    this.#current = memory.take(first.bytes.length);
    this.#bytes = this.#current.memory.length;
  }

  /** Memory that it takes. */
  get bytes(): number {
    return this.#bytes;
  }

  get count(): number {
    return this.#messages.length;
  }

  add(copy: WireCopy): void {
    const { length } = copy.bytes;
    const block = this.#blockFor(length);
    copy.bytes.copy(block.memory, block.used);
    const { atMs, direction } = copy;
    const afterMs = atMs - this.#beganAtMs;
    this.#messages.push({ afterMs, direction, ends: this.#endsOf(copy), block, start: block.used, length });
    block.used += length;
    block.messages += 1;
    this.#bytes += BYTES_PER_MESSAGE;
  }

  drop(index: number): void {
    const [dropped] = this.#messages.splice(index, 1);
    if (dropped === undefined) return;
    this.#bytes -= BYTES_PER_MESSAGE;
    const { block } = dropped;
    block.messages -= 1;
    if (block.messages === 0 && block !== this.#current) this.#release(block);
  }

  /** In the order they passed. */
  copies(): WireCopy[] {
    return this.#messages.map(({ afterMs, direction, ends, block, start, length }) => ({
      ...ends,
      atMs: this.#beganAtMs + afterMs,
      direction,
      bytes: block.memory.subarray(start, start + length),
    }));
  }

  /** Gives its memory back; it must not be used afterwards. */
  forget(): void {
    for (const block of new Set([this.#current, ...this.#messages.map((message) => message.block)]))
      this.#memory.giveBack(block);
  }

  #blockFor(length: number): Block {
    const current = this.#current;
    if (current.used + length <= current.memory.length) return current;
    this.#current = this.#memory.take(length);
    this.#bytes += this.#current.memory.length;
    if (current.messages === 0) this.#release(current);
    return this.#current;
  }

  #release(block: Block): void {
    this.#bytes -= block.memory.length;
    this.#memory.giveBack(block);
  }

  #endsOf({ protocol, localAddress, localPort, remoteAddress, remotePort }: WireCopy): FlowEnds {
    const known = this.#ends.find(
      (ends) =>
        ends.remotePort === remotePort &&
        ends.remoteAddress === remoteAddress &&
        ends.localPort === localPort &&
        ends.localAddress === localAddress &&
        ends.protocol === protocol,
    );
    if (known !== undefined) return known;
    const ends = { protocol, localAddress, localPort, remoteAddress, remotePort };
    if (this.#ends.length < ENDS_REMEMBERED) this.#ends.push(ends);
    return ends;
  }
}

/** Looked through for each message, so a call that comes by ever new connections must not make it long. */
const ENDS_REMEMBERED = 8;
