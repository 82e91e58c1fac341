import type { CallOutcome } from '@tandem/api-types';
import type { Database, Query } from '@tandem/sql';
import { z } from 'zod';
import { ApiError } from '../http/api-error.ts';
import { decodeCursor, encodeCursor } from '../http/cursor.ts';
import type { CallRecord } from './call-record.ts';
import {
  type CallRecordPage,
  type CallRecordPageRequest,
  fromPosition,
  inPageOrder,
  merged,
  type Position,
  pageOf,
  position,
  tableBy,
} from './call-record-pages.ts';
import { recordOf } from './call-record-row.ts';

/** All that is given must be so. */
export interface CallRecordFilters {
  /** Started then or later, ms since 1970. */
  readonly fromMs?: number | undefined;
  /** Started before, ms since 1970. */
  readonly toMs?: number | undefined;
  /** User name or number, or with a `*` at the end its beginning. */
  readonly caller?: string | undefined;
  readonly callee?: string | undefined;
  /** Caller or callee. */
  readonly party?: string | undefined;
  readonly outcome?: CallOutcome | undefined;
  /** A trunk by which the call came or went. */
  readonly trunk?: string | undefined;
  /** The worse of both directions. */
  readonly mosBelow?: number | undefined;
  readonly longerThanMs?: number | undefined;
}

export interface CallSearchResult extends CallRecordPage {
  /** Where the search stopped to answer in time, with fewer records than asked for; null when it did not. */
  readonly searchedBackToMs: number | null;
}

/** @throws ApiError `bad-input` for a foreign cursor and for a beginning that is too short */
export type SearchCalls = (
  filters: CallRecordFilters,
  request: CallRecordPageRequest,
) => Promise<CallSearchResult>;

/** A filter that has an index `(column, started_at_ms, id)`. */
interface Condition {
  readonly column: string;
  readonly operator: '=' | '<' | 'like';
  readonly value: string | number;
}

interface Limits {
  /** So few matches of one condition are read whole, whatever the others are. */
  readonly rareMax: number;
  /** So many records are looked at for one page when every condition is common. */
  readonly scanMax: number;
}

const LIMITS: Limits = { rareMax: 5000, scanMax: 40_000 };
const PREFIX_MIN = 3;
const BY_TIME = 'call_records_started_at_ms_id_index';

/**
 * Searches the table `call_records` within a time that does not grow with it. The condition with the fewest matches
 * chooses the index. When all are common, records are looked at in page order until the page is full, and at most
 * `scanMax` of them: then the page is short and says how far back it went.
 */
export function createCallSearch(db: Database, limits: Limits = LIMITS): SearchCalls {
  return async (filters, request) => {
    const from = request.cursor === undefined ? null : decodeCursor(request.cursor, position);
    const found = await Promise.all(
      conjunctions(filters).map((conditions) =>
        searchOne(db, limits, { conditions, filters, from, limit: request.limit }),
      ),
    );
    const stops = found.flatMap(({ stoppedAtMs }) => stoppedAtMs ?? []);
    const stoppedAtMs = stops.length > 0 ? Math.max(...stops) : null;
    // What one of several searches found beyond the point that all have reached comes again on the next page.
    const records = merged(found.map((one) => one.records)).filter(
      ({ startedAtMs }) => stoppedAtMs === null || startedAtMs > stoppedAtMs,
    );
    const page = pageOf(records, request.limit);
    if (page.nextCursor !== null || stoppedAtMs === null) return { ...page, searchedBackToMs: null };
    return { ...page, nextCursor: encodeCursor([stoppedAtMs + 1, '0']), searchedBackToMs: stoppedAtMs };
  };
}

/** Each "or" of the filters makes two searches of one: an index serves only "and". */
function conjunctions(filters: CallRecordFilters): Condition[][] {
  const common = [
    ...(filters.caller === undefined ? [] : [partyCondition('caller', filters.caller)]),
    ...(filters.callee === undefined ? [] : [partyCondition('callee', filters.callee)]),
    ...(filters.outcome === undefined ? [] : [equal('outcome', filters.outcome)]),
    ...(filters.mosBelow === undefined
      ? []
      : [{ column: 'worst_mos', operator: '<' as const, value: filters.mosBelow }]),
  ];
  const { party, trunk } = filters;
  const parties =
    party === undefined ? [[]] : [[partyCondition('caller', party)], [partyCondition('callee', party)]];
  const trunks =
    trunk === undefined ? [[]] : [[equal('arrived_by_trunk', trunk)], [equal('left_by_trunk', trunk)]];
  return parties.flatMap((byParty) => trunks.map((byTrunk) => [...common, ...byParty, ...byTrunk]));
}

