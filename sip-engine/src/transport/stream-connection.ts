import type { Socket } from 'node:net';
import { hopelessPart, type ParseFailure } from '../message/parse.ts';
import { StreamFramer } from '../message/stream-framer.ts';
import type { ConnectionLimits } from './connection-limits.ts';
import { type Flow, type Listener, nextFlowId, type Protocol } from './flow.ts';
import { PONG } from './keepalive.ts';
import { MAX_WRITE_BUFFER_BYTES, PARTIAL_MESSAGE_CHECK_MS } from './limits.ts';
import { Outflow } from './outflow.ts';
import { type ConnectionLimit, LIMIT_TEXTS } from './refusals.ts';

/** What a connection tells the layer. */
export interface ConnectionEvents {
  /** One whole message, not parsed yet. */
  onBytes(bytes: Buffer, flow: Flow): void;
  /** The stream cannot be followed any more; the connection closes itself after the refusal. */
  onFramingError(bytes: Buffer, status: number, reason: string, flow: Flow): void;
  /** A whole message goes out, see {@link Flow.send}; not for keep-alives. */
  onSent(bytes: Buffer, flow: Flow, method: string | undefined): void;
  /** `limit`: which limit it broke, or null when it ended otherwise. */
  onClosed(flow: Flow, reason: string, limit: ConnectionLimit | null): void;
}

/** A connection that the layer watches for silence and stalls. */
export interface WatchedConnection extends Flow {
  /** Enforces the time limits; `nowMs` is monotonic. */
  sweep(nowMs: number): void;
  /** Closes at once, whatever is queued. */
  destroy(reason: string): void;
}

const TCP_KEEPALIVE_DELAY_MS = 60_000;
const LINGER_MS = 2_000;
const RESPONSE_START = Buffer.from('SIP/2.0 ');
const ACK_START = Buffer.from('ACK ');
const DIGIT_TWO = 0x32;

interface StreamConnectionOptions {
  readonly socket: Socket;
  readonly protocol: Protocol;
  readonly listener: Listener;
  readonly accepted: boolean;
  readonly verifiedNames: readonly string[];
  readonly events: ConnectionEvents;
  readonly limits: ConnectionLimits;
  readonly nowMs: number;
}

/** A TCP or TLS connection that carries SIP messages framed by Content-Length (RFC 3261 §18.3). */
export class StreamConnection implements WatchedConnection {
  readonly id = nextFlowId();
  readonly reliable = true;
  readonly protocol: Protocol;
  readonly listener: Listener;
  readonly accepted: boolean;
  readonly localAddress: string;
  readonly localPort: number;
  readonly remoteAddress: string;
  readonly remotePort: number;
  readonly verifiedNames: readonly string[];
  readonly #socket: Socket;
  readonly #events: ConnectionEvents;
  readonly #limits: ConnectionLimits;
  readonly #framer = new StreamFramer();
  readonly #openedMs: number;
  #heardMs: number;
  #heardSinceSweep = false;
  #hadMessage = false;
  #partTimer: NodeJS.Timeout | undefined;
  /** When the message at hand began. */
  #partSinceMs: number | null = null;
  /** How much of it there was when it was looked at last. */
  #lookedAtBytes = 0;
  /** Requests that came and have no final response. */
  #owed = 0;
  /** The remote side says nothing more, and waits for what is owed. */
  #lingering: NodeJS.Timeout | undefined;
  #closed = false;
  #broken = false;
  #closeReason = 'closed by the remote side';
  #breached: ConnectionLimit | null = null;
  readonly #outflow = new Outflow();
  readonly #written = (): void => this.#outflow.progressed();

