import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Stage } from '../testing/proxy-stage.ts';
import { requestOf } from '../transaction/fake-network.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('all telephones at once', () => {
  const simultaneous = { simultaneous: true };

  test('those of the highest q ring first, the others when all of these have refused', () => {
    const stage = new Stage(['a', ['c', 0.5], 'b'], simultaneous);
    expect([stage.got('a'), stage.got('b'), stage.got('c')]).toEqual([['INVITE'], ['INVITE'], []]);
    stage.answer('a', 486);
    expect(stage.got('c')).toEqual([]);
    stage.answer('b', 486);
    expect(stage.got('c')).toEqual(['INVITE']);
  });

  test('a 6xx cancels the others and is told when they have answered', () => {
    const stage = new Stage(['a', 'b'], simultaneous);
    stage.answer('a', 180);
    stage.answer('b', 603);
    expect(stage.got('a')).toEqual(['INVITE', 'CANCEL']);
    expect(stage.told).toEqual([180]);
    stage.answer('a', 487);
    expect(stage.told).toEqual([180, 603]);
  });

  test('two that answer in the same moment both reach the caller, who hangs one up', () => {
    const stage = new Stage(['a', 'b'], simultaneous);
    stage.answer('a', 180);
    stage.answer('b', 180);
    stage.answer('a', 200);
    stage.answer('b', 200);
    expect(stage.told).toEqual([180, 180, 200, 200]);
    expect(stage.got('b')).toEqual(['INVITE', 'CANCEL']);
    stage.answer('a', 200);
    expect(stage.told).toEqual([180, 180, 200, 200, 200]);
    expect(stage.reports).toEqual([200, 200, 'done']);
  });

  test('only the first success of another request is told', () => {
    const stage = new Stage(['a', 'b'], simultaneous, requestOf('MESSAGE'));
    stage.answer('a', 200, {}, 'MESSAGE');
    stage.answer('b', 200, {}, 'MESSAGE');
    expect(stage.told).toEqual([200]);
  });

  test('Max-Breadth is divided among them, and more ring only when others have refused (RFC 5393)', () => {
    const request = requestOf('INVITE');
    request.headers.append('Max-Breadth', '2');
    const stage = new Stage(['a', 'b', 'c'], simultaneous, request);
    expect([stage.got('a'), stage.got('b'), stage.got('c')]).toEqual([['INVITE'], ['INVITE'], []]);
    expect(stage.request('a').headers.get('Max-Breadth')).toBe('1');
    stage.answer('a', 486);
    expect(stage.got('c')).toEqual(['INVITE']);
  });

  test('a request that names no breadth has 60', () => {
    const stage = new Stage(['a', 'b', 'c'], simultaneous);
    const shares = (['a', 'b', 'c'] as const).map((name) => stage.request(name).headers.get('Max-Breadth'));
    expect(shares).toEqual(['20', '20', '20']);
  });
});
