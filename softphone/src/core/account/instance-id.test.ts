import { expect, test } from 'vitest';
import { claimInstanceId } from './instance-id.ts';

/** The locks of one browser, as Web Locks behave with `ifAvailable`. */
function browserLocks() {
  const held = new Set<string>();
  return {
    async request(name: string, _options: unknown, work: (lock: unknown) => Promise<void>): Promise<void> {
      if (held.has(name)) return work(null);
      held.add(name);
      await work({ name });
      held.delete(name);
    },
  };
}

function browser() {
  const items = new Map<string, string>();
  const locks = browserLocks();
  let count = 0;
  const openTab = (deviceId = 'device') =>
    claimInstanceId({
      deviceId,
      shared: {
        getItem: (key) => items.get(key) ?? null,
        setItem: (key, value) => {
          items.set(key, value);
        },
      },
      locks,
      newId: () => `id-${++count}`,
    });
  return { openTab };
}

test('a reloaded tab is the same phone to the registrar', async () => {
  const { openTab } = browser();
  const before = await openTab();
  before.release();
  await Promise.resolve();
  await Promise.resolve();
  expect((await openTab()).instanceId).toBe(before.instanceId);
});

test('a second tab of the same account is another phone, and keeps its own id as well', async () => {
  const { openTab } = browser();
  const [first, second] = [await openTab(), await openTab()];
  expect(second.instanceId).not.toBe(first.instanceId);
});

test('two accounts never share an id', async () => {
  const { openTab } = browser();
  expect((await openTab('one')).instanceId).not.toBe((await openTab('two')).instanceId);
});
