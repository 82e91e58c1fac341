import { testDatabases } from '@tandem/sql/testing';
import { describe, expect, it } from 'vitest';
import type { LocalCall } from '../calls/local-branch.ts';
import { fieldsOf, routingApiOn } from '../routing/testing/test-routing-api.ts';

const monday = { name: 'monday', displayName: 'Monday meeting', membersMax: 5 };
const destination = { kind: 'conference', conference: 'monday' };
const fromCarrier = { kind: 'trunk', trunkId: 'carrier' };
const BOB_CALL = '7b0f2b3e-6a52-4f0e-9d2f-1f5ed7a3c001';

describe.each(testDatabases())('the API of conference rooms on $name', ({ open }) => {
  const api = routingApiOn(open);
  const { send, call, signIn, simulate, csv } = api;

  const enter = async (id: string): Promise<void> => {
    const bob: LocalCall = {
      id,
      callId: 'x',
      callerUri: 'sip:bob@example.com',
      callerName: 'Bob',
      callerUsername: 'bob',
      arrivedByTrunk: null,
      startedAtMs: 0,
    };
    const conversation = await api.conferences.answererOf('monday')?.answer(bob);
    conversation?.onHangUp(() => conversation.ended());
    conversation?.begin();
    await expect.poll(() => api.conferences.members('monday')).toHaveLength(1);
  };

  it('makes a room that is dialled by its name and by a number, and keeps it while something leads to it', async () => {
    expect((await send('POST', '/numbers', { number: '+493012345678', destination })).status).toBe(400);
    const made = await send('POST', '/conferences', monday);
    expect(made).toMatchObject({
      status: 201,
      body: { ...monday, members: 0, pinRequired: false, pinIsSet: false, version: 1 },
    });
    expect((await simulate('monday')).sentence).toBe('The caller enters the conference monday.');
    expect((await send('POST', '/numbers', { number: '+493012345678', destination })).status).toBe(201);
    expect((await simulate('+493012345678', fromCarrier)).sentence).toBe(
      'The caller enters the conference monday.',
    );
    expect((await csv('GET', '/numbers.csv')).body).toContain('+493012345678,,conference,monday,,');
    const refused = await send('DELETE', '/conferences/monday', undefined, 1);
    expect(refused).toMatchObject({ status: 409, body: { code: 'in-use' } });
    expect(refused.body.detail).toBe('The conference is used by the number +493012345678.');
    await send('DELETE', '/numbers/+493012345678', undefined, 1);
    const rule = {
      name: 'meeting',
      when: { prefixes: ['700'] },
      action: { kind: 'destination', destination },
    };
    const { id } = (await send('POST', '/routing/rules', rule)).body;
    expect((await send('DELETE', '/conferences/monday', undefined, 1)).body.detail).toBe(
      'The conference is used by the rule "meeting".',
    );
    await send('DELETE', `/routing/rules/${id}`, undefined, 1);
    expect((await send('DELETE', '/conferences/monday', undefined, 1)).status).toBe(204);
    expect((await simulate('monday')).kind).toBe('refused');
  });

  it('takes numbers that lead to rooms from a file, and tells the line of one that there is not', async () => {
    await send('POST', '/conferences', monday);
    const file = (room: string) => `number,label,destination,target\n+493012345678,,conference,${room}\n`;
    const refused = await csv('POST', '/numbers.csv', file('tuesday'));
    expect(refused.json().context.lines).toEqual([
      { line: 2, field: 'target', message: 'there is no conference "tuesday"' },
    ]);
    expect((await csv('POST', '/numbers.csv', file('monday'))).statusCode).toBe(200);
    expect((await simulate('+493012345678')).sentence).toBe('The caller enters the conference monday.');
  });

  it('gives one name to one thing', async () => {
    expect(fieldsOf(await send('POST', '/conferences', { ...monday, name: 'bob' }))).toEqual([400, 'name']);
    await send('POST', '/ring-groups', { name: 'sales', displayName: 'Sales', members: ['bob'] });
    expect(fieldsOf(await send('POST', '/conferences', { ...monday, name: 'sales' }))).toEqual([400, 'name']);
    await send('POST', '/conferences', monday);
    const group = { name: 'monday', displayName: 'Monday', members: ['bob'] };
    expect(fieldsOf(await send('POST', '/ring-groups', group))).toEqual([400, 'name']);
    expect(fieldsOf(await send('PUT', '/conferences/monday', { ...monday, name: 'x' }, 1))).toEqual([
      400,
      'name',
    ]);
  });

  it.each([
    [{ membersMax: 1 }, 'membersMax'],
    [{ membersMax: 51 }, 'membersMax'],
    [{ displayName: '' }, 'displayName'],
    [{ name: 'Monday meeting' }, 'name'],
  ])('refuses the room %j and names the field', async (change, field) =>
    expect(fieldsOf(await send('POST', '/conferences', { ...monday, ...change }))).toEqual([400, field]),
  );

  it('refuses a change of an older version, and takes a removal back without its PIN', async () => {
    await send('POST', '/conferences', { ...monday, pinRequired: true });
    await send('PUT', '/conferences/monday/pin', { pin: '2468' });
    expect((await send('PUT', '/conferences/monday', monday, 7)).status).toBe(412);
    await send('DELETE', '/conferences/monday', undefined, 1);
    expect(await api.pins.check('monday', '2468')).toBeNull();
    const [change] = (await send('GET', '/admin/changes?kind=conference')).body.changes;
    expect((await send('POST', `/admin/changes/${change.id}/undo`)).status).toBe(204);
    expect((await send('GET', '/conferences/monday')).body).toMatchObject({
      pinRequired: true,
      pinIsSet: false,
    });
  });

  it('keeps a PIN that nobody is shown, in the answers, the history and the database', async () => {
    await send('POST', '/conferences', { ...monday, pinRequired: true });
    expect((await send('PUT', '/conferences/monday/pin', { pin: '24681357' })).status).toBe(204);
    expect((await send('PUT', '/conferences/monday/pin', { pin: '97531864' })).status).toBe(204);
    expect(await api.pins.check('monday', '97531864')).toBe(true);
    expect(await api.pins.check('monday', '24681357')).toBe(false);
    const everything = JSON.stringify([
      (await send('GET', '/conferences')).body,
      (await send('GET', '/admin/changes')).body,
      (await send('GET', '/admin/audit')).body,
      await api.db('configuration_documents'),
    ]);
    expect(everything).toContain('"pinIsSet":true');
    expect(everything).toContain('set-pin');
    expect(everything).not.toMatch(/24681357|97531864/);
    await send('PUT', '/conferences/monday/pin', { pin: null });
    expect((await send('GET', '/conferences/monday')).body.pinIsSet).toBe(false);
  });

  it.each(['123', '12345678901', '12 34', 'abcd', ''])('refuses the PIN "%s"', async (pin) => {
    await send('POST', '/conferences', monday);
    expect(fieldsOf(await send('PUT', '/conferences/monday/pin', { pin }))).toEqual([400, 'pin']);
    expect((await send('PUT', '/conferences/tuesday/pin', { pin: '1234' })).status).toBe(404);
  });

  it('shows who is in a room, and lets an operator mute and remove, which the audit log tells', async () => {
    await api.accounts.createUser({ username: 'olga', password: 'correct horse', role: 'operator' });
    await send('POST', '/conferences', monday);
    await enter(BOB_CALL);
    const { accessToken: token } = await signIn('olga');
    const path = '/conferences/monday/members';
    expect((await call('GET', path, { token })).body).toEqual({
      node: 'test',
      members: [
        {
          id: BOB_CALL,
          callerUri: 'sip:bob@example.com',
          callerName: 'Bob',
          joinedAt: expect.any(String),
          muted: false,
          speaking: false,
          waiting: false,
        },
      ],
    });
    const muted = `${path}/${BOB_CALL}/muted`;
    expect((await call('PUT', muted, { token, body: { muted: true } })).status).toBe(204);
    expect((await call('GET', path, { token })).body.members[0].muted).toBe(true);
    expect((await call('DELETE', `${path}/${BOB_CALL}`, { token })).status).toBe(204);
    expect((await call('DELETE', `${path}/${BOB_CALL}`, { token })).status).toBe(404);
    expect((await call('GET', path, { token })).body.members).toEqual([]);
    const { entries } = (await send('GET', '/admin/audit?kind=call')).body;
    expect(
      entries.map(({ action, author }: { action: string; author: { name: string } }) => [
        action,
        author.name,
      ]),
    ).toEqual([
      ['hang-up', 'olga'],
      ['mute', 'olga'],
    ]);
    expect((await call('PUT', '/conferences/monday/pin', { token, body: { pin: '1234' } })).status).toBe(403);
  });

  it('is closed to users', async () => {
    const { accessToken: token } = await signIn('bob');
    for (const path of ['/conferences', '/conferences/monday', '/conferences/monday/members'])
      expect((await call('GET', path, { token })).status).toBe(403);
  });
});
