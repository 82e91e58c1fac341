import { describe, expect, it } from 'vitest';
import { createNonces } from './nonces.ts';

const source = '192.0.2.1';

function setUp(options: { maxRemembered?: number } = {}) {
  const clock = { nowMs: 1_790_000_000_000 };
  const nonces = createNonces({
    now: () => clock.nowMs,
    lifetimeMs: 300_000,
    maxRemembered: options.maxRemembered ?? 1_000,
  });
  const issued = () => {
    const nonce = nonces.issue(source);
    const id = nonces.examine(nonce, source);
    if (id === null) throw new Error('a fresh nonce was not accepted');
    return { nonce, id };
  };
  return { clock, nonces, issued };
}

describe('nonces', () => {
  it('are all different and fit into a quoted string', () => {
    const { nonces } = setUp();
    const made = new Set(Array.from({ length: 1_000 }, () => nonces.issue(source)));
    expect(made.size).toBe(1_000);
    for (const nonce of made) expect(nonce).toMatch(/^[\w-]{24}$/);
  });

  it('become stale at the end of their life-time', () => {
    const { clock, nonces } = setUp();
    const nonce = nonces.issue(source);
    clock.nowMs += 299_999;
    expect(nonces.examine(nonce, source)).not.toBeNull();
    clock.nowMs += 1;
    expect(nonces.examine(nonce, source)).toBeNull();
  });

  it('are worth nothing from another address, so nobody can spend the failures of another', () => {
    const { nonces } = setUp();
    expect(nonces.examine(nonces.issue(source), '192.0.2.2')).toBeNull();
  });

  it('cannot be forged, changed, or taken from a process that has ended', () => {
    const { nonces } = setUp();
    const nonce = nonces.issue(source);
    for (let position = 0; position < nonce.length; position += 1) {
      const other = nonce[position] === 'A' ? 'B' : 'A';
      const changed = nonce.slice(0, position) + other + nonce.slice(position + 1);
      expect(nonces.examine(changed, source)).toBeNull();
    }
    for (const rubbish of ['', 'x', 'ü'.repeat(24), `${nonce}A`]) {
      expect(nonces.examine(rubbish, source)).toBeNull();
    }
    expect(setUp().nonces.examine(nonce, source)).toBeNull();
  });

  it('are known again when thousands were issued since, from their own address alone', () => {
    const { nonces } = setUp({ maxRemembered: 10_000 });
    const [first, second] = [nonces.issue(source), nonces.issue('192.0.2.2')];
    for (let count = 0; count < 3_000; count += 1) nonces.issue(source);
    expect(nonces.examine(first, source)).toBe(1);
    expect(nonces.examine(second, '192.0.2.2')).toBe(2);
    expect(nonces.examine(second, source)).toBeNull();
  });

  it('take each count once, in any order within the window', () => {
    const { nonces, issued } = setUp();
    const { id } = issued();
    const uses: [number, boolean][] = [
      [1, true],
      [1, false],
      [3, true],
      [2, true],
      [2, false],
      [3, false],
      [40, true],
      [9, true],
      [9, false],
      [8, false],
      [39, true],
      [1, false],
      [500, true],
      [499, true],
      [469, true],
      [468, false],
      [0, false],
    ];
    for (const [count, accepted] of uses) expect([count, nonces.use(id, count)]).toEqual([count, accepted]);
  });

  it('serve a phone without qop exactly once', () => {
    const { nonces, issued } = setUp();
    const { id } = issued();
    expect(nonces.use(id, null)).toBe(true);
    expect(nonces.use(id, null)).toBe(false);
    expect(nonces.use(id, 1)).toBe(false);
  });

  it('are never open to replay when more are live than can be remembered: the oldest become stale', () => {
    const { nonces, issued } = setUp({ maxRemembered: 10 });
    const first = issued();
    expect(nonces.use(first.id, 1)).toBe(true);
    for (let count = 0; count < 20; count += 1) expect(nonces.use(issued().id, 1)).toBe(true);
    expect(nonces.examine(first.nonce, source)).toBeNull();
    expect(nonces.use(first.id, 1)).toBe(false);
    expect(nonces.use(issued().id, 1)).toBe(true);
  });

  it('keep their counts for as long as they live', () => {
    const { clock, nonces, issued } = setUp();
    const early = issued();
    clock.nowMs += 299_000;
    expect(nonces.use(early.id, 1)).toBe(true);
    const late = issued();
    expect(nonces.use(late.id, 1)).toBe(true);
    clock.nowMs += 298_000;
    expect(nonces.examine(late.nonce, source)).toBe(late.id);
    expect(nonces.use(late.id, 1)).toBe(false);
    expect(nonces.use(late.id, 2)).toBe(true);
  });
});
