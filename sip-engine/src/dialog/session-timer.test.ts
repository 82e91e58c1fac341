import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { parseSessionExpires, SessionTimer } from './session-timer.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('Session-Expires', () => {
  test.each([
    ['1800', { seconds: 1800, refresher: null }],
    ['1800;refresher=uac', { seconds: 1800, refresher: 'uac' }],
    [' 90 ; foo=1 ; Refresher = UAS', { seconds: 90, refresher: 'uas' }],
    ['soon', null],
  ])('%j is understood', (text, interval) => {
    expect(parseSessionExpires(text)).toEqual(interval);
  });
});

describe('a session', () => {
  const events: string[] = [];
  const actions = {
    refresh: (): number => events.push('refresh'),
    expired: (): number => events.push('expired'),
  };

  beforeEach(() => {
    events.length = 0;
  });

  test('that we refresh is refreshed at half its interval', () => {
    new SessionTimer(1800, true, actions);
    vi.advanceTimersByTime(899_000);
    expect(events).toEqual([]);
    vi.advanceTimersByTime(1_000);
    expect(events).toEqual(['refresh']);
  });

  test('that the peer refreshes ends 32 seconds before its interval', () => {
    new SessionTimer(1800, false, actions);
    vi.advanceTimersByTime(1_768_000);
    expect(events).toEqual(['expired']);
  });

  test('that was refreshed does not end', () => {
    new SessionTimer(90, false, actions).stop();
    vi.advanceTimersByTime(200_000);
    expect(events).toEqual([]);
  });
});
