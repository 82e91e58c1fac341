import { closeSync, fdatasync, openSync, writeSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** One file of the journal, open for appending. */
export interface JournalSegment {
  readonly path: string;
  bytes(): number;
  /**
   * Hands the line, or several with line ends between, to the kernel before returning, so that it survives the death of
   * this process.
   * @throws when the file system refuses it, such as a full disk
   */
  write(line: string): void;
  /** Settles when all lines written so far survive a power failure; several waits share one fdatasync. */
  synced(): Promise<void>;
  /** After the waits under way. */
  close(): Promise<void>;
}

/** @param groupCommitMs longest time for which a wait collects company */
export function openJournalSegment(path: string, groupCommitMs: number): JournalSegment {
  const file = openSync(path, 'a', 0o600);
  let bytes = 0;
  let tornLine = false;
  let commit: Promise<void> | null = null;
  const synced = (): Promise<void> => {
    commit ??= new Promise((resolve, reject) => {
      setTimeout(() => {
        commit = null;
        fdatasync(file, (error) => (error ? reject(error) : resolve()));
      }, groupCommitMs);
    });
    return commit;
  };
  return {
    path,
    bytes: () => bytes,
    write(line) {
      const content = Buffer.from(tornLine ? `\n${line}\n` : `${line}\n`);
      tornLine = true;
      const written = writeSync(file, content);
      bytes += written;
      if (written < content.length)
        throw new Error(`only ${written} of ${content.length} bytes were written`);
      tornLine = false;
    },
    synced,
    async close() {
      try {
        await synced();
      } finally {
        closeSync(file);
      }
    },
  };
}

const SEGMENT_NAME = /^call-records-(\d{8})\.jsonl$/;

/** @param number counts up from 1 over the life of the folder */
export const segmentPath = (folder: string, number: number): string =>
  join(folder, `call-records-${String(number).padStart(8, '0')}.jsonl`);

/** Numbers of the segments in the folder, oldest first. */
export async function segmentNumbers(folder: string): Promise<number[]> {
  const names = await readdir(folder);
  return names
    .flatMap((name) => SEGMENT_NAME.exec(name)?.[1] ?? [])
    .map(Number)
    .sort((a, b) => a - b);
}

/** Whole lines, and the text after the last line end: what a crash left half written, or an empty string. */
export async function readSegment(path: string): Promise<{ lines: string[]; torn: string }> {
  const lines = (await readFile(path, 'utf8')).split('\n');
  const torn = lines.pop() ?? '';
  return { lines: lines.filter((line) => line !== ''), torn };
}
