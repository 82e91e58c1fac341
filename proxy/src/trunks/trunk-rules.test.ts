import { trunkSettings } from '@tandem/api-types/trunk-settings';
import { describe, expect, it } from 'vitest';
import { addressSettings, carrierSettings, storedTrunk } from './testing/settings.ts';
import { problemsOf, type TrunkDraft, type TrunkSurroundings } from './trunk-rules.ts';

const surroundings: TrunkSurroundings = {
  others: [],
  isOurselves: (host, port) => host === '192.0.2.1' && port === 5060,
  isUser: (username) => username === 'alice',
};
const fieldsOf = (draft: Partial<TrunkDraft>, around: Partial<TrunkSurroundings> = {}): string[] =>
  problemsOf(
    { id: 'new', settings: carrierSettings(), secret: 'secret', before: null, ...draft },
    { ...surroundings, ...around },
  ).map(({ field }) => field);

describe('a trunk that can work', () => {
  it('is accepted', () => {
    expect(fieldsOf({})).toEqual([]);
    expect(fieldsOf({ settings: addressSettings(), secret: undefined })).toEqual([]);
    const pbx = trunkSettings.parse({ name: 'PBX', connection: { kind: 'pbx-registers', username: 'pbx' } });
    expect(fieldsOf({ settings: pbx })).toEqual([]);
  });
});

describe('a trunk that cannot work is refused with the field named', () => {
  it.each([
    ['no gateway', carrierSettings({ gateways: [] }), ['gateways', 'gateways']],
    ['loops back to us', carrierSettings({ gateways: [{ host: '192.0.2.1' }] }), ['gateways.0.host']],
    ['loops by its proxy', carrierSettings({ outboundProxy: { host: '192.0.2.1' } }), ['outboundProxy.host']],
    [
      'has a gateway twice',
      carrierSettings({ gateways: [{ host: '192.0.2.9' }, { host: '192.0.2.9' }] }),
      ['gateways.1.host'],
    ],
    ['has a codec twice', carrierSettings({ media: { codecs: ['PCMA', 'PCMA'] } }), ['media.codecs.1']],
    [
      'sends tones through a codec that garbles them',
      carrierSettings({ media: { codecs: ['opus'], dtmf: 'in-band' } }),
      ['media.dtmf'],
    ],
    [
      'demands encryption and sends its keys in the clear',
      carrierSettings({ media: { encryption: 'required' } }),
      ['media.encryption'],
    ],
    ['shows no number', carrierSettings({ callerId: { from: 'fixed' } }), ['callerId.fixedNumber']],
    [
      'adds a header on which the call depends',
      carrierSettings({ headers: { add: [{ name: 'Via', value: 'x' }] } }),
      ['headers.add.0.name'],
    ],
    [
      'leaves out a header on which the call depends',
      carrierSettings({ headers: { remove: ['Contact'] } }),
      ['headers.remove.0'],
    ],
    [
      'keeps the hours of no place',
      carrierSettings({
        schedule: { timeZone: 'Mars/Base', windows: [{ days: [1], from: '08:00', to: '18:00' }] },
      }),
      ['schedule.timeZone'],
    ],
    [
      'waits for one gateway longer than for all',
      carrierSettings({ failover: { answerTimeoutSeconds: 10, postDialLimitSeconds: 5 } }),
      ['failover.answerTimeoutSeconds'],
    ],
  ] as const)('%s', (_what, settings, fields) => {
    expect(fieldsOf({ settings })).toEqual(fields);
  });

  it.each([
    ['an address that is none', { allowedSources: ['192.0.2.300'] }],
    ['a network that is none', { allowedSources: ['192.0.2.0/33'] }],
    ['everybody', { allowedSources: ['0.0.0.0/0'] }],
  ])('trusts %s', (_what, changes) => {
    expect(fieldsOf({ settings: addressSettings(changes), secret: undefined })).toEqual(['allowedSources.0']);
  });

  it('trusts an address without saying which', () => {
    const settings = addressSettings({ gateways: [], direction: 'in' });
    expect(fieldsOf({ settings, secret: undefined })).toEqual(['allowedSources']);
  });

  it('shows a certificate where nobody looks', () => {
    const settings = trunkSettings.parse({
      name: 'x',
      connection: { kind: 'mutual-tls', certificateNames: ['pbx.example'] },
      gateways: [{ host: 'pbx.example', transport: 'udp' }],
    });
    expect(fieldsOf({ settings, secret: undefined })).toEqual(['gateways.0.transport']);
  });

  it('comes from where another trunk comes from', () => {
    const others = [storedTrunk({ id: 'other', settings: addressSettings() })];
    expect(fieldsOf({ settings: addressSettings(), secret: undefined }, { others })).toEqual([
      'gateways.0.host',
    ]);
    expect(fieldsOf({ id: 'other', settings: addressSettings(), secret: undefined }, { others })).toEqual([]);
  });

  it('signs in with the name of a user', () => {
    const settings = trunkSettings.parse({
      name: 'x',
      connection: { kind: 'pbx-registers', username: 'alice' },
    });
    expect(fieldsOf({ settings })).toEqual(['connection.username']);
  });
});

describe('the secret', () => {
  const before = storedTrunk({ id: 'carrier' });

  it('is needed to register, and useless where nobody signs in', () => {
    expect(fieldsOf({ secret: undefined })).toEqual(['secret']);
    expect(fieldsOf({ secret: null, before, id: 'carrier' })).toEqual(['secret']);
    expect(fieldsOf({ settings: addressSettings() })).toEqual(['secret']);
  });

  it('stays when something else is edited', () => {
    const settings = carrierSettings({ name: 'Other name', gateways: [{ host: '192.0.2.77' }] });
    expect(fieldsOf({ id: 'carrier', settings, secret: undefined, before })).toEqual([]);
  });

  it.each([
    ['realm', { realm: 'elsewhere' }],
    ['domain', { domain: 'elsewhere.example' }],
    ['user name', { username: 'somebody' }],
  ])('given for one %s is not used for another', (_what, change) => {
    const settings = carrierSettings({
      connection: {
        kind: 'register-to-carrier',
        domain: 'carrier.example',
        username: '4930123',
        ...change,
      },
    });
    expect(fieldsOf({ id: 'carrier', settings, secret: undefined, before })).toEqual(['secret']);
    expect(fieldsOf({ id: 'carrier', settings, secret: 'new', before })).toEqual([]);
  });
});

describe('settings of the wrong form', () => {
  it.each([
    ['an unknown codec', { media: { codecs: ['MP3'] } }, 'media.codecs.0'],
    ['a URI for a host', { gateways: [{ host: 'sip:carrier.example' }] }, 'gateways.0.host'],
    ['a port in the host', { gateways: [{ host: 'carrier.example:5060' }] }, 'gateways.0.host'],
    [
      'a header with a line break',
      { headers: { add: [{ name: 'X-A', value: 'a\r\nVia: b' }] } },
      'headers.add.0.value',
    ],
    ['a setting that does not exist', { colour: 'red' }, ''],
  ])('%s', (_what, change, field) => {
    const parsed = trunkSettings.safeParse({ ...carrierSettings(), ...change });
    expect(parsed.error?.issues.map(({ path }) => path.join('.'))).toEqual([field]);
  });
});
