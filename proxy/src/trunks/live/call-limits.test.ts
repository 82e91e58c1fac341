import { describe, expect, it } from 'vitest';
import { CallLimits } from './call-limits.ts';

describe('the calls of a trunk', () => {
  it('are counted until they end, and each ends once', () => {
    const limits = { concurrentCalls: 2, callsPerSecond: null };
    const calls = new CallLimits();
    const end = calls.begin(limits, 0);
    calls.begin(limits, 0);
    expect(calls.full(limits, 0)).toMatch(/2 of 2 calls/);
    end();
    end();
    expect(calls.active).toBe(1);
    expect(calls.full(limits, 0)).toBeNull();
  });

  it('may come as fast as allowed, a second of them at once', () => {
    const limits = { concurrentCalls: null, callsPerSecond: 3 };
    const calls = new CallLimits();
    for (let call = 0; call < 3; call += 1) {
      expect(calls.full(limits, 1000)).toBeNull();
      calls.begin(limits, 1000);
    }
    expect(calls.full(limits, 1000)).toMatch(/3 calls per second/);
    expect(calls.full(limits, 1300)).toMatch(/per second/);
    expect(calls.full(limits, 1334)).toBeNull();
  });

  it('may be fewer than one per second', () => {
    const limits = { concurrentCalls: null, callsPerSecond: 0.1 };
    const calls = new CallLimits();
    expect(calls.full(limits, 0)).toBeNull();
    calls.begin(limits, 0);
    expect(calls.full(limits, 9000)).not.toBeNull();
    expect(calls.full(limits, 10_001)).toBeNull();
  });

  it('have no limit where none is set', () => {
    const limits = { concurrentCalls: null, callsPerSecond: null };
    const calls = new CallLimits();
    for (let call = 0; call < 1000; call += 1) calls.begin(limits, 0);
    expect(calls.full(limits, 0)).toBeNull();
  });
});
