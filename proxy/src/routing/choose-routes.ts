import type { DecisionStep } from '@tandem/api-types/routing';
import type { SamePriced } from '../rates/rate-book.ts';
import type { CallPrice, RoutedCaller, TrunkRoute } from './decision.ts';
import { changed } from './routing-rule.ts';
import type { RoutingSnapshot } from './routing-snapshot.ts';

export interface WantedRoutes {
  readonly trunks: readonly {
    readonly trunkId: string;
    readonly stripDigits: number;
    readonly prepend: string;
  }[];
  readonly order: 'listed' | 'cheapest';
  readonly routesMax: number;
  /** Before what each trunk changes. */
  readonly number: string;
  readonly international: string | null;
  readonly emergency: boolean;
  readonly caller: RoutedCaller;
  readonly nowMs: number;
}

/** A call is compared by what its first minutes cost, because set-up prices count too. */
const COMPARED_MINUTES = 3;
const MICROS = 1_000_000;

/**
 * The trunks to try, in order, each checked whether it may be used. One whose gateways are all down is tried when no
 * other is left, and takes no other's place. The price of each is told also when the order is as listed, for the limits
 * on spending.
 */
export function chooseRoutes(
  { plan, trunks, limits }: RoutingSnapshot,
  wanted: WantedRoutes,
  note: (step: DecisionStep) => void,
): TrunkRoute[] {
  const { order, routesMax, international, emergency, caller, nowMs } = wanted;
  const priceOf = international === null ? () => null : plan.rates.pricing(international);
  const working: TrunkRoute[] = [];
  const down: TrunkRoute[] = [];
  const places =
    order === 'cheapest'
      ? cheapestFirst(plan.rates.samePriced(wanted.trunks), priceOf)
      : wanted.trunks.keys();
  for (const place of places) {
    const candidate = wanted.trunks[place];
    if (!candidate || working.length === routesMax) break;
    const { trunkId } = candidate;
    const price = priceOf(trunkId);
    const trunk = trunks.get(trunkId);
    const problem = trunk
      ? (loopsBack(caller, trunkId) ??
        trunk.unusable(nowMs, emergency) ??
        (emergency ? null : limits.trunkRefusal(trunkId, price, nowMs)))
      : 'there is no such trunk';
    const gateways = trunk && problem === null ? trunk.gateways() : [];
    const reason = problem ?? (gateways.length === 0 ? 'it has no gateway to send to' : null);
    if (reason !== null) {
      note({ kind: 'trunk-left-out', sentence: `The trunk ${trunkId} is left out: ${reason}.`, trunkId });
      continue;
    }
    const number = changed(wanted.number, candidate);
    if (order === 'cheapest')
      note({ kind: 'price', sentence: priceSentence(trunkId, price, plan.settings.currency), trunkId });
    const route = { trunkId, number, price, gateways };
    if (isDown(route)) down.push(route);
    else working.push(route);
  }
  const routes = [...working, ...down].slice(0, routesMax);
  const last = working.length > 0 ? 'It is down, so it comes last.' : 'It is down, as every other is.';
  for (const [index, route] of routes.entries()) note(routeStep(route, index + 1, last));
  return routes;
}

const isDown = ({ gateways }: TrunkRoute): boolean => gateways.every(({ state }) => state === 'down');

/** @param last what is said of a trunk whose gateways are down */
function routeStep(route: TrunkRoute, place: number, last: string): DecisionStep {
  const { trunkId, number, gateways } = route;
  const way = `Route ${place}: ${number} by the trunk ${trunkId}, to ${gateways.map(({ gateway }) => gateway).join(', then ')}.`;
  return { kind: 'route', sentence: isDown(route) ? `${way} ${last}` : way, trunkId, number };
}

/**
 * Places in the list by price, those without one last; as listed where prices are equal or unknown. Only as far as
 * somebody asks: of a thousand trunks the first few are wanted.
 */
function* cheapestFirst(
  groups: readonly SamePriced[],
  priceOf: (trunkId: string) => CallPrice | null,
): Generator<number> {
  const priced = groups
    .map(({ trunkId, places }) => ({ micros: comparedMicros(priceOf(trunkId)), places }))
    .sort((a, b) => compare(a.micros, b.micros));
  for (let at = 0; at < priced.length; ) {
    const micros = priced[at]?.micros;
    const equal: (readonly number[])[] = [];
    for (; at < priced.length && priced[at]?.micros === micros; at += 1) equal.push(priced[at]?.places ?? []);
    yield* equal.length === 1 ? (equal[0] ?? []) : equal.flat().sort(compare);
  }
}

/** Infinity equals itself, which a difference would not tell. */
const compare = (a: number, b: number): number => (a < b ? -1 : Number(a > b));

const comparedMicros = (price: CallPrice | null): number =>
  price === null ? Number.POSITIVE_INFINITY : price.setUpMicros + COMPARED_MINUTES * price.perMinuteMicros;

const loopsBack = (caller: RoutedCaller, trunkId: string): string | null =>
  caller.kind === 'trunk' && caller.trunkId === trunkId ? 'the call came in by it and would go round' : null;

const priceSentence = (trunkId: string, price: CallPrice | null, currency: string): string =>
  price === null
    ? `The trunk ${trunkId} has no price for the number.`
    : `The trunk ${trunkId} charges ${price.perMinuteMicros / MICROS} ${currency} a minute.`;
