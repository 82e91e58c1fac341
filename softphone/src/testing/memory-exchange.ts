import { EmitterImpl, type Transport, TransportState } from 'sip.js';

type TransportConstructor = new (logger: unknown, options: unknown) => Transport;

/** What the exchange does with the next REGISTER: take it, refuse it, or stay silent. */
type Registrar = 'accepts' | 'silent' | { readonly status: number; readonly headers: readonly string[] };

/**
 * A SIP exchange in memory for tests: it registers phones and passes their messages on, as a proxy with
 * Record-Route would. Everything above the transport is the real SIP.js.
 */
export class MemoryExchange {
  registrar: Registrar = 'accepts';
  /** True loses every message without a word, as a dead network does. */
  deaf = false;
  /** False makes new connections fail. */
  reachable = true;
  /** The first line of each message that came in. */
  readonly seen: string[] = [];
  readonly #connections = new Map<number, MemoryTransport>();
  readonly #bindings = new Map<string, number>();
  #connectionCount = 0;

  /** A transport class for a user agent of this exchange. */
  transportConstructor(): TransportConstructor {
    const exchange = this;
    return class extends MemoryTransport {
      constructor() {
        super(exchange);
      }
    };
  }

  /** Breaks all connections, as a network does. */
  breakConnections(): void {
    for (const transport of [...this.#connections.values()]) transport.broken();
  }

  isRegistered(username: string): boolean {
    return this.#bindings.has(username);
  }

  opened(transport: MemoryTransport): number {
    const id = ++this.#connectionCount;
    this.#connections.set(id, transport);
    return id;
  }

  closed(id: number): void {
    this.#connections.delete(id);
    for (const [key, connection] of this.#bindings) if (connection === id) this.#bindings.delete(key);
  }

  receive(id: number, text: string): void {
    if (this.deaf) return;
    const message = splitMessage(text);
    const firstLine = message.lines[0] ?? '';
    this.seen.push(firstLine);
    if (firstLine.startsWith('SIP/2.0')) this.#passResponse(message);
    else if (firstLine.startsWith('REGISTER')) this.#register(id, message);
    else this.#passRequest(id, message);
  }

  #register(id: number, message: Message): void {
    if (this.registrar === 'silent') return;
    if (this.registrar !== 'accepts') {
      const { status, headers } = this.registrar;
      this.#deliver(id, answer(message, `${status} Refused`, headers));
      return;
    }
    const contact = header(message, 'contact');
    const user = userOf(header(message, 'to'));
    if (/expires=0/.test(contact)) {
      this.#bindings.delete(user);
      this.#deliver(id, answer(message, '200 OK', []));
      return;
    }
    this.#bindings.set(user, id);
    this.#bindings.set(userOf(contact), id);
    this.#deliver(id, answer(message, '200 OK', [`Contact: ${contact}`]));
  }

  #passRequest(id: number, message: Message): void {
    const [method = '', uri = ''] = (message.lines[0] ?? '').split(' ');
    const target = this.#bindings.get(userOf(uri));
    if (target === undefined) {
      if (method !== 'ACK') this.#deliver(id, answer(message, '404 Not Found', []));
      return;
    }
    const branch = /branch=([^;\s]+)/.exec(header(message, 'via'))?.[1] ?? '';
    const via = `Via: SIP/2.0/WS exchange.invalid;branch=z9hG4bKx${id}x${branch}`;
    const initial = method === 'INVITE' && !/;tag=/.test(header(message, 'to'));
    const recordRoute = initial ? ['Record-Route: <sip:exchange.invalid;transport=ws;lr>'] : [];
    const [first = '', ...rest] = message.lines;
    this.#deliver(target, joinMessage([first, via, ...recordRoute, ...rest], message.body));
  }

  #passResponse(message: Message): void {
    const own = message.lines.findIndex((line) => /^via\s*:/i.test(line));
    const connection = /z9hG4bKx(\d+)x/.exec(message.lines[own] ?? '')?.[1];
    if (connection === undefined) return;
    this.#deliver(Number(connection), joinMessage(message.lines.toSpliced(own, 1), message.body));
  }

  #deliver(id: number, text: string): void {
    queueMicrotask(() => this.#connections.get(id)?.onMessage?.(text));
  }
}

/** SIP.js's transport over the exchange. */
class MemoryTransport implements Transport {
  onConnect: (() => void) | undefined;
  onDisconnect: ((error?: Error) => void) | undefined;
  onMessage: ((message: string) => void) | undefined;
  readonly protocol = 'WS';
  readonly stateChange = new EmitterImpl<TransportState>();
  state: TransportState = TransportState.Disconnected;
  readonly #exchange: MemoryExchange;
  #id = 0;

  constructor(exchange: MemoryExchange) {
    this.#exchange = exchange;
  }

  async connect(): Promise<void> {
    if (!this.#exchange.reachable) throw new Error('unreachable');
    this.#id = this.#exchange.opened(this);
    this.state = TransportState.Connected;
    this.onConnect?.();
  }

  async disconnect(): Promise<void> {
    this.#close(undefined);
  }

  dispose(): Promise<void> {
    return this.disconnect();
  }

  isConnected(): boolean {
    return this.state === TransportState.Connected;
  }

  async send(message: string): Promise<void> {
    if (!this.isConnected()) throw new Error('Not connected.');
    queueMicrotask(() => this.#exchange.receive(this.#id, message));
  }

  broken(): void {
    this.#close(new Error('WebSocket closed (code: 1006)'));
  }

  #close(error: Error | undefined): void {
    if (!this.isConnected()) return;
    this.state = TransportState.Disconnected;
    this.#exchange.closed(this.#id);
    this.onDisconnect?.(error);
  }
}

interface Message {
  readonly lines: readonly string[];
  readonly body: string;
}

function splitMessage(text: string): Message {
  const [head = '', ...rest] = text.split('\r\n\r\n');
  return { lines: head.split('\r\n'), body: rest.join('\r\n\r\n') };
}

function joinMessage(lines: readonly string[], body: string): string {
  return `${lines.join('\r\n')}\r\n\r\n${body}`;
}

function header(message: Message, name: string): string {
  const line = message.lines.find((candidate) => new RegExp(`^${name}\\s*:`, 'i').test(candidate));
  return line?.replace(/^[^:]+:\s*/, '') ?? '';
}

function userOf(text: string): string {
  return /sips?:([^@>;]+)@/.exec(text)?.[1] ?? '';
}

function answer(request: Message, statusLine: string, headers: readonly string[]): string {
  const copied = request.lines.filter((line) => /^(via|from|call-id|cseq)\s*:/i.test(line));
  const to = header(request, 'to');
  const tagged = /;tag=/.test(to) ? to : `${to};tag=exchange`;
  return joinMessage(
    [`SIP/2.0 ${statusLine}`, ...copied, `To: ${tagged}`, ...headers, 'Content-Length: 0'],
    '',
  );
}
