import { hostname } from 'node:os';
import { z } from 'zod';
import { host, port } from './address-schema.ts';
import { sip } from './sip-schema.ts';

const registrar = z
  .strictObject({
    minExpiresSeconds: z.int().min(1).max(3600).default(60),
    defaultExpiresSeconds: z.int().min(30).max(86_400).default(600),
    maxExpiresSeconds: z.int().min(60).max(86_400).default(3600),
    maxBindingsPerUser: z.int().min(1).max(100).default(10),
  })
  .prefault({});

const calls = z
  .strictObject({
    maxConcurrent: z.int().min(1).max(1_000_000).default(2000),
    ringTimeoutSeconds: z.int().min(1).max(600).default(60),
    sessionExpiresSeconds: z.int().min(90).max(86_400).default(1800),
    allowExternalDomains: z.boolean().default(true),
    strangers: z
      .strictObject({
        perMinute: z.int().min(1).max(10_000).default(6),
        maxConcurrent: z.int().min(1).max(1_000_000).default(20),
      })
      .prefault({}),
  })
  .prefault({});

const media = z
  .strictObject({
    mode: z.enum(['auto', 'relay', 'direct']).default('auto'),
    relays: z
      .array(z.string().regex(/^(tcp|ws):\/\/[^/]+:\d+$/, 'tcp://host:port or ws://host:port'))
      .default([]),
    keyReports: z
      .string()
      .regex(/^([^/:]+|\[[0-9a-fA-F:.]+\]):\d+$/, 'host:port')
      .optional()
      .describe('Where the relays report pressed keys (their dtmf-log-dest), for trunks that want SIP INFO.'),
    host: host.optional(),
    portMin: port.default(30_000),
    portMax: port.default(39_999),
    soundHost: z
      .union([z.ipv4(), z.ipv6()])
      .optional()
      .describe('The address of ours at which relays reach the sound of voicemail and conferences.'),
    soundPortMin: port
      .optional()
      .describe('The first UDP port for the sound of voicemail and conferences. Default: any that is free.'),
    soundPortMax: port.optional().describe('The last one. There must be one for each of maxParties.'),
    maxParties: z
      .int()
      .min(1)
      .max(10_000)
      .default(100)
      .describe('How many calls to voicemail and conferences there may be at once.'),
  })
  .prefault({});

const conferences = z
  .strictObject({
    membersMax: z
      .int()
      .min(2)
      .max(200)
      .default(50)
      .describe('The most places that an admin may give a conference room.'),
  })
  .prefault({});

const voicemail = z
  .strictObject({
    folder: z
      .string()
      .min(1)
      .optional()
      .describe(
        'Where the sound of messages is kept; several nodes may share it. Default: voicemail in dataDir.',
      ),
    afterSeconds: z
      .int()
      .min(1)
      .max(600)
      .default(25)
      .describe(
        'How long the phones of a user ring before voicemail takes the call; never above ringTimeoutSeconds.',
      ),
    longestMessageSeconds: z.int().min(5).max(3600).default(180),
    shortestMessageSeconds: z.number().min(0).max(10).default(1),
    silenceSeconds: z.int().min(2).max(60).default(10),
    messagesPerMailbox: z.int().min(1).max(10_000).default(100),
    deletedDays: z.int().min(1).max(3650).default(30),
    phonesPerUser: z
      .int()
      .min(1)
      .max(100)
      .default(10)
      .describe('How many desk phones of a user may subscribe to the state of the mailbox.'),
    maxPhones: z
      .int()
      .min(1)
      .max(1_000_000)
      .default(100_000)
      .describe('How many desk phones in all may subscribe to the state of a mailbox.'),
  })
  .prefault({});

const accounts = z
  .strictObject({
    accessTokenMinutes: z.int().min(1).max(1440).default(15),
    refreshTokenDays: z.int().min(1).max(365).default(30),
    demoUsers: z.boolean().default(true),
    iceServers: z
      .array(
        z.strictObject({
          urls: z.array(z.string()).min(1),
          username: z.string().optional(),
          credential: z.string().optional(),
        }),
      )
      .default([]),
  })
  .prefault({});

/** Every setting of the system. `config/tandem.yaml` says why each default is what it is. */
export const configSchema = z.strictObject({
  node: z
    .string()
    .min(1)
    .max(64)
    .default(hostname().slice(0, 64))
    .describe('The name of this node in CDRs and metrics.'),
  dataDir: z.string().min(1).default('data'),
  http: z
    .strictObject({
      host: host.default('0.0.0.0'),
      port: port.default(8080),
      trustProxy: z.boolean().default(false),
      requestsPerMinute: z.int().min(1).max(1_000_000).default(600),
      signInsPerMinute: z.int().min(1).max(1_000_000).default(20),
    })
    .prefault({}),
  https: z
    .strictObject({
      enabled: z.boolean().default(true),
      port: port.default(8443),
      certFile: z.string().optional(),
      keyFile: z.string().optional(),
    })
    .prefault({}),
  sip,
  database: z.strictObject({ url: z.string().optional() }).prefault({}),
  encryption: z
    .strictObject({
      key: z
        .string()
        .optional()
        .describe(
          'Encrypts stored secrets, such as carriers’ passwords: 32 bytes in base64. Best given by the environment.',
        ),
      keyFile: z
        .string()
        .optional()
        .describe('A file with that key. Default: encryption.key in the data folder, made on the first run.'),
    })
    .prefault({}),
  provisioning: z
    .strictObject({
      trunksFolder: z
        .string()
        .min(1)
        .default('config/trunks')
        .describe('A folder with YAML files that describe trunks, applied at the start and on change.'),
    })
    .prefault({}),
  retention: z
    .strictObject({
      callRecordDays: z.int().min(1).max(36_500).optional(),
      auditDays: z.int().min(1).max(36_500).optional(),
      voicemailDays: z.int().min(1).max(36_500).optional(),
    })
    .prefault({})
    .describe(
      'Older call records, lines of the audit log and voicemail messages are removed. Absent: they are kept for ever.',
    ),
  registrar,
  calls,
  media,
  conferences,
  voicemail,
  accounts,
  log: z
    .strictObject({
      level: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
      format: z.enum(['auto', 'json', 'pretty']).default('auto'),
    })
    .prefault({}),
});

/** A checked configuration with every default filled in. */
export type Config = z.output<typeof configSchema>;
