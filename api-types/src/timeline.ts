/** The last minutes of the system, second by second, for the console's first page. */
import { z } from 'zod';

export const timelineQuery = z.object({
  seconds: z.coerce.number().int().min(1).max(900).default(300).describe('How far back.'),
});

const counts = z.array(z.number().int());

/** Lists of the same length, one value for each second, the oldest first. Shorter than asked for after a start. */
export const timeline = z.object({
  endsAt: z.iso.datetime().describe('When the last value was taken.'),
  registeredBindings: counts.describe('Registered phones at that moment.'),
  activeCalls: counts.describe('Calls at that moment, ringing ones included.'),
  answered: counts.describe('Calls that were over in that second and had been answered.'),
  unanswered: counts.describe(
    'Calls over in that second that were busy, declined, cancelled or rang in vain.',
  ),
  errors: counts.describe('Calls over in that second that failed, found nobody or were rejected.'),
  mos: z
    .array(z.number().nullable())
    .describe(
      'Mean opinion score of the calls that went on or were over in that second, 1 to 4.5; null without one.',
    ),
});

export type Timeline = z.infer<typeof timeline>;
