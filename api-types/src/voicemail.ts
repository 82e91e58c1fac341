/** Messages that callers left for a user who could not be reached. */
import { z } from 'zod';

export const voicemailMessage = z.object({
  id: z.string(),
  /** Who left it; the name as the caller or the trunk told it, or null. */
  caller: z.object({ uri: z.string(), displayName: z.string().nullable() }),
  receivedAt: z.iso.datetime(),
  durationMs: z.int().describe('How long the message is.'),
  bytes: z.int().describe('The size of its sound as a WAV file.'),
  heardAt: z.iso.datetime().nullable().describe('Null while the message is new.'),
  deletedAt: z.iso
    .datetime()
    .nullable()
    .describe('Null while it is in the mailbox. Deleted ones can be restored for a while.'),
});

export const voicemailQuery = z.object({
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(25),
  deleted: z.stringbool().optional().describe('Those that were deleted and can still be restored.'),
});

/** Newest first. */
export const voicemailPage = z.object({
  messages: z.array(voicemailMessage),
  nextCursor: z.string().nullable(),
});

export const voicemailCount = z.object({
  new: z.int().describe('Messages that were not heard.'),
  total: z.int().describe('Messages in the mailbox.'),
});

/** What the owner changes of a message. */
export const voicemailEdit = z.strictObject({ heard: z.boolean().describe('False makes it new again.') });

/** Of the own mailbox. */
export const voicemailSettings = z.strictObject({
  takesMissedCalls: z
    .boolean()
    .describe(
      'Calls that you do not answer, or that come while you are busy or not connected, can leave a message.',
    ),
});

export type VoicemailSettings = z.output<typeof voicemailSettings>;
export type VoicemailMessage = z.output<typeof voicemailMessage>;
export type VoicemailPage = z.output<typeof voicemailPage>;
export type VoicemailCount = z.output<typeof voicemailCount>;
