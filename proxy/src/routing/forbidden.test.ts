import { describe, expect, it } from 'vitest';
import { decided, refusal, routes, sentences } from './testing/decided.ts';
import type { TestRouting } from './testing/test-routing.ts';

const toCarrier = { kind: 'trunks', trunks: [{ trunkId: 'carrier' }] } as const;
const toBoth = { kind: 'trunks', trunks: [{ trunkId: 'carrier' }, { trunkId: 'backup' }] } as const;
const everything = { rules: [{ name: 'out', action: toCarrier }] };

describe('numbers that must not be called', () => {
  const listed: TestRouting = {
    ...everything,
    settings: {
      blocked: [{ prefix: '+882', why: 'satellite telephones' }],
      premium: [{ prefix: '+49180', why: 'service numbers' }],
    },
  };

  it.each([
    ['00882161234567', 'blocked-number'],
    ['+882161234567', 'blocked-number'],
    ['09001234567', 'premium-number'],
    ['01803123456', 'premium-number'],
    ['+19005551234', 'premium-number'],
  ])('%s: %s', (dialled, key) => expect(refusal(decided(dialled, listed))).toBe(key));

  it('premium numbers may be dialled when the admin allows it, but never forwarded or transferred to', () => {
    const allowed: TestRouting = { ...listed, settings: { ...listed.settings, premiumCalls: 'allow' } };
    expect(refusal(decided('09001234567', allowed))).toBe('trunk');
    for (const reason of ['forwarded', 'transferred'] as const) {
      expect(refusal(decided('09001234567', allowed, { reason }))).toBe('premium-number');
      expect(refusal(decided('03012345678', allowed, { reason }))).toBe('trunk');
    }
  });
});

describe('limits against misuse', () => {
  it('refuse a caller who reached one, with the sentence that says which', () => {
    const limits = { callerRefusal: () => 'alice talked for 61 of 60 minutes in the last hour.' };
    const decision = decided('03012345678', { ...everything, limits });
    expect(decision.outcome).toMatchObject({ kind: 'refused', key: 'limit-reached' });
    expect(sentences(decision)).toContain('alice talked for 61 of 60 minutes in the last hour.');
    expect(decided('bob', { limits }, { userExists: true }).outcome.kind).toBe('user');
  });

  it('leave out a trunk that reached one', () => {
    const limits = { trunkRefusal: (id: string) => (id === 'carrier' ? 'it spent 100 of 100 EUR' : null) };
    expect(routes(decided('03012345678', { rules: [{ name: 'x', action: toBoth }], limits }))).toEqual([
      'backup +493012345678',
    ]);
  });

  it('tell of the first call to a country, or refuse it', () => {
    const limits = { isFirstTo: () => true };
    const told = decided('0014155552671', { ...everything, limits });
    expect(told.outcome.kind).toBe('trunk');
    expect(told.steps.map(({ kind }) => kind)).toContain('country');
    const settings = { newCountries: 'refuse' as const };
    expect(refusal(decided('0014155552671', { ...everything, limits, settings }))).toBe('new-country');
  });
});
