/** Rules by which calls find their way out, what may not be called, and the simulator that shows a call's way. */
import { z } from 'zod';
import { username } from './api.ts';
import { localDestination } from './numbers.ts';

const trunkId = z.string().min(1).max(63);

/** `+49…` looks at the number in international form, digits without a plus at the number as it was dialled. */
export const numberPrefix = z
  .string()
  .regex(/^(?:\+|\+?[0-9*#]{1,15})$/, 'digits with a plus in front or without, such as +4930 or 00')
  .describe('With a plus: the beginning of the international number. Without: of what was dialled.');

const clockTime = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$|^24:00$/, 'a time such as 08:30');

/** Hours of the week, by the clock of the time zone in the routing settings. */
export const weeklyHours = z.strictObject({
  days: z.array(z.int().min(1).max(7)).min(1).max(7).describe('1 is Monday, 7 is Sunday.'),
  from: clockTime,
  to: clockTime.describe('Before "from": the hours end on the next day.'),
});

/** All that is given must be so; what is left empty always is. */
export const ruleConditions = z.strictObject({
  prefixes: z.array(numberPrefix).max(500).default([]).describe('The number begins with one of these.'),
  digitsMin: z
    .int()
    .min(1)
    .max(32)
    .nullable()
    .default(null)
    .describe('The number has at least so many digits.'),
  digitsMax: z
    .int()
    .min(1)
    .max(32)
    .nullable()
    .default(null)
    .describe('The number has at most so many digits.'),
  pattern: z
    .string()
    .min(1)
    .max(200)
    .nullable()
    .default(null)
    .describe(
      'A regular expression for the number: the international form with its plus, else what was dialled. Such as ^\\+49(15|16|17).',
    ),
  callers: z.array(username).max(500).default([]).describe('One of these users calls.'),
  arrivesBy: z
    .array(trunkId)
    .max(1000)
    .default([])
    .describe(
      'The call came in by one of these trunks. Empty: one of our own users calls, and no trunk gets through.',
    ),
  hours: z.array(weeklyHours).max(50).default([]).describe('The call is made in these hours.'),
  holidays: z
    .enum(['any', 'only', 'never'])
    .default('any')
    .describe('only: on the holidays in the routing settings. never: on all other days.'),
});

/** How the number is written for whoever gets the call. */
export const numberRewrite = z.strictObject({
  form: z
    .enum(['international', 'digits', 'national', 'dialled'])
    .default('international')
    .describe(
      'international: +4930123. digits: 4930123. national: 030123. dialled: as the caller dialled it.',
    ),
  stripDigits: z
    .int()
    .min(0)
    .max(20)
    .default(0)
    .describe('So many digits are taken from the front, and the plus with them.'),
  prepend: z
    .string()
    .regex(/^\+?[0-9*#]{0,20}$/, 'digits, with a plus in front at most')
    .default('')
    .describe('Put in front afterwards.'),
});

export const ruleTrunk = z.strictObject({
  trunkId,
  stripDigits: numberRewrite.shape.stripDigits.describe(
    'For this trunk only, after the rewriting of the rule.',
  ),
  prepend: numberRewrite.shape.prepend.describe('For this trunk only, such as an access code.'),
});

/** What happens with a call that a rule takes. */
export const ruleAction = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('trunks'),
    trunks: z.array(ruleTrunk).min(1).max(1000),
    order: z
      .enum(['listed', 'cheapest'])
      .default('listed')
      .describe('cheapest: by the rate tables; trunks without a price for the number come last, as listed.'),
    routesMax: z
      .int()
      .min(1)
      .max(10)
      .default(3)
      .describe('So many trunks are tried at most, one after another.'),
  }),
  z.strictObject({ kind: z.literal('destination'), destination: localDestination }),
  z
    .strictObject({
      kind: z.literal('internal'),
    })
    .describe('To the user or ring group that has the dialled name. For calls from a PBX.'),
  z.strictObject({
    kind: z.literal('refuse'),
    why: z.string().min(1).max(200).describe('For the call record.'),
  }),
]);

export const routingRuleSettings = z.strictObject({
  name: z.string().min(1).max(120).describe('Such as "Mobile phones by carrier B".'),
  enabled: z.boolean().default(true),
  when: ruleConditions.prefault({}),
  rewrite: numberRewrite.prefault({}),
  action: ruleAction,
});

export const routingRule = routingRuleSettings.extend({
  id: z.string(),
  version: z.int().describe('Counts the changes; it is the ETag too.'),
});

/** In the order in which they are asked: the first that fits takes the call. At most 1000. */
export const routingRules = z.object({
  rules: z.array(routingRule),
  orderVersion: z.int().describe('Counts the changes of the order; the ETag for putting a new one.'),
});

/** Where a new rule is put. */
export const newRulePlace = z.object({
  before: z
    .string()
    .min(1)
    .max(36)
    .optional()
    .describe('Id of the rule that is asked after the new one; "first": all of them. Absent: none.'),
});

/** What a rule that could never be reached is refused with. */
export const ruleCoveredBy = z.object({
  coveredBy: z
    .object({ id: z.string(), name: z.string() })
    .describe('The rule that is asked before and takes every call of it.'),
});

/** All ids in the wished order. */
export const routingRuleOrder = z.strictObject({ ids: z.array(z.string().max(36)).max(1000) });

const listedPrefix = z.strictObject({
  prefix: z
    .string()
    .regex(/^\+\d{1,15}$/, 'a plus and 1 to 15 digits, such as +882')
    .describe('The beginning of the international number.'),
  why: z.string().max(120).default('').describe('Such as "satellite telephones".'),
});

