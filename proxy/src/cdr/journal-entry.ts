import { z } from 'zod';
import { refusals } from '../errors.ts';
import { type CallRecord, callRecord } from './call-record.ts';

/** A line of the journal. A later line of the same record replaces the earlier one; `final` is the last. */
const journalEntry = z.object({ progress: z.enum(['talking', 'ended', 'final']), record: callRecord });

export type JournalEntry = z.infer<typeof journalEntry>;

export const lineOf = (entry: JournalEntry): string => JSON.stringify(entry);

/** @returns null for a line that no journal wrote */
export function entryOf(line: string): JournalEntry | null {
  try {
    return journalEntry.parse(JSON.parse(line));
  } catch {
    return null;
  }
}

/**
 * The record of a call whose process died before finishing it.
 * @param diedAtMs when the process was last seen writing
 */
export function recordAfterCrash({ progress, record }: JournalEntry, diedAtMs: number): CallRecord {
  if (progress !== 'talking') return record;
  return {
    ...record,
    endedAtMs: Math.max(record.endedAtMs, Math.floor(diedAtMs)),
    hungUpBy: 'system',
    reason: `server-stopped: ${refusals['server-stopped'].sentence}`,
  };
}
