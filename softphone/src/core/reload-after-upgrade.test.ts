import { beforeEach, expect, it } from 'vitest';
import { reloadAfterUpgrade } from './reload-after-upgrade.ts';

let [nowMs, reloads, answers] = [0, 0, true];
let events: EventTarget;

beforeEach(() => {
  [nowMs, reloads, answers] = [1_000_000, 0, true];
  events = new EventTarget();
  const stored = new Map<string, string>();
  reloadAfterUpgrade({
    events,
    storage: {
      getItem: (key) => stored.get(key) ?? null,
      setItem: (key, value) => void stored.set(key, value),
    },
    now: () => nowMs,
    serverAnswers: async () => answers,
    reload: () => {
      reloads += 1;
    },
  });
});

const screenIsMissing = () => events.dispatchEvent(new Event('vite:preloadError'));

it('loads the page anew when a screen is gone, but not for ever', async () => {
  screenIsMissing();
  await expect.poll(() => reloads).toBe(1);
  screenIsMissing();
  nowMs += 30_000;
  screenIsMissing();
  await expect.poll(() => reloads).toBe(2);
});

it('keeps the page while the server cannot be reached', async () => {
  answers = false;
  screenIsMissing();
  await new Promise(setImmediate);
  expect(reloads).toBe(0);
  answers = true;
  screenIsMissing();
  await expect.poll(() => reloads).toBe(1);
});
