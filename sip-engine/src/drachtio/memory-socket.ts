import { Server, Socket } from 'node:net';

/**
 * A connection to an application in the same process. drachtio-srf demands a `net.Socket` from a `net.Server`; this
 * one has no handle. What the application writes comes out of `onPayload`, and what the engine delivers comes out as
 * `data`, one frame per turn, after all promises that the frame before it settled have run: an application that
 * awaits the sending of a request has its `response` listener in place when the response is delivered.
 *
 * srf ends its connection whenever nobody handles a request, or a handler throws, and would lose every call with it.
 * So `end()` does not close: the same socket is offered to srf again, and dialogs that hold it stay usable.
 */
export class MemorySocket extends Socket {
  readonly #onPayload: (payload: string) => void;
  readonly #onEnd: (socket: MemorySocket) => void;
  #incoming: string[] = [];
  #outgoing: (() => void)[] = [];
  #outgoingIndex = 0;

  constructor(onPayload: (payload: string) => void, onEnd: (socket: MemorySocket) => void) {
    super();
    this.#onPayload = onPayload;
    this.#onEnd = onEnd;
  }

  /** Hands a frame to the application, after everything handed over before. */
  deliver(frame: Buffer): void {
    this.schedule(() => {
      this.emit('data', frame);
    });
  }

  /** Runs a step in order with the frames. */
  schedule(step: () => void): void {
    this.#outgoing.push(step);
    if (this.#outgoing.length === 1) process.nextTick(this.#runStep);
  }

  readonly #runStep = (): void => {
    const step = this.#outgoing[this.#outgoingIndex];
    this.#outgoingIndex += 1;
    try {
      step?.();
    } finally {
      if (this.#outgoingIndex < this.#outgoing.length) queueMicrotask(this.#nextStep);
      else {
        this.#outgoing = [];
        this.#outgoingIndex = 0;
      }
    }
  };

  /** A tick asked for in a microtask runs when the queue of microtasks is empty. */
  readonly #nextStep = (): void => {
    process.nextTick(this.#runStep);
  };

  override write(data: Uint8Array | string, ...rest: unknown[]): boolean {
    const done = rest.find((argument) => typeof argument === 'function');
    if (this.destroyed) return false;
    this.#incoming.push(payloadOf(data));
    if (this.#incoming.length === 1) queueMicrotask(this.#drain);
    if (typeof done === 'function') done();
    return true;
  }

  readonly #drain = (): void => {
    const payloads = this.#incoming;
    this.#incoming = [];
    for (const payload of payloads) this.#onPayload(payload);
  };

  override end(): this {
    if (!this.destroyed) this.#onEnd(this);
    return this;
  }

  override _read(): void {}
}

/** srf writes one whole frame at a time, as a string whose length prefix counts UTF-8 bytes. */
function payloadOf(data: Uint8Array | string): string {
  if (typeof data !== 'string') {
    const text = Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('latin1');
    return text.slice(text.indexOf('#') + 1);
  }
  const start = data.indexOf('#') + 1;
  const isAscii = Number(data.slice(0, start - 1)) === data.length - start;
  const payload = data.slice(start);
  return isAscii ? payload : Buffer.from(payload, 'utf8').toString('latin1');
}

const listenerEvents = ['data', 'close', 'error', 'connect'] as const;

/** The server that an application in this process gives to `srf.listen({ server })`. It never opens a port. */
export class ApplicationServer extends Server {
  readonly #accept: (server: ApplicationServer) => void;
  #sockets: MemorySocket[] = [];
  #closed = false;

  /** @param accept called once an application listens: it connects sockets by {@link connectSocket}. */
  constructor(accept: (server: ApplicationServer) => void) {
    super();
    this.#accept = accept;
    this.once('newListener', this.#onNewListener);
  }

  readonly #onNewListener = (event: string): void => {
    if (event !== 'connection') {
      this.once('newListener', this.#onNewListener);
      return;
    }
    setImmediate(() => {
      if (this.#closed) return;
      this.emit('listening');
      this.#accept(this);
    });
  };

  connectSocket(onPayload: (payload: string) => void): MemorySocket {
    const socket = new MemorySocket(onPayload, (ended) => this.#reattach(ended));
    this.#sockets.push(socket);
    this.emit('connection', socket);
    return socket;
  }

  #reattach(socket: MemorySocket): void {
    if (this.#closed) return;
    socket.schedule(() => {
      if (this.#closed) return;
      for (const event of listenerEvents) socket.removeAllListeners(event);
      try {
        this.emit('connection', socket);
      } catch {
        // srf asserts that it does not know the socket; when it still does, its listeners are in place by now.
      }
    });
  }

  override close(callback?: (error?: Error) => void): this {
    if (!this.#closed) {
      this.#closed = true;
      const sockets = this.#sockets;
      this.#sockets = [];
      for (const socket of sockets) socket.destroy();
      setImmediate(() => this.emit('close'));
    }
    if (callback !== undefined) setImmediate(callback);
    return this;
  }
}
