import type { DecisionStep } from '@tandem/api-types/routing';
import type { CallPrice, RoutedCaller, TrunkRoute } from './decision.ts';
import { changed } from './routing-rule.ts';
import type { RoutingSnapshot } from './routing-snapshot.ts';

/** A trunk that may carry the call, with the number as it would go out there. */
interface Candidate {
  readonly trunkId: string;
  readonly number: string;
  readonly price: CallPrice | null;
}

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
 * The trunks to try, in order, each checked whether it may be used. The price of each is told also when the order is
 * as listed, for the limits on spending.
 */
export function chooseRoutes(
  { plan, trunks, limits }: RoutingSnapshot,
  wanted: WantedRoutes,
  note: (step: DecisionStep) => void,
): TrunkRoute[] {
  const { order, routesMax, international, emergency, caller, nowMs } = wanted;
  const priceOf = international === null ? () => null : plan.rates.pricing(international);
  const candidates: Candidate[] = wanted.trunks.map(({ trunkId, ...change }) => ({
    trunkId,
    number: changed(wanted.number, change),
    price: priceOf(trunkId),
  }));
  if (order === 'cheapest') candidates.sort((a, b) => comparedMicros(a.price) - comparedMicros(b.price));
  const routes: TrunkRoute[] = [];
  for (const { trunkId, number, price } of candidates) {
    if (routes.length === routesMax) break;
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
    if (order === 'cheapest')
      note({ kind: 'price', sentence: priceSentence(trunkId, price, plan.settings.currency), trunkId });
    note({
      kind: 'route',
      sentence: `Route ${routes.length + 1}: ${number} by the trunk ${trunkId}, to ${gateways.map(({ gateway }) => gateway).join(', then ')}.`,
      trunkId,
      number,
    });
    routes.push({ trunkId, number, price, gateways });
  }
  return routes;
}

const comparedMicros = (price: CallPrice | null): number =>
  price === null ? Number.POSITIVE_INFINITY : price.setUpMicros + COMPARED_MINUTES * price.perMinuteMicros;

const loopsBack = (caller: RoutedCaller, trunkId: string): string | null =>
  caller.kind === 'trunk' && caller.trunkId === trunkId ? 'the call came in by it and would go round' : null;

const priceSentence = (trunkId: string, price: CallPrice | null, currency: string): string =>
  price === null
    ? `The trunk ${trunkId} has no price for the number.`
    : `The trunk ${trunkId} charges ${price.perMinuteMicros / MICROS} ${currency} a minute.`;
