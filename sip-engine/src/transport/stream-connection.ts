import type { Socket } from 'node:net';
import { hopelessPart } from '../message/parse.ts';
import { StreamFramer } from '../message/stream-framer.ts';
import { type Flow, type Listener, nextFlowId, type Protocol } from './flow.ts';
import { PONG } from './keepalive.ts';
import { MAX_WRITE_BUFFER_BYTES, PARTIAL_MESSAGE_CHECK_MS } from './limits.ts';

/** What a connection tells the layer. */
export interface ConnectionEvents {
  /** One whole message, not parsed yet. */
  onBytes(bytes: Buffer, flow: Flow): void;
  /** The stream cannot be followed any more; the connection closes itself after the refusal. */
  onFramingError(bytes: Buffer, status: number, reason: string, flow: Flow): void;
  /** A whole message goes out; not for keep-alives. */
  onSent(bytes: Buffer, flow: Flow): void;
  onClosed(flow: Flow, reason: string): void;
}

/** A connection that the layer watches for silence and stalls. */
export interface WatchedConnection extends Flow {
  /** Enforces the time limits; `nowMs` is monotonic. */
  sweep(nowMs: number): void;
  /** Closes at once, whatever is queued. */
  destroy(reason: string): void;
}

export interface ConnectionLimits {
  readonly firstMessageTimeoutMs: number;
  readonly idleTimeoutMs: number;
  readonly stalledMessageTimeoutMs: number;
}

const TCP_KEEPALIVE_DELAY_MS = 60_000;
const LINGER_MS = 2_000;

interface StreamConnectionOptions {
  readonly socket: Socket;
  readonly protocol: Protocol;
  readonly listener: Listener;
  readonly accepted: boolean;
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
  readonly #socket: Socket;
  readonly #events: ConnectionEvents;
  readonly #limits: ConnectionLimits;
  readonly #framer = new StreamFramer();
  readonly #openedMs: number;
  #heardMs: number;
  #heardSinceSweep = false;
  #hadMessage = false;
  #partTimer: NodeJS.Timeout | undefined;
  #closed = false;
  #closeReason = 'closed by the remote side';

  constructor(options: StreamConnectionOptions) {
    const { socket } = options;
    this.protocol = options.protocol;
    this.listener = options.listener;
    this.accepted = options.accepted;
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
      else this.close(this.#closeReason);
    });
    socket.on('error', (error) => {
      this.#closeReason = error.message;
    });
    socket.on('close', () => this.#ended());
  }

  get closed(): boolean {
    return this.#closed;
  }

  send(bytes: Buffer): void {
    if (this.#closed) return;
    this.#events.onSent(bytes, this);
    this.#write(bytes);
  }

  #write(bytes: Buffer): void {
    this.#socket.write(bytes);
    if (this.#socket.writableLength > MAX_WRITE_BUFFER_BYTES)
      this.destroy('the remote side reads too slowly');
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
    this.#closeReason = reason;
    this.#socket.destroy();
    this.#ended();
  }

  sweep(nowMs: number): void {
    if (this.#closed) return;
    if (this.#heardSinceSweep) {
      this.#heardSinceSweep = false;
      this.#heardMs = nowMs;
      return;
    }
    const silentMs = nowMs - this.#heardMs;
    if (!this.#hadMessage && nowMs - this.#openedMs >= this.#limits.firstMessageTimeoutMs) {
      this.destroy('no message came');
    } else if (silentMs >= this.#limits.idleTimeoutMs) {
      this.destroy('idle');
    }
  }

  #receive(chunk: Buffer): void {
    if (this.#closed) return;
    this.#heardSinceSweep = true;
    for (const event of this.#framer.push(chunk)) {
      if (this.#closed) return;
      if (event.kind === 'message') {
        this.#hadMessage = true;
        this.#events.onBytes(event.bytes, this);
      } else if (event.kind === 'keepalive') {
        this.#write(PONG);
      } else {
        this.#fail(event.bytes, event.status, event.reason);
      }
    }
    this.#watchPart();
  }

  /** A message that has begun must go on, and what cannot become valid any more is not waited for. */
  #watchPart(): void {
    clearTimeout(this.#partTimer);
    if (this.#closed || this.#framer.pendingBytes === 0) return;
    const { stalledMessageTimeoutMs } = this.#limits;
    const checkMs = Math.min(PARTIAL_MESSAGE_CHECK_MS, stalledMessageTimeoutMs);
    this.#partTimer = setTimeout(() => {
      const hopeless = this.#closed ? null : hopelessPart(this.#framer.pending());
      if (hopeless !== null) this.#fail(this.#framer.pending(), hopeless.status, hopeless.reason);
      else this.#partTimer = setTimeout(() => this.#failPart(), stalledMessageTimeoutMs - checkMs);
    }, checkMs);
  }

  #failPart(): void {
    if (!this.#closed) this.#fail(this.#framer.pending(), 400, 'Incomplete message');
  }

  #fail(bytes: Buffer, status: number, reason: string): void {
    this.#events.onFramingError(bytes, status, reason, this);
    this.close(reason);
  }

  #ended(): void {
    if (this.#closed) return;
    this.#closed = true;
    clearTimeout(this.#partTimer);
    this.#events.onClosed(this, this.#closeReason);
  }
}
