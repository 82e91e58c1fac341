import type { CallOutcome } from '@tandem/api-types';
import type { QualitySample } from '@tandem/api-types/calls';
import { type Timeline, timeline, timelineQuery } from '@tandem/api-types/timeline';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import type { CallRecord } from '../cdr/call-record.ts';
import { refusalResponses } from '../http/error-answer.ts';

const SECONDS_KEPT = 900;

/** What is counted by looking at it. */
export interface TimelineSources {
  registeredBindings(): number;
  activeCalls(): number;
  /** The newest mean opinion scores of the calls that go on, of both directions. */
  liveScores(): readonly number[];
  /** Milliseconds since the epoch. */
  now(): number;
}

/** The last fifteen minutes of the system, second by second. */
export interface SystemTimeline {
  /** Closes the second that has just passed. To be called once a second. */
  tick(): void;
  /** A call is over. */
  callEnded(record: Pick<CallRecord, 'outcome' | 'callerLeg' | 'calleeLeg'>): void;
  /** The newest seconds, fewer shortly after the start. */
  last(seconds: number): Timeline;
}

interface Second {
  readonly registeredBindings: number;
  readonly activeCalls: number;
  readonly answered: number;
  readonly unanswered: number;
  readonly errors: number;
  readonly mos: number | null;
}

const SORT_OF: Record<CallOutcome, 'answered' | 'unanswered' | 'errors'> = {
  answered: 'answered',
  busy: 'unanswered',
  'no-answer': 'unanswered',
  declined: 'unanswered',
  cancelled: 'unanswered',
  unreachable: 'errors',
  'not-found': 'errors',
  rejected: 'errors',
  failed: 'errors',
};

export function createTimeline(sources: TimelineSources): SystemTimeline {
  const seconds: Second[] = [];
  let counts = { answered: 0, unanswered: 0, errors: 0 };
  let scores: number[] = [];
  let endsAtMs = sources.now();
  return {
    tick() {
      const mos = mean([...sources.liveScores(), ...scores]);
      const { registeredBindings, activeCalls } = sources;
      seconds.push({ ...counts, registeredBindings: registeredBindings(), activeCalls: activeCalls(), mos });
      if (seconds.length > SECONDS_KEPT) seconds.shift();
      counts = { answered: 0, unanswered: 0, errors: 0 };
      scores = [];
      endsAtMs = sources.now();
    },
    callEnded({ outcome, callerLeg, calleeLeg }) {
      counts[SORT_OF[outcome]]++;
      for (const { mos } of [callerLeg, calleeLeg]) if (mos !== null) scores.push(mos);
    },
    last(count) {
      const shown = seconds.slice(-count);
      return {
        endsAt: new Date(endsAtMs).toISOString(),
        registeredBindings: shown.map(({ registeredBindings }) => registeredBindings),
        activeCalls: shown.map(({ activeCalls }) => activeCalls),
        answered: shown.map(({ answered }) => answered),
        unanswered: shown.map(({ unanswered }) => unanswered),
        errors: shown.map(({ errors }) => errors),
        mos: shown.map(({ mos }) => mos),
      };
    },
  };
}

/** What a sample of a call's media says of both directions; nothing where nobody reported. */
export const scoresOf = (sample: QualitySample | undefined): number[] =>
  sample ? [sample.caller.mos, sample.callee.mos].filter((mos) => mos !== null) : [];

const mean = (scores: readonly number[]): number | null =>
  scores.length === 0 ? null : scores.reduce((sum, score) => sum + score, 0) / scores.length;

export function timelineRoutes(system: Pick<SystemTimeline, 'last'>): FastifyPluginAsyncZod {
  return async (api) => {
    api.get(
      '/overview/timeline',
      {
        config: { scope: 'system:read' },
        schema: {
          summary: 'Phones, calls, errors and sound quality of the last minutes, second by second',
          tags: ['admin'],
          querystring: timelineQuery,
          response: { 200: timeline, ...refusalResponses },
        },
      },
      async (request) => system.last(request.query.seconds),
    );
  };
}
