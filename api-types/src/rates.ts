/** Rate tables: what a call to a number costs by a trunk. */
import { z } from 'zod';

const money = z.number().min(0).max(1_000_000);

/** One line of a table. The longest prefix that the number begins with counts. */
export const rate = z.strictObject({
  prefix: z
    .string()
    .regex(/^\d{1,15}$/, '1 to 15 digits in international form, without a plus, such as 4930')
    .describe('The beginning of the number in international form, without the plus.'),
  destination: z.string().max(120).default('').describe('Such as "Germany, Berlin".'),
  pricePerMinute: money.describe('In the currency of the routing settings.'),
  setUpPrice: money.default(0).describe('For each answered call.'),
  firstSeconds: z.int().min(1).max(3600).default(60).describe('The shortest call that is charged.'),
  stepSeconds: z.int().min(1).max(3600).default(60).describe('Calls are charged in steps of this length.'),
});

export const rateTableSettings = z.strictObject({
  name: z.string().min(1).max(120).describe('Such as "Carrier A, 2026".'),
  trunkIds: z
    .array(z.string().min(1).max(63))
    .max(1000)
    .default([])
    .describe('Trunks of which this is the price list. A trunk has one at most.'),
});

export const rateTable = rateTableSettings.extend({
  id: z.string(),
  prefixes: z.int().describe('How many lines it has.'),
  version: z.int().describe('Counts the changes; it is the ETag too.'),
});

/** Sorted by name, at most 1000. */
export const rateTables = z.object({ rateTables: z.array(rateTable) });

/** What a new price list makes of one prefix. */
export const rateDifference = z.object({
  before: rate.nullable().describe('Null for a prefix that is new.'),
  after: rate.nullable().describe('Null for a prefix that the new list does not have.'),
});

/** What a new price list would change. */
export const ratePreview = z.object({
  added: z.int(),
  changed: z.int(),
  removed: z.int(),
  unchanged: z.int(),
  differences: z
    .array(rateDifference)
    .describe('The first hundred: prefixes that change, then those that go, then those that are new.'),
});

/** What an import did, or would do. */
export const ratesImported = z.object({
  prefixes: z.int().describe('How many lines the table has now, or would have.'),
  preview: ratePreview.optional().describe('Of a dry run.'),
});

export type Rate = z.output<typeof rate>;
export type RateTableSettings = z.output<typeof rateTableSettings>;
export type RateDifference = z.output<typeof rateDifference>;
export type RatePreview = z.output<typeof ratePreview>;
export type RateTable = z.output<typeof rateTable>;
