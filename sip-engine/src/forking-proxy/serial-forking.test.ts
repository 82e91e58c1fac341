import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Stage, uriOf } from '../testing/proxy-stage.ts';
import { requestOf } from '../transaction/fake-network.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('one telephone after the other', () => {
  test('the next rings when one refuses, and the caller gets the best refusal', () => {
    const stage = new Stage(['a', 'b', 'c']);
    stage.answer('a', 503);
    stage.answer('b', 404);
    expect(stage.told).toEqual([]);
    stage.answer('c', 480);
    expect(stage.told).toEqual([404]);
    expect(stage.reports).toEqual([503, 404, 480, 'done']);
  });

  test('the one with the highest q rings first', () => {
    const stage = new Stage([
      ['a', 0.2],
      ['b', 0.7],
    ]);
    expect(stage.got('a')).toEqual([]);
    stage.answer('b', 486);
    expect(stage.got('a')).toEqual(['INVITE']);
  });

  test('a challenge ends the hunt: its answer is known to the caller alone', () => {
    const stage = new Stage(['a', 'b']);
    stage.answer('a', 407, { 'Proxy-Authenticate': 'Digest realm="a"' });
    expect(stage.told).toEqual([407]);
    expect(stage.got('b')).toEqual([]);
  });

  test('a 6xx ends the hunt', () => {
    const stage = new Stage(['a', 'b']);
    stage.answer('a', 603);
    expect(stage.told).toEqual([603]);
    expect(stage.got('b')).toEqual([]);
  });

  test('a 503 as the only answer becomes 500 for the caller', () => {
    const stage = new Stage(['a']);
    stage.answer('a', 503);
    expect(stage.told).toEqual([500]);
  });

  test('the same target twice rings once', () => {
    const stage = new Stage(['a', 'a']);
    stage.answer('a', 486);
    expect(stage.told).toEqual([486]);
    expect(stage.got('a')).toEqual(['INVITE', 'ACK']);
  });

  test('a telephone that says nothing in the time set is passed over, and is cancelled should it ring later', () => {
    const stage = new Stage(['a', 'b'], { provisionalTimeoutMs: 2000 });
    vi.advanceTimersByTime(2000);
    expect(stage.got('b')).toEqual(['INVITE']);
    expect(stage.got('a')).not.toContain('CANCEL');
    stage.answer('a', 180);
    expect(stage.got('a').at(-1)).toBe('CANCEL');
    stage.answer('b', 200);
    expect(stage.told.at(-1)).toBe(200);
  });

  test('when the last one says nothing in the time set the caller is told at once', () => {
    const stage = new Stage(['a'], { provisionalTimeoutMs: 2000 });
    vi.advanceTimersByTime(2000);
    expect(stage.told).toEqual([100, 408]);
    expect(stage.late).toEqual(['provisional']);
    expect(stage.reports).toEqual([]);
    vi.advanceTimersByTime(30_100);
    expect(stage.reports).toEqual([408, 'done']);
  });

  test('should it answer after all, it is acknowledged and hung up, and only once', () => {
    const stage = new Stage(['a'], { provisionalTimeoutMs: 2000, recordRoute: true });
    vi.advanceTimersByTime(2000);
    const recorded = stage.request('a').headers.get('Record-Route') ?? '';
    const answer = { Contact: uriOf('a'), 'Record-Route': `<sip:198.51.100.7:5081;lr>, ${recorded}` };
    stage.answer('a', 200, answer);
    expect(stage.got('a').slice(-2)).toEqual(['ACK', 'BYE']);
    expect(stage.request('a', 'BYE').uri).toBe(uriOf('a'));
    expect(stage.request('a', 'BYE').headers.getAll('Route')).toEqual(['<sip:198.51.100.7:5081;lr>']);
    stage.answer('a', 200, answer);
    expect(stage.got('a').slice(-3)).toEqual(['ACK', 'BYE', 'ACK']);
    expect(stage.told).toEqual([100, 408]);
  });

  test('an answer that fits into no datagram is hung up, and the caller, who would wait for it, gets 500', () => {
    const stage = new Stage(['a']);
    stage.answer('a', 200, { Contact: uriOf('a'), Subject: 'x'.repeat(65_600) });
    expect(stage.got('a')).toEqual(['INVITE', 'ACK', 'BYE']);
    expect(stage.told).toEqual([500]);
    expect(stage.reports).toEqual([200, 'done']);
  });

  test('a refusal that fits into no datagram becomes 500', () => {
    const stage = new Stage(['a']);
    stage.answer('a', 486, { Subject: 'x'.repeat(65_600) });
    expect(stage.told).toEqual([500]);
  });

  test('a telephone that rings for too long is cancelled, and its 487 counts as no answer', () => {
    const stage = new Stage(['a'], { finalTimeoutMs: 5000 });
    stage.answer('a', 180);
    vi.advanceTimersByTime(5000);
    expect(stage.got('a')).toEqual(['INVITE', 'CANCEL']);
    stage.answer('a', 487);
    expect(stage.told).toEqual([180, 408]);
    expect(stage.late).toEqual(['final']);
    expect(stage.reports).toEqual([487, 'done']);
  });

  test('a telephone that rings for ever is cancelled by Timer C', () => {
    const stage = new Stage(['a']);
    stage.answer('a', 180);
    vi.advanceTimersByTime(185_100);
    expect(stage.got('a')).toEqual(['INVITE', 'CANCEL']);
  });

  test('nobody answers: 408 after 32 s (Timer B)', () => {
    const stage = new Stage(['a']);
    vi.advanceTimersByTime(32_100);
    expect(stage.told).toEqual([100, 408]);
    expect(stage.reports).toEqual([408, 'done']);
  });

  test('a request other than INVITE that nobody answers gets no 408, which would come too late (RFC 4320)', () => {
    const stage = new Stage(['a'], {}, requestOf('MESSAGE'));
    vi.advanceTimersByTime(33_000);
    expect(stage.told).toEqual([100]);
    expect(stage.reports).toEqual([408, 'done']);
    expect(stage.layer.counts()).toMatchObject({ server: 0, client: 0 });
  });
});
