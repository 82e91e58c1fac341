import {
  type CallDestination,
  type CsvLineError,
  callDestination,
  type DidSettings,
} from '@tandem/api-types/numbers';
import { z } from 'zod';
import { CsvProblems, csvFile, readCsvLines, textCell, textOfCell } from '../http/csv-lines.ts';
import type { References } from '../routing/references.ts';
import type { NumberingPlan } from '../routing/telephone-number.ts';
import { didErrors, didNumber } from './did-checks.ts';
import type { StoredDid } from './did-store.ts';

/** The columns, in the order of the export. */
const COLUMNS = ['number', 'label', 'destination', 'target', 'trunk_number', 'arrives_by'] as const;
const REQUIRED_COLUMNS = ['number', 'destination'];
const LINES_MAX = 200_000;

export interface ReadDids {
  /** Only to be used when there are no problems. */
  readonly rows: readonly DidSettings[];
  readonly problems: CsvProblems;
}

const lineSchema = z.object({
  number: z.string('is missing'),
  label: z.string().max(120, 'at most 120 characters').default(''),
  destination: z.enum(['user', 'ring-group', 'conference', 'voicemail', 'trunk'], {
    error: 'must be user, ring-group, conference, voicemail or trunk',
  }),
  target: z.string().default(''),
  trunk_number: z.string().default(''),
  arrives_by: z.string().default(''),
});

type Line = z.output<typeof lineSchema>;

/** Reads numbers from a CSV file and tells every wrong line. @param references each name is looked up once */
export async function readDidCsv(
  file: AsyncIterable<Uint8Array>,
  plan: NumberingPlan,
  references: References,
): Promise<ReadDids> {
  const problems = new CsvProblems();
  const rows: DidSettings[] = [];
  const lineOf = new Map<string, number>();
  const known = rememberReferences(references);
  await readCsvLines(
    file,
    REQUIRED_COLUMNS,
    LINES_MAX,
    async (line, record) => {
      const wrong = (field: string, message: string): void => problems.add(line, field, message);
      const did = didOf(record, plan, wrong);
      if (!did) return;
      const first = lineOf.get(did.number);
      if (first !== undefined) return wrong('number', `${did.number} stands in line ${first} already`);
      lineOf.set(did.number, line);
      for (const { field, message } of await didErrors(did, known)) wrong(columnOf(field), message);
      rows.push(did);
    },
    problems,
  );
  return { rows, problems };
}

type Wrong = (field: CsvLineError['field'], message: string) => void;

function didOf(record: unknown, plan: NumberingPlan, wrong: Wrong): DidSettings | null {
  const parsed = lineSchema.safeParse(record);
  if (!parsed.success) {
    for (const { path, message } of parsed.error.issues) wrong(String(path[0] ?? ''), message);
    return null;
  }
  const cells = parsed.data;
  const read = didNumber(cells.number, plan);
  const destination = callDestination.safeParse(destinationOf(cells));
  if ('problem' in read) wrong('number', read.problem);
  if (!destination.success) {
    const [issue] = destination.error.issues;
    wrong(issue?.path[0] === 'number' ? 'trunk_number' : 'target', issue?.message ?? '');
  }
  if ('problem' in read || !destination.success) return null;
  return {
    number: read.e164,
    label: textOfCell(cells.label),
    destination: destination.data,
    trunkId: cells.arrives_by === '' ? null : cells.arrives_by,
  };
}

function destinationOf({ destination, target, trunk_number }: Line): unknown {
  switch (destination) {
    case 'ring-group':
      return { kind: destination, ringGroup: target };
    case 'conference':
      return { kind: destination, conference: target };
    case 'trunk':
      return { kind: destination, trunkId: target, number: trunk_number === '' ? null : trunk_number };
    default:
      return { kind: destination, username: target };
  }
}

function columnOf(field: string): string {
  if (field === 'trunkId') return 'arrives_by';
  return field === 'destination.kind' ? 'destination' : 'target';
}

function rememberReferences(references: References): References {
  const remembered = (look: (name: string) => Promise<boolean>) => {
    const known = new Map<string, Promise<boolean>>();
    return (name: string): Promise<boolean> => {
      const found = known.get(name) ?? look(name);
      known.set(name, found);
      return found;
    };
  };
  return {
    userExists: remembered(references.userExists),
    ringGroupExists: remembered(references.ringGroupExists),
    conferenceExists: remembered(references.conferenceExists),
    trunkExists: references.trunkExists,
  };
}

/** Writes numbers as `readDidCsv` reads them. */
export const didCsv = (numbers: AsyncIterable<StoredDid>): NodeJS.ReadableStream =>
  csvFile(numbers, COLUMNS, cellsOf);

const cellsOf = ({
  number,
  label,
  destination,
  trunkId,
}: StoredDid): Record<(typeof COLUMNS)[number], string> => ({
  number,
  label: textCell(label),
  destination: destination.kind,
  target: targetOf(destination),
  trunk_number: (destination.kind === 'trunk' && destination.number) || '',
  arrives_by: trunkId ?? '',
});

function targetOf(destination: CallDestination): string {
  switch (destination.kind) {
    case 'user':
    case 'voicemail':
      return destination.username;
    case 'ring-group':
      return destination.ringGroup;
    case 'conference':
      return destination.conference;
    case 'trunk':
      return destination.trunkId;
  }
}
