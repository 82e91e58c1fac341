/** Trunks: connections to a carrier or a PBX, as the API and `config/trunks/*.yaml` spell them. */
import { z } from 'zod';

/** Names the trunk in addresses, files and call records. It never changes. */
export const trunkId = z
  .string()
  .regex(/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/, 'lower-case letters, digits and "-", 63 at most')
  .describe('Short name of the trunk, used in addresses and files. It cannot be changed later.');

/** A host name or address, an IPv6 one without brackets. */
const host = z
  .string()
  .min(1)
  .max(253)
  .regex(
    /^(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*\.?|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*)$/,
    'a host name or an IP address, without "sip:" and without a port',
  );

const port = z.int().min(1).max(65_535);

export const trunkTransport = z.enum(['udp', 'tcp', 'tls']);

/** One server of the carrier or PBX. */
export const trunkGateway = z.strictObject({
  host: host.describe('Host name or address. A name without a port is looked up by DNS SRV (RFC 3263).'),
  port: port.nullable().default(null).describe('Empty: by DNS SRV, else 5060, or 5061 for TLS.'),
  transport: trunkTransport.default('udp').describe('TLS encrypts the signalling.'),
  priority: z
    .int()
    .min(0)
    .max(65_535)
    .default(10)
    .describe('Lower is tried first; a higher one only when all lower ones failed.'),
  weight: z
    .int()
    .min(0)
    .max(65_535)
    .default(1)
    .describe('Share of the calls among gateways of the same priority; 0 only when no other is left.'),
});

/** Printable, without control characters, so that it can stand in a header. */
const headerText = (max: number): z.ZodString =>
  z
    .string()
    .min(1)
    .max(max)
    .regex(/^[^\p{Cc}]*$/u, 'no line breaks or control characters');

/** As a SIP user part needs no escaping. */
const sipUser = z
  .string()
  .min(1)
  .max(128)
  .regex(/^[A-Za-z0-9\-_.!~*'()&=+$,;?/%]+$/, 'no spaces, "@" or ":"');

/** A digest user name may hold an "@". */
const authorizationUsername = headerText(128);

/** A host name, address or network in CIDR notation. */
const network = z
  .string()
  .max(253)
  .regex(
    /^[A-Za-z0-9.:-]+(?:\/\d{1,3})?$/,
    'an address such as 192.0.2.7, or a network such as 192.0.2.0/24',
  );

/** How one of the two proves to the other who it is. */
export const trunkConnection = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('register-to-carrier'),
    domain: host.describe("The carrier's SIP domain, as it stands in the addresses that it gave you."),
    username: sipUser.describe('The user name or number under which we register.'),
    authorizationUsername: authorizationUsername
      .nullable()
      .default(null)
      .describe('Only when the carrier gave a second name for signing in.'),
    realm: headerText(190)
      .nullable()
      .default(null)
      .describe(
        'The secret answers challenges of this realm alone. Empty: the domain. Test shows the realm that the carrier uses.',
      ),
    expiresSeconds: z
      .int()
      .min(60)
      .max(86_400)
      .default(600)
      .describe('How long a registration shall last. The carrier may shorten it.'),
  }),
  z.strictObject({
    kind: z.literal('pbx-registers'),
    username: sipUser.describe('The user name with which the PBX signs in here.'),
  }),
  z.strictObject({
    kind: z.literal('by-address'),
    username: sipUser
      .nullable()
      .default(null)
      .describe('Only when the carrier challenges calls, although it knows our address.'),
    realm: headerText(190)
      .nullable()
      .default(null)
      .describe('The realm for which that user name has a secret. Empty: the host of the gateway.'),
  }),
  z.strictObject({
    kind: z.literal('mutual-tls'),
    certificateNames: z
      .array(host)
      .min(1)
      .max(20)
      .describe('Names in the certificate of the other side; a call is accepted when one of them is in it.'),
  }),
]);

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

export type TrunkTransport = z.output<typeof trunkTransport>;
export type TrunkGateway = z.output<typeof trunkGateway>;
export type TrunkConnection = z.output<typeof trunkConnection>;
export type TrunkCodec = z.output<typeof trunkCodec>;
export type TrunkSettings = z.output<typeof trunkSettings>;
/** As a file or a request may write it, with what has a default left out. */
export type TrunkSettingsInput = z.input<typeof trunkSettings>;
export type Trunk = z.output<typeof trunk>;
export type GatewayState = z.output<typeof gatewayState>;
export type RegistrationState = z.output<typeof registrationState>;
export type TrunkFigures = z.output<typeof trunkFigures>;
export type TrunkState = z.output<typeof trunkState>;
export type TrunkTestStep = z.output<typeof trunkTestStep>;
export type TrunkTestResult = z.output<typeof trunkTestResult>;
export type TrunkTemplate = z.output<typeof trunkTemplate>;
