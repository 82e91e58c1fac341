import { Counters } from '../drachtio/counters.ts';
import type { EngineLog } from '../engine-log.ts';
import { responseTo } from '../message/respond.ts';
import type { ServerTransaction } from '../transaction/transaction-layer.ts';

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

/** Sends the one final response. */
export interface NativeResponse {
  /** A header value may hold further whole lines (`value CRLF Name: value`), as drachtio-srf lets it. */
  send(status: number, reason: string, options: { readonly headers: Readonly<Record<string, string>> }): void;
}

export type NativeHandler = (request: NativeRequest, response: NativeResponse) => void;

/** The methods that an application in this process answers without the drachtio protocol. */
export class NativeRequests {
  readonly #handlers = new Map<string, NativeHandler>();
  readonly #counters: Counters;
  readonly #log: EngineLog;

  constructor(counters: Counters, log: EngineLog) {
    this.#counters = counters;
    this.#log = log;
  }

  /** @param method in either case; it no longer reaches drachtio applications */
  use(method: string, handler: NativeHandler): void {
    this.#handlers.set(method.toUpperCase(), handler);
  }

  /** @returns false when no handler takes the method */
  take(transaction: ServerTransaction): boolean {
    const handler = this.#handlers.get(transaction.request.method);
    if (handler === undefined) return false;
    handler(requestOf(transaction), { send: (...answer) => this.#send(transaction, ...answer) });
    return true;
  }

  #send(
    transaction: ServerTransaction,
    status: number,
    reason: string,
    { headers }: { readonly headers: Readonly<Record<string, string>> },
  ): void {
    const response = responseTo(transaction.request, status, octets(reason));
    for (const [name, value] of Object.entries(headers)) {
      const [first = '', ...further] = octets(value).split('\r\n');
      response.headers.append(name, first);
      for (const line of further) {
        const colon = line.indexOf(':');
        response.headers.append(line.slice(0, colon), line.slice(colon + 1).trim());
      }
    }
    if (transaction.respond(response) === null) {
      this.#log.debug('an answer came too late', { method: transaction.request.method, status });
      return;
    }
    this.#counters.responsesOut.add(Counters.responseClass(status));
  }
}

function requestOf({ request, flow }: ServerTransaction): NativeRequest {
  return {
    method: request.method,
    uri: unicode(request.uri),
    protocol: flow.protocol,
    source_address: flow.remoteAddress,
    source_port: flow.remotePort,
    verifiedNames: flow.verifiedNames,
    get: (name) => {
      if (request.headers.countOf(name) < 2) return unicode(request.headers.get(name));
      return unicode(request.headers.getAll(name).join(', '));
    },
  };
}

const BEYOND_ASCII = /[^\0-\x7f]/;

/** Header text is kept one character per octet; applications want Unicode (RFC 3261 §25.1: UTF-8). */
function unicode(text: string): string;
function unicode(text: string | undefined): string | undefined;
function unicode(text: string | undefined): string | undefined {
  return text !== undefined && BEYOND_ASCII.test(text) ? Buffer.from(text, 'latin1').toString('utf8') : text;
}

const octets = (text: string): string =>
  BEYOND_ASCII.test(text) ? Buffer.from(text, 'utf8').toString('latin1') : text;