const equal = (column: string, value: string): Condition => ({ column, operator: '=', value });

function partyCondition(party: 'caller' | 'callee', sought: string): Condition {
  const text = sought.trim().toLowerCase();
  const column = `${party}_key`;
  if (!text.endsWith('*')) return equal(column, text);
  const prefix = text.slice(0, -1);
  if (prefix.length < PREFIX_MIN) {
    throw ApiError.ofField(party, `at least ${PREFIX_MIN} characters are needed before the *`);
  }
  return { column, operator: 'like', value: `${prefix.replace(/[|%_]/g, (wildcard) => `|${wildcard}`)}%` };
}

interface Search {
  readonly conditions: readonly Condition[];
  readonly filters: CallRecordFilters;
  readonly from: Position | null;
  readonly limit: number;
}

interface Found {
  readonly records: readonly CallRecord[];
  /** Records started then or before were not looked at; null when the search was complete. */
  readonly stoppedAtMs: number | null;
}

async function searchOne(db: Database, limits: Limits, search: Search): Promise<Found> {
  const { index, bounded, driver } = await chooseIndex(db, limits, search);
  const stoppedAtMs = bounded ? await scanEnd(db, limits, index, driver, search) : null;
  const query = inPageOrder(db(tableBy(db, index))).limit(search.limit + 1);
  for (const condition of search.conditions) apply(query, condition);
  within(query, search);
  if (search.filters.longerThanMs !== undefined) {
    query.whereRaw('ended_at_ms - answered_at_ms >= ?', [search.filters.longerThanMs]);
  }
  if (stoppedAtMs !== null) query.where('started_at_ms', '>', stoppedAtMs);
  const records = z
    .array(z.unknown())
    .parse(await query)
    .map(recordOf);
  // A full page was reached before the end of the scan.
  return { records, stoppedAtMs: records.length > search.limit ? null : stoppedAtMs };
}

interface ChosenIndex {
  readonly index: string;
  /** The condition that the index serves; null for the order of time alone. */
  readonly driver: Condition | null;
  /** Whether so many records may have to be looked at that there must be an end to it. */
  readonly bounded: boolean;
}

async function chooseIndex(db: Database, limits: Limits, search: Search): Promise<ChosenIndex> {
  const counted = await Promise.all(
    search.conditions.map(async (condition) => ({
      condition,
      count: await countUpTo(db, limits.rareMax + 1, condition, search),
    })),
  );
  const [rarest] = counted.sort((a, b) => a.count - b.count);
  if (rarest && rarest.count <= limits.rareMax) {
    return { index: indexOf(rarest.condition), driver: rarest.condition, bounded: false };
  }
  // An index of an equality is in page order; of a beginning or a limit it is not.
  const driver = search.conditions.find(({ operator }) => operator === '=') ?? null;
  const others = search.conditions.length - (driver ? 1 : 0) + (search.filters.longerThanMs ? 1 : 0);
  return { index: driver ? indexOf(driver) : BY_TIME, driver, bounded: others > 0 };
}

async function countUpTo(db: Database, max: number, condition: Condition, search: Search): Promise<number> {
  const matches = db(tableBy(db, indexOf(condition)))
    .select(db.raw('1 as one'))
    .limit(max);
  apply(matches, condition);
  // Behind an equality the index has its range of times; elsewhere it would be read to the end of the matches.
  if (condition.operator === '=') within(matches, search);
  const row: unknown = await db.count({ count: '*' }).from(matches.as('matches')).first();
  return z.object({ count: z.coerce.number() }).parse(row).count;
}

/** When the last record started that is looked at; null when the search comes to its end before. */
async function scanEnd(
  db: Database,
  { scanMax }: Limits,
  index: string,
  driver: Condition | null,
  search: Search,
): Promise<number | null> {
  const query = inPageOrder(db(tableBy(db, index)))
    .select('started_at_ms')
    .offset(scanMax)
    .limit(1);
  if (driver) apply(query, driver);
  within(query, search);
  const rows: unknown = await query;
  const [last] = z.array(z.object({ started_at_ms: z.coerce.number() })).parse(rows);
  return last?.started_at_ms ?? null;
}

const indexOf = ({ column }: Condition): string => `call_records_by_${column}`;

function apply(query: Query, { column, operator, value }: Condition): void {
  if (operator === 'like') query.whereRaw("?? like ? escape '|'", [column, value]);
  else query.where(column, operator, value);
}

function within(query: Query, { filters, from }: Search): void {
  if (filters.fromMs !== undefined) query.where('started_at_ms', '>=', filters.fromMs);
  if (filters.toMs !== undefined) query.where('started_at_ms', '<', filters.toMs);
  if (from) fromPosition(query, from);
}
