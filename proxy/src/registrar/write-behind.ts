import type { Log } from '../observability/log.ts';
import type { Binding } from './binding.ts';
import type { BindingStore } from './binding-store.ts';

/** Carries changes of bindings to the database, in batches, without anybody waiting for it. */
export interface WriteBehind {
  put(binding: Binding): void;
  remove(id: string): void;
  /** False while the database does not answer or too much is unwritten. */
  readonly available: boolean;
  /** Changes that are not in the database yet. */
  readonly unwritten: number;
  /** Writes what is left; gives up, and logs it, when the database does not answer within `closeTimeoutMs`. */
  close(): Promise<void>;
}

export interface WriteBehindOptions {
  readonly store: BindingStore;
  readonly log: Log;
  /** The longest a change waits for company, and all that a crash can lose, in ms. Default 100. */
  readonly delayMs?: number;
  /** Changes in one transaction. Default 500. */
  readonly batchMax?: number;
  /** Unwritten changes from which on `available` is false. Default 50,000. */
  readonly unwrittenMax?: number;
  /** Time between attempts while the database is away, in ms. Default 1 s. */
  readonly retryMs?: number;
  /** Time between questions whether the database is there when nothing is written, in ms. Default 5 s. */
  readonly probeMs?: number;
  /** A write that takes longer counts as "the database does not answer" until it ends, in ms. Default 2 s. */
  readonly slowMs?: number;
  readonly closeTimeoutMs?: number;
}

/** Writes never overlap: an old state cannot overtake a new one. */
export function createWriteBehind(options: WriteBehindOptions): WriteBehind {
  const { store, log, delayMs = 100, batchMax = 500, unwrittenMax = 50_000 } = options;
  const { retryMs = 1_000, probeMs = 5_000, slowMs = 2_000, closeTimeoutMs = 5_000 } = options;
  /** The latest state of each changed binding by id; null: it is gone. */
  let waiting = new Map<string, Binding | null>();
  let inFlight = 0;
  let answering = true;
  let closed = false;
  let timer: NodeJS.Timeout | undefined;
  let working: Promise<void> | undefined;

  const setAnswering = (answers: boolean, error?: unknown): void => {
    if (answers === answering) return;
    answering = answers;
    if (answers) log.info('the database answers again', { unwritten: waiting.size });
    else {
      log.error('the database does not answer; known phones go on working', {
        error: error instanceof Error ? error : undefined,
        unwritten: waiting.size + inFlight,
      });
    }
  };

  /** @returns whether the database answered in the end */
  const watched = async (work: () => Promise<void>): Promise<boolean> => {
    const slow = setTimeout(() => setAnswering(false), slowMs);
    try {
      await work();
      setAnswering(true);
      return true;
    } catch (error) {
      setAnswering(false, error);
      return false;
    } finally {
      clearTimeout(slow);
    }
  };

  const writeOnce = async (): Promise<boolean> => {
    const batch = takeBatch();
    const written = [...batch.values()].filter((binding) => binding !== null);
    const removedIds = [...batch].filter(([, binding]) => binding === null).map(([id]) => id);
    inFlight = batch.size;
    const done = await watched(() => store.save(written, removedIds));
    inFlight = 0;
    // What changed meanwhile is newer than the batch that failed.
    if (!done) waiting = new Map([...batch, ...waiting]);
    return done;
  };

  const takeBatch = (): ReadonlyMap<string, Binding | null> => {
    if (waiting.size <= batchMax) {
      const batch = waiting;
      waiting = new Map();
      return batch;
    }
    const batch = new Map<string, Binding | null>();
    for (const [id, binding] of waiting) {
      if (batch.size === batchMax) break;
      batch.set(id, binding);
    }
    for (const id of batch.keys()) waiting.delete(id);
    return batch;
  };

  const work = async (): Promise<void> => {
    if (waiting.size === 0) await watched(() => store.ping());
    else while (waiting.size > 0 && (await writeOnce()));
  };

  const run = (): void => {
    working ??= work().finally(() => {
      working = undefined;
      schedule();
    });
  };

  const schedule = (): void => {
    clearTimeout(timer);
    if (closed) return;
    const waitMs = waiting.size === 0 ? probeMs : answering ? delayMs : retryMs;
    timer = setTimeout(run, waitMs);
    if (waiting.size === 0) timer.unref();
  };

  const change = (id: string, binding: Binding | null): void => {
    const wasIdle = waiting.size === 0;
    waiting.set(id, binding);
    if (wasIdle && !working) schedule();
  };

  const finish = async (): Promise<void> => {
    await working;
    while (waiting.size > 0 && (await writeOnce()));
  };

  schedule();
  return {
    put: (binding) => change(binding.id, binding),
    remove: (id) => change(id, null),
    get available() {
      return answering && waiting.size + inFlight < unwrittenMax;
    },
    get unwritten() {
      return waiting.size + inFlight;
    },
    async close() {
      closed = true;
      clearTimeout(timer);
      let late: NodeJS.Timeout | undefined;
      const patience = new Promise<void>((resolve) => {
        late = setTimeout(resolve, closeTimeoutMs);
      });
      await Promise.race([finish(), patience]);
      clearTimeout(late);
      if (waiting.size + inFlight > 0) {
        log.error('registrations were not written', { unwritten: waiting.size + inFlight });
      }
    },
  };
}
