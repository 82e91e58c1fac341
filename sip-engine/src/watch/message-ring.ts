import { withoutSecrets } from './redact.ts';
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
/** What an entry and its buffer cost besides the octets, roughly. */
const BYTES_PER_ENTRY = 200;
/** OPTIONS and the like come without end; they must not push the calls out. */
const SHARE_OF_CALLS = 0.75;
const INVITE = Buffer.from('INVITE ', 'latin1');

interface TracedCall {
  readonly messages: WireCopy[];
  bytes: number;
}

/** Calls in the order of their last message, within a limit of memory: the one silent for longest goes first. */
class CallRing {
  readonly #maxBytes: number;
  readonly #maxMessages: number;
  readonly #calls = new Map<string, TracedCall>();
  #bytes = 0;

  constructor(maxBytes: number, maxMessages: number) {
    this.#maxBytes = maxBytes;
    this.#maxMessages = maxMessages;
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

  add(callId: string, copy: WireCopy): void {
    const call = this.#calls.get(callId) ?? { messages: [], bytes: 0 };
    this.#calls.delete(callId);
    this.#calls.set(callId, call);
    call.messages.push(copy);
    this.#grow(call, costOf(copy));
    // How a call began is never pushed out by how it went on.
    const dropped = call.messages.length > this.#maxMessages ? this.#maxMessages >> 2 : -1;
    if (dropped >= 0)
      this.#grow(call, -call.messages.splice(dropped, 1).reduce((sum, each) => sum + costOf(each), 0));
    this.#makeRoom();
  }

  #makeRoom(): void {
    for (const [callId, call] of this.#calls) {
      if (this.#bytes <= this.#maxBytes) return;
      this.#calls.delete(callId);
      this.#bytes -= call.bytes;
    }
  }

  #grow(call: TracedCall, bytes: number): void {
    call.bytes += bytes;
    this.#bytes += bytes;
  }
}

/** The last messages of each call, in bounded memory. It holds the octets as they came and formats when asked. */
export class MessageRing implements Wiretap {
  readonly #calls: CallRing;
  readonly #others: CallRing;

  constructor(options: MessageRingOptions = {}) {
    const maxBytes = options.maxBytes ?? DEFAULT_MAX_BYTES;
    const maxMessages = options.maxMessagesPerCall ?? DEFAULT_MESSAGES_PER_CALL;
    this.#calls = new CallRing(maxBytes * SHARE_OF_CALLS, maxMessages);
    this.#others = new CallRing(maxBytes * (1 - SHARE_OF_CALLS), maxMessages);
  }

  tap(copy: WireCopy, callId: string): void {
    if (callId === '') return;
    const isCall = this.#calls.get(callId) !== undefined || isInvite(copy.bytes);
    (isCall ? this.#calls : this.#others).add(callId, copy);
  }

  /** The messages with a Call-ID in the order they passed; none when it is unknown or was pushed out. */
  trace(callId: string): readonly TracedMessage[] {
    const call = this.#calls.get(callId) ?? this.#others.get(callId);
    return (call?.messages ?? []).map(tracedMessage);
  }

  /** What is held now. */
  get held(): { readonly bytes: number; readonly calls: number } {
    return {
      bytes: this.#calls.bytes + this.#others.bytes,
      calls: this.#calls.size + this.#others.size,
    };
  }
}

const costOf = (copy: WireCopy): number => copy.bytes.length + BYTES_PER_ENTRY;

function isInvite(bytes: Buffer): boolean {
  return bytes.length > INVITE.length && bytes.compare(INVITE, 0, INVITE.length, 0, INVITE.length) === 0;
}

function tracedMessage(copy: WireCopy): TracedMessage {
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