  constructor(options: StreamConnectionOptions) {
    const { socket } = options;
    this.protocol = options.protocol;
    this.listener = options.listener;
    this.accepted = options.accepted;
    this.verifiedNames = options.verifiedNames;
    this.#socket = socket;
    this.#events = options.events;
    this.#limits = options.limits;
    this.#openedMs = options.nowMs;
    this.#heardMs = options.nowMs;
    this.localAddress = socket.localAddress ?? '';
    this.localPort = socket.localPort ?? 0;
    this.remoteAddress = socket.remoteAddress ?? '';
    this.remotePort = socket.remotePort ?? 0;
    socket.setNoDelay(true);
    socket.setKeepAlive(true, TCP_KEEPALIVE_DELAY_MS);
    socket.on('data', (chunk) => this.#receive(chunk));
    socket.on('end', () => {
      if (this.#framer.pendingBytes > 0) this.#failPart();
      else if (this.#owed > 0) this.#lingering = setTimeout(() => this.close(this.#closeReason), LINGER_MS);
      else this.close(this.#closeReason);
    });
    socket.on('error', (error) => {
      this.#broken = true;
      this.#closeReason = error.message;
    });
    socket.on('close', () => this.#ended());
  }

  get closed(): boolean {
    return this.#closed;
  }

  get broken(): boolean {
    return this.#broken;
  }

  send(bytes: Buffer, method?: string): void {
    if (this.#closed) return;
    this.#events.onSent(bytes, this, method);
    this.#write(bytes);
    if (this.#owed > 0 && isFinalResponse(bytes)) this.#paid();
  }

  /** RFC 3261 §18.2.2: an answer goes by the connection of its request, of which one direction may be over already. */
  #paid(): void {
    this.#owed -= 1;
    if (this.#owed === 0 && this.#lingering !== undefined) this.close(this.#closeReason);
  }

  #write(bytes: Buffer): void {
    this.#socket.write(bytes, this.#written);
    if (this.#socket.writableLength > MAX_WRITE_BUFFER_BYTES) this.#breach('slow-reader');
  }

  /** Sends what is queued, then closes. */
  close(reason: string): void {
    if (this.#closed) return;
    this.#closeReason = reason;
    this.#socket.end();
    // Closing with unread octets would reset the connection, and the peer would lose the last answer.
    setTimeout(() => this.#socket.destroy(), LINGER_MS).unref();
    this.#ended();
  }

  destroy(reason: string): void {
    if (this.#closed) return;
    this.#broken = true;
    this.#closeReason = reason;
    this.#socket.destroy();
    this.#ended();
  }

  sweep(nowMs: number): void {
    if (this.#closed) return;
    if (this.#outflow.isBlocked(this.#socket.writableLength, nowMs)) {
      this.#breach('slow-reader');
      return;
    }
    const messageBegan = this.#hadMessage || this.#framer.pendingBytes > 0;
    // Whatever else was heard: keep-alives alone would hold a connection for ever.
    if (!messageBegan && nowMs - this.#openedMs >= this.#limits.firstMessageTimeoutMs) {
      this.#breach('no-message');
    } else if (this.#heardSinceSweep) {
      this.#heardSinceSweep = false;
      this.#heardMs = nowMs;
    } else if (nowMs - this.#heardMs >= this.#limits.idleTimeoutMs) {
      this.#breach('idle');
    }
  }

  #breach(limit: ConnectionLimit): void {
    this.#breached = limit;
    this.destroy(LIMIT_TEXTS[limit]);
  }

  #receive(chunk: Buffer): void {
    if (this.#closed) return;
    this.#heardSinceSweep = true;
    for (const event of this.#framer.push(chunk)) {
      if (this.#closed) return;
      this.#partSinceMs = null;
      this.#lookedAtBytes = 0;
      if (event.kind === 'message') {
        this.#hadMessage = true;
        if (isAnsweredRequest(event.bytes)) this.#owed += 1;
        this.#events.onBytes(event.bytes, this);
      } else if (event.kind === 'keepalive') {
        // After the answers to what came with it.
        setImmediate(() => {
          if (!this.#closed) this.#write(PONG);
        });
      } else {
        this.#fail(event.bytes, event.status, event.reason);
      }
    }
    this.#watchPart();
  }

  /** A message that has begun must go on and end, and what cannot become valid any more is not waited for. */
  #watchPart(): void {
    clearTimeout(this.#partTimer);
    if (this.#closed || this.#framer.pendingBytes === 0) return;
    const nowMs = performance.now();
    this.#partSinceMs ??= nowMs;
    const { stalledMessageTimeoutMs, wholeMessageTimeoutMs } = this.#limits;
    const leftMs = Math.min(stalledMessageTimeoutMs, this.#partSinceMs + wholeMessageTimeoutMs - nowMs);
    const checkMs = Math.max(0, Math.min(PARTIAL_MESSAGE_CHECK_MS, leftMs));
    this.#partTimer = setTimeout(() => {
      const hopeless = this.#hopelessPart();
      if (hopeless !== null) this.#fail(this.#framer.pending(), hopeless.status, hopeless.reason);
      else this.#partTimer = setTimeout(() => this.#failPart('stalled-message'), leftMs - checkMs);
    }, checkMs);
  }

  /** Looks again when there is twice as much: else one who sends an octet now and then would make us read it all each time. */
  #hopelessPart(): ParseFailure | null {
    const { pendingBytes } = this.#framer;
    if (this.#closed || pendingBytes < 2 * this.#lookedAtBytes) return null;
    this.#lookedAtBytes = pendingBytes;
    return hopelessPart(this.#framer.pending());
  }

  #failPart(limit: ConnectionLimit | null = null): void {
    if (this.#closed) return;
    this.#breached = limit;
    this.#fail(this.#framer.pending(), 400, 'Incomplete message');
  }

  #fail(bytes: Buffer, status: number, reason: string): void {
    this.#events.onFramingError(bytes, status, reason, this);
    this.close(reason);
  }

  #ended(): void {
    if (this.#closed) return;
    this.#closed = true;
    clearTimeout(this.#partTimer);
    clearTimeout(this.#lingering);
    this.#events.onClosed(this, this.#closeReason, this.#breached);
  }
}

function isFinalResponse(bytes: Buffer): boolean {
  return startsWith(bytes, RESPONSE_START) && (bytes[RESPONSE_START.length] ?? 0) >= DIGIT_TWO;
}

function isAnsweredRequest(bytes: Buffer): boolean {
  return !startsWith(bytes, RESPONSE_START) && !startsWith(bytes, ACK_START);
}

function startsWith(bytes: Buffer, start: Buffer): boolean {
  return bytes.length > start.length && bytes.compare(start, 0, start.length, 0, start.length) === 0;
}
