import { describe, expect, it } from 'vitest';
import { header, sdp } from '../../calls/testing/sip-text.ts';
import { trunkCallSystem } from '../testing/trunk-call-system.ts';

const given = trunkCallSystem();
const { settle, record } = given;

describe('a call to the registered account', () => {
  it('reaches the number that the carrier names in To', async () => {
    await settle({
      connection: { kind: 'register-to-carrier', domain: 'carrier.example', username: 'account' },
    });
    const alice = await given.system.phone('alice');
    const carrier = await given.system.phone('+41449999', null);
    const dialog = carrier.invite('x', {
      uri: 'sip:account@example.com;trunk=carrier',
      body: sdp(6000),
      lines: [['To', '<sip:+4930111@carrier.example>']],
    });
    const invite = await alice.take('INVITE');
    expect(header(invite, 'To')).toContain('sip:alice@example.com');
    dialog.cancel([['To', '<sip:+4930111@carrier.example>']]);
    await record();
  });
});

describe('a call in', () => {
  const call = async (lines: readonly (readonly [string, string])[] = []) => {
    const alice = await given.system.phone('alice');
    const carrier = await given.system.phone('+41449999', null);
    const dialog = carrier.invite('x', { uri: 'sip:+4930111@example.com', body: sdp(6000), lines });
    return { alice, carrier, dialog };
  };

  it('by the trunk’s address reaches the user of the number', async () => {
    await settle();
    const { alice, dialog, carrier } = await call();
    const invite = await alice.take('INVITE');
    expect(header(invite, 'From')).toContain('sip:+41449999@example.com');
    alice.reply(invite, 200, { body: sdp(5000) });
    await dialog.confirm();
    expect(given.live.get('carrier')?.limits.active).toBe(1);
    dialog.request('BYE');
    alice.reply(await alice.take('BYE'), 200);
    await carrier.take(200);
    expect(await record()).toMatchObject({
      arrivedByTrunk: 'carrier',
      callerUsername: null,
      calleeUsername: 'alice',
      outcome: 'answered',
    });
    await expect.poll(() => given.live.get('carrier')?.limits.active).toBe(0);
  });

  it('outside its hours is refused', async () => {
    await settle({ schedule: { timeZone: 'UTC', windows: [{ days: [1], from: '00:00', to: '00:01' }] } });
    const { carrier } = await call();
    await carrier.take(480);
    expect(await record()).toMatchObject({ arrivedByTrunk: 'carrier' });
  });

  it('without the encryption that the trunk demands is refused', async () => {
    await settle({
      media: { encryption: 'required' },
      gateways: [],
      direction: 'in',
      allowedSources: ['127.0.0.1'],
    });
    const { carrier } = await call();
    await carrier.take(488);
    expect((await record())?.reason).toMatch(/^encryption-required/);
  });
});
