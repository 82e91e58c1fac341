/** What an admin decides about a trunk, as the API and `config/trunks/*.yaml` spell it. */
import { z } from 'zod';
import { headerText, network, sipUser, trunkConnection, trunkGateway } from './trunk-connection.ts';

export const trunkCodec = z.enum([
  'opus',
  'G722',
  'PCMU',
  'PCMA',
  'G729',
  'GSM',
  'iLBC',
  'speex',
  'AMR',
  'AMR-WB',
]);

const trunkMedia = z.strictObject({
  encryption: z
    .enum(['off', 'optional', 'required'])
    .default('off')
    .describe('SRTP with keys in the signalling (SDES). "required": no call without it.'),
  codecs: z
    .array(trunkCodec)
    .min(1)
    .max(10)
    .default(['PCMA', 'PCMU'])
    .describe('In the order of preference. Others are not offered.'),
  dtmf: z
    .enum(['rfc4733', 'info', 'in-band'])
    .default('rfc4733')
    .describe(
      'How pressed keys travel on this trunk: as telephone events, as SIP INFO, or as tones in the sound. The media relay makes of the keys of either side what the other wants; without one they pass as they are sent. Before the answer no key becomes SIP INFO.',
    ),
  earlyMedia: z
    .enum(['pass', 'ring'])
    .default('pass')
    .describe(
      "pass: the caller hears the carrier's own ringing and announcements. ring: an ordinary ringing tone.",
    ),
});

const trunkCallerId = z.strictObject({
  from: z
    .enum(['caller', 'fixed', 'account'])
    .default('caller')
    .describe(
      'What stands in From: the number of who calls, always the same number, or the registered user name.',
    ),
  fixedNumber: sipUser
    .nullable()
    .default(null)
    .describe('The number for "fixed", and for callers without one.'),
  assertedIdentity: z
    .boolean()
    .default(true)
    .describe('Says who really calls in P-Asserted-Identity (RFC 3325), also when From is fixed or hidden.'),
  trustTheirs: z.boolean().default(false).describe('Believes P-Asserted-Identity of calls that come in.'),
  privacy: z
    .enum(['as-asked', 'always', 'never'])
    .default('as-asked')
    .describe('Hides the caller (RFC 3323) when he asks for it, always, or never.'),
  forwarded: z
    .enum(['none', 'diversion', 'history-info', 'both'])
    .default('diversion')
    .describe(
      'How a forwarded call says who was dialled first: Diversion (RFC 5806) or History-Info (RFC 7044).',
    ),
});

/** Statuses that say more about the gateway than about who was called. */
const failoverStatus = z.int().min(400).max(699);

const trunkFailover = z.strictObject({
  answerTimeoutSeconds: z
    .number()
    .min(0.5)
    .max(30)
    .default(3)
    .describe('A gateway that sent nothing at all after this time is left for the next one.'),
  postDialLimitSeconds: z
    .number()
    .min(1)
    .max(120)
    .default(20)
    .describe('No further gateway is tried when the caller has waited for this long.'),
  statuses: z
    .array(failoverStatus)
    .max(50)
    .default([408, 500, 502, 503, 504])
    .describe('Answers after which the next gateway is tried.'),
});

const trunkHealth = z.strictObject({
  optionsIntervalSeconds: z
    .int()
    .min(0)
    .max(3600)
    .default(30)
    .describe('How often each gateway is asked whether it is there (OPTIONS). 0: never; calls alone tell.'),
  downAfter: z
    .int()
    .min(1)
    .max(20)
    .default(3)
    .describe('Failures in a row after which a gateway counts as down.'),
  upAfter: z.int().min(1).max(20).default(2).describe('Answers in a row after which it counts as up again.'),
});

const trunkSessionTimers = z.strictObject({
  mode: z
    .enum(['off', 'accept', 'request'])
    .default('accept')
    .describe(
      'Whether a call without sound and signalling is ended (RFC 4028): not, as asked, or on our wish.',
    ),
  expiresSeconds: z.int().min(90).max(86_400).default(1800),
});

const trunkLimits = z.strictObject({
  concurrentCalls: z
    .int()
    .min(1)
    .max(100_000)
    .nullable()
    .default(null)
    .describe('Calls at the same time in both directions. Empty: no limit.'),
  callsPerSecond: z
    .number()
    .min(0.1)
    .max(10_000)
    .nullable()
    .default(null)
    .describe('New calls per second through the trunk. Empty: no limit.'),
  spendPerDay: z
    .number()
    .min(0)
    .max(10_000_000)
    .nullable()
    .default(null)
    .describe('What calls may cost in 24 hours, by the rate table, in its currency. Empty: no limit.'),
});

const clockTime = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$|^24:00$/, 'a time such as 08:30');

const trunkSchedule = z.strictObject({
  timeZone: z.string().min(1).max(64).describe('Such as Europe/Zurich.'),
  windows: z
    .array(
      z.strictObject({
        days: z.array(z.int().min(1).max(7)).min(1).max(7).describe('1 is Monday, 7 is Sunday.'),
        from: clockTime,
        to: clockTime.describe('Before "from": the window ends on the next day.'),
      }),
    )
    .min(1)
    .max(50),
});

const headerName = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[A-Za-z0-9\-.!%*_+`'~]+$/, 'a header name, without the colon');

const trunkHeaders = z.strictObject({
  add: z
    .array(z.strictObject({ name: headerName, value: headerText(500) }))
    .max(20)
    .default([])
    .describe('Headers added to calls that go out, such as an account number that the carrier asks for.'),
  remove: z
    .array(headerName)
    .max(20)
    .default([])
    .describe('Headers that calls to this trunk shall not carry.'),
});

/** A trunk as an admin describes it. What is left out has the default. */
export const trunkSettings = z.strictObject({
  name: headerText(80).describe('As the console shows it.'),
  enabled: z.boolean().default(true),
  template: z.string().max(63).nullable().default(null).describe('The provider template that it began from.'),
  direction: z.enum(['both', 'in', 'out']).default('both').describe('Which calls the trunk may carry.'),
  connection: trunkConnection,
  gateways: z.array(trunkGateway).max(32).default([]).describe('Servers to which calls are sent.'),
  allowedSources: z
    .array(network)
    .max(100)
    .default([])
    .describe('Addresses from which calls are accepted, besides those of the gateways.'),
  outboundProxy: trunkGateway
    .pick({ host: true, port: true, transport: true })
    .nullable()
    .default(null)
    .describe('Everything for this trunk is sent through this server first.'),
  media: trunkMedia.prefault({}),
  callerId: trunkCallerId.prefault({}),
  failover: trunkFailover.prefault({}),
  health: trunkHealth.prefault({}),
  sessionTimers: trunkSessionTimers.prefault({}),
  limits: trunkLimits.prefault({}),
  schedule: trunkSchedule.nullable().default(null).describe('When the trunk may be used. Empty: always.'),
  headers: trunkHeaders.prefault({}),
});

/** Told once and never shown again. */
export const trunkSecret = z
  .string()
  .min(1)
  .max(256)
  .describe('The password. It is stored encrypted and never shown.');

export type TrunkCodec = z.output<typeof trunkCodec>;
export type TrunkSettings = z.output<typeof trunkSettings>;
/** As a file or a request may write it, with what has a default left out. */
export type TrunkSettingsInput = z.input<typeof trunkSettings>;
