import { describe, expect, it } from 'vitest';
import { createAlgorithmOffer } from './algorithm-offer.ts';
import { digestAlgorithms } from './digest.ts';

const client = (name: string, userAgent: string | undefined) => ({
  sourceAddress: '192.0.2.1',
  from: `<sip:${name.replace(' ', '-')}@example.com>`,
  userAgent,
});

function setUp(algorithms: Parameters<typeof createAlgorithmOffer>[0] = digestAlgorithms) {
  const clock = { nowMs: 1_790_000_000_000 };
  return { clock, offer: createAlgorithmOffer(algorithms, () => clock.nowMs) };
}

describe('the algorithms of a challenge', () => {
  it('are SHA-256 and then MD5 for a phone that answers', () => {
    const { clock, offer } = setUp();
    for (let count = 0; count < 3; count += 1) {
      expect(offer.to(client('phone', 'Phone 1.0'))).toEqual(['SHA-256', 'MD5']);
      offer.answered(client('phone', 'Phone 1.0'), 'MD5');
      clock.nowMs += 600_000;
    }
  });

  it('are MD5 alone for a phone that gave up when it saw SHA-256, from its next attempt on', () => {
    const { clock, offer } = setUp();
    offer.to(client('old phone', 'PBX 18'));
    expect(offer.to(client('old phone', 'PBX 18'))).toEqual(['SHA-256', 'MD5']);
    clock.nowMs += 30_000;
    expect(offer.to(client('old phone', 'PBX 18'))).toEqual(['MD5']);
    offer.answered(client('old phone', 'PBX 18'), 'MD5');
    clock.nowMs += 12 * 3_600_000;
    expect(offer.to(client('old phone', 'PBX 18'))).toEqual(['MD5']);
    expect(offer.to(client('another phone', 'PBX 18'))).toEqual(['SHA-256', 'MD5']);
  });

  it('stay the same for a phone that once used SHA-256, whatever happens to its answers', () => {
    const { clock, offer } = setUp();
    offer.to(client('phone', 'Phone 1.0'));
    offer.answered(client('phone', 'Phone 1.0'), 'SHA-256');
    for (let count = 0; count < 3; count += 1) {
      clock.nowMs += 30_000;
      expect(offer.to(client('phone', 'Phone 1.0'))).toEqual(['SHA-256', 'MD5']);
    }
  });

  it.each([
    ['baresip v1.0.0 (x86_64/linux)', ['MD5']],
    ['baresip v3.9.0 (arm64/linux)', ['MD5']],
    ['baresip v3.11.0 (x86_64/Linux)', ['MD5']],
    ['baresip v3.12.0 (x86_64/Linux)', ['SHA-256', 'MD5']],
    ['baresip v4.1.0', ['SHA-256', 'MD5']],
    [undefined, ['MD5', 'SHA-256']],
  ])('for %s are %j', (userAgent, algorithms) => {
    expect(setUp().offer.to(client('client', userAgent))).toEqual(algorithms);
  });

  it('are never others than the administrator allows', () => {
    const { clock, offer } = setUp(['SHA-256']);
    offer.to(client('old phone', 'PBX 18'));
    clock.nowMs += 30_000;
    for (const agent of ['PBX 18', 'baresip v1.0.0', undefined]) {
      expect(offer.to(client('old phone', agent))).toEqual(['SHA-256']);
    }
    expect(setUp(['MD5']).offer.to(client('x', 'y'))).toEqual(['MD5']);
  });
});
