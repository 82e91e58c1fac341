import { responseTo } from '../message/respond.ts';
import type { ServerTransaction } from '../transaction/transaction-layer.ts';
import { deliver } from '../ua/delivery.ts';
import { IncomingRequest } from '../ua/incoming-request.ts';
import { noApplication } from '../ua/no-application.ts';
import { proxyByEngine } from '../ua/proxying.ts';
import { answerByEngine } from '../ua/uas.ts';
import type { ApplicationConnection } from './application-connection.ts';
import type { DrachtioContext } from './drachtio-context.ts';
import { type OutboundAddress, parseOutboundAddress } from './outbound-application.ts';
import { parseDelay } from './proxy-command.ts';
import { askHandler, type HandlerDecision, handlerFor, type RequestHandler } from './request-handler.ts';

/** Requests whose handler has not answered; beyond it new ones are refused. */
const maxPending = 2_000;

/** Opens a connection to an application that listens; rejects when it cannot be had. */
export type Dial = (address: OutboundAddress) => Promise<ApplicationConnection>;

/** New requests that go where a request handler says (drachtio's outbound mode). */
export class HandlerRouting {
  readonly #context: DrachtioContext;
  readonly #handlers: readonly RequestHandler[];
  readonly #dial: Dial;
  #pending = 0;

  constructor(context: DrachtioContext, handlers: readonly RequestHandler[], dial: Dial) {
    this.#context = context;
    this.#handlers = handlers;
    this.#dial = dial;
  }

  get pending(): number {
    return this.#pending;
  }

  /** @returns false when no handler is set for the method */
  take(transaction: ServerTransaction): boolean {
    const handler = handlerFor(this.#handlers, transaction.request.method);
    if (handler === null) return false;
    const incoming = new IncomingRequest(transaction, noApplication, null);
    if (transaction.request.method === 'INVITE') transaction.respond(responseTo(transaction.request, 100));
    // From here on a CANCEL finds it.
    this.#context.incoming.add(incoming);
    if (this.#pending >= maxPending)
      this.#refuse(incoming, 503, 'Service Unavailable', 'handlers overloaded');
    else void this.#route(handler, incoming);
    return true;
  }

  async #route(handler: RequestHandler, incoming: IncomingRequest): Promise<void> {
    const { request, flow } = incoming.transaction;
    this.#pending += 1;
    try {
      const decision = await askHandler(handler, request, flow);
      if (incoming.state === 'waiting') await this.#carryOut(incoming, decision);
    } catch (error) {
      this.#context.log.warn('a request handler gave no decision', {
        method: incoming.method,
        callId: incoming.callId,
        error: error instanceof Error ? error : String(error),
      });
      this.#refuse(incoming, 500, 'Server Internal Error', 'handler failed');
    } finally {
      this.#pending -= 1;
    }
  }

  async #carryOut(incoming: IncomingRequest, { action, data }: HandlerDecision): Promise<void> {
    const context = this.#context;
    if (action === 'reject') {
      this.#refuse(incoming, data.status, data.reason, 'rejected by handler');
    } else if (action === 'redirect') {
      const headers = data.contact.map((uri) => ['Contact', /^</.test(uri) ? uri : `<${uri}>`] as const);
      answerByEngine(context, incoming, 302, 'Moved Temporarily', { headers });
    } else if (action === 'proxy') {
      const { provisionalTimeout, finalTimeout, ...wishes } = data;
      const provisionalTimeoutMs = parseDelay(provisionalTimeout);
      const finalTimeoutMs = parseDelay(finalTimeout);
      if (!proxyByEngine(context, incoming, { ...wishes, provisionalTimeoutMs, finalTimeoutMs }))
        this.#refuse(incoming, 500, undefined, 'handler failed');
    } else if ('tag' in data) {
      const connection = context.applications.next(incoming.method, data.tag);
      if (connection === null) this.#refuse(incoming, 480, undefined, 'no application with the tag');
      else this.#hand(incoming, connection);
    } else await this.#dialOut(incoming, data.uri);
  }

  async #dialOut(incoming: IncomingRequest, uri: string): Promise<void> {
    const address = parseOutboundAddress(uri);
    if (address === null) throw new Error(`not host:port: ${uri}`);
    let connection: ApplicationConnection;
    try {
      connection = await this.#dial(address);
    } catch (error) {
      this.#context.log.warn('an application cannot be reached', {
        host: address.host,
        port: address.port,
        error: error instanceof Error ? error : String(error),
      });
      this.#refuse(incoming, 480, undefined, 'application unreachable');
      return;
    }
    if (incoming.state === 'waiting') this.#hand(incoming, connection);
    else connection.close();
  }

  #hand(incoming: IncomingRequest, connection: ApplicationConnection): void {
    incoming.application = connection;
    deliver(this.#context, incoming);
  }

  #refuse(incoming: IncomingRequest, status: number, reason: string | undefined, why: string): void {
    if (incoming.state !== 'waiting') return;
    this.#context.counters.refusals.add(why);
    answerByEngine(this.#context, incoming, status, reason);
  }
}
