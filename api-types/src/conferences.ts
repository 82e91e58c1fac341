/** Conference rooms, and who is in them. */
import { z } from 'zod';
import { username } from './api.ts';

export const conferenceSettings = z.strictObject({
  name: username.describe(
    'What is dialled, such as "monday" or "700". It may not be the name of a user or ring group, and cannot be changed later.',
  ),
  displayName: z.string().min(1).max(120).describe('As people read it, such as "Monday meeting".'),
  membersMax: z
    .int()
    .min(2)
    .max(200)
    .default(20)
    .describe('How many may be in the room at once; whoever calls then hears that it is full.'),
  pinRequired: z
    .boolean()
    .default(false)
    .describe('Callers enter a PIN first. As long as none is set, nobody gets in.'),
  outsidersWait: z
    .boolean()
    .default(false)
    .describe('Callers who are no users wait until a user is in the room.'),
});

export const conference = conferenceSettings.extend({
  version: z.int().describe('Counts the changes; it is the ETag too.'),
  members: z.int().describe('How many are in it now, on the node that was asked.'),
  pinIsSet: z.boolean().describe('Whether there is a PIN. It is never shown.'),
});

/** Sorted by name, at most 1000. */
export const conferences = z.object({ conferences: z.array(conference) });

export const conferencePin = z.strictObject({
  pin: z
    .string()
    .regex(/^\d{4,10}$/, '4 to 10 digits')
    .nullable()
    .describe('The new PIN; null removes it.'),
});

const conferenceMember = z.object({
  id: z.uuid().describe('Of the call.'),
  callerUri: z.string(),
  callerName: z.string().nullable(),
  joinedAt: z.iso.datetime(),
  muted: z.boolean().describe('The others do not hear it.'),
  speaking: z.boolean(),
  waiting: z.boolean().describe('It is not let in yet: no user is in the room.'),
});

/** Who is in a room on the node that was asked, in the order in which they came. */
export const conferenceMembers = z.object({ node: z.string(), members: z.array(conferenceMember) });

export const conferenceMuting = z.strictObject({ muted: z.boolean() });

export type ConferenceSettings = z.output<typeof conferenceSettings>;
export type Conference = z.output<typeof conference>;
export type ConferenceMember = z.output<typeof conferenceMember>;