export const holiday = z.strictObject({
  date: z
    .string()
    .regex(
      /^(?:\d{4}-)?(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/,
      'a day such as 2026-04-03, or 12-25 for each year',
    ),
  name: z.string().max(120).default(''),
});

/** What holds for all calls. */
export const routingSettings = z.strictObject({
  country: z
    .string()
    .regex(/^[A-Z]{2}$/, 'two capital letters, such as DE')
    .default('US')
    .describe('Numbers dialled without a country code are of this country (ISO 3166).'),
  timeZone: z
    .string()
    .min(1)
    .max(64)
    .default('UTC')
    .describe('Such as Europe/Zurich; the clock of the rules.'),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, 'three capital letters, such as EUR')
    .default('USD')
    .describe('Of all prices and limits (ISO 4217).'),
  emergencyNumbers: z
    .array(z.string().regex(/^\d{2,8}$/, '2 to 8 digits'))
    .max(50)
    .default(['112', '911'])
    .describe('Calls to these pass every limit and list.'),
  emergencyTrunkIds: z
    .array(trunkId)
    .max(20)
    .default([])
    .describe('Trunks for emergency calls, in order. Empty: as the rules say, then every trunk.'),
  blocked: z.array(listedPrefix).max(5000).default([]).describe('Numbers that nobody may call.'),
  premium: z
    .array(listedPrefix)
    .max(5000)
    .default([])
    .describe('Expensive numbers, besides those that the numbering plan of their country calls so.'),
  premiumCalls: z
    .enum(['refuse', 'allow'])
    .default('refuse')
    .describe('allow: users may dial premium numbers. Forwarding and transferring there is always refused.'),
  newCountries: z
    .enum(['alarm', 'refuse', 'ignore'])
    .default('alarm')
    .describe('What happens when a user calls a country that they never called before.'),
  holidays: z.array(holiday).max(1000).default([]),
  openToAnyone: z
    .strictObject({
      usernames: z.array(username).max(500).default([]),
      ringGroups: z.array(username).max(500).default([]),
      numbers: z.array(z.string().max(32)).max(500).default([]).describe('Numbers of ours.'),
    })
    .prefault({})
    .describe('What may be called without signing in, from anywhere on the network. Empty: nothing.'),
});

export const versionedRoutingSettings = routingSettings.extend({
  version: z.int().describe('Counts the changes; it is the ETag too.'),
});

/** Who makes the call that is simulated. */
export const simulatedCaller = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('user'), username }),
  z.strictObject({
    kind: z.literal('trunk'),
    trunkId,
    number: z.string().max(64).default('').describe('The caller’s number that the trunk tells.'),
  }),
  z.strictObject({ kind: z.literal('anonymous') }).describe('Nobody who signed in, from the network.'),
]);

export const simulationRequest = z.strictObject({
  dialled: z.string().min(1).max(300).describe('A number, a name or a SIP address.'),
  caller: simulatedCaller,
  at: z.iso.datetime({ offset: true }).optional().describe('When the call is made. Empty: now.'),
  reason: z
    .enum(['dialled', 'forwarded', 'transferred'])
    .default('dialled')
    .describe('How the call came about: some numbers may be dialled, but not forwarded to.'),
});

/** One thing that was looked at on the call's way. */
export const decisionStep = z.object({
  kind: z.enum([
    'number',
    'emergency',
    'name',
    'our-number',
    'rule-skipped',
    'rule-taken',
    'rewritten',
    'blocked',
    'premium',
    'country',
    'trunk-left-out',
    'price',
    'route',
    'limit',
    'refused',
  ]),
  sentence: z.string(),
  ruleId: z.string().optional(),
  trunkId: z.string().optional(),
  number: z.string().optional().describe('The number as it is after this step.'),
});

export const simulatedRoute = z.object({
  trunkId: z.string(),
  trunkName: z.string(),
  number: z.string().describe('As it goes out.'),
  pricePerMinute: z.number().nullable(),
  gateways: z.array(
    z.object({
      gateway: z.string().describe('host:port;transport=udp'),
      state: z.enum(['up', 'down', 'unknown']),
    }),
  ),
  headers: z.array(z.object({ name: z.string(), value: z.string() })).describe('Headers that would go out.'),
});

export const simulation = z.object({
  kind: z.enum(['user', 'ring-group', 'conference', 'voicemail', 'trunk', 'external', 'refused']),
  sentence: z.string().describe('What would happen with the call.'),
  /** The SIP status that the caller would get; null when the call goes on. */
  sipStatus: z.int().nullable(),
  international: z.string().nullable().describe('The number in E.164; null when it is none.'),
  country: z.string().nullable().describe('Of the number (ISO 3166).'),
  emergency: z.boolean(),
  steps: z.array(decisionStep),
  routes: z.array(simulatedRoute).describe('In the order in which they would be tried.'),
});

export type WeeklyHours = z.output<typeof weeklyHours>;
export type RuleConditions = z.output<typeof ruleConditions>;
export type NumberRewrite = z.output<typeof numberRewrite>;
export type RuleAction = z.output<typeof ruleAction>;
export type RoutingRuleSettings = z.output<typeof routingRuleSettings>;
export type RoutingRule = z.output<typeof routingRule>;
export type RoutingSettings = z.output<typeof routingSettings>;
export type DecisionStep = z.output<typeof decisionStep>;
export type Simulation = z.output<typeof simulation>;
