import { trunkSettings } from '@tandem/api-types/trunk-settings';
import { type OpenTestDatabase, testDatabases } from '@tandem/sql/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createChanges } from '../changes/changes.ts';
import { silentLog } from '../observability/log.ts';
import { createSecretBox } from '../setup/secret-box.ts';
import { carrierSettings } from './testing/settings.ts';
import { admin, trunksOn } from './testing/trunk-system.ts';
import { createTrunks, type TrunkEdit, type Trunks } from './trunks.ts';

const SECRET = 'a-very-secret-password';
const put = (changes: Partial<TrunkEdit & { kind: 'put' }> = {}): TrunkEdit => ({
  kind: 'put',
  id: 'carrier',
  settings: carrierSettings(),
  secret: SECRET,
  version: 'new',
  managedBy: null,
  ...changes,
});

describe.each(testDatabases())('trunks in $name', ({ open }) => {
  let opened: OpenTestDatabase;
  let trunks: Trunks;
  beforeEach(async () => {
    opened = await open();
    trunks = trunksOn(opened.db);
    await trunks.refresh();
  });
  afterEach(() => opened.close());

  it('are kept with their secret, which nobody can read there', async () => {
    await trunks.apply([put()], admin);
    const again = trunksOn(opened.db);
    await again.refresh();
    const trunk = again.get('carrier');
    if (!trunk) throw new Error('it was not kept');
    expect(again.secretOf(trunk)).toBe(SECRET);
    expect(again.shown(trunk)).toMatchObject({
      id: 'carrier',
      version: 1,
      secretIsSet: true,
      name: 'Carrier',
    });
    const rows: unknown[] = [...(await opened.db('trunks')), ...(await opened.db('audit_entries'))];
    expect(rows).toHaveLength(2);
    expect(JSON.stringify(rows)).not.toContain(SECRET);
  });

  it('keep their secret when they are edited without one', async () => {
    await trunks.apply([put()], admin);
    const settings = carrierSettings({ name: 'Renamed' });
    const [edited] = await trunks.apply([put({ settings, secret: undefined, version: 1 })], admin);
    expect(edited?.version).toBe(2);
    expect(edited && trunks.secretOf(edited)).toBe(SECRET);
  });

  it('are not overwritten by somebody who saw an older version, and he sees the difference', async () => {
    await trunks.apply([put()], admin);
    const settings = carrierSettings({ name: 'Renamed' });
    await trunks.apply([put({ settings, secret: undefined, version: 1 })], admin);
    const late = trunks.apply([put({ secret: undefined, version: 1 })], { ...admin, name: 'other' });
    await expect(late).rejects.toMatchObject({
      key: 'changed-meanwhile',
      context: {
        currentVersion: 2,
        changes: [
          {
            author: { name: 'root' },
            difference: expect.arrayContaining([
              expect.objectContaining({ before: 'Carrier', after: 'Renamed' }),
            ]),
          },
        ],
      },
    });
    await expect(trunks.apply([put()], admin)).rejects.toMatchObject({ errors: [{ field: 'id' }] });
  });

  it('are changed all or not at all', async () => {
    const bad = put({ id: 'bad', settings: carrierSettings({ gateways: [{ host: '192.0.2.1' }] }) });
    await expect(trunks.apply([put(), bad], admin)).rejects.toMatchObject({
      key: 'bad-input',
      errors: [{ field: 'gateways.0.host' }],
    });
    expect(await trunks.check([put(), bad])).toEqual([{ id: 'bad', problems: [expect.anything()] }]);
    expect(await opened.db('trunks')).toEqual([]);
  });

  it('described by a file are changed there alone', async () => {
    const file = { kind: 'file', name: 'config/trunks/carrier.yaml', sourceAddress: null } as const;
    await trunks.apply([put({ managedBy: file.name, version: 'any' })], file);
    const edit = put({ secret: undefined, version: 1 });
    await expect(trunks.apply([edit], admin)).rejects.toMatchObject({
      key: 'file-managed',
      message: expect.stringContaining('config/trunks/carrier.yaml'),
    });
    await expect(trunks.apply([{ kind: 'remove', id: 'carrier', version: 1 }], admin)).rejects.toThrow(
      /file|yaml/,
    );
  });

  it('can be taken back, removal included, with the secret they had', async () => {
    const now = (): number => 5;
    const changes = createChanges({ db: opened.db, now });
    const box = createSecretBox(Buffer.alloc(32, 1));
    const undoable = createTrunks({
      db: opened.db,
      box,
      changes,
      isOurselves: () => false,
      userExists: async () => false,
      now,
      log: silentLog,
    });
    await undoable.apply([put()], admin);
    const settings = carrierSettings({ name: 'Renamed' });
    await undoable.apply([put({ settings, secret: undefined, version: 1 })], admin);
    await undoable.apply([{ kind: 'remove', id: 'carrier', version: 2 }], admin);
    expect(undoable.list()).toEqual([]);
    const undoNewest = async (): Promise<void> => {
      const [newest] = (await changes.page({}, { limit: 1 })).changes;
      await changes.undo(newest?.id ?? 0, admin, () => true);
    };
    await undoNewest();
    const back = undoable.get('carrier');
    expect(back?.settings.name).toBe('Renamed');
    expect(back && undoable.secretOf(back)).toBe(SECRET);
    await undoNewest();
    expect(undoable.list()).toEqual([]);
  });

  it('made anew under an old short name need their own secret', async () => {
    await trunks.apply([put()], admin);
    await trunks.apply([{ kind: 'remove', id: 'carrier', version: 1 }], admin);
    await expect(trunks.apply([put({ secret: undefined })], admin)).rejects.toMatchObject({
      errors: [{ field: 'secret' }],
    });
    const [made] = await trunks.apply([put({ secret: 'another' })], admin);
    expect(made && trunks.secretOf(made)).toBe('another');
  });

  it('changed by another node are seen', async () => {
    let told = 0;
    trunks.onChanged(() => {
      told += 1;
    });
    await trunksOn(opened.db).apply([put()], admin);
    expect(trunks.list()).toEqual([]);
    await trunks.refresh();
    await trunks.refresh();
    expect([trunks.list().length, told]).toEqual([1, 1]);
  });

  it('of a PBX may not sign in as a user', async () => {
    const settings = trunkSettings.parse({
      name: 'PBX',
      connection: { kind: 'pbx-registers', username: 'alice' },
    });
    await expect(trunks.apply([put({ settings })], admin)).rejects.toMatchObject({
      errors: [{ field: 'connection.username' }],
    });
  });
});
