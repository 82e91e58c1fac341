/** Limits that keep a stolen password or a misused trunk from becoming expensive, and the alarms that tell of it. */
import { z } from 'zod';
import { username } from './api.ts';

const trunkId = z.string().min(1).max(63);

/** Whose calls a limit counts. A limit for one user or trunk stands in place of the one for all. */
export const limitSubject = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('every-user') }).describe('Each user without a limit of their own.'),
  z.strictObject({ kind: z.literal('user'), username }),
  z.strictObject({ kind: z.literal('every-trunk') }).describe('Each trunk without a limit of its own.'),
  z.strictObject({ kind: z.literal('trunk'), trunkId }),
]);

const minutes = z.int().min(0).max(10_000_000).nullable().default(null);
const spend = z.number().min(0).max(10_000_000).nullable().default(null);

/** Only calls to the outside count, and calls to emergency numbers never. Empty (null) is no limit. */
export const callLimitSettings = z.strictObject({
  appliesTo: limitSubject,
  concurrentCalls: z.int().min(0).max(100_000).nullable().default(null).describe('At the same time.'),
  minutesPerHour: minutes.describe('Talking time in the last 60 minutes.'),
  minutesPerDay: minutes.describe('Talking time in the last 24 hours.'),
  spendPerHour: spend.describe('Cost in the last 60 minutes by the rate tables.'),
  spendPerDay: spend.describe('Cost in the last 24 hours by the rate tables.'),
});

export const callLimit = callLimitSettings.extend({
  id: z.string(),
  version: z.int().describe('Counts the changes; it is the ETag too.'),
});

/** Those for all first, then by name; at most 1000. */
export const callLimits = z.object({ limits: z.array(callLimit) });

/** What a user or a trunk has used. */
export const callUsage = z.object({
  subject: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('user'), username }),
    z.strictObject({ kind: z.literal('trunk'), trunkId }),
  ]),
  concurrentCalls: z.int(),
  minutesLastHour: z.number(),
  minutesLastDay: z.number(),
  spendLastHour: z.number(),
  spendLastDay: z.number(),
});

/** Those who called in the last day, the most expensive first; at most 100. */
export const callUsages = z.object({ usages: z.array(callUsage) });

export const fraudAlarm = z.object({
  id: z.string(),
  at: z.iso.datetime(),
  kind: z.enum(['first-seen-country', 'limit-reached']),
  username: z.string().nullable(),
  trunkId: z.string().nullable(),
  number: z.string().describe('The number that was called.'),
  sentence: z.string().describe('What happened.'),
  acknowledgedBy: z.string().nullable().describe('The user who looked after it.'),
});

export const fraudAlarmQuery = z.object({
  open: z.stringbool().optional().describe('Only those that nobody has looked after.'),
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(25),
});

/** Newest first. */
export const fraudAlarmPage = z.object({ alarms: z.array(fraudAlarm), nextCursor: z.string().nullable() });

export type LimitSubject = z.output<typeof limitSubject>;
export type CallLimitSettings = z.output<typeof callLimitSettings>;
export type CallLimit = z.output<typeof callLimit>;
export type CallUsage = z.output<typeof callUsage>;
export type FraudAlarm = z.output<typeof fraudAlarm>;
