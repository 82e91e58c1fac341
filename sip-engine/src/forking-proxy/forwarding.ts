import { addressUri, isLooseRoute, routeValues } from '../dialog/dialog.ts';
import type { Headers, SipMessage, SipRequest } from '../message/message.ts';
import { parseUri } from '../message/uri.ts';
import { splitFirstVia } from '../message/via.ts';
import type { OwnNames } from '../sending/own-names.ts';

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

/** What a request says about its way, our own part taken off. */
export interface Way {
  /** The Request-URI of what is forwarded. */
  readonly uri: string;
  /** The Route values of what is forwarded. */
  readonly routes: readonly string[];
  /** The URI or Route value that leads to the next hop. */
  readonly next: string;
  /** The flow that the last of our own routes names, towards the other side. */
  readonly flowToken: string | null;
}

/**
 * Where a request goes that came to us by a Route of ours, or null when none names us (RFC 3261 §16.4 and §16.6
 * item 6). There are two of ours in a row when the sides differ in transport. A strict router before us put ours in
 * the Request-URI and the target at the end of the route; one behind us wants the same from us.
 */
export function wayOnward(request: SipRequest, names: OwnNames): Way | null {
  const { uri, routes, flowToken } = undoStrictRouting(request, names);
  let count = 0;
  let token = flowToken;
  for (const route of routes) {
    const own = names.ownRoute(route);
    if (own === null) break;
    token = own.flowToken;
    count += 1;
  }
  if (count === 0 && uri === request.uri) return null;
  return strictNextHop(uri, count === 0 ? routes : routes.slice(count), token);
}

/** RFC 3261 §16.4: a Request-URI that is a Record-Route value of ours came from a strict router. */
function undoStrictRouting(
  request: SipRequest,
  names: OwnNames,
): { readonly uri: string; readonly routes: readonly string[]; readonly flowToken: string | null } {
  const routes = routeValues(request.headers, 'Route');
  const target = routes.at(-1);
  const { uri } = request;
  const own = target === undefined || !uri.includes(';lr') ? null : names.ownRoute(`<${uri}>`);
  if (own === null || target === undefined || !isLooseRoute(`<${uri}>`))
    return { uri, routes, flowToken: null };
  return { uri: addressUri(target), routes: routes.slice(0, -1), flowToken: own.flowToken };
}

/** RFC 3261 §16.6 item 6: a first route without `lr` becomes the Request-URI, which itself ends the route. */
function strictNextHop(uri: string, routes: readonly string[], flowToken: string | null): Way {
  const [first] = routes;
  if (first === undefined) return { uri, routes, next: uri, flowToken };
  if (isLooseRoute(first)) return { uri, routes, next: first, flowToken };
  return { uri: addressUri(first), routes: [...routes.slice(1), `<${uri}>`], next: first, flowToken };
}

export function setRoutes(headers: Headers, routes: readonly string[]): void {
  headers.remove('Route');
  for (const route of routes.toReversed()) headers.prepend('Route', route);
}

/** The Request-URI names us and nobody behind us. */
export function namesUs(uri: string, names: OwnNames): boolean {
  const parsed = parseUri(uri);
  return parsed !== null && parsed.scheme !== 'tel' && names.includes(parsed);
}
