import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Stage } from '../testing/proxy-stage.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('a caller who gives up', () => {
  test('gets 487 when all that rang have said so', () => {
    const stage = new Stage(['a', 'b'], { simultaneous: true });
    stage.answer('a', 180);
    stage.answer('b', 180);
    stage.cancel();
    stage.answer('a', 487);
    expect(stage.told).toEqual([180, 180]);
    stage.answer('b', 487);
    expect(stage.told).toEqual([180, 180, 487]);
  });

  test('gets the answer of a telephone that was picked up in this moment', () => {
    const stage = new Stage(['a']);
    stage.answer('a', 180);
    stage.cancel();
    stage.answer('a', 200);
    expect(stage.told).toEqual([180, 200]);
  });

  test('does not wait for a telephone that never said anything, and no other is tried', () => {
    const stage = new Stage(['a', 'b']);
    stage.cancel();
    expect(stage.told).toEqual([487]);
    expect(stage.got('a')).toEqual(['INVITE']);
    stage.answer('a', 180);
    expect(stage.got('a')).toEqual(['INVITE', 'CANCEL']);
    stage.answer('a', 487);
    expect(stage.got('b')).toEqual([]);
    expect(stage.told).toEqual([487]);
    expect(stage.reports).toEqual([487, 'done']);
  });
});
