import { testDatabases } from '@tandem/sql/testing';
import { describe, expect, it } from 'vitest';
import { fieldsOf, germany, routingApiOn, sharedRoutingApi, toBob } from './testing/test-routing-api.ts';

describe.each(testDatabases())('the routing API on $name', ({ open }) => {
  const api = routingApiOn(open);
  const { send, csv, simulate } = api;

  it('puts a special rule above the general one that covers it in one step', async () => {
    const rule = (name: string, prefix: string) => ({
      name,
      when: { prefixes: [prefix] },
      action: { kind: 'refuse', why: 'x' },
    });
    const { id: general } = (await send('POST', '/routing/rules', rule('general', '+49'))).body;
    const covered = await send('POST', '/routing/rules', rule('special', '+4930'));
    expect(fieldsOf(covered)).toEqual([400, 'when']);
    expect(covered.body.errors[0].message).toContain('"general"');
    expect(covered.body.context).toEqual({ coveredBy: { id: general, name: 'general' } });
    const names = async () =>
      (await send('GET', '/routing/rules')).body.rules.map(({ name }: { name: string }) => name);
    expect(await names()).toEqual(['general']);
    expect(fieldsOf(await send('POST', '/routing/rules?before=nobody', rule('special', '+4930')))).toEqual([
      400,
      'before',
    ]);
    expect((await send('POST', '/routing/rules', rule('abroad', '+1'))).status).toBe(201);
    const special = await send('POST', `/routing/rules?before=${general}`, rule('special', '+4930'));
    expect(special.status).toBe(201);
    expect(await names()).toEqual(['special', 'general', 'abroad']);
    expect((await send('POST', '/routing/rules?before=first', rule('mobile', '+4915'))).status).toBe(201);
    expect(await names()).toEqual(['mobile', 'special', 'general', 'abroad']);
    expect((await simulate('030 1234567')).sentence).toMatch(/special|x/);
    // What would cover a later rule is refused as ever, and nothing of it stays.
    expect(fieldsOf(await send('POST', '/routing/rules?before=first', rule('all', '+')))).toEqual([
      400,
      'when',
    ]);
    expect(await names()).toEqual(['mobile', 'special', 'general', 'abroad']);
    expect((await send('DELETE', `/routing/rules/${special.body.id}`, undefined, 1)).status).toBe(204);
    expect(await names()).toEqual(['mobile', 'general', 'abroad']);
  });

  it('keeps rules in order, and asks new ones last', async () => {
    const rule = (name: string, prefix: string) => ({
      name,
      when: { prefixes: [prefix] },
      action: { kind: 'trunks', trunks: [{ trunkId: 'carrier' }] },
    });
    const ids: string[] = [];
    for (const [name, prefix] of [
      ['mobile', '+4915'],
      ['home', '+49'],
      ['else', '+'],
    ] as const) {
      ids.push((await send('POST', '/routing/rules', rule(name, prefix))).body.id);
    }
    const names = async () =>
      (await send('GET', '/routing/rules')).body.rules.map(({ name }: { name: string }) => name);
    expect(await names()).toEqual(['mobile', 'home', 'else']);
    expect(
      (await simulate('0151 12345678')).steps.map(({ sentence }: { sentence: string }) => sentence),
    ).toContain('Rule “mobile” fits.');
    const overlapping = await send('PUT', '/routing/rule-order', { ids: [...ids].reverse() }, 0);
    expect(fieldsOf(overlapping)).toEqual([400, 'ids']);
    expect(overlapping.body.detail).toContain('"home" would never be reached: "else" takes every call of it');
    expect(fieldsOf(await send('PUT', '/routing/rule-order', { ids: ids.slice(1) }, 0))).toEqual([
      400,
      'ids',
    ]);
    const [mobile = '', home = '', last = ''] = ids;
    await send('POST', '/routing/rules', rule('France', '+33'));
    expect(await names()).toEqual(['mobile', 'home', 'else']);
    expect([mobile, home, last].every((id) => id !== '')).toBe(true);
  });

  it('keeps a ring group that something leads to, and one name for one thing', async () => {
    const sales = { name: 'sales', displayName: 'Sales', members: ['bob', 'carol'], strategy: 'serial' };
    expect(fieldsOf(await send('POST', '/ring-groups', { ...sales, name: 'bob' }))).toEqual([400, 'name']);
    expect(
      fieldsOf(await send('POST', '/ring-groups', { ...sales, members: ['bob', 'nobody', 'bob'] })),
    ).toEqual([400, 'members.2', 'members.1']);
    expect((await send('POST', '/ring-groups', sales)).status).toBe(201);
    expect(fieldsOf(await send('POST', '/ring-groups', sales))).toEqual([400, 'name']);
    expect((await simulate('sales')).sentence).toBe('The phones of bob, carol ring, one user after another.');
    const destination = { kind: 'ring-group', ringGroup: 'sales' };
    await send('POST', '/numbers', { number: '+493012345678', destination });
    const refused = await send('DELETE', '/ring-groups/sales', undefined, 1);
    expect(refused).toMatchObject({ status: 409, body: { code: 'in-use' } });
    expect(refused.body.detail).toBe('The ring group is used by the number +493012345678.');
    await send('DELETE', '/numbers/+493012345678', undefined, 1);
    expect((await send('DELETE', '/ring-groups/sales', undefined, 1)).status).toBe(204);
  });

  it('routes by the cheapest price of the tables, which come and go as files', async () => {
    const tables: string[] = [];
    for (const trunkId of ['carrier', 'backup']) {
      const added = await send('POST', '/rate-tables', { name: `Prices of ${trunkId}`, trunkIds: [trunkId] });
      expect(added.status).toBe(201);
      tables.push(added.body.id);
    }
    expect(fieldsOf(await send('POST', '/rate-tables', { name: 'x', trunkIds: ['carrier'] }))).toEqual([
      400,
      'trunkIds.0',
    ]);
    const [first = '', second = ''] = tables;
    const heading = 'prefix;destination;price_per_minute;set_up_price;first_seconds;step_seconds';
    await csv(
      'PUT',
      `/rate-tables/${first}/rates.csv`,
      `${heading}\n49;Germany;0.01;0;60;60\n4915;Mobile;0.09;;1;1`,
    );
    await csv('PUT', `/rate-tables/${second}/rates.csv`, `${heading}\n+49;Germany;0.02;;;`);
    const trunks = [{ trunkId: 'carrier' }, { trunkId: 'backup' }];
    await send('POST', '/routing/rules', {
      name: 'cheap',
      action: { kind: 'trunks', trunks, order: 'cheapest' },
    });
    const order = async (dialled: string) =>
      (await simulate(dialled)).routes.map(
        ({ trunkId, pricePerMinute }: { trunkId: string; pricePerMinute: number }) =>
          `${trunkId} ${pricePerMinute}`,
      );
    expect(await order('030 12345678')).toEqual(['carrier 0.01', 'backup 0.02']);
    expect(await order('0151 12345678')).toEqual(['backup 0.02', 'carrier 0.09']);
    const file = (await csv('GET', `/rate-tables/${first}/rates.csv`)).body;
    expect(file.split('\r\n')[2]).toBe('4915,Mobile,0.09,0,1,1');
    const wrong = await csv(
      'PUT',
      `/rate-tables/${first}/rates.csv`,
      'prefix,price_per_minute\nx,1\n49,-1\n33,1\n33,1',
    );
    expect(wrong.json().context.lines).toEqual([
      { line: 2, field: 'prefix', message: expect.any(String) },
      { line: 3, field: 'price_per_minute', message: expect.any(String) },
      { line: 5, field: 'prefix', message: '33 stands in line 4 already' },
    ]);
    expect((await send('GET', '/rate-tables')).body.rateTables).toMatchObject([
      { prefixes: 1 },
      { prefixes: 2 },
    ]);
    expect((await send('DELETE', `/rate-tables/${first}`, undefined, 1)).status).toBe(204);
    expect(await order('030 12345678')).toEqual(['backup 0.02', 'carrier null']);
  });

  it('tells what a price list would change, and its wrong lines, and changes nothing', async () => {
    const { id } = (await send('POST', '/rate-tables', { name: 'Prices' })).body;
    const path = `/rate-tables/${id}/rates.csv`;
    const lines = ['prefix,destination,price_per_minute'];
    for (let line = 2; line <= 5001; line += 1) lines.push(`${100_000_000 + line},Place ${line},0.01`);
    const wrong = [...lines];
    wrong[499] = '49x,Place,0.01';
    wrong[4999] = '1000,Place,cheap';
    const expected = [
      { line: 500, field: 'prefix', message: expect.any(String) },
      { line: 5000, field: 'price_per_minute', message: expect.any(String) },
    ];
    for (const query of ['?dryRun=true', '']) {
      const refused = await csv('PUT', `${path}${query}`, wrong.join('\n'));
      expect([refused.statusCode, refused.json().context.lines]).toEqual([400, expected]);
    }
    const tried = await csv('PUT', `${path}?dryRun=true`, lines.join('\n'));
    expect(tried.json()).toMatchObject({
      prefixes: 5000,
      preview: { added: 5000, changed: 0, removed: 0, unchanged: 0 },
    });
    expect(tried.json().preview.differences).toHaveLength(100);
    expect((await send('GET', '/rate-tables')).body.rateTables).toMatchObject([{ prefixes: 0 }]);

    expect((await csv('PUT', path, lines.join('\n'))).json()).toEqual({ prefixes: 5000 });
    lines[1] = '100000002,Place 2,0.02';
    lines[2] = '7,New,0.5';
    const changed = await csv('PUT', `${path}?dryRun=true`, lines.join('\n'));
    expect(changed.json()).toMatchObject({
      prefixes: 5000,
      preview: {
        added: 1,
        changed: 1,
        removed: 1,
        unchanged: 4998,
        differences: [
          { before: { pricePerMinute: 0.01 }, after: { prefix: '100000002', pricePerMinute: 0.02 } },
          { before: { prefix: '100000003' }, after: null },
          { before: null, after: { prefix: '7' } },
        ],
      },
    });
    expect((await csv('GET', path)).body).not.toContain('New');
    expect((await csv('PUT', '/rate-tables/none/rates.csv?dryRun=true', lines.join('\n'))).statusCode).toBe(
      404,
    );
  });

  it('reads changes that another process made when it is told to', async () => {
    await api.db('dids').insert({
      number: '+493012345678',
      label: '',
      destination: JSON.stringify(toBob),
      trunk_id: null,
      version: 1,
    });
    expect((await simulate('+493012345678')).kind).toBe('refused');
    await api.routing.reload();
    expect((await simulate('+493012345678')).kind).toBe('user');
  });

  it('shows in the simulator each step, the gateways and the headers that would go out', async () => {
    await send('POST', '/routing/rules', {
      name: 'out',
      action: { kind: 'trunks', trunks: [{ trunkId: 'carrier' }] },
    });
    expect(await simulate('030 12345678')).toEqual({
      kind: 'trunk',
      sentence: 'The call goes out by the trunk carrier.',
      sipStatus: null,
      international: '+493012345678',
      country: 'DE',
      emergency: false,
      steps: expect.arrayContaining([
        { kind: 'rule-taken', sentence: 'Rule “out” fits.', ruleId: expect.any(String) },
      ]),
      routes: [
        {
          trunkId: 'carrier',
          trunkName: 'Trunk carrier',
          number: '+493012345678',
          pricePerMinute: null,
          gateways: [
            { gateway: 'gw1.carrier.example:5060;transport=udp', state: 'up' },
            { gateway: 'gw2.carrier.example:5060;transport=udp', state: 'unknown' },
          ],
          headers: [{ name: 'To', value: '<sip:+493012345678@carrier>' }],
        },
      ],
    });
    for (const odd of ['1'.repeat(200), 'sip:', '<>', '%00', 'tel:+4930;phone-context=evil']) {
      expect((await simulate(odd)).kind).toBe(odd.startsWith('tel') ? 'trunk' : 'refused');
    }
  });
});

