import { expect, it } from 'vitest';
import { reloadAfterUpgrade } from './reload-after-upgrade.ts';

it('loads the page anew when a screen is gone, but not for ever', () => {
  const events = new EventTarget();
  const stored = new Map<string, string>();
  let [nowMs, reloads] = [1_000_000, 0];
  reloadAfterUpgrade({
    events,
    storage: {
      getItem: (key) => stored.get(key) ?? null,
      setItem: (key, value) => void stored.set(key, value),
    },
    now: () => nowMs,
    reload: () => {
      reloads += 1;
    },
  });
  const fail = (): Event => {
    const event = new Event('vite:preloadError', { cancelable: true });
    events.dispatchEvent(event);
    return event;
  };
  expect(fail().defaultPrevented).toBe(true);
  expect(fail().defaultPrevented).toBe(false);
  expect(reloads).toBe(1);
  nowMs += 30_000;
  fail();
  expect(reloads).toBe(2);
});
