import type { TrunkSettingsInput } from '@tandem/api-types/trunk-settings';
import { describe, expect, it } from 'vitest';
import { addressSettings, carrierSettings } from '../testing/settings.ts';
import { incomingCaller, type TrunkInvite, trunkInviteHeaders, wantsPrivacy } from './trunk-headers.ts';

const headersOf = (invite: Partial<TrunkInvite> = {}) =>
  trunkInviteHeaders({
    settings: carrierSettings(),
    caller: { number: '+4930555', displayName: 'Alice "A"', wantsPrivacy: false },
    number: '+41441234567',
    requestHost: 'carrier.example',
    forwardedFrom: null,
    ownDomain: 'us.example',
    maxForwards: 69,
    ...invite,
  });
const callerId = (changes: TrunkSettingsInput['callerId']) =>
  headersOf({ settings: carrierSettings({ callerId: changes }) });

describe('an INVITE to a carrier', () => {
  it('says who calls and whom', () => {
    expect(headersOf()).toEqual({
      From: '"Alice \\"A\\"" <sip:+4930555@carrier.example>',
      'P-Asserted-Identity': '<sip:+4930555@carrier.example>',
      To: '<sip:+41441234567@carrier.example>',
      'Max-Forwards': '69',
      Allow: expect.stringContaining('INVITE'),
      Supported: 'timer',
    });
  });

  it('shows a fixed number, or that of the account', () => {
    expect(callerId({ from: 'fixed', fixedNumber: '+4930000' }).From).toMatch(/<sip:\+4930000@carrier/);
    expect(callerId({ from: 'account' }).From).toMatch(/<sip:4930123@carrier/);
    expect(callerId({ from: 'account' })['P-Asserted-Identity']).toMatch(/4930555/);
  });

  it('hides the caller who wants it, always, or never', () => {
    const caller = { number: '+4930555', displayName: 'Alice', wantsPrivacy: true };
    const hidden = { From: '"Anonymous" <sip:anonymous@anonymous.invalid>', Privacy: 'id' };
    expect(headersOf({ caller })).toMatchObject(hidden);
    expect(headersOf({ caller })['P-Asserted-Identity']).toBe('<sip:+4930555@carrier.example>');
    expect(callerId({ privacy: 'always' })).toMatchObject(hidden);
    const never = headersOf({ caller, settings: carrierSettings({ callerId: { privacy: 'never' } }) });
    expect(never).not.toHaveProperty('Privacy');
    expect(callerId({ assertedIdentity: false })).not.toHaveProperty('P-Asserted-Identity');
  });

  it.each([
    ['none', false, false],
    ['diversion', true, false],
    ['history-info', false, true],
    ['both', true, true],
  ] as const)('of a forwarded call tells by "%s" who was dialled first', (forwarded, diversion, history) => {
    const settings = carrierSettings({ callerId: { forwarded } });
    const headers = headersOf({ settings, forwardedFrom: '+4930777' });
    expect('Diversion' in headers).toBe(diversion);
    expect('History-Info' in headers).toBe(history);
    if (history)
      expect(headers['History-Info']).toBe(
        '<sip:+4930777@us.example>;index=1, <sip:+41441234567@carrier.example;cause=302>;index=1.1;mp=1',
      );
  });

  it('asks for session timers where the trunk does', () => {
    const settings = carrierSettings({ sessionTimers: { mode: 'request', expiresSeconds: 600 } });
    expect(headersOf({ settings })).toMatchObject({ 'Session-Expires': '600;refresher=uac', 'Min-SE': '90' });
    expect(headersOf({ settings: carrierSettings({ sessionTimers: { mode: 'off' } }) })).not.toHaveProperty(
      'Supported',
    );
  });

  it('gets the headers that were added, and not those that were taken out', () => {
    const settings = carrierSettings({
      headers: { add: [{ name: 'X-Account', value: '42' }], remove: ['p-asserted-identity'] },
    });
    expect(headersOf({ settings })).toMatchObject({ 'X-Account': '42' });
    expect(headersOf({ settings })).not.toHaveProperty('P-Asserted-Identity');
  });

  it.each(['x@evil.example', 'a>b', 'a\r\nVia: x', '1 2'])('lets no number end its address: %j', (number) => {
    const headers = headersOf({ number, settings: addressSettings() });
    expect(headers.To).toMatch(/^<sip:[^@>\s]+@carrier\.example>$/);
  });
});

describe('a call from a trunk', () => {
  const received = (headers: Record<string, string>) => (name: string) => headers[name];
  const From = '"Bob" <sip:+49301@pbx.example>;tag=1';

  it('is from whom it says', () => {
    expect(incomingCaller(addressSettings(), received({ From }))).toEqual({
      number: '+49301',
      displayName: 'Bob',
      uri: 'sip:+49301@pbx.example',
    });
  });

  it('asserts an identity that only a trusted trunk is believed', () => {
    const headers = received({ From, 'P-Asserted-Identity': '"X" <sip:+49302@pbx.example>, <tel:+49302>' });
    expect(incomingCaller(addressSettings(), headers).number).toBe('+49301');
    const trusting = addressSettings({ callerId: { trustTheirs: true } });
    expect(incomingCaller(trusting, headers).number).toBe('+49302');
  });

  it.each([
    [{ From, Privacy: 'id' }],
    [{ From: '"Anonymous" <sip:anonymous@anonymous.invalid>' }],
    [{ From: 'rubbish' }],
    [{}],
  ])('withholds its number: %j', (headers) => {
    expect(incomingCaller(addressSettings(), received(headers)).number).toBeNull();
  });

  it('with "Privacy: none" hides nothing', () => {
    expect(wantsPrivacy(received({ From, Privacy: 'none' }))).toBe(false);
  });
});
