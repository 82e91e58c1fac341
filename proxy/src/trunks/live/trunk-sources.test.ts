import { trunkSettings } from '@tandem/api-types/trunk-settings';
import { expect, it } from 'vitest';
import { addressSettings, carrierSettings, storedTrunk } from '../testing/settings.ts';
import { type CallSource, sourceIndex } from './trunk-sources.ts';

const trunks = [
  {
    trunk: storedTrunk({ id: 'address', settings: addressSettings({ allowedSources: ['198.51.100.0/24'] }) }),
    addresses: ['192.0.2.20'],
  },
  { trunk: storedTrunk({ id: 'one' }), addresses: ['192.0.2.10'] },
  {
    trunk: storedTrunk({
      id: 'two',
      settings: carrierSettings({
        connection: { kind: 'register-to-carrier', domain: 'carrier.example', username: '4930999' },
      }),
    }),
    addresses: ['192.0.2.10', '192.0.2.11'],
  },
  {
    trunk: storedTrunk({ id: 'out', settings: addressSettings({ direction: 'out' }) }),
    addresses: ['192.0.2.30'],
  },
  {
    trunk: storedTrunk({ id: 'off', settings: addressSettings({ enabled: false }) }),
    addresses: ['192.0.2.31'],
  },
  {
    trunk: storedTrunk({
      id: 'tls',
      settings: trunkSettings.parse({
        name: 'x',
        connection: { kind: 'mutual-tls', certificateNames: ['PBX.example'] },
        gateways: [{ host: '192.0.2.40', transport: 'tls' }],
      }),
    }),
    addresses: ['192.0.2.40'],
  },
];
const identify = sourceIndex(trunks);
const idOf = (source: Partial<CallSource>): string | undefined =>
  identify({
    protocol: 'udp',
    address: '203.0.113.1',
    requestUri: 'sip:100@us',
    certificateNames: [],
    ...source,
  })?.id;

it.each([
  ['a stranger', { address: '203.0.113.1' }, undefined],
  ['its gateway', { address: '192.0.2.20' }, 'address'],
  ['its network', { address: '198.51.100.77' }, 'address'],
  ['a browser behind the same address as its gateway', { protocol: 'WSS', address: '192.0.2.20' }, undefined],
  ['an IPv4 address in IPv6 form', { address: '::ffff:192.0.2.20' }, 'address'],
  ['a trunk that carries calls out only', { address: '192.0.2.30' }, undefined],
  ['a trunk that is switched off', { address: '192.0.2.31' }, undefined],
  ['the address of a TLS trunk without its certificate', { address: '192.0.2.40' }, undefined],
  ['another certificate', { address: '192.0.2.40', certificateNames: ['evil.example'] }, undefined],
  ['its certificate, from anywhere', { certificateNames: ['pbx.EXAMPLE'] }, 'tls'],
] as const)('a call from %s is known for what it is', (_what, source, id) => {
  expect(idOf(source)).toBe(id);
});

it('of two accounts at one carrier the called one is meant', () => {
  const at = (requestUri: string): string | undefined => idOf({ address: '192.0.2.10', requestUri });
  expect(at('sip:4930999@192.0.2.1;trunk=one')).toBe('one');
  expect(at('sip:4930999@192.0.2.1')).toBe('two');
  expect(at('sip:4930123@192.0.2.1')).toBe('one');
  expect(at('sip:somebody@192.0.2.1;trunk=address')).toBe('one');
  expect(idOf({ address: '192.0.2.11', requestUri: 'sip:x@us;trunk=one' })).toBe('two');
});
