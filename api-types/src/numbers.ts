/** Telephone numbers of ours (DIDs), and where calls to them go. */
import { z } from 'zod';
import { username } from './api.ts';

/** E.164 (ITU-T): a plus and 4 to 15 digits. */
export const e164 = z
  .string()
  .regex(/^\+[1-9]\d{3,14}$/, 'a plus sign and 4 to 15 digits, such as +493012345678');

/** As an admin writes it: international, or national of the country in the routing settings. */
export const typedNumber = z
  .string()
  .min(1)
  .max(32, 'at most 32 characters')
  .describe('Such as +49 30 12345678, or 030 12345678 for a number of your own country.');

/** Names the trunk, as in its settings. */
const trunkId = z.string().min(1).max(63).describe('The trunk.');

/** Inside the system. */
export const localDestination = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('user'), username }).describe('All phones of one user.'),
  z
    .strictObject({ kind: z.literal('ring-group'), ringGroup: username.describe('Its name.') })
    .describe('The phones of several users, at once or one after another.'),
  z
    .strictObject({ kind: z.literal('conference'), conference: username.describe('Its name.') })
    .describe('A conference room.'),
  z.strictObject({ kind: z.literal('voicemail'), username }).describe('The voicemail of one user.'),
]);

/** Where calls to a number go. */
export const callDestination = z.discriminatedUnion('kind', [
  ...localDestination.options,
  z
    .strictObject({
      kind: z.literal('trunk'),
      trunkId,
      number: z
        .string()
        .regex(/^\+?[0-9*#]{1,24}$/, 'digits, with a plus in front at most')
        .nullable()
        .default(null)
        .describe('What is dialled there; empty: the number itself.'),
    })
    .describe('On to a PBX or carrier.'),
]);

export const didSettings = z.strictObject({
  number: typedNumber,
  label: z.string().max(120).default('').describe('What it is for, such as "Support hotline".'),
  destination: callDestination.describe('Who or what answers calls to this number.'),
  trunkId: trunkId
    .nullable()
    .default(null)
    .describe('Only calls that come in by this trunk reach the number. Empty: by any trunk.'),
});

export const did = didSettings.extend({
  id: z.string(),
  number: e164,
  version: z.int().describe('Counts the changes; it is the ETag too.'),
});

export const didQuery = z.object({
  search: z.string().max(64).optional().describe('Digits of the number or a part of the label.'),
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});

/** Sorted by number. */
export const didPage = z.object({
  numbers: z.array(did),
  nextCursor: z.string().nullable(),
  total: z.int().describe('How many there are with this search.'),
});

/** One wrong line of a CSV file. */
export const csvLineError = z.object({
  line: z.int().describe('Counted from 1, the heading included, as an editor shows it.'),
  field: z.string().describe('The column; empty when the line as a whole is wrong.'),
  message: z.string(),
});

/** The context of a refused file: every wrong line, at most as many as a person would read. */
export const csvRefusal = z.object({ lines: z.array(csvLineError) });

/** Of the import of a CSV file. */
export const csvImportQuery = z.object({
  dryRun: z.stringbool().optional().describe('Tells what the import would do, and does nothing.'),
});

/** What an import does to one number. */
export const didDifference = z.object({
  before: didSettings.nullable().describe('Null for a number that is new.'),
  after: didSettings,
});

/** What an import did. When lines are wrong nothing of the file is applied, and all of them are in the refusal. */
export const csvImportResult = z.object({
  added: z.int(),
  changed: z.int(),
  unchanged: z.int(),
  differences: z
    .array(didDifference)
    .optional()
    .describe('Of a dry run: the first hundred numbers that are new or change.'),
});

export type LocalDestination = z.output<typeof localDestination>;
export type CallDestination = z.output<typeof callDestination>;
export type DidSettings = z.output<typeof didSettings>;
export type Did = z.output<typeof did>;
export type DidDifference = z.output<typeof didDifference>;
export type CsvLineError = z.output<typeof csvLineError>;
export type CsvImportResult = z.output<typeof csvImportResult>;
