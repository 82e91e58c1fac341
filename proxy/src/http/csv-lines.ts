import { setImmediate as nextTurn } from 'node:timers/promises';
import type { CsvLineError } from '@tandem/api-types/numbers';
import { parse } from 'csv-parse';
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
 * @param linesMax beyond it the file is wrong
 * @param take gets each line by column in lower case, with its number counted from 1
 * @throws whatever reading the file throws
 */
export async function readCsvLines(
  file: AsyncIterable<Uint8Array>,
  linesMax: number,
  take: (line: number, record: unknown) => Promise<void> | void,
  problems: CsvProblems,
): Promise<void> {
  const parser = parse({
    bom: true,
    columns: (heading: string[]) => heading.map((name) => name.trim().toLowerCase()),
    delimiter: [',', ';', '\t'],
    info: true,
    max_record_size: RECORD_BYTES_MAX,
    relax_column_count: true,
    skip_empty_lines: true,
    trim: true,
  });
  const feeding = feed(file, parser);
  let count = 0;
  try {
    for await (const { info, record } of parser) {
      count += 1;
      if (count % LINES_PER_TURN === 0) await nextTurn();
      if (count > linesMax) problems.add(info.lines, '', `more than ${linesMax} lines`);
      else await take(info.lines, record);
      if (problems.full || count > linesMax) break;
    }
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && String(error.code).startsWith('CSV_'))) throw error;
    const { lines, message } = csvError.parse(error);
    problems.add(lines, '', `is no CSV that can be read: ${message}`);
  }
  await feeding;
}

const csvError = z.looseObject({ lines: z.number().catch(1), message: z.string() });

type CsvParser = ReturnType<typeof parse>;

async function feed(file: AsyncIterable<Uint8Array>, parser: CsvParser): Promise<void> {
  try {
    for await (const chunk of file) {
      if (parser.destroyed) return;
      if (!parser.write(chunk)) await drained(parser);
    }
    parser.end();
  } catch (error) {
    parser.destroy(error instanceof Error ? error : new Error(String(error)));
  }
}

const drained = (parser: CsvParser): Promise<void> =>
  new Promise((resolve) => {
    parser.once('drain', resolve);
    parser.once('close', resolve);
  });

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
  void write(lines, out, cellsOf);
  return out;
}

async function write<Line>(
  lines: AsyncIterable<Line>,
  out: ReturnType<typeof stringify>,
  cellsOf: (line: Line) => Record<string, string>,
): Promise<void> {
  try {
    for await (const line of lines) {
      if (out.destroyed) return;
      if (!out.write(cellsOf(line))) {
        await new Promise<void>((resolve) => {
          out.once('drain', resolve);
          out.once('close', resolve);
        });
      }
    }
    out.end();
  } catch (error) {
    out.destroy(error instanceof Error ? error : new Error(String(error)));
  }
}

/** A spreadsheet would take such a cell for a formula and run it; it does not with an apostrophe in front. */
const FORMULA = /^[=+\-@]/;
const ESCAPED_FORMULA = /^'(?=[=+\-@])/;

/** Free text as it may stand in a file. */
export const textCell = (text: string): string => text.replace(FORMULA, "'$&");

/** Free text from a file that `textCell` made. */
export const textOfCell = (cell: string): string => cell.replace(ESCAPED_FORMULA, '');
