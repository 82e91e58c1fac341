import { type TrunkSettingsInput, trunkSettings } from '@tandem/api-types/trunk-settings';
import type { TrunkTemplate } from '@tandem/api-types/trunks';

/** What the admin is asked for stands as an example of a name that exists nowhere. */
const EXAMPLE = 'carrier.example';

const template = (
  id: string,
  title: string,
  why: string,
  fillIn: readonly string[],
  settings: TrunkSettingsInput,
): TrunkTemplate => ({
  id,
  title,
  why,
  fillIn: [...fillIn],
  settings: trunkSettings.parse({ ...settings, template: id }),
});

const REGISTERS = ['connection.domain', 'connection.username', 'secret', 'gateways.0.host'];

/**
 * Ways to connect by kind of other side. Addresses of providers are left to the admin: providers change them, and name
 * them in their welcome letter.
 */
export const templates: TrunkTemplate[] = [
  template(
    'carrier-account',
    'Carrier with a user name and password',
    'The usual kind of SIP trunk for a small company. We sign in there, so no fixed address is needed.',
    REGISTERS,
    {
      name: 'Carrier',
      connection: { kind: 'register-to-carrier', domain: EXAMPLE, username: 'account' },
      gateways: [{ host: EXAMPLE }],
    },
  ),
  template(
    'carrier-account-tls',
    'Carrier with a password, encrypted',
    'As before, over TLS with encrypted sound. Take this when the carrier offers it.',
    REGISTERS,
    {
      name: 'Carrier (encrypted)',
      connection: { kind: 'register-to-carrier', domain: EXAMPLE, username: 'account' },
      gateways: [{ host: EXAMPLE, transport: 'tls' }],
      media: { encryption: 'required', codecs: ['opus', 'G722', 'PCMA', 'PCMU'] },
    },
  ),
  template(
    'carrier-address',
    'Carrier that knows our address',
    'A wholesale trunk without password. The carrier allows our fixed address, and we allow theirs.',
    ['gateways.0.host', 'gateways.1.host'],
    {
      name: 'Carrier (by address)',
      connection: { kind: 'by-address' },
      gateways: [
        { host: `sip1.${EXAMPLE}`, priority: 10 },
        { host: `sip2.${EXAMPLE}`, priority: 20 },
      ],
      callerId: { forwarded: 'both' },
    },
  ),
  template(
    'pbx-registers',
    'PBX that signs in here',
    'FreePBX, Asterisk, 3CX and the like, when the PBX has no fixed address or stands behind a firewall.',
    ['connection.username', 'secret'],
    {
      name: 'PBX',
      connection: { kind: 'pbx-registers', username: 'pbx' },
      callerId: { trustTheirs: true },
    },
  ),
  template(
    'pbx-address',
    'PBX in the same network',
    'A PBX with a fixed address in a network that strangers cannot reach.',
    ['gateways.0.host'],
    {
      name: 'PBX',
      connection: { kind: 'by-address' },
      gateways: [{ host: 'pbx.example' }],
      callerId: { trustTheirs: true },
      media: { codecs: ['G722', 'PCMA', 'PCMU'] },
    },
  ),
  template(
    'peer-certificate',
    'Microsoft Teams, a session border controller or another peer with certificates',
    'Both sides show a certificate (mutual TLS). No passwords, and the sound is encrypted.',
    ['gateways.0.host', 'connection.certificateNames.0'],
    {
      name: 'Peer',
      connection: { kind: 'mutual-tls', certificateNames: ['sbc.example'] },
      gateways: [{ host: 'sbc.example', transport: 'tls' }],
      media: { encryption: 'required', codecs: ['opus', 'PCMA', 'PCMU'] },
      callerId: { forwarded: 'history-info' },
    },
  ),
];
