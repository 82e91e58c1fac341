import type { GatewayHealth } from './gateway-health.ts';

export interface Orderable {
  readonly priority: number;
  readonly weight: number;
  readonly state: GatewayHealth['state'];
}

/**
 * The order in which to try gateways: those that work first, among them by priority, and within a priority at random
 * by weight (as RFC 2782 does for SRV). One that is down is tried last rather than never: it may have come back.
 * @param random 0 to 1
 */
export function orderGateways<G extends Orderable>(gateways: readonly G[], random: () => number): G[] {
  const rank = ({ state, priority }: G): number => (state === 'down' ? 1_000_000 : 0) + priority;
  const ranks = [...new Set(gateways.map(rank))].sort((a, b) => a - b);
  return ranks.flatMap((each) =>
    shuffledByWeight(
      gateways.filter((gateway) => rank(gateway) === each),
      random,
    ),
  );
}

function shuffledByWeight<G extends Orderable>(gateways: readonly G[], random: () => number): G[] {
  const left = [...gateways].sort((a, b) => Number(a.weight > 0) - Number(b.weight > 0)).reverse();
  const ordered: G[] = [];
  while (left.length > 0) {
    const total = left.reduce((sum, { weight }) => sum + weight, 0);
    let at = random() * total;
    const index = left.findIndex(({ weight }) => {
      at -= weight;
      return at < 0;
    });
    ordered.push(...left.splice(Math.max(index, 0), 1));
  }
  return ordered;
}
