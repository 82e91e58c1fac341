/** Groups of users who are called together under one name. */
import { z } from 'zod';
import { username } from './api.ts';

export const ringGroupSettings = z.strictObject({
  name: username.describe(
    'What is dialled, such as "sales" or "600". It may not be the name of a user, and cannot be changed later.',
  ),
  displayName: z.string().min(1).max(120).describe('As people read it, such as "Sales, first floor".'),
  strategy: z
    .enum(['parallel', 'serial'])
    .default('parallel')
    .describe('parallel: everybody rings at once. serial: one after another, in the order of the list.'),
  members: z.array(username).min(1).max(50).describe('The users who are called.'),
  ringSeconds: z
    .int()
    .min(5)
    .max(300)
    .default(20)
    .describe('How long it rings: everybody when at once, each member when one after another.'),
});

export const ringGroup = ringGroupSettings.extend({
  version: z.int().describe('Counts the changes; it is the ETag too.'),
});

/** Sorted by name, at most 1000. */
export const ringGroups = z.object({ ringGroups: z.array(ringGroup) });

export type RingGroupSettings = z.output<typeof ringGroupSettings>;
export type RingGroup = z.output<typeof ringGroup>;
