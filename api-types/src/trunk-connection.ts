/** Who is at the other end of a trunk, and how the two know each other. */
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
export const headerText = (max: number): z.ZodString =>
  z
    .string()
    .min(1)
    .max(max)
    .regex(/^[^\p{Cc}]*$/u, 'no line breaks or control characters');

/** As a SIP user part needs no escaping. */
export const sipUser = z
  .string()
  .min(1)
  .max(128)
  .regex(/^[A-Za-z0-9\-_.!~*'()&=+$,;?/%]+$/, 'no spaces, "@" or ":"');

/** A digest user name may hold an "@". */
const authorizationUsername = headerText(128);

/** A host name, address or network in CIDR notation. */
export const network = z
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

export type TrunkTransport = z.output<typeof trunkTransport>;
export type TrunkGateway = z.output<typeof trunkGateway>;
export type TrunkConnection = z.output<typeof trunkConnection>;
