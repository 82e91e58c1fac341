import { isIP } from 'node:net';
import { z } from 'zod';
import { host, port } from './address-schema.ts';

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

/** How SIP comes and goes: listeners, TLS, the drachtio protocol, limits, names and captures. */
export const sip = z
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
          .describe(
            'Connections for SIP (TCP, TLS, WebSocket) from one address, and as many for pages and the API; further ones are refused.',
          ),
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
