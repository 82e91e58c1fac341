import { MessageMemory } from './message-memory.ts';
import { withoutSecrets } from './redact.ts';
import { TracedCall } from './traced-call.ts';
import type { WireCopy, Wiretap } from './wire-copy.ts';

/** A message of a call as it is told to people: secrets are taken out. */
export interface TracedMessage {
  /** Unix time in ms. */
  readonly atMs: number;
  readonly direction: 'in' | 'out';
  readonly protocol: string;
  readonly local: { readonly address: string; readonly port: number };
  readonly remote: { readonly address: string; readonly port: number };
  /** Octets on the wire, before secrets were taken out. */
  readonly bytes: number;
  /** The whole message, Unicode. */
  readonly text: string;
}

export interface MessageRingOptions {
  /** Memory for the messages of calls, in bytes; default 32 MiB. 0 keeps nothing. */
  readonly maxBytes?: number | undefined;
  /** Messages kept of one call: the first quarter of them, and the last ones; default 200. */
  readonly maxMessagesPerCall?: number | undefined;
}

const DEFAULT_MAX_BYTES = 32 * 1024 * 1024;
const DEFAULT_MESSAGES_PER_CALL = 200;
/** OPTIONS and the like come without end; they must not push the calls out. */
const SHARE_OF_CALLS = 0.75;
/** When it is full so much of it is emptied at once, for each look at a map's beginning passes over all that has left it. */
const SHARE_EMPTIED = 0.02;
const INVITE = Buffer.from('INVITE ', 'latin1');

/** Calls about in the order of their last message, within a limit of memory: one that was silent for long goes first. */
class CallRing {
  readonly #maxBytes: number;
  readonly #maxMessages: number;
  readonly #memory: MessageMemory;
  readonly #calls = new Map<string, TracedCall>();
  #bytes = 0;
  /** Messages so far. */
  #messages = 0;

  constructor(maxBytes: number, maxMessages: number, memory: MessageMemory) {
    this.#maxBytes = maxBytes;
    this.#maxMessages = maxMessages;
    this.#memory = memory;
  }

  get(callId: string): TracedCall | undefined {
    return this.#calls.get(callId);
  }

  get bytes(): number {
    return this.#bytes;
  }

  get size(): number {
    return this.#calls.size;
  }

  /** @param known what `get` gives for the Call-ID */
  add(callId: string, known: TracedCall | undefined, copy: WireCopy): void {
    const call = known ?? new TracedCall(this.#memory);
    this.#putLast(callId, call);
    const before = call.bytes;
    call.add(copy);
    // How a call began is never pushed out by how it went on.
    if (call.count > this.#maxMessages) call.drop(this.#maxMessages >> 2);
    this.#bytes += call.bytes - before;
    if (this.#bytes > this.#maxBytes) this.#makeRoom();
  }

  /** Among the last will do: a map that is reordered with each message is made anew all the time. */
  #putLast(callId: string, call: TracedCall): void {
    this.#messages += 1;
    if (this.#messages - call.placedAt <= this.#calls.size >> 2) return;
    call.placedAt = this.#messages;
    this.#calls.delete(callId);
    this.#calls.set(callId, call);
  }

  #makeRoom(): void {
    const enough = this.#maxBytes * (1 - SHARE_EMPTIED);
    for (const [callId, call] of this.#calls) {
      if (this.#bytes <= enough) return;
      this.#calls.delete(callId);
      this.#bytes -= call.bytes;
      call.forget();
    }
  }
}

/** The last messages of each call, in bounded memory. It copies the octets as they came and formats when asked. */
export class MessageRing implements Wiretap {
  readonly #calls: CallRing;
  readonly #others: CallRing;

  constructor(options: MessageRingOptions = {}) {
    const maxBytes = options.maxBytes ?? DEFAULT_MAX_BYTES;
    const maxMessages = options.maxMessagesPerCall ?? DEFAULT_MESSAGES_PER_CALL;
    const memory = new MessageMemory();
    this.#calls = new CallRing(maxBytes * SHARE_OF_CALLS, maxMessages, memory);
    this.#others = new CallRing(maxBytes * (1 - SHARE_OF_CALLS), maxMessages, memory);
  }

  tap(copy: WireCopy, callId: string): void {
    if (callId === '') return;
    const call = this.#calls.get(callId);
    if (call !== undefined || isInvite(copy.bytes)) this.#calls.add(callId, call, copy);
    else this.#others.add(callId, this.#others.get(callId), copy);
  }

  /** The messages with a Call-ID in the order they passed; none when it is unknown or was pushed out. */
  trace(callId: string): readonly TracedMessage[] {
    const call = this.#calls.get(callId) ?? this.#others.get(callId);
    return (call?.copies() ?? []).map(tracedMessage);
  }

  /** What is held now. */
  get held(): { readonly bytes: number; readonly calls: number } {
    return {
      bytes: this.#calls.bytes + this.#others.bytes,
      calls: this.#calls.size + this.#others.size,
    };
  }
}

function isInvite(bytes: Buffer): boolean {
  return bytes.length > INVITE.length && bytes.compare(INVITE, 0, INVITE.length, 0, INVITE.length) === 0;
}

/** As people are told of it. */
export function tracedMessage(copy: WireCopy): TracedMessage {
  const { atMs, direction, protocol, bytes } = copy;
  const text = withoutSecrets(bytes.toString('latin1'));
  return {
    atMs,
    direction,
    protocol,
    local: { address: copy.localAddress, port: copy.localPort },
    remote: { address: copy.remoteAddress, port: copy.remotePort },
    bytes: bytes.length,
    text: Buffer.from(text, 'latin1').toString('utf8'),
  };
}
