import { firstDelayMs } from '../registration/registration-rules.ts';
import type { StoredTrunk } from '../trunk.ts';
import type { Trunks } from '../trunks.ts';
import { LiveTrunk, type LiveTrunkSurroundings } from './live-trunk.ts';
import { type CallSource, type IdentifySource, sourceIndex } from './trunk-sources.ts';

/** The trunks in service: they follow what is configured, without dropping a call. */
export interface LiveTrunks {
  get(id: string): LiveTrunk | undefined;
  list(): readonly LiveTrunk[];
  /** The trunk from which a call comes that nobody has signed; null when from none. */
  identify(source: CallSource): LiveTrunk | null;
  /** Settles when the trunks that changed are in service, their addresses looked up. */
  settled(): Promise<void>;
  /** Stops asking and registering. The carriers are not told: a restart would be a storm of registrations. */
  close(): Promise<void>;
}

export interface LiveTrunksOptions extends Omit<LiveTrunkSurroundings, 'onHopsChanged'> {
  readonly trunks: Trunks;
}

/** How soon changes are seen that another node or a command made. */
const REFRESH_EVERY_MS = 5_000;

export function createLiveTrunks({ trunks, ...given }: LiveTrunksOptions): LiveTrunks {
  const live = new Map<string, LiveTrunk>();
  let index: IdentifySource | null = null;
  let starting: Promise<unknown> = Promise.resolve();
  const surroundings: LiveTrunkSurroundings = {
    ...given,
    onHopsChanged: () => {
      index = null;
    },
  };

  const replace = (trunk: StoredTrunk, registering: number): Promise<void> => {
    const before = live.get(trunk.id);
    const after = new LiveTrunk(trunk, trunks.secretOf(trunk), surroundings, before);
    live.set(trunk.id, after);
    const unregister = !trunk.settings.enabled || before?.account?.username !== after.account?.username;
    void before?.stop(unregister);
    return after.start(before ? 0 : firstDelayMs(registering, given.random()));
  };

  const follow = (): void => {
    const stored = trunks.list();
    const ids = new Set(stored.map(({ id }) => id));
    for (const [id, gone] of live) {
      if (ids.has(id)) continue;
      live.delete(id);
      void gone.stop(true);
    }
    const changed = stored.filter(({ id, version }) => live.get(id)?.trunk.version !== version);
    const starts = changed.map((trunk) => replace(trunk, changed.length));
    index = null;
    starting = Promise.allSettled([starting, ...starts]);
  };

  trunks.onChanged(follow);
  follow();
  const refreshing = setInterval(() => {
    trunks.refresh().catch((error: unknown) => {
      given.log.debug('trunks were not read again', { reason: String(error) });
    });
  }, REFRESH_EVERY_MS);

  return {
    get: (id) => live.get(id),
    list: () => [...live.values()],
    identify(source) {
      index ??= sourceIndex(
        [...live.values()].map(({ trunk, hops }) => ({
          trunk,
          addresses: hops.flatMap(({ addresses }) => addresses),
        })),
      );
      const trunk = index(source);
      return trunk ? (live.get(trunk.id) ?? null) : null;
    },
    async settled() {
      await starting;
    },
    async close() {
      clearInterval(refreshing);
      await Promise.allSettled([...live.values()].map((trunk) => trunk.stop(false)));
    },
  };
}
