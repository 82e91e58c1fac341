import { describe, expect, it } from 'vitest';
import { sdp } from '../../calls/testing/sip-text.ts';
import { trunkCallSystem } from '../testing/trunk-call-system.ts';

const given = trunkCallSystem();
const { settle, dial, record } = given;

describe('a number that must not be called', () => {
  const PREMIUM = '<sip:+499001234567@example.com>';
  const invitesOut = (): string[] =>
    [...given.first.rest(), ...given.second.rest()].filter((line) => line.startsWith('INVITE'));

  it.each([
    ['blocked', '+5371234567'],
    ['premium', '09001234567'],
  ])('is refused when it is dialled and %s, before any gateway hears of it', async (key, number) => {
    await settle({ direction: 'out' });
    const { alice } = await dial(number);
    await alice.take(403);
    expect((await record())?.reason).toContain(`${key}-number`);
    expect(invitesOut()).toEqual([]);
  });

  it('is not reached by a phone that forwards its calls there', async () => {
    await settle({ direction: 'out' });
    const bob = await given.system.phone('bob');
    const { alice } = await dial('bob');
    bob.reply(await bob.take('INVITE'), 302, { lines: [['Contact', PREMIUM]] });
    await alice.take(403);
    await record();
    expect(invitesOut()).toEqual([]);
  });

  it('is not reached by a carrier that sends a call on to there', async () => {
    await settle({ direction: 'out' });
    const { alice } = await dial();
    given.first.reply(await given.first.take('INVITE'), 302, { lines: [['Contact', PREMIUM]] });
    await alice.take(403);
    await record();
    expect(invitesOut()).toEqual([]);
  });

  it('is not reached by a transfer during a call, and the call goes on', async () => {
    await settle({ direction: 'out' });
    const bob = await given.system.phone('bob');
    const { call } = await dial('bob');
    const invite = await bob.take('INVITE');
    bob.reply(invite, 200, { body: sdp(5000) });
    await call.confirm();
    await bob.take('ACK');
    bob.dialogOf(invite).request('REFER', { lines: [['Refer-To', PREMIUM]] });
    await bob.take(603);
    expect(invitesOut()).toEqual([]);
    call.request('BYE');
    bob.reply(await bob.take('BYE'), 200);
    expect(await record()).toMatchObject({ outcome: 'answered' });
  });
});