describe('what the routing API refuses', () => {
  const { call, signIn, send } = sharedRoutingApi();

  it.each([
    [{ when: { pattern: '^(1+)+$' } }, 'when.pattern'],
    [{ when: { pattern: '(?=x)' } }, 'when.pattern'],
    [{ when: { prefixes: ['+49', '+4930'] } }, 'when.prefixes.1'],
    [{ when: { prefixes: ['abc'] } }, 'when.prefixes.0'],
    [{ when: { digitsMin: 9, digitsMax: 8 } }, 'when.digitsMin'],
    [{ when: { callers: ['nobody'] } }, 'when.callers.0'],
    [{ when: { arrivesBy: ['nothing'] } }, 'when.arrivesBy.0'],
    [{ when: { arrivesBy: ['carrier'] } }, 'action.trunks.0.trunkId'],
    [{ when: { hours: [{ days: [1], from: '08:00', to: '08:00' }] } }, 'when.hours.0.to'],
    [{ when: { hours: [{ days: [8], from: '08:00', to: '25:00' }] } }, 'when.hours.0.days.0'],
    [{ action: { kind: 'trunks', trunks: [{ trunkId: 'gone' }] } }, 'action.trunks.0.trunkId'],
    [{ action: { kind: 'internal' } }, 'when.arrivesBy'],
    [
      { action: { kind: 'destination', destination: { kind: 'conference', conference: 'x' } } },
      'action.destination.conference',
    ],
  ])('refuses the rule %j and names the field', async (change, field) => {
    const body = { name: 'x', action: { kind: 'trunks', trunks: [{ trunkId: 'carrier' }] }, ...change };
    const refused = await send('POST', '/routing/rules', body);
    expect(refused.status).toBe(400);
    expect(refused.body.errors[0].field).toBe(field);
  });

  it('refuses a rule that another one takes all calls of', async () => {
    const toCarrier = { kind: 'trunks', trunks: [{ trunkId: 'carrier' }] };
    await send('POST', '/routing/rules', { name: 'Germany', when: { prefixes: ['+49'] }, action: toCarrier });
    const narrower = { name: 'Berlin', when: { prefixes: ['+4930'], digitsMin: 8 }, action: toCarrier };
    const refused = await send('POST', '/routing/rules', narrower);
    expect(fieldsOf(refused)).toEqual([400, 'when']);
    expect(refused.body.detail).toContain(
      'the rule "Germany", which is asked before, takes every call of this one',
    );
    expect((await send('POST', '/routing/rules', { ...narrower, enabled: false })).status).toBe(201);
  });

  it.each([
    [{ country: 'XX' }, 'country'],
    [{ timeZone: 'Mars/Olympus' }, 'timeZone'],
    [{ emergencyTrunkIds: ['gone'] }, 'emergencyTrunkIds.0'],
    [{ blocked: [{ prefix: '+882' }, { prefix: '+882' }] }, 'blocked.1'],
    [{ blocked: [{ prefix: '882' }] }, 'blocked.0.prefix'],
    [{ openToAnyone: { usernames: ['nobody'] } }, 'openToAnyone.usernames.0'],
    [{ openToAnyone: { ringGroups: ['nowhere'] } }, 'openToAnyone.ringGroups.0'],
    [{ openToAnyone: { numbers: ['030'] } }, 'openToAnyone.numbers.0'],
    [{ holidays: [{ date: '2026-13-01' }] }, 'holidays.0.date'],
  ])('refuses the settings %j and names the field', async (change, field) =>
    expect(fieldsOf(await send('PUT', '/routing/settings', { ...germany, ...change }, 1))).toEqual([
      400,
      field,
    ]),
  );

  it('lets operators look and nobody else change', async () => {
    const { accessToken } = await signIn('bob');
    for (const path of [
      '/numbers',
      '/routing/rules',
      '/routing/settings',
      '/rate-tables',
      '/ring-groups',
      '/numbers.csv',
    ]) {
      expect((await call('GET', path, { token: accessToken })).status).toBe(403);
    }
  });
});
