import { isUtf8 } from 'node:buffer';
import type { Duplex } from 'node:stream';
import type { RawData, WebSocket } from 'ws';
import type { ConnectionLimits } from './connection-limits.ts';
import { type Listener, nextFlowId, numericAddress, type Protocol } from './flow.ts';
import { isKeepalive, isPing, PONG } from './keepalive.ts';
import { MAX_WRITE_BUFFER_BYTES, WEBSOCKET_DEAD_AFTER_MS, WEBSOCKET_PING_AFTER_MS } from './limits.ts';
import { Outflow } from './outflow.ts';
import { type ConnectionLimit, LIMIT_TEXTS } from './refusals.ts';
import type { ConnectionEvents, WatchedConnection } from './stream-connection.ts';

/** Where an upgraded WebSocket comes from. */
export interface WebSocketEndpoints {
  readonly remoteAddress: string;
  readonly remotePort: number;
  readonly localAddress: string;
  readonly localPort: number;
  readonly listener: Listener;
  /** Of the TLS connection below it. */
  readonly verifiedNames: readonly string[];
  /** What the frames come in. */
  readonly socket: Duplex;
  readonly limits: Pick<ConnectionLimits, 'wholeMessageTimeoutMs'>;
}

const GOING_AWAY = 1001;
/** What a browser's ping or pong has besides its text: two octets and the mask (RFC 6455 §5.2). */
const CONTROL_FRAME_OCTETS = 6;

function toBuffer(data: RawData): Buffer {
  if (Buffer.isBuffer(data)) return data;
  return Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data);
}

/** A WebSocket that carries one SIP message per frame (RFC 7118). */
export class WebSocketConnection implements WatchedConnection {
  readonly id = nextFlowId();
  readonly reliable = true;
  readonly accepted = true;
  readonly protocol: Protocol;
  readonly listener: Listener;
  readonly localAddress: string;
  readonly localPort: number;
  readonly remoteAddress: string;
  readonly remotePort: number;
  readonly verifiedNames: readonly string[];
  readonly #socket: WebSocket;
  readonly #events: ConnectionEvents;
  #heardMs: number;
  #heardSinceSweep = false;
  #pinged = false;
  readonly #wholeMessageTimeoutMs: number;
  /** What has come of a message that is not whole. */
  #partOctets = 0;
  /** When it was first seen. */
  #partSinceMs: number | null = null;
  #closed = false;
  #broken = false;
  #closeReason = 'closed by the remote side';
  #breached: ConnectionLimit | null = null;
  readonly #outflow = new Outflow();
  readonly #written = (): void => this.#outflow.progressed();

  constructor(socket: WebSocket, endpoints: WebSocketEndpoints, events: ConnectionEvents, nowMs: number) {
    this.#socket = socket;
    this.#events = events;
    this.#heardMs = nowMs;
    this.protocol = endpoints.listener.protocol;
    this.listener = endpoints.listener;
    this.verifiedNames = endpoints.verifiedNames;
    this.localAddress = numericAddress(endpoints.localAddress);
    this.localPort = endpoints.localPort;
    this.remoteAddress = numericAddress(endpoints.remoteAddress);
    this.remotePort = endpoints.remotePort;
    this.#wholeMessageTimeoutMs = endpoints.limits.wholeMessageTimeoutMs;
    // Before the frames are read from it.
    endpoints.socket.prependListener('data', (octets: Buffer) => {
      this.#partOctets += octets.length;
    });
    const heard = (text: Buffer): void => {
      this.#heardSinceSweep = true;
      this.#partOctets = Math.max(0, this.#partOctets - text.length - CONTROL_FRAME_OCTETS);
    };
    socket.on('message', (data) => this.#receive(toBuffer(data)));
    socket.on('ping', heard);
    socket.on('pong', heard);
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
  }

  #write(bytes: Buffer): void {
    // A text frame must be UTF-8 (RFC 6455 §5.6); browsers' stacks expect text where it can be (RFC 7118 §4.2).
    this.#socket.send(bytes, { binary: !isUtf8(bytes) }, this.#written);
    if (this.#socket.bufferedAmount > MAX_WRITE_BUFFER_BYTES) this.#breach('slow-reader');
  }

  close(reason: string): void {
    if (this.#closed) return;
    this.#closeReason = reason;
    this.#socket.close(GOING_AWAY);
    this.#ended();
  }

  destroy(reason: string): void {
    if (this.#closed) return;
    this.#broken = true;
    this.#closeReason = reason;
    this.#socket.terminate();
    this.#ended();
  }

  sweep(nowMs: number): void {
    if (this.#closed) return;
    if (this.#outflow.isBlocked(this.#socket.bufferedAmount, nowMs)) {
      this.#breach('slow-reader');
      return;
    }
    if (this.#isStalled(nowMs)) {
      this.#breach('stalled-message');
      return;
    }
    if (this.#heardSinceSweep) {
      this.#heardSinceSweep = false;
      this.#pinged = false;
      this.#heardMs = nowMs;
      return;
    }
    const silentMs = nowMs - this.#heardMs;
    if (silentMs >= WEBSOCKET_DEAD_AFTER_MS) {
      this.#breach('no-pong');
    } else if (silentMs >= WEBSOCKET_PING_AFTER_MS && !this.#pinged) {
      this.#pinged = true;
      this.#socket.ping();
    }
  }

  /** Whether a message has been coming for too long: pongs between its fragments would keep it, and us, waiting. */
  #isStalled(nowMs: number): boolean {
    if (this.#partOctets === 0) this.#partSinceMs = null;
    else this.#partSinceMs ??= nowMs;
    return this.#partSinceMs !== null && nowMs - this.#partSinceMs >= this.#wholeMessageTimeoutMs;
  }

  #breach(limit: ConnectionLimit): void {
    this.#breached = limit;
    this.destroy(LIMIT_TEXTS[limit]);
  }

  #receive(bytes: Buffer): void {
    this.#heardSinceSweep = true;
    this.#partOctets = 0;
    this.#partSinceMs = null;
    if (this.#closed) return;
    if (isKeepalive(bytes)) {
      if (isPing(bytes)) this.#write(PONG);
    } else this.#events.onBytes(bytes, this);
  }

  #ended(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#events.onClosed(this, this.#closeReason, this.#breached);
  }
}
