import { createHmac, randomBytes } from 'node:crypto';
import { addressUri } from '../dialog/dialog.ts';
import type { Headers, SipMessage, SipRequest } from '../message/message.ts';
import { splitCommaList } from '../message/name-addr.ts';
import { parseUri } from '../message/uri.ts';
import { splitFirstVia } from '../message/via.ts';
import type { OwnNames } from '../sending/own-names.ts';
import type { Flow } from '../transport/flow.ts';

/** The most hops a request may still take when it says nothing (RFC 3261 §16.6 step 3). */
const defaultMaxForwards = 70;

/** Max-Forwards for the next hop, or null when the request has been forwarded often enough (483). */
export function nextMaxForwards(request: SipRequest): number | null {
  const given = Number.parseInt(request.headers.get('Max-Forwards') ?? '', 10);
  const left = Number.isNaN(given) ? defaultMaxForwards : given - 1;
  return left < 0 ? null : left;
}

/** Removes our own Via, which may share its line with others. */
export function removeTopVia(message: SipMessage): void {
  const line = message.headers.get('Via');
  if (line === undefined) return;
  const { rest } = splitFirstVia(line);
  if (rest === '') message.headers.removeFirst('Via');
  else message.headers.replaceFirst('Via', rest);
}

/** Each Route value, in order. */
function routesOf(headers: Headers): string[] {
  return headers.getAll('Route').flatMap((line) => splitCommaList(line));
}

export interface OwnRoutes {
  /** What is left of the route after ours. */
  readonly rest: readonly string[];
  /** Whether any of the first ones was ours. */
  readonly ours: boolean;
  /** The flow that the last of ours names, towards the other side. */
  readonly flowToken: string | null;
}

/** Takes the Route values that name us from the top (RFC 3261 §16.4; two of them when transports differ). */
export function takeOwnRoutes(headers: Headers, names: OwnNames): OwnRoutes {
  const routes = routesOf(headers);
  let count = 0;
  let flowToken: string | null = null;
  while (count < routes.length) {
    const uri = parseUri(addressUri(routes[count] ?? ''));
    if (uri === null || !names.includes(uri)) break;
    flowToken = uri.user ?? null;
    count += 1;
  }
  return { rest: routes.slice(count), ours: count > 0, flowToken };
}

export function setRoutes(headers: Headers, routes: readonly string[]): void {
  headers.remove('Route');
  for (const route of [...routes].reverse()) headers.prepend('Route', route);
}

/**
 * Names a live connection in a Record-Route, so that later requests of the dialog go down the very connection over
 * which the peer came (RFC 5626 §5.3). Signed: nobody can aim at a connection he was not given.
 */
export class FlowTokens {
  readonly #key = randomBytes(32);

  tokenFor(flow: Flow): string {
    return `f${flow.id}-${this.#signature(String(flow.id))}`;
  }

  /** The flow id in a token, or null when the token is not ours. */
  flowId(token: string): number | null {
    const match = /^f(\d{1,15})-([0-9a-f]+)$/.exec(token);
    const id = match?.[1];
    if (id === undefined || match?.[2] !== this.#signature(id)) return null;
    return Number(id);
  }

  #signature(id: string): string {
    return createHmac('sha256', this.#key).update(id).digest('hex').slice(0, 16);
  }
}

/** The Record-Route value for one side: of a stream that the peer opened it names the stream. */
export function recordRouteFor(flow: Flow, tokens: FlowTokens): string {
  const { listener } = flow;
  const user = flow.accepted ? `${tokens.tokenFor(flow)}@` : '';
  const transport = listener.protocol === 'udp' ? '' : `;transport=${listener.protocol}`;
  return `<sip:${user}${listener.advertisedHost}:${listener.advertisedPort}${transport};lr>`;
}
