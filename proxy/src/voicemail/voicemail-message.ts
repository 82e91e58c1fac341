import { z } from 'zod';

const timeMs = z.number().int().nonnegative();

/** A message as its call knows it when it begins. Also a part of the file beside the sound. Times are ms since 1970. */
export const leftMessage = z.object({
  /** UUID; the names of its files, and the key by which it is stored once. */
  id: z.uuid(),
  /** Whose mailbox. */
  username: z.string().min(1).max(64),
  callerUri: z.string().min(1).max(500),
  callerName: z.string().max(190).nullable(),
  callRecordId: z.string().min(1).max(36),
  receivedAtMs: timeMs,
});

export type LeftMessage = z.infer<typeof leftMessage>;

/** A message whose sound is complete. */
export const recordedMessage = leftMessage.extend({
  durationMs: z.number().int().positive(),
  /** Of the WAV file. */
  bytes: z.number().int().positive(),
});

export type RecordedMessage = z.infer<typeof recordedMessage>;

/** A message in a mailbox. */
export interface StoredMessage {
  readonly id: string;
  readonly callerUri: string;
  readonly callerName: string | null;
  readonly receivedAtMs: number;
  readonly durationMs: number;
  readonly bytes: number;
  readonly heardAtMs: number | null;
  readonly deletedAtMs: number | null;
}
