import { Readable } from 'node:stream';
import type { CallDetailRecord } from '@tandem/api-types';
import {
  type CallFilters,
  callFilters,
  callReport,
  callSearch,
  callSearchPage,
} from '@tandem/api-types/calls';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { CallView } from '../calls/calls.ts';
import { ApiError } from '../http/api-error.ts';
import { refusalResponses } from '../http/error-answer.ts';
import { liveCallOf } from '../live-calls/live-call.ts';
import { csvHeader, csvLine } from './call-csv.ts';
import type { CallRecord } from './call-record.ts';
import type { CallRecordStore } from './call-record-store.ts';
import { ladderOf, type Trace } from './call-report.ts';
import type { CallRecordFilters } from './call-search.ts';
import { endingSentence } from './ending-sentence.ts';

const tags = ['calls'];
const CSV_RECORDS_MAX = 100_000;
const CSV_PAGE = 1000;

export interface CallRecordRoutesOptions {
  readonly callRecords: Pick<CallRecordStore, 'search' | 'find'>;
  readonly calls: { find(id: string): CallView | null };
  readonly trace: Trace;
}

/** Searching calls, and everything about one of them. */
export function callRecordRoutes(options: CallRecordRoutesOptions): FastifyPluginAsyncZod {
  const { callRecords, calls, trace } = options;
  return async (api) => {
    api.get(
      '/admin/calls',
      {
        config: { scope: 'calls:read' },
        schema: {
          summary: 'Calls by filters, the newest first',
          tags,
          querystring: callSearch,
          response: { 200: callSearchPage, ...refusalResponses },
        },
      },
      async (request) => {
        const found = await callRecords.search(filtersOf(request.query), request.query);
        return {
          calls: found.records.map(detailRecordOf),
          nextCursor: found.nextCursor,
          searchedBackTo: isoTimeOrNull(found.searchedBackToMs),
        };
      },
    );
    api.get(
      '/admin/calls.csv',
      {
        config: { scope: 'calls:read' },
        schema: {
          summary: 'Calls by filters as CSV, the newest first, at most 100,000',
          tags,
          querystring: callFilters,
          response: {
            200: { description: 'RFC 4180', content: { 'text/csv': { schema: z.unknown() } } },
            ...refusalResponses,
          },
        },
      },
      async (request, reply) => {
        const lines = csvLines(callRecords, filtersOf(request.query));
        // The first line waits for the first page, so that a wrong filter is still refused.
        const first = await lines.next();
        return reply
          .type('text/csv; charset=utf-8')
          .header('content-disposition', 'attachment; filename="calls.csv"')
          .send(Readable.from(startingWith(String(first.value), lines)));
      },
    );
    api.get(
      '/admin/calls/:id',
      {
        config: { scope: 'calls:read' },
        schema: {
          summary: 'Everything that is known of one call, live or ended',
          tags,
          params: z.object({ id: z.uuid() }),
          response: { 200: callReport, ...refusalResponses },
        },
      },
      async (request) => {
        const { id } = request.params;
        const live = calls.find(id);
        if (live) {
          return {
            call: null,
            live: liveCallOf(live),
            ending: null,
            ...ladderOf(live.facts.legs, trace),
            decision: [...live.facts.decision],
            quality: [...live.quality],
          };
        }
        const record = await callRecords.find(id);
        if (!record) throw new ApiError('not-found', { message: 'There is no such call.' });
        return {
          call: detailRecordOf(record),
          live: null,
          ending: endingSentence(record),
          ...ladderOf(legsOf(record), trace),
          decision: record.details?.decision ?? [],
          quality: record.details?.quality ?? [],
        };
      },
    );
  };
}

const legsOf = ({ details, callId, callerUri }: CallRecord) =>
  details?.legs ?? [{ party: 'caller' as const, callId, uri: callerUri }];

async function* csvLines(
  callRecords: Pick<CallRecordStore, 'search'>,
  filters: CallRecordFilters,
): AsyncGenerator<string, undefined> {
  let cursor: string | undefined;
  let written = 0;
  do {
    const page = await callRecords.search(filters, { cursor, limit: CSV_PAGE });
    yield (cursor === undefined ? csvHeader() : '') + page.records.map(csvLine).join('');
    written += page.records.length;
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined && written < CSV_RECORDS_MAX);
}

async function* startingWith(first: string, rest: AsyncGenerator<string>): AsyncGenerator<string> {
  yield first;
  yield* rest;
}

const filtersOf = (query: CallFilters): CallRecordFilters => ({
  fromMs: timeMsOf(query.from),
  toMs: timeMsOf(query.to),
  caller: query.caller,
  callee: query.callee,
  party: query.party,
  outcome: query.outcome,
  trunk: query.trunk,
  mosBelow: query.mosBelow,
  longerThanMs: query.longerThanSeconds === undefined ? undefined : query.longerThanSeconds * 1000,
});

const timeMsOf = (time: string | undefined): number | undefined =>
  time === undefined ? undefined : Date.parse(time);

const isoTime = (timeMs: number): string => new Date(timeMs).toISOString();
const isoTimeOrNull = (timeMs: number | null): string | null => (timeMs === null ? null : isoTime(timeMs));

const detailRecordOf = (record: CallRecord): CallDetailRecord => ({
  id: record.id,
  callId: record.callId,
  node: record.node,
  caller: record.callerUri,
  callerName: record.callerName,
  callee: record.calleeUri,
  answeredBy: record.answeredBy,
  outcome: record.outcome,
  hungUpBy: record.hungUpBy,
  sipStatus: record.sipStatus,
  reason: record.reason,
  startedAt: isoTime(record.startedAtMs),
  ringingAt: isoTimeOrNull(record.ringingAtMs),
  answeredAt: isoTimeOrNull(record.answeredAtMs),
  endedAt: isoTime(record.endedAtMs),
  callerLeg: record.callerLeg,
  calleeLeg: record.calleeLeg,
  arrivedByTrunk: record.arrivedByTrunk,
  leftByTrunk: record.leftByTrunk,
});
