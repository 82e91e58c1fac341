import type { SipMessage } from '../message/message.ts';
import { serialize } from '../message/serialize.ts';
import type { ConnectedApplications } from '../ua/application.ts';
import type { CdrDetail, CdrSource, CdrVerb } from '../ua/cdr.ts';
import type { ApplicationConnection } from './application-connection.ts';
import { cdrData } from './meta.ts';

/**
 * The verb that an application routes to hear of connections that ended: `srf.use('flow-closed', (req) => …)`, where
 * `req.protocol`, `req.source_address` and `req.source_port` name the connection. It comes in the form of a request
 * that the engine made itself, which drachtio-srf as it is hands to its middleware and does not answer.
 */
export const flowClosedVerb = 'flow-closed';
export const flowClosedMethod = 'FLOW-CLOSED';

interface VerbRoutes {
  connections: ApplicationConnection[];
  next: number;
}

/** Which applications want which requests, and whose turn it is. */
export class ApplicationTable implements ConnectedApplications {
  readonly #connections = new Set<ApplicationConnection>();
  readonly #verbs = new Map<string, VerbRoutes>();
  /** Applications in this process, which take every method and send no `route`. */
  readonly #everything: { primary: ApplicationConnection; other: ApplicationConnection }[] = [];

  add(connection: ApplicationConnection): void {
    this.#connections.add(connection);
  }

  /**
   * An application that takes all methods. Requests that commonly go unhandled come on `other`: srf ends the
   * connection on which nobody handled a request, and calls in progress live on `primary`.
   */
  addForEverything(primary: ApplicationConnection, other: ApplicationConnection): void {
    this.add(primary);
    this.add(other);
    this.#everything.push({ primary, other });
  }

  /** @param verb a lower-case method, or `cdr:attempt` and the like. The same route twice counts twice. */
  route(verb: string, connection: ApplicationConnection): void {
    const routes = this.#verbs.get(verb);
    if (routes === undefined) this.#verbs.set(verb, { connections: [connection], next: 0 });
    else routes.connections.push(connection);
  }

  removeRoute(verb: string, connection: ApplicationConnection): void {
    const routes = this.#verbs.get(verb);
    if (routes === undefined) return;
    routes.connections = routes.connections.filter((candidate) => candidate !== connection);
    if (routes.connections.length === 0) this.#verbs.delete(verb);
  }

  remove(connection: ApplicationConnection): void {
    this.#connections.delete(connection);
    for (const verb of [...this.#verbs.keys()]) this.removeRoute(verb, connection);
    const index = this.#everything.findIndex(
      ({ primary, other }) => primary === connection || other === connection,
    );
    if (index !== -1) this.#everything.splice(index, 1);
  }

  /**
   * The next application for a new request of a method, or null when none asked for it.
   * @param tag only applications that gave this tag when they authenticated
   */
  next(method: string, tag?: string): ApplicationConnection | null {
    const verb = method.toLowerCase();
    if (tag !== undefined) return this.#inTurn(verb, (connection) => connection.tags.includes(tag));
    const routes = this.#verbs.get(verb);
    const routed = routes === undefined ? 0 : routes.connections.length;
    const count = routed + this.#everything.length;
    if (count === 0) return null;
    const turn = routes === undefined ? 0 : routes.next % count;
    if (routes !== undefined) routes.next = turn + 1;
    const connection = routes?.connections[turn];
    if (connection !== undefined) return connection;
    const pair = this.#everything[turn - routed];
    if (pair === undefined) return null;
    return startsCalls.has(verb) ? pair.primary : pair.other;
  }

  /** Tells one application that routed the verb, in turn; nothing is built when there is none. */
  tellOfCall(verb: CdrVerb, source: CdrSource, detail: CdrDetail | null, about: SipMessage): void {
    const connection = this.#inTurn(verb, () => true);
    connection?.sendEvent(verb, cdrData(source, detail), serialize(about));
  }

  /** Each application that routed a verb, once. */
  allFor(verb: string): readonly ApplicationConnection[] {
    return [...new Set(this.#verbs.get(verb)?.connections)];
  }

  #inTurn(verb: string, suits: (connection: ApplicationConnection) => boolean): ApplicationConnection | null {
    const routes = this.#verbs.get(verb);
    if (routes === undefined) return null;
    const { connections } = routes;
    for (let step = 0; step < connections.length; step += 1) {
      const turn = (routes.next + step) % connections.length;
      const connection = connections[turn];
      if (connection === undefined || !suits(connection)) continue;
      routes.next = turn + 1;
      return connection;
    }
    return null;
  }

  isReserved(method: string): boolean {
    return method === flowClosedMethod;
  }

  /** Methods that some application routes, as an `Allow` header lists them. */
  allowedMethods(): string[] {
    return [...this.#verbs.keys()]
      .filter((verb) => !verb.includes(':') && verb !== flowClosedVerb)
      .map((verb) => verb.toUpperCase());
  }

  /** No application is there. */
  get isEmpty(): boolean {
    for (const { authenticated } of this.#connections) if (authenticated) return false;
    return true;
  }

  /** Those that have authenticated: a mere connection, of a health check say, is no application. */
  get size(): number {
    let count = 0;
    for (const { authenticated } of this.#connections) if (authenticated) count += 1;
    return count;
  }

  [Symbol.iterator](): Iterator<ApplicationConnection> {
    return this.#connections.values();
  }
}

const startsCalls: ReadonlySet<string> = new Set(['invite', 'subscribe', 'register']);
