import { expect, it } from 'vitest';
import { JitterBuffer } from './jitter-buffer.ts';

type Heard = number | 'lost' | null;

/** Plays what comes: for each frame the numbers of the packets that arrive in it. @returns what was to be played */
function play(arrivals: readonly (readonly number[])[], buffer = new JitterBuffer()): Heard[] {
  return arrivals.map((numbers) => {
    for (const sequence of numbers) buffer.put({ sequence: sequence & 0xffff });
    buffer.passFrame();
    const taken = buffer.take();
    return taken === null || taken === 'lost' ? taken : taken.sequence;
  });
}
const each = (from: number, count: number): number[][] =>
  Array.from({ length: count }, (_, at) => [from + at]);

it('packets are held for 40 ms and come out in order', () => {
  expect(play([...each(7, 5), [], []])).toEqual([null, 7, 8, 9, 10, 11, 'lost']);
});

it('packets that overtook each other are put right', () => {
  expect(play([[1], [3], [2], [4], [5]])).toEqual([null, 1, 2, 3, 4]);
});

it('the same packet twice is played once', () => {
  const buffer = new JitterBuffer();
  expect(play([[1], [2, 2], [3, 1], [4], [5]], buffer)).toEqual([null, 1, 2, 3, 4]);
  expect(buffer.put({ sequence: 5 })).toBe('duplicate');
  expect(buffer.put({ sequence: 1 })).toBe('duplicate');
});

it('a lost packet is made up for in its place', () => {
  expect(play([[1], [2], [], [4], [5], [6]])).toEqual([null, 1, 2, 'lost', 4, 5]);
});

it('a packet that comes after its turn is dropped, and the next ones are given more time', () => {
  const buffer = new JitterBuffer();
  play([[1], [2], [], [4], [5]], buffer);
  expect(buffer.delayMs).toBe(40);
  expect(buffer.put({ sequence: 3 })).toBe('late');
  expect(buffer.delayMs).toBe(60);
});

it('when packets come late together, none is lost and the delay grows by as much', () => {
  const buffer = new JitterBuffer();
  const heard = play([[1], [2], [3], [], [], [4, 5, 6], [7], [8], [9]], buffer);
  expect(heard).toEqual([null, 1, 2, 3, 'lost', 4, 5, 6, 7]);
  expect(buffer.delayMs).toBe(60);
});

it('the end of a talk spurt is silence, not a delay that grows', () => {
  const buffer = new JitterBuffer();
  const spurt = [...each(1, 3), ...Array.from({ length: 8 }, () => [])];
  expect(play(spurt, buffer).slice(4)).toEqual(['lost', 'lost', 'lost', null, null, null, null]);
  expect(play(each(4, 3), buffer)).toEqual([null, 4, 5]);
  expect(buffer.delayMs).toBe(40);
});

it('sequence numbers wrap around', () => {
  expect(play(each(65_533, 7))).toEqual([null, 65_533, 65_534, 65_535, 0, 1, 2]);
});

it('a stream that jumps begins anew', () => {
  const buffer = new JitterBuffer();
  play(each(1, 5), buffer);
  expect(play(each(40_000, 4), buffer)).toEqual([null, 40_000, 40_001, 40_002]);
});

it('a burst without end is bounded', () => {
  const buffer = new JitterBuffer();
  const outcomes = each(1, 60).map(([sequence = 0]) => buffer.put({ sequence }));
  expect(outcomes.filter((outcome) => outcome === 'kept')).toHaveLength(50);
  expect(outcomes.at(-1)).toBe('overflow');
});

it('a sender whose clock is fast does not make the delay longer and longer', () => {
  const buffer = new JitterBuffer();
  let next = 0;
  const heard = play(
    Array.from({ length: 3000 }, (_, frame) => (frame % 200 === 0 ? [next++, next++] : [next++])),
    buffer,
  );
  expect(next - Number(heard.at(-1))).toBeLessThan(6);
});

it('what came all at once after a standstill is caught up with in some seconds', () => {
  const buffer = new JitterBuffer();
  const burst = Array.from({ length: 40 }, (_, sequence) => sequence);
  const heard = play([burst, ...each(40, 400)], buffer);
  expect(439 - Number(heard.at(-1))).toBeLessThan(10);
});

it('of what came in a standstill that was longer than what is held the last is heard, and what follows has no holes', () => {
  const buffer = new JitterBuffer();
  play(each(0, 10), buffer);
  const burst = Array.from({ length: 250 }, (_, at) => 10 + at);
  const heard = play([burst, ...each(260, 600)], buffer);
  expect(heard[0]).toBe(210);
  expect(heard.filter((one) => typeof one !== 'number')).toEqual([]);
  expect(859 - Number(heard.at(-1))).toBeLessThan(10);
});

it('after ten seconds without trouble the delay becomes shorter again', () => {
  const buffer = new JitterBuffer();
  play([[1], [2], [], [4], [5], [3]], buffer);
  expect(buffer.delayMs).toBe(60);
  play(each(6, 600), buffer);
  expect(buffer.delayMs).toBe(40);
});
