import { mkdirSync } from 'node:fs';
import { appendFile, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { SlotMap } from '@tandem/sip-engine/slot-map';
import { isDatabaseUnavailable } from '@tandem/sql';
import type { Log } from '../observability/log.ts';
import type { CallRecord, CallRecordSink } from './call-record.ts';
import type { CallRecordStore } from './call-record-store.ts';
import { entryOf, type JournalEntry, lineOf, recordAfterCrash } from './journal-entry.ts';
import {
  type JournalSegment,
  openJournalSegment,
  readSegment,
  segmentNumbers,
  segmentPath,
} from './journal-segment.ts';

export interface CallRecordJournalOptions {
  /** Created when missing; nothing else may be in it. */
  readonly folder: string;
  readonly store: Pick<CallRecordStore, 'insertOnce'>;
  readonly log: Log;
  /** Waits for a power-safe write share one within this time. Default 100. */
  readonly groupCommitMs?: number;
  /** Records wait this long for company on their way to the database: a transaction costs more than a row. Default 250. */
  readonly gatherMs?: number;
  /** Calls that were answered wait this long for company on their way to the file. Default 200. */
  readonly noteMs?: number;
  /** First and longest pause between attempts while the database is down. Default 250 and 15,000. */
  readonly retryMs?: { readonly first: number; readonly longest: number };
  /** A new file is begun when the current one is larger. Default 4 MiB. */
  readonly segmentBytesMax?: number;
  /** Records held in memory for the database; what is beyond is read from the files again. Default 10,000. */
  readonly pendingMax?: number;
}

/** Keeps records of calls in files until the database has them. */
export interface CallRecordJournal extends CallRecordSink {
  /** Records in memory that the database does not have yet. */
  backlog(): number;
  /** Tries once more to empty the backlog, and closes the files. Bounded by one attempt at the database. */
  close(): Promise<void>;
}

const BATCH = 100;

/**
 * Opens the journal and takes over what a former process left: finished records go to the database in the background,
 * calls that had no end are recorded as ended by the crash, and lines that cannot be read are moved to
 * `call-records.bad`.
 */
export async function openCallRecordJournal(options: CallRecordJournalOptions): Promise<CallRecordJournal> {
  const journal = new FileJournal(options);
  await journal.open();
  return journal;
}

class FileJournal implements CallRecordJournal {
  readonly #folder: string;
  readonly #store: Pick<CallRecordStore, 'insertOnce'>;
  readonly #log: Log;
  readonly #groupCommitMs: number;
  readonly #gatherMs: number;
  readonly #noteMs: number;
  readonly #retryMs: { readonly first: number; readonly longest: number };
  readonly #segmentBytesMax: number;
  readonly #pendingMax: number;
  /** Finished records that the database does not have, oldest first. */
  readonly #pending = new SlotMap<CallRecord>();
  /** Lines of calls that are not finished, to be carried over into the next file. */
  readonly #unfinished = new Map<string, string>();
  /** Answered calls that no file knows yet, by the id of their record. */
  readonly #unnoted = new SlotMap<CallRecord>();
  /** Until they are written. */
  #noting: NodeJS.Timeout | null = null;
  /** Files that hold records of which memory knows nothing. */
  readonly #unread = new Set<number>();
  /** Files before the current one. */
  #former: number[] = [];
  #number = 0;
  #segment: JournalSegment | null = null;
  #draining: Promise<void> | null = null;
  /** Until the next attempt at the database. */
  #pause: NodeJS.Timeout | null = null;
  #pauseMs = 0;
  #closed = false;

  constructor(options: CallRecordJournalOptions) {
    this.#folder = options.folder;
    this.#store = options.store;
    this.#log = options.log;
    this.#groupCommitMs = options.groupCommitMs ?? 100;
    this.#gatherMs = options.gatherMs ?? 250;
    this.#noteMs = options.noteMs ?? 200;
    this.#retryMs = options.retryMs ?? { first: 250, longest: 15_000 };
    this.#segmentBytesMax = options.segmentBytesMax ?? 4 * 1024 * 1024;
    this.#pendingMax = options.pendingMax ?? 10_000;
  }

  async open(): Promise<void> {
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    const left = await segmentNumbers(this.#folder);
    const orphans = await this.#readLeftovers(left);
    this.#begin((left.at(-1) ?? 0) + 1);
    this.#former = left;
    for (const number of left) this.#unread.add(number);
    await Promise.all(orphans.map((orphan) => this.append(orphan)));
    this.#drain();
  }

  note(record: CallRecord, progress: 'talking' | 'ended'): void {
    this.#unnoted.delete(record.id);
    if (progress === 'ended') {
      this.#writeUnfinished({ progress, record });
      return;
    }
    this.#unnoted.set(record.id, record);
    this.#noting ??= setTimeout(() => this.#writeNotes(), this.#noteMs);
  }

  append(record: CallRecord): Promise<void> {
    this.#unnoted.delete(record.id);
    this.#unfinished.delete(record.id);
    const written = this.#write(lineOf({ progress: 'final', record }));
    // A record that no file took must stay in memory, whatever the limit.
    if (this.#pending.size < this.#pendingMax || !written) this.#pending.set(record.id, record);
    else this.#unread.add(this.#number);
    const synced = written && this.#segment ? this.#segment.synced() : Promise.resolve();
    this.#rollWhenFull();
    this.#drain();
    return synced;
  }

  backlog(): number {
    return this.#pending.size;
  }

  async close(): Promise<void> {
    this.#closed = true;
    if (this.#pause) clearTimeout(this.#pause);
    this.#pause = null;
    this.#writeNotes();
    await this.#draining;
    await this.#drainOnce();
    await this.#segment?.close();
    this.#segment = null;
    if (this.#isDrained() && this.#unfinished.size === 0) {
      await this.#remove([...this.#former, this.#number]);
    }
  }

  #isDrained(): boolean {
    return this.#pending.size === 0 && this.#unread.size === 0;
  }

  #begin(number: number): void {
    this.#segment = openJournalSegment(segmentPath(this.#folder, number), this.#groupCommitMs);
    this.#number = number;
  }

  /** One write for all. */
  #writeNotes(): void {
    if (this.#noting) clearTimeout(this.#noting);
    this.#noting = null;
    const entries = [...this.#unnoted.values()].map((record) => ({ progress: 'talking' as const, record }));
    this.#unnoted.clear();
    if (entries.length > 0) this.#writeUnfinished(...entries);
  }

  #writeUnfinished(...entries: readonly JournalEntry[]): void {
    const lines = entries.map(lineOf);
    for (const [index, { record }] of entries.entries()) this.#unfinished.set(record.id, lines[index] ?? '');
    this.#write(lines.join('\n'));
  }

  #write(line: string): boolean {
    try {
      if (!this.#segment) throw new Error('the journal is closed');
      this.#segment.write(line);
      return true;
    } catch (error) {
      this.#log.error('a call record could not be written to the journal; it is kept in memory only', {
        error: asError(error),
      });
      return false;
    }
  }

  /** Every line of the former process is looked at: once here, and again when the database takes it. */
  async #readLeftovers(numbers: readonly number[]): Promise<CallRecord[]> {
    const unfinished = new Map<string, JournalEntry>();
    let diedAtMs = 0;
    for (const number of numbers) {
      const path = segmentPath(this.#folder, number);
      const { lines, torn } = await readSegment(path);
      diedAtMs = Math.max(diedAtMs, (await stat(path)).mtimeMs);
      const bad: string[] = [];
      for (const line of lines) {
        const entry = entryOf(line);
        if (!entry) bad.push(line);
        else if (entry.progress === 'final') unfinished.delete(entry.record.id);
        else unfinished.set(entry.record.id, entry);
      }
      if (torn !== '') {
        this.#log.warn('the last line of the call record journal was half written', { path });
        bad.push(torn);
      }
      await this.#setAside(bad, path);
    }
    return [...unfinished.values()].map((entry) => recordAfterCrash(entry, diedAtMs));
  }

  async #setAside(lines: readonly string[], from: string): Promise<void> {
    if (lines.length === 0) return;
    const path = join(this.#folder, 'call-records.bad');
    await appendFile(path, lines.map((line) => `${line}\n`).join(''), { mode: 0o600 });
    this.#log.error('lines of the call record journal could not be used and were moved', {
      lines: lines.length,
      from,
      path,
    });
  }

  #drain(): void {
    if (this.#draining || this.#pause || this.#closed) return;
    this.#pause = setTimeout(() => this.#drainNow(), this.#pauseMs || this.#gatherMs);
    this.#pause.unref();
  }

  #drainNow(): void {
    this.#pause = null;
    this.#draining = this.#drainOnce().then((done) => {
      this.#draining = null;
      if (!done) this.#pauseMs = this.#longerPause();
      if (!this.#isDrained()) this.#drain();
    });
  }

  #longerPause(): number {
    return Math.min(this.#retryMs.longest, Math.max(this.#retryMs.first, this.#pauseMs * 2));
  }

  /** @returns false when the database did not take everything; never rejects */
  async #drainOnce(): Promise<boolean> {
    try {
      await this.#drainPending();
      for (const number of [...this.#unread]) {
        await this.#drainFile(number);
        await this.#drainPending();
      }
      if (this.#pauseMs > 0) this.#log.info('the database takes call records again');
      this.#pauseMs = 0;
      await this.#removeDrained();
      return true;
    } catch (error) {
      if (this.#pauseMs === 0) {
        this.#log.error('call records wait for the database', {
          backlog: this.#pending.size,
          error: asError(error),
        });
      }
      return false;
    }
  }

  async #drainPending(): Promise<void> {
    while (this.#pending.size > 0) {
      const batch: CallRecord[] = [];
      for (const record of this.#pending.values()) if (batch.push(record) === BATCH) break;
      await this.#insert(batch);
      for (const { id } of batch) this.#pending.delete(id);
    }
  }

  async #drainFile(number: number): Promise<void> {
    // Taken off first: what is added to the current file from here on puts it back.
    this.#unread.delete(number);
    try {
      await this.#insertFile(number);
    } catch (error) {
      this.#unread.add(number);
      throw error;
    }
  }

  async #insertFile(number: number): Promise<void> {
    const { lines } = await readSegment(segmentPath(this.#folder, number));
    const records = lines.flatMap((line) => {
      const entry = entryOf(line);
      return entry?.progress === 'final' ? [entry.record] : [];
    });
    for (let from = 0; from < records.length; from += BATCH) {
      await this.#insert(records.slice(from, from + BATCH));
    }
  }

  /** One record that the table refuses must not keep the others out. */
  async #insert(batch: readonly CallRecord[]): Promise<void> {
    try {
      await this.#store.insertOnce(batch);
    } catch (error) {
      if (isDatabaseUnavailable(error)) throw error;
      for (const record of batch) await this.#insertAlone(record);
    }
  }

  async #insertAlone(record: CallRecord): Promise<void> {
    try {
      await this.#store.insertOnce([record]);
    } catch (error) {
      if (isDatabaseUnavailable(error)) throw error;
      this.#log.error('the database refuses a call record', { id: record.id, error: asError(error) });
      await this.#setAside([lineOf({ progress: 'final', record })], 'the database');
    }
  }

  #rollWhenFull(): void {
    const full = this.#segment;
    if (!full || full.bytes() < this.#segmentBytesMax) return;
    try {
      this.#begin(this.#number + 1);
    } catch (error) {
      this.#log.error('no new file for the call record journal; the old one goes on', {
        error: asError(error),
      });
      return;
    }
    this.#former.push(this.#number - 1);
    for (const line of this.#unfinished.values()) this.#write(line);
    full.close().catch((error: unknown) => {
      this.#log.error('a file of the call record journal could not be closed', { error: asError(error) });
    });
  }

  /** One former file stays, because SQLite may lose its last transactions in a power failure. */
  async #removeDrained(): Promise<void> {
    if (!this.#isDrained() || this.#former.length < 2) return;
    const drained = this.#former.slice(0, -1);
    await this.#segment?.synced();
    this.#former = this.#former.filter((number) => !drained.includes(number));
    await this.#remove(drained);
  }

  async #remove(numbers: readonly number[]): Promise<void> {
    for (const number of numbers) {
      await unlink(segmentPath(this.#folder, number)).catch((error: unknown) => {
        this.#log.warn('a file of the call record journal could not be deleted', { error: asError(error) });
      });
    }
  }
}

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));
