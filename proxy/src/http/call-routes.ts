import {
  directoryQuery,
  directory as directorySchema,
  type HistoryCall,
  historyPage,
  missedCalls,
  missedCallsSeen,
  pageQuery,
} from '@tandem/api-types';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import type { Directory } from '../accounts/directory.ts';
import type { CallRecord } from '../cdr/call-record.ts';
import type { CallRecordStore } from '../cdr/call-record-store.ts';
import { isVoicemailUri } from '../voicemail/voicemail-uri.ts';
import { refusalResponses } from './error-answer.ts';
import { callerOf } from './signed-in.ts';

const DIRECTORY_ENTRIES_MAX = 500;

/** Who can be reached now. */
export interface Reachability {
  bindingsOf(username: string): readonly unknown[];
}

/** What a caller sees of calls: their own history, and whom they can call by name. */
export function callRoutes(sources: {
  callRecords: Pick<CallRecordStore, 'pageForUser' | 'missed'>;
  directory: Pick<Directory, 'entries' | 'displayNames'>;
  location: Reachability;
  sipDomain: string;
}): FastifyPluginAsyncZod {
  const { callRecords, directory, location, sipDomain } = sources;
  return async (api) => {
    api.get(
      '/calls',
      {
        schema: {
          summary: 'Own calls, the newest first',
          tags: ['calls'],
          querystring: pageQuery,
          response: { 200: historyPage, ...refusalResponses },
        },
      },
      async (request) => {
        const { username } = callerOf(request);
        const page = await callRecords.pageForUser(username, request.query);
        const dialled = page.records.flatMap((record) => record.calleeUsername ?? []);
        const names = await directory.displayNames(dialled);
        return {
          calls: page.records.map((record) => historyCallOf(record, username, names)),
          nextCursor: page.nextCursor,
        };
      },
    );
    api.get(
      '/calls/missed',
      {
        schema: {
          summary: 'How many missed calls are new to the user',
          tags: ['calls'],
          response: { 200: missedCalls, ...refusalResponses },
        },
      },
      async (request) => ({ count: await callRecords.missed.count(callerOf(request).username) }),
    );
    api.put(
      '/calls/missed/seen',
      {
        schema: {
          summary: 'Tells that the user has seen the missed calls up to one',
          tags: ['calls'],
          body: missedCallsSeen,
          response: { 200: missedCalls, ...refusalResponses },
        },
      },
      async (request) => {
        const { username } = callerOf(request);
        await callRecords.missed.seen(username, Date.parse(request.body.until));
        return { count: await callRecords.missed.count(username) };
      },
    );
    api.get(
      '/directory',
      {
        schema: {
          summary: 'Users who can be called by name, at most 500',
          tags: ['calls'],
          querystring: directoryQuery,
          response: { 200: directorySchema, ...refusalResponses },
        },
      },
      async (request) => {
        const entries = await directory.entries({
          search: request.query.search,
          limit: DIRECTORY_ENTRIES_MAX,
        });
        return {
          entries: entries.map(({ username, displayName }) => ({
            username,
            displayName,
            addressOfRecord: `sip:${username}@${sipDomain}`,
            reachable: location.bindingsOf(username).length > 0,
          })),
        };
      },
    );
  };
}

const isoTime = (timeMs: number): string => new Date(timeMs).toISOString();
const isoTimeOrNull = (timeMs: number | null): string | null => (timeMs === null ? null : isoTime(timeMs));

/** A call as one of its two parties sees it. Who calls their own address made the call. */
function historyCallOf(
  record: CallRecord,
  username: string,
  displayNames: ReadonlyMap<string, string>,
): HistoryCall {
  const outgoing = record.callerUsername === username;
  const { answeredAtMs, endedAtMs, calleeUsername } = record;
  const calleeName = calleeUsername === null ? undefined : displayNames.get(calleeUsername);
  return {
    id: record.id,
    direction: outgoing ? 'outgoing' : 'incoming',
    peer: outgoing
      ? { uri: record.calleeUri, displayName: calleeName ?? null }
      : { uri: record.callerUri, displayName: record.callerName },
    // A message was left: to the user who did not take the call it is a missed one.
    outcome: !outgoing && isVoicemailUri(record.answeredBy) ? 'no-answer' : record.outcome,
    startedAt: isoTime(record.startedAtMs),
    answeredAt: isoTimeOrNull(answeredAtMs),
    endedAt: isoTime(endedAtMs),
    durationSeconds: answeredAtMs === null ? 0 : Math.max(0, Math.round((endedAtMs - answeredAtMs) / 1000)),
  };
}
