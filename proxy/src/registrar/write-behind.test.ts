import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { silentLog } from '../observability/log.ts';
import type { Binding } from './binding.ts';
import { binding } from './test-bindings.ts';
import { createWriteBehind, type WriteBehindOptions } from './write-behind.ts';

/** A database that can be taken away and made to hang. */
function setUp(options: Partial<WriteBehindOptions> = {}) {
  const rows = new Map<string, Binding>();
  const batches: number[] = [];
  const state: { down: boolean; hang: Promise<void> | null } = { down: false, hang: null };
  const answer = async () => {
    await state.hang;
    if (state.down) throw new Error('connection refused');
  };
  const writeBehind = createWriteBehind({
    store: {
      async *load() {},
      async save(written, removedIds) {
        await answer();
        batches.push(written.length + removedIds.length);
        for (const id of removedIds) rows.delete(id);
        for (const one of written) rows.set(one.id, one);
      },
      ping: answer,
    },
    log: silentLog,
    ...options,
  });
  return { writeBehind, rows, batches, state };
}

describe('writing behind', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('writes within 100 ms, many changes in one batch, the last state of each', async () => {
    const { writeBehind, rows, batches } = setUp();
    writeBehind.put(binding({ id: '1', cseq: 1 }));
    writeBehind.put(binding({ id: '1', cseq: 2 }));
    writeBehind.put(binding({ id: '2' }));
    writeBehind.put(binding({ id: '3' }));
    writeBehind.remove('3');
    expect(writeBehind.unwritten).toBe(3);
    await vi.advanceTimersByTimeAsync(100);
    expect([rows.size, rows.get('1')?.cseq, batches, writeBehind.unwritten]).toEqual([2, 2, [3], 0]);
  });

  it('splits what is too much for one transaction', async () => {
    const { writeBehind, batches } = setUp({ batchMax: 10 });
    for (let id = 0; id < 25; id += 1) writeBehind.put(binding({ id: String(id) }));
    await vi.advanceTimersByTimeAsync(100);
    expect(batches).toEqual([10, 10, 5]);
  });

  it('keeps everything while the database is away and writes it when it is back', async () => {
    const { writeBehind, rows, state } = setUp();
    state.down = true;
    writeBehind.put(binding({ id: '1', cseq: 1 }));
    writeBehind.put(binding({ id: '2' }));
    await vi.advanceTimersByTimeAsync(100);
    expect([writeBehind.available, writeBehind.unwritten]).toEqual([false, 2]);
    writeBehind.put(binding({ id: '1', cseq: 7 }));
    await vi.advanceTimersByTimeAsync(10_000);
    state.down = false;
    await vi.advanceTimersByTimeAsync(1_000);
    expect([writeBehind.available, writeBehind.unwritten]).toEqual([true, 0]);
    expect([rows.get('1')?.cseq, rows.has('2')]).toEqual([7, true]);
  });

  it('does not let a failed write overtake what changed while it was under way', async () => {
    const { writeBehind, rows, state } = setUp();
    let fail: () => void = () => {};
    state.hang = new Promise((_, reject) => {
      fail = () => reject(new Error('connection lost'));
    });
    writeBehind.put(binding({ id: '1', cseq: 1 }));
    await vi.advanceTimersByTimeAsync(100);
    writeBehind.put(binding({ id: '1', cseq: 2 }));
    state.hang.catch(() => {});
    fail();
    state.hang = null;
    await vi.advanceTimersByTimeAsync(1_100);
    expect(rows.get('1')?.cseq).toBe(2);
  });

  it('notices within five seconds that the database is away when nothing is written, and that it is back', async () => {
    const { writeBehind, state } = setUp();
    state.down = true;
    await vi.advanceTimersByTimeAsync(5_000);
    expect(writeBehind.available).toBe(false);
    state.down = false;
    await vi.advanceTimersByTimeAsync(5_000);
    expect(writeBehind.available).toBe(true);
  });

  it('counts a database that hangs for two seconds as away', async () => {
    const { writeBehind, state } = setUp();
    let answer: () => void = () => {};
    state.hang = new Promise((resolve) => (answer = resolve));
    writeBehind.put(binding());
    await vi.advanceTimersByTimeAsync(2_100);
    expect(writeBehind.available).toBe(false);
    answer();
    await vi.advanceTimersByTimeAsync(0);
    expect([writeBehind.available, writeBehind.unwritten]).toEqual([true, 0]);
  });

  it('is not available when too much is unwritten', async () => {
    const { writeBehind } = setUp({ unwrittenMax: 5 });
    for (let id = 0; id < 5; id += 1) writeBehind.put(binding({ id: String(id) }));
    expect(writeBehind.available).toBe(false);
    await vi.advanceTimersByTimeAsync(100);
    expect(writeBehind.available).toBe(true);
  });

  it('writes what is left when it closes, and leaves no timer behind', async () => {
    const { writeBehind, rows } = setUp();
    writeBehind.put(binding());
    await writeBehind.close();
    expect([rows.size, vi.getTimerCount()]).toEqual([1, 0]);
  });

  it('closes in bounded time when the database is away or hangs', async () => {
    const away = setUp();
    away.state.down = true;
    away.writeBehind.put(binding());
    await away.writeBehind.close();
    expect(away.writeBehind.unwritten).toBe(1);

    const hanging = setUp();
    hanging.state.hang = new Promise(() => {});
    hanging.writeBehind.put(binding());
    const closed = hanging.writeBehind.close();
    await vi.advanceTimersByTimeAsync(5_000);
    await closed;
    expect(hanging.writeBehind.unwritten).toBe(1);
  });
});
