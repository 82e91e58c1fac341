import { describe, expect, it } from 'vitest';
import { TIME_STEPS, timeRange } from './chart-times.ts';

describe('the times under a chart', () => {
  it('of a call of half a second are whole seconds apart, in a span that has several of them', () => {
    const [from, to] = timeRange(1_700_000_000.3, 1_700_000_000.8);
    expect(to - from).toBeGreaterThanOrEqual(5 * Math.min(...TIME_STEPS));
    expect(TIME_STEPS.every(Number.isInteger)).toBe(true);
  });

  it('of a longer call go from its beginning to its end', () => {
    expect(timeRange(100, 160)).toEqual([100, 160]);
  });

  it('of a single moment are those around it', () => {
    expect(timeRange(100, 100)).toEqual([70, 130]);
  });

  it('become longer steps without a gap in which a chart would have none', () => {
    for (const [index, step] of TIME_STEPS.slice(1).entries()) {
      expect(step).toBeGreaterThan(TIME_STEPS[index] ?? 0);
      expect(step / (TIME_STEPS[index] ?? 0)).toBeLessThan(5);
    }
  });
});
