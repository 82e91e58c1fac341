import type { DecisionStep } from '@tandem/api-types/routing';
import type { SamePriced } from '../rates/rate-book.ts';
import type { CallPrice, RoutableTrunk, RoutedCaller, TrunkRoute } from './decision.ts';
import { changed } from './routing-rule.ts';
import type { CallLimits, RoutingSnapshot } from './routing-snapshot.ts';

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

/** So many trunks that are left out are named in the record of the call. */
const LEFT_OUT_NAMED_MAX = 20;

/**
 * The trunks to try, in order, each checked whether it may be used. One whose gateways are all down is tried when no
 * other is left, and takes no other's place. The price of each is told also when the order is as listed, for the limits
 * on spending.
 */
export function chooseRoutes(
  snapshot: RoutingSnapshot,
  wanted: WantedRoutes,
  note: (step: DecisionStep) => void,
): TrunkRoute[] {
  const { plan, trunks, limits } = snapshot;
  const { order, routesMax, international } = wanted;
  const priceOf = international === null ? () => null : plan.rates.pricing(international);
  const working: TrunkRoute[] = [];
  const down: TrunkRoute[] = [];
  let leftOut = 0;
  const places =
    order === 'cheapest'
      ? cheapestFirst(plan.rates.samePriced(wanted.trunks), priceOf)
      : wanted.trunks.keys();
  for (const place of places) {
    const candidate = wanted.trunks[place];
    if (!candidate || working.length === routesMax) break;
    const { trunkId } = candidate;
    const trunk = trunks.get(trunkId);
    const isDown = trunk?.isDown() ?? false;
    // Of a thousand trunks that are all down the first few are wanted.
    if (isDown && down.length === routesMax) continue;
    const price = priceOf(trunkId);
    const problem = trunk ? problemOf(trunk, limits, wanted, price) : 'there is no such trunk';
    const gateways = trunk && problem === null ? trunk.gateways() : [];
    if (gateways.length === 0) {
      leftOut += 1;
      if (leftOut <= LEFT_OUT_NAMED_MAX)
        note(leftOutStep(trunkId, problem ?? 'it has no gateway to send to'));
      continue;
    }
    if (order === 'cheapest')
      note({ kind: 'price', sentence: priceSentence(trunkId, price, plan.settings.currency), trunkId });
    (isDown ? down : working).push({ trunkId, number: changed(wanted.number, candidate), price, gateways });
  }
  const unnamed = leftOut - LEFT_OUT_NAMED_MAX;
  if (unnamed > 0) note({ kind: 'trunk-left-out', sentence: `${unnamed} more trunks are left out.` });
  const routes = [...working, ...down].slice(0, routesMax);
  const last = working.length > 0 ? 'It is down, so it comes last.' : 'It is down, as every other is.';
  for (const [index, route] of routes.entries())
    note(routeStep(route, index + 1, index < working.length ? null : last));
  return routes;
}

/** Why a trunk may not take the call now; null when it may. */
function problemOf(
  { id, unusable }: RoutableTrunk,
  limits: CallLimits,
  { caller, emergency, nowMs }: WantedRoutes,
  price: CallPrice | null,
): string | null {
  return (
    loopsBack(caller, id) ??
    unusable(nowMs, emergency) ??
    (emergency ? null : limits.trunkRefusal(id, price, nowMs))
  );
}

const leftOutStep = (trunkId: string, reason: string): DecisionStep => ({
  kind: 'trunk-left-out',
  sentence: `The trunk ${trunkId} is left out: ${reason}.`,
  trunkId,
});

/** @param whatElse what is said of a trunk whose gateways are down; null: they are not */
function routeStep(
  { trunkId, number, gateways }: TrunkRoute,
  place: number,
  whatElse: string | null,
): DecisionStep {
  const way = `Route ${place}: ${number} by the trunk ${trunkId}, to ${gateways.map(({ gateway }) => gateway).join(', then ')}.`;
  return { kind: 'route', sentence: whatElse === null ? way : `${way} ${whatElse}`, trunkId, number };
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
