import { type Rate, rate } from '@tandem/api-types/rates';
import { z } from 'zod';
import { CsvProblems, csvFile, readCsvLines, textCell, textOfCell } from '../http/csv-lines.ts';

const COLUMNS = [
  'prefix',
  'destination',
  'price_per_minute',
  'set_up_price',
  'first_seconds',
  'step_seconds',
] as const;
const LINES_MAX = 500_000;

const lineSchema = z.object({
  prefix: z.string('is missing'),
  destination: z.string().optional(),
  price_per_minute: z.string().optional(),
  set_up_price: z.string().optional(),
  first_seconds: z.string().optional(),
  step_seconds: z.string().optional(),
});

/** Empty cells have the default; prices have a decimal point. */
const numberOf = (cell: string | undefined): number | undefined =>
  cell === undefined || cell === '' ? undefined : Number(cell);

function rateOf(record: unknown) {
  const cells = lineSchema.safeParse(record);
  if (!cells.success) return cells;
  const { prefix, destination, price_per_minute, set_up_price, first_seconds, step_seconds } = cells.data;
  return rate.safeParse({
    prefix: prefix.replace(/^\+/, ''),
    destination: destination === undefined ? undefined : textOfCell(destination),
    pricePerMinute: numberOf(price_per_minute),
    setUpPrice: numberOf(set_up_price),
    firstSeconds: numberOf(first_seconds),
    stepSeconds: numberOf(step_seconds),
  });
}

export interface ReadRates {
  /** Only to be used when there are no problems. */
  readonly rates: readonly Rate[];
  readonly problems: CsvProblems;
}

/** Reads a price list from a CSV file and tells every wrong line. */
export async function readRateCsv(file: AsyncIterable<Uint8Array>): Promise<ReadRates> {
  const problems = new CsvProblems();
  const rates: Rate[] = [];
  const lineOf = new Map<string, number>();
  await readCsvLines(
    file,
    ['prefix'],
    LINES_MAX,
    (line, record) => {
      const parsed = rateOf(record);
      if (!parsed.success) {
        for (const { path, message } of parsed.error.issues) problems.add(line, columnOf(path[0]), message);
        return;
      }
      const { prefix } = parsed.data;
      const first = lineOf.get(prefix);
      if (first !== undefined)
        return problems.add(line, 'prefix', `${prefix} stands in line ${first} already`);
      lineOf.set(prefix, line);
      rates.push(parsed.data);
    },
    problems,
  );
  return { rates, problems };
}

/** `pricePerMinute` is the column `price_per_minute`. */
const columnOf = (field: PropertyKey | undefined): string =>
  String(field ?? '').replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** Writes prices as `readRateCsv` reads them. */
export const rateCsv = (rates: AsyncIterable<Rate>): NodeJS.ReadableStream =>
  csvFile(
    rates,
    COLUMNS,
    (line): Record<(typeof COLUMNS)[number], string> => ({
      prefix: line.prefix,
      destination: textCell(line.destination),
      price_per_minute: String(line.pricePerMinute),
      set_up_price: String(line.setUpPrice),
      first_seconds: String(line.firstSeconds),
      step_seconds: String(line.stepSeconds),
    }),
  );
