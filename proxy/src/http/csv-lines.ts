import { pipeline } from 'node:stream/promises';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { CsvLineError } from '@tandem/api-types/numbers';
import { CsvError, Parser } from 'csv-parse';
import { stringify } from 'csv-stringify';
import { z } from 'zod';
import { ApiError } from './api-error.ts';

const RECORD_BYTES_MAX = 2000;
/** Calls go on while a large file is read. */
const LINES_PER_TURN = 100;
/** More of them help nobody. */
const ERRORS_MAX = 1000;

/** The wrong lines of a file, as they are found. */
export class CsvProblems {
  readonly lines: CsvLineError[] = [];

  /** @param field the column; empty when the line as a whole is wrong */
  add(line: number, field: string, message: string): void {
    this.lines.push({ line, field, message: message.slice(0, 200) });
  }

  get full(): boolean {
    return this.lines.length >= ERRORS_MAX;
  }
}

/**
 * Reads a CSV file with a heading (RFC 4180; semicolons and tabs, too, as spreadsheets write them) to its end, or until
 * there are a thousand wrong lines. A piece that cannot be taken apart ends the reading: nobody knows where the next
 * line begins.
 * @param required columns that the heading must name, in lower case
 * @param linesMax beyond it the file is wrong
 * @param take gets each line by column in lower case, with its number counted from 1
 * @throws whatever reading the file throws
 */
export async function readCsvLines(
  file: AsyncIterable<Uint8Array>,
  required: readonly string[],
  linesMax: number,
  take: (line: number, record: unknown) => Promise<void> | void,
  problems: CsvProblems,
): Promise<void> {
  let missing = required;
  const lines = new NumberedLines({
    bom: true,
    columns: (heading: string[]) => {
      const names = heading.map((name) => name.trim().toLowerCase());
      missing = required.filter((name) => !names.includes(name));
      return names;
    },
    delimiter: [',', ';', '\t'],
    max_record_size: RECORD_BYTES_MAX,
    relax_column_count: true,
    skip_empty_lines: true,
    trim: true,
  });
  // What goes wrong with the file, the loop over its lines is told.
  const feeding = pipeline(withUnixLines(file), lines).catch(() => undefined);
  let count = 0;
  try {
    for await (const { line, record } of lines) {
      if (missing.length > 0) break;
      count += 1;
      if (count % LINES_PER_TURN === 0) await nextTurn();
      if (count > linesMax) problems.add(line, '', `more than ${linesMax} lines`);
      else await take(line, record);
      if (problems.full || count > linesMax) break;
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const { lines: line, message } = csvError.parse(error);
    problems.add(line, '', `is no CSV that can be read: ${message}`);
  }
  await feeding;
  for (const name of missing) problems.add(1, name, 'the column is missing');
}

/** The parser counts CR and LF of a quoted cell as two lines. */
async function* withUnixLines(file: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let held = '';
  for await (const piece of file) {
    const { buffer, byteOffset, byteLength } = piece;
    // One character for each byte, whatever the encoding.
    const text = held + Buffer.from(buffer, byteOffset, byteLength).toString('latin1');
    held = text.endsWith('\r') ? '\r' : '';
    yield Buffer.from(text.slice(0, text.length - held.length).replaceAll('\r\n', '\n'), 'latin1');
  }
  if (held !== '') yield Buffer.from(held);
}

const csvError = z.looseObject({ lines: z.number().catch(1), message: z.string() });

/** Gives `{ line, record }`. The parser's option `info` does, too, but takes longer for it than for reading the line. */
class NumberedLines extends Parser {
  override push(record: unknown): boolean {
    return super.push(record === null ? null : { line: this.info.lines, record });
  }
}

/** @throws ApiError `bad-input` with all wrong lines when there are any: nothing is to be applied then */
export function refuseProblems({ lines }: CsvProblems): void {
  if (lines.length > 0) throw ApiError.ofLines(lines);
}

/** A CSV file that is written as fast as it is read. */
export function csvFile<Line>(
  lines: AsyncIterable<Line>,
  columns: readonly string[],
  cellsOf: (line: Line) => Record<string, string>,
): NodeJS.ReadableStream {
  const out = stringify({ header: true, columns: [...columns], record_delimiter: 'windows' });
  // Who reads the file is told by `out` when it ends early.
  pipeline(cellsOfAll(lines, cellsOf), out).catch(() => undefined);
  return out;
}

async function* cellsOfAll<Line>(
  lines: AsyncIterable<Line>,
  cellsOf: (line: Line) => Record<string, string>,
) {
  for await (const line of lines) yield cellsOf(line);
}

/** A spreadsheet would take such a cell for a formula and run it; it does not with an apostrophe in front. */
const FORMULA = /^[=+\-@]/;
const ESCAPED_FORMULA = /^'(?=[=+\-@])/;

/** Free text as it may stand in a file. */
export const textCell = (text: string): string => text.replace(FORMULA, "'$&");

/** Free text from a file that `textCell` made. */
export const textOfCell = (cell: string): string => cell.replace(ESCAPED_FORMULA, '');
