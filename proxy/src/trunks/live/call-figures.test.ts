import { expect, it } from 'vitest';
import { CallFigures } from './call-figures.ts';

const MINUTE_MS = 60_000;

it('the last hour of calls is told, and what is older is forgotten', () => {
  const figures = new CallFigures();
  expect(figures.lastHour(0)).toEqual({
    attempts: 0,
    answerSeizureRatio: null,
    averageCallSeconds: null,
    postDialDelayMs: null,
  });
  figures.add({ answered: true, talkedMs: 60_000, postDialDelayMs: 1000 }, 0);
  figures.add({ answered: true, talkedMs: 120_000, postDialDelayMs: 3000 }, MINUTE_MS);
  figures.add({ answered: false, talkedMs: 0, postDialDelayMs: null }, MINUTE_MS);
  figures.add({ answered: false, talkedMs: 0, postDialDelayMs: 2000 }, 30 * MINUTE_MS);
  expect(figures.lastHour(30 * MINUTE_MS)).toEqual({
    attempts: 4,
    answerSeizureRatio: 0.5,
    averageCallSeconds: 90,
    postDialDelayMs: 2000,
  });
  expect(figures.lastHour(62 * MINUTE_MS)).toMatchObject({ attempts: 1, answerSeizureRatio: 0 });
  expect(figures.lastHour(95 * MINUTE_MS).attempts).toBe(0);
});

it('a trunk that carries calls for days keeps an hour of them', () => {
  const figures = new CallFigures();
  for (let minute = 0; minute < 3000; minute += 1)
    figures.add({ answered: true, talkedMs: 1000, postDialDelayMs: 10 }, minute * MINUTE_MS);
  expect(figures.lastHour(2999 * MINUTE_MS).attempts).toBe(60);
});
