import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { AnsweredRequests } from './answered-requests.ts';

const KEEP_MS = 32_000;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function kept(maxAnswers = 400_000): AnsweredRequests {
  return new AnsweredRequests({ keepMs: KEEP_MS, maxAnswers });
}

/** Writes the answer where it is to be kept, as the transaction does. */
function keep(answers: AnsweredRequests, key: string, answer: Buffer): void {
  answers.keep(key, answer.length)?.set(answer);
}

const key = (index: number): string => `z9hG4bK-${index}|192.0.2.${index % 250}|5060|REGISTER`;
const answer = (index: number, length = 400): Buffer => Buffer.alloc(length, `answer ${index} `);

test('an answer is found by its key, octet for octet, and no other is', () => {
  const answers = kept();
  keep(answers, 'br\xe4nch|host|5060|REGISTER', Buffer.from([0, 255, 13, 10]));
  expect(answers.find('br\xe4nch|host|5060|REGISTER')).toEqual(Buffer.from([0, 255, 13, 10]));
  expect(answers.find('branch|host|5060|REGISTER')).toBeNull();
  expect(answers.has('br\xe4nch|host|5060|OPTIONS')).toBe(false);
});

test('what was found stays as it is, whatever is kept later', () => {
  const answers = kept();
  keep(answers, key(1), answer(1));
  const found = answers.find(key(1));
  vi.advanceTimersByTime(KEEP_MS);
  for (let index = 2; index < 2000; index++) keep(answers, key(index), answer(index));
  expect(found).toEqual(answer(1));
});

test('each is forgotten when its time is over, the others are still found', () => {
  const answers = kept();
  const everyMs = 10;
  const countMax = KEEP_MS / everyMs;
  for (let index = 0; index < countMax * 3; index++) {
    keep(answers, key(index), answer(index, 100 + (index % 700)));
    vi.advanceTimersByTime(everyMs);
    if (index % 100 !== 99) continue;
    const oldest = Math.max(0, index - countMax + 5);
    expect(answers.size).toBeLessThanOrEqual(countMax + 5);
    for (const each of [oldest, oldest + 50, index]) {
      expect(answers.find(key(each))).toEqual(answer(each, 100 + (each % 700)));
    }
    if (oldest > 20) expect(answers.has(key(oldest - 20))).toBe(false);
  }
  vi.advanceTimersByTime(KEEP_MS + 20);
  expect(answers.size).toBe(0);
  expect(vi.getTimerCount()).toBe(0);
});

test('a hundred thousand at once are all found, and all forgotten', () => {
  const answers = kept();
  for (let index = 0; index < 100_000; index++) keep(answers, key(index), answer(index, 50));
  let wrong = 0;
  for (let index = 0; index < 100_000; index++) {
    if (answers.find(key(index))?.equals(answer(index, 50)) !== true) wrong += 1;
  }
  expect(wrong).toBe(0);
  expect(answers.has(key(100_000))).toBe(false);
  vi.advanceTimersByTime(KEEP_MS + 20);
  expect(answers.size).toBe(0);
  keep(answers, key(1), answer(1));
  expect(answers.find(key(1))).toEqual(answer(1));
});

test('what came before there were too many for one table is found, and forgotten before what came after', () => {
  const answers = kept();
  const [first, all] = [40_000, 180_000];
  for (let index = 0; index < first; index++) keep(answers, key(index), answer(index, 20));
  vi.advanceTimersByTime(KEEP_MS / 2);
  for (let index = first; index < all; index++) keep(answers, key(index), answer(index, 20));
  const found = (from: number, to: number): number => {
    let count = 0;
    for (let index = from; index < to; index += 10)
      if (answers.find(key(index))?.equals(answer(index, 20)) === true) count += 10;
    return count;
  };
  expect(found(0, all)).toBe(all);
  vi.advanceTimersByTime(KEEP_MS / 2 + 20);
  expect([found(0, first), found(first, all), answers.size]).toEqual([0, all - first, all - first]);
  for (let index = 0; index < first; index++) keep(answers, key(index), answer(index, 20));
  expect(found(0, all)).toBe(all);
  vi.advanceTimersByTime(KEEP_MS / 2 + 20);
  expect([found(0, first), found(first, all), answers.size]).toEqual([first, 0, first]);
  vi.advanceTimersByTime(KEEP_MS);
  expect(answers.size).toBe(0);
});

test('beyond the limit, and above what a datagram can be, nothing is kept', () => {
  const answers = kept(2);
  keep(answers, key(1), Buffer.alloc(300_000));
  expect(answers.size).toBe(0);
  for (const index of [1, 2, 3]) keep(answers, key(index), answer(index));
  expect([1, 2, 3].map((index) => answers.has(key(index)))).toEqual([true, true, false]);
});

test('when the engine stops nothing is left, and no timer', () => {
  const answers = kept();
  for (let index = 0; index < 3000; index++) keep(answers, key(index), answer(index));
  answers.clear();
  expect(answers.size).toBe(0);
  expect(answers.has(key(1))).toBe(false);
  expect(vi.getTimerCount()).toBe(0);
});
