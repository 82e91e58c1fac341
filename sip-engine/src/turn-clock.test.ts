import { expect, it } from 'vitest';
import { turnClock } from './turn-clock.ts';

it('reads the clock once for what is done in one go, and anew after it', async () => {
  const readings = [10, 20, 30].values();
  const now = turnClock(() => readings.next().value ?? 0);
  expect([now(), now(), now()]).toEqual([10, 10, 10]);
  await Promise.resolve();
  expect([now(), now()]).toEqual([20, 20]);
  await Promise.resolve();
  expect(now()).toBe(30);
});
