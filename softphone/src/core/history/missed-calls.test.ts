import { beforeEach, expect, test } from 'vitest';
import { fakeAccount } from '../../testing/fake-account.ts';
import { lastEnd, MissedCalls } from './missed-calls.ts';

let count: number;
let broken: boolean;
/** Holds the next answer back until it is called. */
let late: Promise<void> | null;
let asked: string[];
let reloads: number;
let missed: MissedCalls;

beforeEach(() => {
  count = 2;
  broken = false;
  late = null;
  asked = [];
  reloads = 0;
  missed = new MissedCalls(
    fakeAccount(async (url, method) => {
      asked.push(`${method} ${url.pathname}`);
      if (broken) return null;
      if (method === 'PUT') count = 0;
      const answer = { count };
      await late;
      return answer;
    }),
    () => {
      reloads++;
    },
  );
});

test('the number of missed calls is told, and gone once they were seen', async () => {
  expect(missed.state).toBeNull();
  await missed.refresh();
  expect(missed.state).toBe(2);
  await missed.seen('2026-01-02T10:00:00.000Z');
  expect(missed.state).toBe(0);
  expect(asked).toEqual(['GET /api/v1/calls/missed', 'PUT /api/v1/calls/missed/seen']);
});

test('one more missed call makes the history load again, the first count does not', async () => {
  await missed.refresh();
  expect(reloads).toBe(0);
  count = 3;
  await missed.refresh();
  expect(reloads).toBe(1);
  count = 1;
  await missed.refresh();
  expect(reloads).toBe(1);
});

test('an answer from before they were seen does not bring them back', async () => {
  let release = () => {};
  late = new Promise((resolve) => {
    release = resolve;
  });
  const old = missed.refresh();
  late = null;
  await missed.seen('2026-01-02T10:00:00.000Z');
  release();
  await old;
  expect(missed.state).toBe(0);
});

test('without an answer what is known stays', async () => {
  await missed.refresh();
  broken = true;
  await missed.refresh();
  await missed.seen('2026-01-02T10:00:00.000Z');
  expect(missed.state).toBe(2);
});

test('the last end is not always that of the call that began last', () => {
  expect(lastEnd([])).toBeNull();
  expect(lastEnd([{ endedAt: '2026-01-02T10:00:40Z' }, { endedAt: '2026-01-02T10:01:00.000Z' }])).toBe(
    '2026-01-02T10:01:00.000Z',
  );
});
