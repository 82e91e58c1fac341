import type { RoutableGateway } from '../routing/decision.ts';
import type { RoutableTrunks } from '../routing/routing-snapshot.ts';
import type { LiveTrunk } from './live/live-trunk.ts';
import type { LiveTrunks } from './live/live-trunks.ts';

/** The trunks in service as routing sees them. */
export const routableTrunks = (live: LiveTrunks): RoutableTrunks => ({
  get(trunkId) {
    const trunk = live.get(trunkId);
    if (!trunk) return undefined;
    return {
      id: trunkId,
      name: trunk.trunk.settings.name,
      unusable: (nowMs, emergency) => trunk.unusable(nowMs, emergency),
      isDown: () => trunk.isDown(),
      gateways: () => gatewaysOf(trunk),
    };
  },
  ids: () => live.list().map(({ trunk }) => trunk.id),
});

/** A gateway with several addresses is named once, where its best address stands. */
function gatewaysOf(trunk: LiveTrunk): RoutableGateway[] {
  const byName = new Map<string, RoutableGateway>();
  for (const { gateway, state } of trunk.ranked()) {
    if (!byName.has(gateway)) byName.set(gateway, { gateway, state });
  }
  return [...byName.values()];
}
