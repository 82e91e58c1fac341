import { isIP } from 'node:net';
import { hostname } from 'node:os';
import { z } from 'zod';

const port = z.int().min(0).max(65_535);
const host = z.string().min(1).max(253);

function isNetwork(text: string): boolean {
  const [address = '', bits = ''] = text.split('/');
  const family = isIP(address);
  return family !== 0 && Number(bits) <= (family === 6 ? 128 : 32);
}

const network = z
  .string()
  .regex(/^[0-9a-fA-F.:]+\/\d{1,3}$/, 'a network as address/bits, such as 10.0.0.0/8')
  .refine((text) => isNetwork(text), 'a network as address/bits, such as 10.0.0.0/8');

const localNetworks = z
  .array(network)
  .default([])
  .describe('Networks whose peers are told the bound address instead of the advertised one.');

const sipTls = z
  .strictObject({
    enabled: z.boolean().default(true).describe('SIP over TLS on sip.host.'),
    port: port.default(5061),
    certFile: z
      .string()
      .optional()
      .describe('PEM, with its chain. Default: the certificate of https. Read again when it changes.'),
    keyFile: z.string().optional(),
    caFile: z
      .string()
      .optional()
      .describe('PEM: who may sign the certificates of peers. Default: the usual authorities.'),
    clientCertificates: z
      .enum(['ignored', 'asked', 'required'])
      .default('ignored')
      .describe(
        'Whether peers that connect are asked for a certificate, and turned away without a valid one.',
      ),
    verifyServers: z
      .boolean()
      .default(true)
      .describe('Servers that we connect to over TLS must prove their name (RFC 5922).'),
  })
  .prefault({});

const sipListener = z.strictObject({
  transports: z
    .array(z.enum(['udp', 'tcp', 'tls']))
    .min(1)
    .default(['udp', 'tcp']),
  host,
  port,
  advertisedHost: host.optional(),
  advertisedPort: port.optional().describe('When a NAT maps the port to another.'),
  localNetworks,
});

/** As Node's DNS client takes it. */
const isNameServer = (text: string): boolean =>
  isIP(text) > 0 || isIP(/^\[?([^[\]]+?)\]?:\d{1,5}$/.exec(text)?.[1] ?? '') > 0;

const sip = z
  .strictObject({
    engine: z
      .union([
        z.literal('embedded'),
        z.string().regex(/^drachtio:\/\/[^/:]+:\d+$/, 'embedded or drachtio://host:port'),
      ])
      .default('embedded')
      .describe('The SIP engine: inside this process, or a drachtio-server reached by its admin port.'),
    engineSecret: z.string().default('cymru').describe('The shared secret of an external drachtio-server.'),
    engineWebSocket: z
      .string()
      .regex(/^[^/]+:\d+$/, 'host:port')
      .optional()
      .describe('The WebSocket listener of an external engine: /sip is passed on to it.'),
    host: host.default('0.0.0.0').describe('The address on which SIP over UDP and TCP is received.'),
    port: port.default(5060).describe('The UDP and TCP port of SIP.'),
    advertisedHost: host
      .optional()
      .describe('The address written into Via and Contact. Default: the first address of this machine.'),
    localNetworks,
    tls: sipTls,
    listeners: z
      .array(sipListener)
      .max(32)
      .default([])
      .describe('Further addresses and ports for SIP, each with the address that its peers see.'),
    allowedOrigins: z
      .array(z.string().min(1))
      .default(['same-host', 'https://localhost', 'capacitor://localhost'])
      .describe('Web pages that may open SIP over WebSocket: same-host, an origin, or * for any.'),
    connections: z
      .strictObject({
        maxPerAddress: z
          .int()
          .min(1)
          .max(50_000)
          .default(1_000)
          .describe('Connections for SIP (TCP, TLS, WebSocket) from one address; further ones are refused.'),
        uncappedAddresses: z
          .array(z.union([network, z.ipv4(), z.ipv6()]))
          .default([])
          .describe(
            'Addresses and networks without that limit: reverse proxies, behind which all browsers have one.',
          ),
      })
      .prefault({}),
    dnsServers: z
      .array(z.string().refine(isNameServer, 'address or address:port, IPv6 with a port in brackets'))
      .default([])
      .describe(
        'The name servers that SIP domains and trunks are looked up with. Default: those of the system.',
      ),
    nextTargetAfterSeconds: z
      .number()
      .min(0.1)
      .max(32)
      .default(3)
      .describe(
        'Of a name with several addresses the next one is tried when one has said nothing for so long. Gateways of trunks have a limit of their own.',
      ),
    domains: z
      .array(host)
      .default([])
      .describe(
        'Domains of our addresses-of-record, the main one first. Names and addresses of this machine are always ours.',
      ),
    realm: z
      .string()
      .min(1)
      .max(190)
      .default('tandem')
      .describe('The digest realm. Changing it invalidates every SIP password.'),
    digestAlgorithms: z
      .array(z.enum(['SHA-256', 'MD5']))
      .min(1)
      .default(['SHA-256', 'MD5'])
      .describe('The digests that are offered, in the order of the challenges.'),
    admin: z
      .strictObject({
        enabled: z
          .boolean()
          .default(false)
          .describe('Opens the drachtio admin port for applications in other processes.'),
        host: host.default('127.0.0.1'),
        port: port.default(9022),
        secret: z.string().min(8).optional().describe('Needed when enabled.'),
      })
      .prefault({}),
    trace: z
      .strictObject({
        maxMegabytes: z
          .number()
          .min(0)
          .max(4096)
          .default(32)
          .describe('Memory for the last SIP messages of each call, which the console draws. 0 keeps none.'),
      })
      .prefault({}),
    hep: z
      .strictObject({
        host: host.optional().describe('A Homer capture server; nothing is copied without it.'),
        port: port.default(9060),
        transport: z.enum(['udp', 'tcp']).default('udp'),
        captureId: z.int().min(0).max(4_294_967_295).default(2001).describe('Tells this node from others.'),
        authKey: z.string().max(256).optional().describe('What the capture server asks for, if it does.'),
      })
      .prefault({}),
  })
  .prefault({});

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
