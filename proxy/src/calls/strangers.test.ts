import { describe, expect, it } from 'vitest';
import type { TestRouting } from '../routing/testing/test-routing.ts';
import { header, sdp } from './testing/sip-text.ts';
import type { TestPhone } from './testing/test-phone.ts';
import { useTestSystem } from './testing/use-test-system.ts';

const used = useTestSystem();

/** Bob, a ring group and a number are open to anyone; calls of our users may go out by a trunk. */
const open: TestRouting = {
  settings: { openToAnyone: { usernames: ['bob'], ringGroups: ['sales'], numbers: ['+493012345678'] } },
  numbers: { '+493012345678': { destination: { kind: 'user', username: 'carol' }, trunkId: null } },
  ringGroups: [
    { name: 'sales', displayName: 'Sales', strategy: 'parallel', members: ['carol'], ringMs: 20_000 },
  ],
  rules: [{ name: 'out', action: { kind: 'trunks', trunks: [{ trunkId: 'carrier' }] } }],
};

const call = (visitor: TestPhone, uri: string, from = '"Vera" <sip:vera@elsewhere.example>') =>
  visitor.invite('', { uri, from, body: sdp(4000) });

describe('somebody who did not sign in', () => {
  it.each([
    ['the user', 'sip:bob@example.com', 'bob'],
    ['the ring group', 'sip:sales@example.com', 'carol'],
    ['the number', 'sip:+493012345678@example.com', 'carol'],
  ])('reaches %s that an admin opened to anyone', async (_what, uri, rings) => {
    await used.restart({}, open);
    const [visitor, callee] = [await used.system.phone('vera', null), await used.system.phone(rings)];
    const dialog = call(visitor, uri);
    const invite = await callee.take('INVITE');
    expect(header(invite, 'From')).toMatch(/^"Vera" <sip:vera@elsewhere\.example>/);
    callee.reply(invite, 200, { body: sdp(5000) });
    await dialog.confirm();
    await callee.take('ACK');
    callee.dialogOf(invite).request('BYE');
    visitor.reply(await visitor.take('BYE'), 200);
    expect(await used.record()).toMatchObject({
      callerUsername: null,
      callerUri: 'sip:vera@elsewhere.example',
      callerName: 'Vera',
      outcome: 'answered',
    });
  });

  it.each([
    ['a number outside: we relay for nobody', 'sip:+14155552671@example.com'],
    ['an address of another domain', 'sip:somebody@third.example'],
    ['an emergency number', 'sip:112@example.com'],
    ['a user that is not open', 'sip:alice@example.com'],
    ['a user in another spelling', 'sip:bob%40evil@example.com'],
    ['nobody', 'sip:dave@example.com'],
  ])('has to sign in to call %s', async (_what, uri) => {
    await used.restart({}, open);
    const visitor = await used.system.phone('vera', null);
    call(visitor, uri);
    await visitor.take(401);
    expect(used.system.records).toEqual([]);
  });

  it('has to sign in for everything when the admin opened nothing', async () => {
    const visitor = await used.system.phone('vera', null);
    await used.system.phone('bob');
    call(visitor, 'sip:bob@example.com');
    await visitor.take(401);
  });

  it('has to sign in when claiming to be one of our users, or when saying nothing readable', async () => {
    await used.restart({}, open);
    const visitor = await used.system.phone('vera', null);
    const bob = await used.system.phone('bob');
    call(visitor, 'sip:bob@example.com', '<sip:alice@127.0.0.1>');
    await visitor.take(401);
    call(visitor, 'sip:bob@example.com', '<tel:+4915112345678>');
    await visitor.take(401);
    expect(bob.rest()).toEqual([]);
  });

  it('gets through a few times in a minute, then no more for a while', async () => {
    await used.restart({}, open);
    const [visitor, bob] = [await used.system.phone('vera', null), await used.system.phone('bob')];
    for (let count = 0; count < 3; count += 1) {
      call(visitor, 'sip:bob@example.com');
      bob.reply(await bob.take('INVITE'), 486);
      await visitor.take(486);
    }
    call(visitor, 'sip:bob@example.com');
    await visitor.take(480);
    await expect
      .poll(() => used.system.records.at(-1)?.reason)
      .toMatch(/^too-many-strangers: .*more than 3 in a minute from 127/);
  });
});
