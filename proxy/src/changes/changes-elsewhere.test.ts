import { type OpenTestDatabase, testDatabases } from '@tandem/sql/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { silentLog } from '../observability/log.ts';
import { type Actor, type Changes, createChanges } from './changes.ts';
import { type ChangeReader, followChangesElsewhere } from './changes-elsewhere.ts';
import type { RowsElsewhere } from './rows-elsewhere.ts';

const anna: Actor = { kind: 'user', name: 'anna', sourceAddress: null };

describe.each(testDatabases())('a node that shares its database on $name', ({ open }) => {
  let opened: OpenTestDatabase;
  let here: Changes;
  let there: Changes;
  let followed: RowsElsewhere;
  let read: string[];
  let down: boolean;

  const change = (changes: Changes, kind: string, id = 'x') =>
    opened.db.transaction((transaction) =>
      changes.record(transaction, {
        kind,
        id,
        label: 'X',
        version: 1,
        before: null,
        after: {},
        actor: anna,
      }),
    );

  beforeEach(async () => {
    opened = await open();
    here = createChanges({ db: opened.db, now: Date.now });
    there = createChanges({ db: opened.db, now: Date.now });
    await change(there, 'lamp');
    read = [];
    down = false;
    const reader = async () => {
      if (down) throw new Error('database down');
      read.push('lamps');
    };
    followed = await followChangesElsewhere({
      db: opened.db,
      processId: here.processId,
      readers: new Map<string, ChangeReader>([
        ['lamp', reader],
        ['lamp-order', reader],
        ['chair', async () => void read.push('chairs')],
        ['table', async (ids) => void read.push(...ids)],
      ]),
      everyMs: 3_600_000,
      log: silentLog,
    });
  }, 30_000);
  afterEach(async () => {
    followed.close();
    await opened.close();
  });

  it('reads what another changed, each thing once', async () => {
    await followed.look();
    expect(read).toEqual([]);
    for (const kind of ['lamp', 'lamp-order', 'unknown']) await change(there, kind);
    await followed.look();
    await followed.look();
    expect(read).toEqual(['lamps']);
    await change(there, 'chair');
    await followed.look();
    expect(read).toEqual(['lamps', 'chairs']);
  });

  it('is told which things were changed, each once', async () => {
    for (const id of ['round', 'square', 'round']) await change(there, 'table', id);
    await followed.look();
    expect(read).toEqual(['round', 'square']);
  });

  it('does not read again what it changed itself', async () => {
    await change(here, 'lamp');
    await followed.look();
    expect(read).toEqual([]);
  });

  it('reads later what it could not read', async () => {
    await change(there, 'lamp');
    down = true;
    await followed.look();
    down = false;
    await followed.look();
    expect(read).toEqual(['lamps']);
  });

  it('sees a change whose transaction took longer than a later one', async () => {
    const late = await opened.db('audit_entries').max({ id: 'id' }).first();
    await change(there, 'chair');
    await change(there, 'chair');
    await opened
      .db('audit_entries')
      .where({ id: Number(late?.id) + 1 })
      .delete();
    await followed.look();
    await opened.db('audit_entries').insert({
      id: Number(late?.id) + 1,
      at_ms: 1,
      author_kind: 'user',
      author_name: 'bert',
      action: 'create',
      kind: 'lamp',
      resource_id: 'y',
      label: 'Y',
      version: 1,
    });
    await followed.look();
    expect(read).toEqual(['chairs', 'lamps']);
  });
});
