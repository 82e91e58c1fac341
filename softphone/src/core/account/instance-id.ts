type KeyValueStore = Pick<Storage, 'getItem' | 'setItem'>;

/** The part of the Web Locks API that is used here. */
interface Locks {
  request(
    name: string,
    options: { ifAvailable: true },
    work: (lock: unknown) => Promise<void>,
  ): Promise<void>;
}

const tabsAtOnce = 8;

export interface InstanceIdOptions {
  readonly deviceId: string;
  readonly shared: KeyValueStore;
  readonly locks: Locks | undefined;
  readonly newId: () => string;
}

/**
 * The instance id of this phone (RFC 5626 §4.1), kept per device so that a reload replaces its own binding. A second
 * tab of the same account is a phone of its own and gets the next id: with the same one, each registration would
 * throw the other tab out. The id stays taken until the tab closes or `release` is called.
 */
export async function claimInstanceId(
  options: InstanceIdOptions,
): Promise<{ readonly instanceId: string; readonly release: () => void }> {
  const { deviceId, shared, locks, newId } = options;
  for (let slot = 1; locks && slot <= tabsAtOnce; slot++) {
    const release = await hold(locks, `tandem.instance.${deviceId}.${slot}`);
    if (release) return { instanceId: keptId(shared, deviceId, slot, newId), release };
  }
  if (!locks) return { instanceId: keptId(shared, deviceId, 1, newId), release: () => undefined };
  return { instanceId: newId(), release: () => undefined };
}

function keptId(shared: KeyValueStore, deviceId: string, slot: number, newId: () => string): string {
  const key = `tandem.instance.${deviceId}.${slot}`;
  const kept = shared.getItem(key);
  if (kept) return kept;
  const fresh = newId();
  shared.setItem(key, fresh);
  return fresh;
}

/** Takes a lock and returns the function that gives it back; null when another tab has it. */
function hold(locks: Locks, name: string): Promise<(() => void) | null> {
  return new Promise((resolve, reject) => {
    locks
      .request(name, { ifAvailable: true }, (lock) => {
        if (!lock) {
          resolve(null);
          return Promise.resolve();
        }
        return new Promise<void>((release) => resolve(release));
      })
      .catch(reject);
  });
}
