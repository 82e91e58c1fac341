import type { GatewayHealth } from './gateway-health.ts';

/** One address of a gateway. */
export interface Orderable {
  /** Addresses with the same name are the same gateway's. */
  readonly gateway: string;
  readonly priority: number;
  readonly weight: number;
  readonly state: GatewayHealth['state'];
}

/**
 * The order in which to try gateways: those that work first, among them by priority, and within a priority at random
 * by weight (as RFC 2782 does for SRV). One that is down is tried last rather than never: it may have come back. The
 * addresses of one gateway stay in the order in which they were found, which is that of its own SRV records.
 * @param random 0 to 1
 */
export function orderGateways<G extends Orderable>(addresses: readonly G[], random: () => number): G[] {
  const rank = ({ state, priority }: G): number => (state === 'down' ? 1_000_000 : 0) + priority;
  const ranks = [...new Set(addresses.map(rank))].sort((a, b) => a - b);
  return ranks.flatMap((each) => {
    const equal = addresses.filter((address) => rank(address) === each);
    const names = [...new Set(equal.map(({ gateway }) => gateway))];
    const gateways = names.map((name) => equal.filter(({ gateway }) => gateway === name));
    return shuffledByWeight(gateways, random).flat();
  });
}

/** @param gateways the addresses of each */
function shuffledByWeight<G extends Orderable>(gateways: readonly G[][], random: () => number): G[][] {
  const weightOf = ([first]: G[]): number => first?.weight ?? 0;
  const left = [...gateways].sort((a, b) => Number(weightOf(a) > 0) - Number(weightOf(b) > 0)).reverse();
  const ordered: G[][] = [];
  while (left.length > 0) {
    const total = left.reduce((sum, gateway) => sum + weightOf(gateway), 0);
    let at = random() * total;
    const index = left.findIndex((gateway) => {
      at -= weightOf(gateway);
      return at < 0;
    });
    ordered.push(...left.splice(Math.max(index, 0), 1));
  }
  return ordered;
}
