import type { EngineLog } from '../engine-log.ts';
import { encodeFrame } from './frame.ts';
import { cleanReason, type SipMeta, sipMetaLine } from './meta.ts';

/** Where frames go: a TCP connection, or a socket in memory. */
export interface FrameSink {
  /** Returns false when the application reads too slowly and must be cut off. */
  write(frame: Buffer): boolean;
  close(): void;
}

/** One application's connection: it carries commands one way and SIP messages the other. */
export class ApplicationConnection {
  readonly name: string;
  readonly #sink: FrameSink;
  #authenticated = false;
  #closed = false;
  #tags: readonly string[] = [];
  #lastId = 0;
  readonly #log: EngineLog | null;

  /** @param log where refused commands are written; null for a connection that carries none */
  constructor(name: string, sink: FrameSink, log: EngineLog | null) {
    this.name = name;
    this.#sink = sink;
    this.#log = log;
  }

  get authenticated(): boolean {
    return this.#authenticated;
  }

  get closed(): boolean {
    return this.#closed;
  }

  get tags(): readonly string[] {
    return this.#tags;
  }

  authenticate(tags: readonly string[]): void {
    this.#authenticated = true;
    this.#tags = tags;
  }

  /** Answers a command; `data` starts with `OK`, `NOK` or `NO`. */
  reply(commandId: string, data: string, message?: Buffer): void {
    this.#write(`${this.#nextId()}|response|${commandId}|${data}`, message);
  }

  refuse(commandId: string, reason: string): void {
    this.#log?.debug('a command refused', { application: this.name, reason });
    this.reply(commandId, `NOK|${cleanReason(reason)}`);
  }

  sendSip(meta: SipMeta, message: Buffer): void {
    this.#write(sipMetaLine(this.#nextId(), meta), message);
  }

  /** A message of another type than `sip` and `response`. */
  sendEvent(type: string, data: string, message: Buffer): void {
    this.#write(`${this.#nextId()}|${type}|${data}\r\n`, message);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#sink.close();
  }

  /** The other side is gone. */
  markClosed(): void {
    this.#closed = true;
  }

  #write(meta: string, message: Buffer | undefined): void {
    if (this.#closed) return;
    if (!this.#sink.write(encodeFrame(meta, message))) this.close();
  }

  #nextId(): string {
    this.#lastId += 1;
    return `e${this.#lastId.toString(36)}`;
  }
}
