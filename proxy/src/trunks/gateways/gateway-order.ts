import { type SrvRecord, sortSrv } from '@tandem/sip-engine/srv-order';
import type { GatewayHealth } from './gateway-health.ts';

/** One address of a gateway. */
export interface Orderable {
  /** Addresses with the same name are the same gateway's. */
  readonly gateway: string;
  readonly priority: number;
  readonly weight: number;
  /** Addresses with the same record are the same server's; null when no SRV record led to it. */
  readonly srv: SrvRecord | null;
  readonly state: GatewayHealth['state'];
}

/**
 * The order in which to try gateways: those that work first, among them by priority, and within a priority at random
 * by weight. So it is with the servers of one gateway by the priorities and weights of its SRV records (RFC 2782). An
 * address that is down is tried last rather than never: it may have come back.
 * @param random 0 to 1, 1 excluded; one that gives 0 always takes equals as they come
 */
export function orderGateways<G extends Orderable>(addresses: readonly G[], random: () => number): G[] {
  return byHealth(addresses).flatMap((each) => {
    const gateways = grouped(each, ({ gateway, priority }) => `${priority} ${gateway}`);
    const inTurn = sortSrv(
      gateways.map(({ first: { priority, weight }, members }) => ({ priority, weight, members })),
      random,
    );
    return inTurn.flatMap(({ members }) => orderServers(members, random));
  });
}

/** A way that a call may take: gateways in the order that was decided for it, and their addresses in theirs. */
interface OrderedRoute<G> {
  readonly gateways: readonly string[];
  readonly addresses: readonly G[];
}

/**
 * The order in which to try the addresses of all routes of a call: route after route, gateway after gateway, except that
 * those which are down come behind all others, whichever gateway or trunk is theirs. Each of them would cost the caller
 * the time in which it does not answer.
 */
export function orderRoutes<G extends Pick<Orderable, 'gateway' | 'state'>>(
  routes: readonly OrderedRoute<G>[],
): G[] {
  const inTurn = routes.flatMap(({ gateways, addresses }) => {
    const places = new Map(gateways.map((gateway, place) => [gateway, place]));
    const placeOf = ({ gateway }: G): number => places.get(gateway) ?? places.size;
    return [...addresses].sort((a, b) => placeOf(a) - placeOf(b));
  });
  return byHealth(inTurn).flat();
}

/** Those to try first, and those that are down. */
const byHealth = <G extends Pick<Orderable, 'state'>>(addresses: readonly G[]): [G[], G[]] => [
  addresses.filter(({ state }) => state !== 'down'),
  addresses.filter(({ state }) => state === 'down'),
];

/** The addresses of one gateway. Those of one server stay in the order in which they were found. */
function orderServers<G extends Orderable>(addresses: readonly G[], random: () => number): G[] {
  const servers = grouped(addresses, ({ srv }) => srv);
  const inTurn = sortSrv(
    servers.map(({ first: { srv }, members }) => ({ priority: 0, weight: 0, ...srv, members })),
    random,
  );
  return inTurn.flatMap(({ members }) => members);
}

interface Group<T> {
  readonly first: T;
  readonly members: readonly T[];
}

function grouped<T>(all: readonly T[], keyOf: (each: T) => unknown): Group<T>[] {
  const groups = new Map<unknown, { first: T; members: T[] }>();
  for (const each of all) {
    const group = groups.get(keyOf(each));
    if (group) group.members.push(each);
    else groups.set(keyOf(each), { first: each, members: [each] });
  }
  return [...groups.values()];
}
