import { type Database, migrate, openDatabase } from '@tandem/sql';
import { type OpenTestDatabase, testDatabases } from '@tandem/sql/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createChanges } from '../changes/changes.ts';
import { createDomains } from '../domains.ts';
import { clientOf, serverOn } from '../http/test-server.ts';
import { didRoutes } from '../numbers/did-routes.ts';
import { silentLog } from '../observability/log.ts';
import { rateRoutes } from '../rates/rate-routes.ts';
import { ringGroupRoutes } from '../ring-groups/ring-group-routes.ts';
import { openRouting } from './routing.ts';
import { ruleRoutes } from './rule-routes.ts';
import { simulateRoutes } from './simulate-routes.ts';
import { NOON_MS, noLimits, testTrunk, trunksOf } from './testing/test-routing.ts';

const germany = { country: 'DE', timeZone: 'Europe/Berlin', currency: 'EUR' };
const toBob = { kind: 'user', username: 'bob' };

/** The API on one database, signed in as an admin of a German system. */
async function serve(db: Database) {
  const changes = createChanges({ db, now: () => NOON_MS });
  const routing = await openRouting({
    db,
    changes,
    trunks: trunksOf(testTrunk('carrier'), testTrunk('backup')),
    limits: noLimits,
    userExists: async (username) => (await db('users').where({ username }).first()) !== undefined,
    domains: createDomains(['example.com'], () => ['127.0.0.1']),
    externalCallsAllowed: true,
    log: silentLog,
  });
  const { app, accounts } = serverOn(db, {
    changes,
    features: [
      ruleRoutes(routing.configuration, Date.now),
      ringGroupRoutes(routing),
      didRoutes(routing),
      rateRoutes(routing.rates),
      simulateRoutes({
        routing,
        primaryDomain: 'example.com',
        headers: ({ number }) => [{ name: 'To', value: `<sip:${number}@carrier>` }],
        now: () => NOON_MS,
      }),
    ],
  });
  const { call, signIn } = clientOf(app);
  await accounts.createUser({ username: 'root', password: 'correct horse', role: 'admin' });
  await accounts.createUser({ username: 'bob', password: 'correct horse' });
  await accounts.createUser({ username: 'carol', password: 'correct horse' });
  const { accessToken: token } = await signIn('root');
  const send = (
    method: 'POST' | 'PUT' | 'DELETE' | 'GET',
    path: string,
    body?: Record<string, unknown>,
    version?: number,
  ) =>
    call(method, path, { token, ...(body ? { body } : {}), ...(version === undefined ? {} : { version }) });
  const csv = (method: 'POST' | 'PUT' | 'GET', path: string, payload?: string) =>
    app.inject({
      method,
      url: `/api/v1${path}`,
      headers: {
        authorization: `Bearer ${token}`,
        ...(payload === undefined ? {} : { 'content-type': 'text/csv' }),
      },
      ...(payload === undefined ? {} : { payload }),
    });
  const simulate = async (dialled: string, caller: object = { kind: 'user', username: 'alice' }) =>
    (await send('POST', '/routing/simulate', { dialled, caller })).body;
  expect((await send('PUT', '/routing/settings', germany, 0)).status).toBe(200);
  return { app, routing, call, signIn, send, csv, simulate };
}

type Served = Awaited<ReturnType<typeof serve>>;

const fieldsOf = (answer: { status: number; body: { errors?: { field: string }[] } }) => [
  answer.status,
  ...(answer.body.errors ?? []).map(({ field }) => field),
];

