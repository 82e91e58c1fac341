import type { EngineLog } from '../engine-log.ts';
import type { SipRequest } from '../message/message.ts';
import { fieldLine, responseHead } from '../message/respond.ts';
import { newTag, tagFor } from '../message/token.ts';
import type { ServerTransaction } from '../transaction/transaction-layer.ts';
import type { Application } from '../ua/application.ts';
import type { NativeProxyOptions } from './native-proxy.ts';
import { octets, unicode } from './unicode.ts';

/**
 * A request outside dialogs, read where it stands: the drachtio protocol is not between. Names and shapes are those
 * of drachtio-srf, so that one handler serves both.
 */
export interface NativeRequest {
  readonly method: string;
  readonly uri: string;
  readonly protocol: string;
  readonly source_address: string;
  readonly source_port: number;
  /** What the valid certificate of the TLS peer names: domains and addresses, lower case; mostly empty. */
  readonly verifiedNames: readonly string[];
  /** All lines of a header, joined by commas; Unicode. */
  get(name: string): string | undefined;
}

/** Sends the one final response, or has the request forwarded. */
export interface NativeResponse {
  /** A header value may hold further whole lines (`value CRLF Name: value`), as drachtio-srf lets it. */
  send(status: number, reason: string, options: { readonly headers: Readonly<Record<string, string>> }): void;
  /** The same without detours: each header line stands for itself. */
  answer(status: number, reason: string, headers: readonly HeaderLine[]): void;
  /**
   * Forwards the request instead of answering it: as `srf.proxyRequest` does, but without frames.
   * @param destinations URIs, each perhaps with a preference among its parameters (`;q=0.5`)
   * @returns false when one is no URI that there is a transport for: then the request still waits for its answer
   */
  proxy(destinations: readonly string[], options?: NativeProxyOptions): boolean;
}

/** See {@link NativeResponse.proxy}. */
type Forward = (
  transaction: ServerTransaction,
  destinations: readonly string[],
  options: NativeProxyOptions,
) => boolean;

export type HeaderLine = readonly [name: string, value: string];

export type NativeHandler = (request: NativeRequest, response: NativeResponse) => void;

/** @returns true when it answers the request itself; false hands it on as if nobody had looked */
export type FirstLook = (request: NativeRequest, response: NativeResponse) => boolean;

/** What native requests need of the engine. */
interface NativePorts {
  readonly log: EngineLog;
  readonly forward: Forward;
}

/** The methods that an application in this process answers without the drachtio protocol. */
export class NativeRequests {
  readonly #looks = new Map<string, FirstLook>();
  readonly #owners = new Map<string, (request: SipRequest) => Application | null>();
  readonly #unrouted = new Map<string, NativeHandler>();
  readonly #ports: NativePorts;

  constructor(ports: NativePorts) {
    this.#ports = ports;
  }

  /**
   * New requests of a method belong to code in this process, to which the engine tells all that concerns them; those
   * with no owner go to drachtio applications.
   */
  own(method: string, ownerOf: (request: SipRequest) => Application | null): void {
    this.#owners.set(method, ownerOf);
  }

  /** Whose a new request is; null: of whoever the drachtio protocol finds. */
  ownerOf(request: SipRequest): Application | null {
    return this.#owners.get(request.method)?.(request) ?? null;
  }

  /** @param method in either case; it no longer reaches drachtio applications */
  use(method: string, handler: NativeHandler): void {
    this.lookAt(method, (request, response) => {
      handler(request, response);
      return true;
    });
  }

  /** @param method in either case; what `look` leaves goes on to drachtio applications */
  lookAt(method: string, look: FirstLook): void {
    this.#looks.set(method.toUpperCase(), look);
  }

  /** @param method in either case; only requests that no drachtio application routes reach the handler */
  useUnrouted(method: string, handler: NativeHandler): void {
    this.#unrouted.set(method.toUpperCase(), handler);
  }

  /** @returns false when nobody here answers what nobody routes */
  takeUnrouted(transaction: ServerTransaction): boolean {
    const handler = this.#unrouted.get(transaction.request.method);
    handler?.(new TransactionRequest(transaction), new TransactionAnswer(transaction, this.#ports));
    return handler !== undefined;
  }

  /** @returns false when nobody here takes the request */
  take(transaction: ServerTransaction): boolean {
    const look = this.#looks.get(transaction.request.method);
    if (look === undefined) return false;
    return look(new TransactionRequest(transaction), new TransactionAnswer(transaction, this.#ports));
  }
}

class TransactionRequest implements NativeRequest {
  readonly #transaction: ServerTransaction;

  constructor(transaction: ServerTransaction) {
    this.#transaction = transaction;
  }

  get method(): string {
    return this.#transaction.request.method;
  }

  get uri(): string {
    const { uri, ascii } = this.#transaction.request;
    return ascii ? uri : unicode(uri);
  }

  get protocol(): string {
    return this.#transaction.flow.protocol;
  }

  get source_address(): string {
    return this.#transaction.flow.remoteAddress;
  }

  get source_port(): number {
    return this.#transaction.flow.remotePort;
  }

  get verifiedNames(): readonly string[] {
    return this.#transaction.flow.verifiedNames;
  }

  get(name: string): string | undefined {
    const { headers, ascii } = this.#transaction.request;
    const value = headers.list(name);
    return ascii ? value : unicode(value);
  }
}

class TransactionAnswer implements NativeResponse {
  readonly #transaction: ServerTransaction;
  readonly #ports: NativePorts;

  constructor(transaction: ServerTransaction, ports: NativePorts) {
    this.#transaction = transaction;
    this.#ports = ports;
  }

  send(
    status: number,
    reason: string,
    { headers }: { readonly headers: Readonly<Record<string, string>> },
  ): void {
    const lines = Object.entries(headers).flatMap(([name, value]) => headerLines(name, value));
    this.answer(status, reason, lines);
  }

  answer(status: number, reason: string, lines: readonly HeaderLine[]): void {
    const transaction = this.#transaction;
    const toTag = status === 401 || status === 407 ? tagFor(transaction.id) : newTag();
    let fields = '';
    for (const [name, value] of lines) fields += fieldLine(name, octets(value));
    const head = responseHead(transaction.request, status, octets(reason), toTag, fields);
    if (transaction.respondWith(status, head) === null) {
      this.#ports.log.debug('an answer came too late', { method: transaction.request.method, status });
      return;
    }
  }

  proxy(destinations: readonly string[], options: NativeProxyOptions = {}): boolean {
    return this.#ports.forward(this.#transaction, destinations, options);
  }
}

/** A value that holds further whole lines (`value CRLF Name: value`), line by line. */
export function headerLines(name: string, value: string): HeaderLine[] {
  if (!value.includes('\r\n')) return [[name, value]];
  const [first = '', ...further] = value.split('\r\n');
  return [[name, first], ...further.map(lineOf)];
}

function lineOf(text: string): HeaderLine {
  const colon = text.indexOf(':');
  return [text.slice(0, colon), text.slice(colon + 1).trim()];
}
