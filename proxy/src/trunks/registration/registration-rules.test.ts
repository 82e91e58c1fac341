import { describe, expect, it } from 'vitest';
import {
  afterAttempt,
  firstDelayMs,
  newRegistration,
  type Registration,
  type RegistrationOutcome,
} from './registration-rules.ts';

const silence: RegistrationOutcome = {
  kind: 'unavailable',
  status: null,
  detail: 'It did not answer.',
  retryAfterSeconds: null,
};
const accepted: RegistrationOutcome = { kind: 'accepted', expiresSeconds: 600 };
const failed = (times: number): Registration =>
  Array.from({ length: times }).reduce<Registration>(
    (before) => afterAttempt(before, silence, 0, 1).registration,
    newRegistration(600),
  );

describe('the next attempt to register', () => {
  it('is a refresh well before the registration ends, at a time of its own', () => {
    const delays = [0, 0.5, 1].map(
      (random) => afterAttempt(newRegistration(600), accepted, 0, random).delayMs,
    );
    expect(delays.map(Math.round)).toEqual([330_000, 420_000, 510_000]);
  });

  it('comes later and later, up to two minutes, with half of the pause at random', () => {
    const pauses = (random: number) =>
      [1, 2, 3, 7, 30].map((times) => afterAttempt(failed(times - 1), silence, 0, random).delayMs);
    expect(pauses(1)).toEqual([2000, 4000, 8000, 120_000, 120_000]);
    expect(pauses(0)).toEqual([1000, 2000, 4000, 60_000, 60_000]);
  });

  it('waits as long as the carrier asks, and not all trunks the same time', () => {
    const busy = { ...silence, status: 503, retryAfterSeconds: 30 };
    expect(afterAttempt(failed(0), busy, 0, 0).delayMs).toBe(30_000);
    expect(afterAttempt(failed(0), busy, 0, 1).delayMs).toBe(45_000);
    expect(afterAttempt(failed(0), { ...busy, retryAfterSeconds: 1e9 }, 0, 0).delayMs).toBe(3_600_000);
  });

  it('asks for as much as the carrier wants, once', () => {
    const brief: RegistrationOutcome = { kind: 'too-brief', minExpiresSeconds: 3600 };
    const once = afterAttempt(newRegistration(600), brief, 0, 1);
    expect(once).toMatchObject({ delayMs: 500, registration: { askedExpiresSeconds: 3600 } });
    expect(afterAttempt(once.registration, brief, 0, 1).delayMs).toBe(4000);
  });

  it('after a refusal comes so late that no account is locked', () => {
    const refused: RegistrationOutcome = { kind: 'refused', status: 403, detail: 'No.' };
    const { registration, delayMs } = afterAttempt(failed(0), refused, 0, 0);
    expect(registration).toMatchObject({ state: 'failed', reason: 'No.' });
    expect(delayMs).toBe(450_000);
  });
});

it('a failed refresh takes nothing away as long as the registration lasts', () => {
  const { registration } = afterAttempt(newRegistration(600), accepted, 0, 0);
  const during = afterAttempt(registration, silence, 500_000, 0).registration;
  expect(during).toMatchObject({ state: 'registered', expiresAtMs: 600_000 });
  expect(during.reason).toMatch(/last refresh failed/);
  expect(afterAttempt(during, silence, 700_000, 0).registration).toMatchObject({
    state: 'trying',
    expiresAtMs: null,
  });
});

it('trunks that start together spread their first attempts', () => {
  expect(firstDelayMs(1, 1)).toBe(0);
  expect(firstDelayMs(500, 1)).toBe(20_000);
});