describe.each(testDatabases())('the routing API on $name', ({ open }) => {
  let opened: OpenTestDatabase;
  let app: Served['app'];
  let routing: Served['routing'];
  let send: Served['send'];
  let csv: Served['csv'];
  let simulate: Served['simulate'];

  beforeEach(async () => {
    opened = await open();
    ({ app, routing, send, csv, simulate } = await serve(opened.db));
  });
  afterEach(async () => {
    await app.close();
    await opened.close();
  });

  it('an admin maps a number, tries it, changes it and takes the change back', async () => {
    const added = await send('POST', '/numbers', {
      number: '030 / 1234-5678',
      label: 'Front desk',
      destination: toBob,
    });
    expect(added).toMatchObject({
      status: 201,
      headers: { etag: '"1"' },
      body: { id: '+493012345678', number: '+493012345678', destination: toBob, trunkId: null, version: 1 },
    });
    const fromCarrier = { kind: 'trunk', trunkId: 'carrier' };
    expect(await simulate('+493012345678', fromCarrier)).toMatchObject({
      kind: 'user',
      sentence: 'The phones of bob ring.',
    });
    const toCarol = { number: '+493012345678', destination: { kind: 'user', username: 'carol' } };
    expect((await send('PUT', '/numbers/+493012345678', toCarol, 1)).body.version).toBe(2);
    expect((await simulate('+493012345678', fromCarrier)).sentence).toBe('The phones of carol ring.');
    const second = await send('PUT', '/numbers/+493012345678', toCarol, 1);
    expect(second).toMatchObject({ status: 412, body: { code: 'changed-meanwhile' } });
    const [newest] = (await send('GET', '/admin/changes')).body.changes;
    expect((await send('POST', `/admin/changes/${newest.id}/undo`)).status).toBe(204);
    expect((await simulate('+493012345678', fromCarrier)).sentence).toBe('The phones of bob ring.');
    expect((await send('DELETE', '/numbers/+493012345678', undefined, 3)).status).toBe(204);
    expect((await simulate('+493012345678', fromCarrier)).sipStatus).toBe(403);
  });

  it('finds numbers by digits and label, page by page', async () => {
    for (let last = 1; last <= 5; last += 1) {
      const label = last % 2 ? `50% odd_${last}` : 'even';
      await send('POST', '/numbers', { number: `+4930123456${last}0`, label, destination: toBob });
    }
    const first = (await send('GET', '/numbers?limit=2')).body;
    expect(first).toMatchObject({
      total: 5,
      numbers: [{ number: '+493012345610' }, { number: '+493012345620' }],
    });
    const next = (await send('GET', `/numbers?limit=2&cursor=${first.nextCursor}`)).body;
    expect(next.numbers.map(({ number }: { number: string }) => number)).toEqual([
      '+493012345630',
      '+493012345640',
    ]);
    expect((await send('GET', '/numbers?search=345630')).body.total).toBe(1);
    expect((await send('GET', '/numbers?search=50%25%20ODD')).body.total).toBe(3);
    expect((await send('GET', '/numbers?search=_')).body.total).toBe(3);
  });

  it('exports numbers as a file that imports as it was, formulas harmless', async () => {
    await send('POST', '/ring-groups', { name: 'sales', displayName: 'Sales', members: ['bob', 'carol'] });
    await send('POST', '/numbers', { number: '+493012345678', label: '=1+1, "quoted"', destination: toBob });
    const numbers = [
      {
        number: '+493012345679',
        destination: { kind: 'ring-group', ringGroup: 'sales' },
        trunkId: 'carrier',
      },
      { number: '+493012345680', destination: { kind: 'trunk', trunkId: 'backup', number: '600' } },
    ];
    for (const body of numbers) expect((await send('POST', '/numbers', body)).status).toBe(201);
    const file = await csv('GET', '/numbers.csv');
    expect(file.headers['content-type']).toContain('text/csv');
    expect(file.body.split('\r\n')).toEqual([
      'number,label,destination,target,trunk_number,arrives_by',
      '+493012345678,"\'=1+1, ""quoted""",user,bob,,',
      '+493012345679,,ring-group,sales,,carrier',
      '+493012345680,,trunk,backup,600,',
      '',
    ]);
    const again = await csv('POST', '/numbers.csv', file.body);
    expect(again.json()).toEqual({ added: 0, changed: 0, unchanged: 3 });
    const tried = file.body.replace('user,bob', 'user,carol');
    expect((await csv('POST', '/numbers.csv?dryRun=true', tried)).json()).toMatchObject({
      added: 0,
      changed: 1,
      unchanged: 2,
      differences: [
        { before: { destination: { username: 'bob' } }, after: { destination: { username: 'carol' } } },
      ],
    });
    expect((await csv('GET', '/numbers.csv')).body).toBe(file.body);
    const changed = file.body.replace('user,bob', 'user,carol').replaceAll(',', ';');
    expect(
      (await csv('POST', '/numbers.csv', changed.replace('"\'=1+1; ""quoted"""', 'x'))).json(),
    ).toMatchObject({
      changed: 1,
    });
  });

  it('applies nothing of a file of 100,000 lines with three wrong ones, and lists those three', async () => {
    const lines = ['number,label,destination,target'];
    for (let line = 2; line <= 100_001; line += 1) {
      lines.push(`+4930${String(10_000_000 + line)},Line ${line},user,bob`);
    }
    lines[4999] = '+49sip:300,Line 5000,user,bob';
    lines[49_999] = '+493010000002,Line 50000,user,bob';
    lines[99_999] = '+493099999999,Line 100000,user,nobody';
    const refused = await csv('POST', '/numbers.csv', lines.join('\n'));
    expect(refused.statusCode).toBe(400);
    expect(refused.json().context.lines).toEqual([
      { line: 5000, field: 'number', message: expect.stringContaining('letters') },
      { line: 50_000, field: 'number', message: '+493010000002 stands in line 2 already' },
      { line: 100_000, field: 'target', message: 'there is no user "nobody"' },
    ]);
    expect((await send('GET', '/numbers')).body.total).toBe(0);
    lines.splice(99_999, 1);
    lines.splice(49_999, 1);
    lines.splice(4999, 1);
    const applied = await csv('POST', '/numbers.csv', lines.join('\n'));
    expect(applied.json()).toEqual({ added: 99_997, changed: 0, unchanged: 0 });
    expect(routing.snapshot().plan.numbers.size).toBe(99_997);
  }, 120_000);

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

  it('reads changes that another process made when it is told to', async () => {
    await opened.db('dids').insert({
      number: '+493012345678',
      label: '',
      destination: JSON.stringify(toBob),
      trunk_id: null,
      version: 1,
    });
    expect((await simulate('+493012345678')).kind).toBe('refused');
    await routing.reload();
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

describe('the routing API', () => {
  let db: Database;
  let app: Served['app'];
  let call: Served['call'];
  let signIn: Served['signIn'];
  let send: Served['send'];
  let csv: Served['csv'];

  beforeAll(async () => {
    db = openDatabase('sqlite::memory:');
    await migrate(db);
    ({ app, call, signIn, send, csv } = await serve(db));
  });
  afterAll(async () => {
    await app.close();
    await db.destroy();
  });

  it.each([
    ['1'.repeat(200)],
    ['sip:+493012345678@example.com'],
    ['tel:+493012345678'],
    ['+493012345678;phone-context=+49'],
    ['+49301234ABCD'],
    ['call me'],
    ['112'],
    ['+'],
    ['٣٠١٢٣٤٥٦'],
    ["+4930'; DROP TABLE dids"],
  ])('refuses the number %.50s and names the field', async (number) =>
    expect(fieldsOf(await send('POST', '/numbers', { number, destination: toBob }))).toEqual([400, 'number']),
  );

  it.each([
    [{ kind: 'user', username: 'nobody' }, 'destination.username'],
    [{ kind: 'ring-group', ringGroup: 'nowhere' }, 'destination.ringGroup'],
    [{ kind: 'trunk', trunkId: 'nothing' }, 'destination.trunkId'],
    [{ kind: 'trunk', trunkId: 'carrier' }, 'destination.trunkId'],
    [{ kind: 'conference', conference: 'monday' }, 'destination.kind'],
    [{ kind: 'voicemail', username: 'bob' }, 'destination.kind'],
  ])('refuses the destination %j and names the field', async (destination, field) =>
    expect(
      fieldsOf(await send('POST', '/numbers', { number: '+493012345678', destination, trunkId: 'carrier' })),
    ).toEqual([400, field]),
  );

  it('refuses a number that is there already', async () => {
    const body = { number: '+493012345678', destination: toBob };
    await send('POST', '/numbers', body);
    expect(fieldsOf(await send('POST', '/numbers', { ...body, number: '030 12345678' }))).toEqual([
      400,
      'number',
    ]);
  });

  it.each([
    ['label,destination\nx,user', 'number'],
    ['number,destination,target\n+493012345678,nowhere,bob', 'destination'],
    ['number,destination,target\n+493012345678,user,BOB!', 'target'],
    ['number,destination,target\n"+4930', ''],
    [`number,destination,target\n${'x'.repeat(5000)}`, ''],
  ])('refuses the file %o with line and column', async (file, field) => {
    const refused = await csv('POST', '/numbers.csv', file);
    expect(refused.statusCode).toBe(400);
    expect(refused.json().context.lines[0]).toMatchObject({ line: 2, field });
  });

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
      'action.destination.kind',
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
