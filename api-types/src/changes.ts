/** The history of the configuration: who changed what, when, and how to take it back. */
import { z } from 'zod';
import { author } from './access.ts';

/** Each resource that can be edited has one, counted up with each change. It is also its ETag, in quotes. */
export const version = z.number().int().min(1);

export const changeAction = z.enum(['create', 'update', 'delete']);

/** One value that differs between two states of a resource. */
export const difference = z.object({
  path: z.string().describe('Where: names and list positions joined by dots, such as `gateways.0.host`.'),
  before: z.unknown().optional().describe('Absent when there was nothing.'),
  after: z.unknown().optional().describe('Absent when there is nothing any more.'),
});

export const change = z.object({
  id: z.number().int().describe('Counts up over the whole history.'),
  at: z.iso.datetime(),
  author,
  kind: z.string().describe('What sort of resource, such as `trunk`.'),
  resourceId: z.string(),
  label: z.string().describe('The name of the resource at that time.'),
  action: changeAction,
  version: version.describe('The version that the change made; for a deletion, one more than the last.'),
  difference: z.array(difference),
  undoes: z.number().int().nullable().describe('The change that this one took back.'),
  undoable: z.boolean().describe('False for kinds whose changes cannot be taken back, such as keys.'),
});

export const changeQuery = z.object({
  kind: z.string().max(40).optional(),
  resourceId: z.string().max(190).optional(),
  author: z.string().max(190).optional().describe('The name of the author.'),
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(25),
});

/** Newest first. */
export const changePage = z.object({ changes: z.array(change), nextCursor: z.string().nullable() });

/** What the second of two admins who saved at once gets as `context` of the problem `changed-meanwhile`. */
export const lostUpdate = z.object({
  currentVersion: version.nullable().describe('Null when the resource was deleted meanwhile.'),
  current: z.unknown().describe('The resource as it is now; null when it was deleted.'),
  changes: z.array(change).describe('What others changed since the version that was edited, oldest first.'),
});

export type ChangeAction = z.infer<typeof changeAction>;
export type Difference = z.infer<typeof difference>;
export type Change = z.infer<typeof change>;
export type LostUpdate = z.infer<typeof lostUpdate>;
