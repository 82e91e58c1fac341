import { testDatabases } from '@tandem/sql/testing';
import { describe, expect, it } from 'vitest';
import {
  fieldsOf,
  type RoutingApi,
  routingApiOn,
  sharedRoutingApi,
  toBob,
} from '../routing/testing/test-routing-api.ts';

describe.each(testDatabases())('our numbers in the HTTP API on $name', ({ open }) => {
  const api = routingApiOn(open);
  const { send, csv, simulate } = api;

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

  it('applies nothing of a file with wrong lines, and all of one without', async () => {
    const { refused, applied } = await importWithThreeWrong(api, 5000);
    expect(refused.statusCode).toBe(400);
    expect(applied.json()).toEqual({ added: 4997, changed: 0, unchanged: 0 });
    expect(api.routing.snapshot().plan.numbers.size).toBe(4997);
  });
});

describe('a file of 100,000 numbers', () => {
  const api = sharedRoutingApi();

  it('is not applied for three wrong lines, which are listed, and is without them', async () => {
    const { refused, applied } = await importWithThreeWrong(api, 100_000);
    expect(refused.json().context.lines).toEqual([
      { line: 5000, field: 'number', message: expect.stringContaining('letters') },
      { line: 50_000, field: 'number', message: '+493010000002 stands in line 2 already' },
      { line: 100_000, field: 'target', message: 'there is no user "nobody"' },
    ]);
    expect(applied.json()).toEqual({ added: 99_997, changed: 0, unchanged: 0 });
    expect(api.routing.snapshot().plan.numbers.size).toBe(99_997);
  }, 120_000);
});

/** Imports a file with three wrong lines, looks that nothing of it is there, and imports it again without those. */
async function importWithThreeWrong({ csv, send }: RoutingApi, count: number) {
  const lines = ['number,label,destination,target'];
  for (let line = 2; line <= count + 1; line += 1) {
    lines.push(`+4930${String(10_000_000 + line)},Line ${line},user,bob`);
  }
  const wrong = [...lines];
  wrong[count / 20 - 1] = `+49sip:300,Line ${count / 20},user,bob`;
  wrong[count / 2 - 1] = `+493010000002,Line ${count / 2},user,bob`;
  wrong[count - 1] = `+493099999999,Line ${count},user,nobody`;
  const refused = await csv('POST', '/numbers.csv', wrong.join('\n'));
  expect((await send('GET', '/numbers')).body.total).toBe(0);
  const right = lines.filter((line, place) => line === wrong[place]);
  return { refused, applied: await csv('POST', '/numbers.csv', right.join('\n')) };
}

describe('a wrong number', () => {
  const { send, csv } = sharedRoutingApi();

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
    [{ kind: 'conference', conference: 'monday' }, 'destination.conference'],
    [{ kind: 'voicemail', username: 'nobody' }, 'destination.username'],
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
    ['number,destination,target\n+493012345678,nowhere,bob', 'destination'],
    ['number,destination,target\n+493012345678,user,BOB!', 'target'],
    ['number,destination,target\n"+4930', ''],
    [`number,destination,target\n${'x'.repeat(5000)}`, ''],
  ])('refuses the file %o with line and column', async (file, field) => {
    const refused = await csv('POST', '/numbers.csv', file);
    expect(refused.statusCode).toBe(400);
    expect(refused.json().context.lines[0]).toMatchObject({ line: 2, field });
  });

  it('says once which column is missing, not once for each line', async () => {
    const refused = await csv('POST', '/numbers.csv', 'label,destination\nx,user\ny,user');
    expect(refused.statusCode).toBe(400);
    expect(refused.json().context.lines).toEqual([
      { line: 1, field: 'number', message: 'the column is missing' },
    ]);
  });
});
