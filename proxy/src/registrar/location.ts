import type { Log } from '../observability/log.ts';
import { type Binding, flowUri, isOnFlow, toTransport, withoutFlow } from './binding.ts';
import type { BindingStore } from './binding-store.ts';
import { createWriteBehind, type WriteBehindOptions } from './write-behind.ts';

export type { Binding } from './binding.ts';

/** Where every user can be reached. Memory is the truth; the database follows within 100 ms. */
export interface Location {
  /**
   * Reads the database, once, before the first request. Bindings whose connection died with the last process are
   * dropped, except TCP phones that can be reached by a new connection: a browser registers again within seconds.
   */
  load(): Promise<void>;
  /** Bindings that have not expired, the preferred and then the newest first. @param username its canonical form */
  bindingsOf(username: string): readonly Binding[];
  /** A connection is gone, and with it what could only be reached through it. */
  flowClosed(flow: { protocol: string; remoteAddress: string; remotePort: number }): void;
  /** Bindings at present; expired ones may be counted for up to a minute. */
  count(): number;
  /** Changes that are not in the database yet. */
  unwritten(): number;
  /** False while the database does not answer: then known phones go on, new ones cannot be added. */
  readonly available: boolean;
  /** For the registrar: replaces the bindings of one user at once. */
  change(
    username: string,
    change: { bindings: readonly Binding[]; written: readonly Binding[]; removed: readonly Binding[] },
  ): void;
  /** A user is gone, or one device of theirs: nothing of it is reached any more. */
  forget(username: string, deviceId?: string): void;
  /** Stops the timers and writes what is left. */
  close(): Promise<void>;
}

export interface LocationOptions extends Pick<WriteBehindOptions, 'delayMs' | 'retryMs' | 'probeMs'> {
  readonly store: BindingStore;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly log: Log;
}

const SWEEP_EVERY_MS = 1_000;
const SWEEPS_PER_ROUND = 60;
const SWEEP_MIN_USERS = 2_000;
const none: readonly Binding[] = [];

export function createLocation(options: LocationOptions): Location {
  const { store, now, log } = options;
  const users = new Map<string, readonly Binding[]>();
  /** Users by the URI of the connection that they are reached through. */
  const usersOfFlow = new Map<string, Set<string>>();
  const writeBehind = createWriteBehind(options);
  let total = 0;

  const indexFlow = (binding: Binding): void => {
    if (!isOnFlow(binding) || binding.receivedUri === null) return;
    const users = usersOfFlow.get(binding.receivedUri);
    if (users) users.add(binding.username);
    else usersOfFlow.set(binding.receivedUri, new Set([binding.username]));
  };

  const unindexFlow = ({ receivedUri, username }: Binding, remaining: readonly Binding[]): void => {
    if (receivedUri === null || remaining.some((other) => other.receivedUri === receivedUri)) return;
    const users = usersOfFlow.get(receivedUri);
    if (users?.delete(username) && users.size === 0) usersOfFlow.delete(receivedUri);
  };

  const replace = (username: string, bindings: readonly Binding[]): void => {
    const before = users.get(username) ?? none;
    total += bindings.length - before.length;
    if (bindings.length === 0) users.delete(username);
    else users.set(username, bindings.length === 1 ? bindings : [...bindings].sort(byPreference));
    for (const binding of before) unindexFlow(binding, bindings);
    for (const binding of bindings) indexFlow(binding);
  };

  const isLive = (nowMs: number) => (binding: Binding) => binding.expiresAtMs > nowMs;

  const expire = (username: string, bindings: readonly Binding[], nowMs: number): void => {
    if (bindings.every(isLive(nowMs))) return;
    const live = bindings.filter(isLive(nowMs));
    replace(username, live);
    for (const binding of bindings) if (!live.includes(binding)) writeBehind.remove(binding.id);
  };

  const restore = (stored: Binding): void => {
    const binding = isOnFlow(stored) ? withoutFlow(stored) : stored;
    if (!binding) {
      writeBehind.remove(stored.id);
      return;
    }
    replace(binding.username, [...(users.get(binding.username) ?? none), binding]);
  };

  const sweep = createSweep(users, (username, bindings) => expire(username, bindings, now()));
  const sweeper = setInterval(sweep, SWEEP_EVERY_MS);
  sweeper.unref();

  return {
    async load() {
      for await (const page of store.load(now())) for (const binding of page) restore(binding);
      log.info('registrations restored', { bindings: total });
    },
    bindingsOf(username) {
      const bindings = users.get(username) ?? none;
      const live = isLive(now());
      return bindings.every(live) ? bindings : bindings.filter(live);
    },
    flowClosed({ protocol, remoteAddress, remotePort }) {
      const transport = toTransport(protocol);
      if (!transport || transport === 'udp') return;
      const uri = flowUri({ protocol: transport, address: remoteAddress, port: remotePort });
      for (const username of [...(usersOfFlow.get(uri) ?? [])]) {
        const remaining: Binding[] = [];
        for (const binding of users.get(username) ?? none) {
          const left = binding.receivedUri === uri ? withoutFlow(binding) : binding;
          if (left) remaining.push(left);
          if (!left) writeBehind.remove(binding.id);
          else if (left !== binding) writeBehind.put(left);
        }
        replace(username, remaining);
      }
    },
    count: () => total,
    unwritten: () => writeBehind.unwritten,
    get available() {
      return writeBehind.available;
    },
    change(username, { bindings, written, removed }) {
      expire(username, users.get(username) ?? none, now());
      replace(username, bindings);
      for (const { id } of removed) writeBehind.remove(id);
      for (const binding of written) writeBehind.put(binding);
    },
    forget(username, deviceId) {
      const bindings = users.get(username) ?? none;
      const removed = bindings.filter((binding) => deviceId === undefined || binding.deviceId === deviceId);
      replace(
        username,
        bindings.filter((binding) => !removed.includes(binding)),
      );
      for (const { id } of removed) writeBehind.remove(id);
    },
    async close() {
      clearInterval(sweeper);
      await writeBehind.close();
    },
  };
}

const byPreference = (a: Binding, b: Binding): number =>
  b.qThousandths - a.qThousandths || b.registeredAtMs - a.registeredAtMs;

/** Visits every user once a minute, a slice at a time, so that no sweep holds up a call. */
function createSweep(
  users: ReadonlyMap<string, readonly Binding[]>,
  visit: (username: string, bindings: readonly Binding[]) => void,
): () => void {
  let position = users.entries();
  return () => {
    const slice = Math.max(SWEEP_MIN_USERS, Math.ceil(users.size / SWEEPS_PER_ROUND));
    for (let visited = 0; visited < slice; visited += 1) {
      const next = position.next();
      if (next.done) {
        position = users.entries();
        return;
      }
      visit(...next.value);
    }
  };
}
