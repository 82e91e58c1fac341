import { MAX_BODY_BYTES, MAX_HEADER_SECTION_BYTES, MAX_UNENDED_HEADER_BYTES } from './limits.ts';

export type FramerEvent =
  | { readonly kind: 'message'; readonly bytes: Buffer }
  /** CRLFCRLF between messages: a ping that wants a CRLF (RFC 5626 §3.5.1). */
  | { readonly kind: 'keepalive' }
  /** The stream can no longer be followed. `bytes` hold the header section, as far as it came, for a refusal. */
  | { readonly kind: 'error'; readonly status: number; readonly reason: string; readonly bytes: Buffer };

const CR = 0x0d;
const LF = 0x0a;
const INITIAL_CAPACITY = 4096;
const HEADER_END = Buffer.from('\r\n\r\n');
const LENGTH_FIELD = /\r\n(?:content-length|l)[ \t]*:((?:[^\r\n]|\r\n[ \t])*)/gi;

/**
 * Cuts a TCP or TLS stream into messages by Content-Length (RFC 3261 §18.3), whatever the chunks. Memory is bounded
 * by the limits on header section and body. After an error it yields nothing more.
 */
export class StreamFramer {
  #storage: Buffer = Buffer.alloc(0);
  #start = 0;
  #end = 0;
  /** Where the search for the blank line goes on, so that slow senders cost no repeated scans. */
  #searched = 0;
  /** Total octets of the message at hand once its header section is complete, else 0. */
  #messageLength = 0;
  #failed = false;

  /** Octets of a message that is not complete yet; line breaks before its start line do not begin one (RFC 3261 §7.5). */
  get pendingBytes(): number {
    return this.#holdsLineBreaksOnly() ? 0 : this.#held;
  }

  get #held(): number {
    return this.#end - this.#start;
  }

  /** What has come of the message at hand; valid until the next push. */
  pending(): Buffer {
    return this.#storage.subarray(this.#start, this.#end);
  }

  push(chunk: Buffer): FramerEvent[] {
    if (this.#failed) return [];
    this.#store(chunk);
    const events: FramerEvent[] = [];
    let event = this.#next();
    while (event !== null) {
      events.push(event);
      if (event.kind === 'error') {
        this.#failed = true;
        break;
      }
      event = this.#next();
    }
    if (this.#start === this.#end) this.#reset();
    return events;
  }

  #next(): FramerEvent | null {
    if (this.#messageLength === 0) {
      const early = this.#readHeader();
      if (early !== null) return early;
    }
    if (this.#messageLength === 0 || this.#held < this.#messageLength) return null;
    const bytes = this.#storage.subarray(this.#start, this.#start + this.#messageLength);
    this.#start += this.#messageLength;
    this.#messageLength = 0;
    this.#searched = this.#start;
    return { kind: 'message', bytes };
  }

  /** Sets `#messageLength` when the header section is complete. Returns a keep-alive or an error if there is one. */
  #readHeader(): FramerEvent | null {
    if (this.#skipLineBreaks()) return { kind: 'keepalive' };
    const from = Math.max(this.#start, this.#searched - HEADER_END.length + 1);
    const found = this.#storage.subarray(0, this.#end).indexOf(HEADER_END, from);
    this.#searched = this.#end;
    const headerLength = (found < 0 ? this.#end : found + HEADER_END.length) - this.#start;
    const limit = found < 0 ? MAX_UNENDED_HEADER_BYTES : MAX_HEADER_SECTION_BYTES;
    if (headerLength > limit) return this.#error(513, 'Message Too Large', headerLength);
    if (found < 0) return null;
    const body = declaredLength(this.#storage.toString('latin1', this.#start, this.#start + headerLength));
    if (typeof body === 'string') return this.#error(400, body, headerLength);
    if (body > MAX_BODY_BYTES) return this.#error(413, 'Request Entity Too Large', headerLength);
    this.#messageLength = headerLength + body;
    return null;
  }

  /** Skips CRLFs before a start line; true after a CRLFCRLF. A single CRLF, a pong or padding, is just skipped. */
  #skipLineBreaks(): boolean {
    while (this.#held >= 2 && this.#isLineBreak(this.#start)) {
      if (this.#holdsLineBreaksOnly()) return false;
      const double = this.#held >= 4 && this.#isLineBreak(this.#start + 2);
      this.#start += double ? 4 : 2;
      this.#searched = this.#start;
      if (double) return true;
    }
    return false;
  }

  /** CR, CRLF or CRLFCR: what follows tells whether it was a pong, padding, or half of a ping. */
  #holdsLineBreaksOnly(): boolean {
    const held = this.#held;
    if (held === 1) return this.#storage[this.#start] === CR;
    if (held !== 2 && held !== 3) return false;
    return this.#isLineBreak(this.#start) && (held === 2 || this.#storage[this.#start + 2] === CR);
  }

  #isLineBreak(at: number): boolean {
    return this.#storage[at] === CR && this.#storage[at + 1] === LF;
  }

  #error(status: number, reason: string, length: number): FramerEvent {
    return {
      kind: 'error',
      status,
      reason,
      bytes: this.#storage.subarray(this.#start, this.#start + length),
    };
  }

  #store(chunk: Buffer): void {
    if (this.#start === this.#end) {
      // Nothing is waiting: read in place, without a copy.
      this.#storage = chunk;
      this.#start = 0;
      this.#end = chunk.length;
      this.#searched = 0;
      return;
    }
    const pending = this.#held;
    const needed = pending + chunk.length;
    if (this.#storage.length - this.#end < chunk.length || this.#start > 0) {
      const grown = Buffer.allocUnsafeSlow(Math.max(INITIAL_CAPACITY, needed * 2));
      this.#storage.copy(grown, 0, this.#start, this.#end);
      this.#storage = grown;
      this.#searched = Math.max(0, this.#searched - this.#start);
      this.#start = 0;
      this.#end = pending;
    }
    chunk.copy(this.#storage, this.#end);
    this.#end += chunk.length;
  }

  #reset(): void {
    this.#storage = HEADER_END.subarray(0, 0);
    this.#start = 0;
    this.#end = 0;
    this.#searched = 0;
  }
}

/** The body's octets by Content-Length, or why they are not known. */
function declaredLength(header: string): number | string {
  let length: number | null = null;
  for (const match of header.matchAll(LENGTH_FIELD)) {
    const text = (match[1] ?? '').trim();
    if (!/^\d{1,10}$/.test(text)) return 'Malformed Content-Length header field';
    const value = Number(text);
    if (length !== null) return 'Multiple Content-Length header fields';
    length = value;
  }
  return length ?? 'Missing Content-Length header field';
}
