/** Trunks as the API shows them: their settings, how they are, and what a test of them found. */
import { z } from 'zod';
import { sipUser, trunkId } from './trunk-connection.ts';
import { trunkSecret, trunkSettings } from './trunk-settings.ts';

export const createTrunkRequest = trunkSettings.extend({ id: trunkId, secret: trunkSecret.optional() });

/** Replaces the settings. Without `secret` the stored one stays; null removes it. */
export const replaceTrunkRequest = trunkSettings.extend({ secret: trunkSecret.nullable().optional() });

export const trunk = trunkSettings.extend({
  id: trunkId,
  version: z.int().describe('Counts the changes; it is the ETag too.'),
  secretIsSet: z.boolean(),
  managedBy: z
    .string()
    .nullable()
    .describe('The file that describes this trunk, which can only be changed there; null: the console does.'),
  updatedAt: z.iso.datetime(),
});

export const gatewayState = z.strictObject({
  gateway: z.string().describe('host:port;transport=udp, the port only where it is set.'),
  state: z.enum(['up', 'down', 'unknown']),
  lastStatus: z.int().nullable().describe('SIP status of the last answer; null when there was none.'),
  roundTripMs: z.number().nullable(),
  checkedAt: z.iso.datetime().nullable(),
  reason: z.string().describe('A sentence.'),
});

export const registrationState = z.strictObject({
  state: z.enum(['registered', 'trying', 'failed', 'off']),
  reason: z.string().describe('A sentence.'),
  lastStatus: z.int().nullable(),
  expiresAt: z.iso.datetime().nullable(),
  nextAttemptAt: z.iso.datetime().nullable(),
});

/** Figures of the last hour; null when there was nothing to measure. */
export const trunkFigures = z.strictObject({
  attempts: z.int(),
  answerSeizureRatio: z.number().nullable().describe('Answered of all calls that went out, 0 to 1.'),
  averageCallSeconds: z.number().nullable(),
  postDialDelayMs: z.number().nullable().describe('From the INVITE to the first ringing, the mean.'),
});

export const trunkState = z.strictObject({
  id: trunkId,
  state: z.enum(['up', 'degraded', 'down', 'unknown', 'disabled']),
  reason: z.string().describe('A sentence that says why.'),
  registration: registrationState.nullable().describe('Null where nobody registers.'),
  gateways: z.array(gatewayState),
  activeCalls: z.int(),
  lastHour: trunkFigures,
});

export const trunkWithState = z.strictObject({ trunk, state: trunkState });
export const trunkPage = z.strictObject({
  trunks: z.array(trunkWithState),
  nextCursor: z.string().nullable(),
});

/** What a test of a trunk shall do. */
export const trunkTestRequest = z.strictObject({
  echoNumber: sipUser
    .nullable()
    .default(null)
    .describe("Number of the carrier's echo service; empty: no call is placed."),
});

export const trunkTestStep = z.strictObject({
  kind: z.enum(['options', 'registration', 'echo-call']),
  outcome: z.enum(['ok', 'failed', 'skipped']),
  gateway: z.string().nullable(),
  status: z.int().nullable().describe('The SIP status that came back; null when nothing did.'),
  durationMs: z.number(),
  sentence: z.string().describe('What happened, and what to do about it.'),
  received: z.string().nullable().describe('The response as it came, without its secrets.'),
});

export const trunkTestResult = z.strictObject({ ok: z.boolean(), steps: z.array(trunkTestStep) });

/** Settings with which a new trunk to a provider begins. */
export const trunkTemplate = z.strictObject({
  id: z.string(),
  title: z.string(),
  why: z.string().describe('When to take this one.'),
  settings: trunkSettings,
  /** Fields that the admin must fill in, as paths: `connection.username`. */
  fillIn: z.array(z.string()),
});

export const trunkTemplates = z.strictObject({ templates: z.array(trunkTemplate) });

export type Trunk = z.output<typeof trunk>;
export type GatewayState = z.output<typeof gatewayState>;
export type RegistrationState = z.output<typeof registrationState>;
export type TrunkFigures = z.output<typeof trunkFigures>;
export type TrunkState = z.output<typeof trunkState>;
export type TrunkTestStep = z.output<typeof trunkTestStep>;
export type TrunkTestResult = z.output<typeof trunkTestResult>;
export type TrunkTemplate = z.output<typeof trunkTemplate>;
