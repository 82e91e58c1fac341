import { expect, test } from 'vitest';
import { messageRound, streamRound } from './rounds.ts';

const SEED = 20_260_101;
const ROUNDS = 20_000;

test('no message makes the parser throw, and what it accepts it accepts again as we would send it', () => {
  let accepted = 0;
  for (let round = 0; round < ROUNDS; round++) if (messageRound(SEED, round)) accepted += 1;
  expect(accepted).toBeGreaterThan(ROUNDS / 20);
  expect(accepted).toBeLessThan(ROUNDS * 0.95);
});

test('the pieces in which a stream comes do not change its messages', () => {
  for (let round = 0; round < ROUNDS / 10; round++) streamRound(SEED, round);
});
