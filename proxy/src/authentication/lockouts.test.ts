import { describe, expect, it } from 'vitest';
import { createLockouts, defaultLockoutLimits } from './lockouts.ts';

function setUp() {
  const clock = { nowMs: 1_790_000_000_000 };
  const lockouts = createLockouts(defaultLockoutLimits, () => clock.nowMs);
  const failOften = (times: number, username: string, source: string) => {
    for (let count = 0; count < times; count += 1) lockouts.failed(username, source);
  };
  return { clock, lockouts, failOften };
}

describe('lockouts', () => {
  it('let a user mistype four times, then make it wait longer after each further failure', () => {
    const { clock, lockouts, failOften } = setUp();
    failOften(4, 'alice', 'home');
    expect(lockouts.waitMs('alice', 'home')).toBe(0);
    const waits: number[] = [];
    for (let count = 0; count < 10; count += 1) {
      expect(lockouts.failed('alice', 'home')).toBe('pair');
      const waitMs = lockouts.waitMs('alice', 'home');
      waits.push(waitMs / 1000);
      clock.nowMs += waitMs;
      expect(lockouts.waitMs('alice', 'home')).toBe(0);
    }
    expect(waits).toEqual([5, 10, 20, 40, 80, 160, 320, 640, 900, 900]);
  });

  it('forget failures after an hour and after the right password', () => {
    const { clock, lockouts, failOften } = setUp();
    failOften(4, 'alice', 'home');
    clock.nowMs += defaultLockoutLimits.forgetAfterMs;
    failOften(4, 'alice', 'home');
    expect(lockouts.waitMs('alice', 'home')).toBe(0);
    lockouts.succeeded('alice', 'home');
    failOften(4, 'alice', 'home');
    expect(lockouts.waitMs('alice', 'home')).toBe(0);
  });

  it('do not touch a user at home when a stranger elsewhere fails for that user, however often', () => {
    const { lockouts, failOften } = setUp();
    lockouts.succeeded('alice', 'home');
    for (let index = 0; index < 300; index += 1) failOften(1, 'alice', `bot ${index}`);
    expect(lockouts.waitMs('alice', 'home')).toBe(0);
    expect(lockouts.waitMs('alice', 'another bot')).toBeGreaterThan(0);
  });

  it('do not touch the phones of an office when one of them fails, but stop it from trying other users', () => {
    const { lockouts, failOften } = setUp();
    lockouts.succeeded('alice', 'office');
    for (let index = 0; index < 25; index += 1) failOften(1, `user ${index}`, 'office');
    expect(lockouts.waitMs('alice', 'office')).toBe(0);
    expect(lockouts.waitMs('bob', 'office')).toBeGreaterThan(0);
    expect(lockouts.waitMs('bob', 'elsewhere')).toBe(0);
  });

  it('keep a known phone waiting for half a minute at most, even when the guesser sits beside it', () => {
    const { clock, lockouts, failOften } = setUp();
    lockouts.succeeded('alice', 'home');
    failOften(50, 'alice', 'home');
    expect(lockouts.waitMs('alice', 'home')).toBe(30_000);
    clock.nowMs += 30_000;
    expect(lockouts.waitMs('alice', 'home')).toBe(0);
  });

  it('tell what they locked', () => {
    const { lockouts } = setUp();
    const kinds = Array.from({ length: 25 }, (_, index) => lockouts.failed(`user ${index}`, 'one source'));
    expect(kinds.at(-2)).toBeNull();
    expect(kinds.at(-1)).toBe('source');
    const ofUser = Array.from({ length: 100 }, (_, index) => lockouts.failed('carol', `source ${index}`));
    expect(ofUser.at(-1)).toBe('user');
  });
});
