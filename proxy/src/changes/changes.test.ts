import type { LostUpdate } from '@tandem/api-types/changes';
import { type OpenTestDatabase, testDatabases } from '@tandem/sql/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Actor, type Changes, createChanges } from './changes.ts';

const anna: Actor = { kind: 'user', name: 'anna', sourceAddress: '192.0.2.7' };
const bert: Actor = { kind: 'user', name: 'bert', sourceAddress: null };

interface Lamp {
  readonly colour: string;
  readonly version: number;
}

describe.each(testDatabases())('the history of the configuration on $name', ({ open }) => {
  let opened: OpenTestDatabase;
  let changes: Changes;
  /** A feature with one kind of resource. */
  let lamps: Map<string, Lamp>;
  let nowMs: number;

  const save = async (id: string, colour: string | null, actor: Actor, afterVersion?: number) => {
    const before = lamps.get(id) ?? null;
    const version = (before?.version ?? afterVersion ?? 0) + 1;
    const after = colour === null ? null : { colour, version };
    await opened.db.transaction((transaction) =>
      changes.record(transaction, { kind: 'lamp', id, label: `Lamp ${id}`, version, before, after, actor }),
    );
    if (after) lamps.set(id, after);
    else lamps.delete(id);
  };
  const newest = async () => (await changes.page({}, { limit: 1 })).changes[0];
  const undo = async (allowed = true) => changes.undo((await newest())?.id ?? 0, bert, () => allowed);

  beforeEach(async () => {
    opened = await open();
    nowMs = Date.parse('2026-11-22T12:00:00Z');
    changes = createChanges({ db: opened.db, now: () => nowMs });
    lamps = new Map();
    changes.registerUndo('lamp', {
      scope: 'trunks:write',
      reapply: ({ id, state, afterVersion, actor }) => {
        const { colour } = (state ?? { colour: null }) as { colour: string | null };
        return save(id, colour, actor, afterVersion);
      },
    });
  });
  afterEach(() => opened.close());

  it('tells who changed what, when, and what was before', async () => {
    await save('1', 'red', anna);
    nowMs += 1000;
    await save('1', 'green', bert);
    const { changes: page } = await changes.page({ kind: 'lamp' }, { limit: 10 });
    expect(page).toMatchObject([
      {
        at: '2026-11-22T12:00:01.000Z',
        author: { kind: 'user', name: 'bert' },
        action: 'update',
        version: 2,
        label: 'Lamp 1',
        difference: [
          { path: 'colour', before: 'red', after: 'green' },
          { path: 'version', before: 1, after: 2 },
        ],
        undoable: true,
      },
      { author: { name: 'anna' }, action: 'create', version: 1 },
    ]);
  });

  it('is not written when the change itself is rolled back', async () => {
    const failing = opened.db.transaction(async (transaction) => {
      const change = { kind: 'lamp', id: '1', label: 'x', version: 1, before: null, after: {}, actor: anna };
      await changes.record(transaction, change);
      throw new Error('the rest failed');
    });
    await expect(failing).rejects.toThrow('the rest failed');
    expect((await changes.page({}, { limit: 10 })).changes).toEqual([]);
  });

  it('takes back a creation, an update and a deletion, and an undo again', async () => {
    await save('1', 'red', anna);
    await save('1', 'green', anna);
    await undo();
    expect(lamps.get('1')).toEqual({ colour: 'red', version: 3 });
    expect(await newest()).toMatchObject({ author: { name: 'bert' }, undoes: 2, action: 'update' });
    await undo();
    expect(lamps.get('1')).toEqual({ colour: 'green', version: 4 });
    await save('1', null, anna);
    expect(await newest()).toMatchObject({ action: 'delete', version: 5 });
    await undo();
    expect(lamps.get('1')).toEqual({ colour: 'green', version: 6 });
    await save('2', 'blue', anna);
    await undo();
    expect(lamps.has('2')).toBe(false);
  });

  it('refuses to take back what was changed again, what is not allowed and what is not there', async () => {
    await save('1', 'red', anna);
    await save('1', 'green', bert);
    await expect(changes.undo(1, anna, () => true)).rejects.toMatchObject({
      key: 'not-undoable',
      message: '"Lamp 1" was changed again since then. Take back the newest change first.',
    });
    await expect(undo(false)).rejects.toMatchObject({ key: 'not-allowed' });
    await expect(changes.undo(99, anna, () => true)).rejects.toMatchObject({ key: 'not-found' });
    expect(lamps.get('1')?.colour).toBe('green');
  });

  it('shows the second of two admins who save at once what the first one did', async () => {
    await save('1', 'red', anna);
    await save('1', 'green', bert);
    const current = lamps.get('1') ?? null;
    const refusal = await changes.lostUpdate({ kind: 'lamp', id: '1', editedVersion: 1, current });
    expect(refusal).toMatchObject({ key: 'changed-meanwhile', status: 412 });
    expect(refusal.message).toBe(
      '"bert" changed it while you were editing. Look at the difference, then save again.',
    );
    const context = refusal.context as LostUpdate;
    expect(context).toMatchObject({ currentVersion: 2, current: { colour: 'green' } });
    expect(context.changes.map(({ difference }) => difference[0])).toEqual([
      { path: 'colour', before: 'red', after: 'green' },
    ]);
  });

  it('never holds a secret', async () => {
    for (const after of [{ password: 'x' }, { registration: { authSecret: 'x' } }, [{ ha1_md5: 'x' }]]) {
      const change = { kind: 'lamp', id: '1', label: 'x', version: 1, before: null, after, actor: anna };
      await expect(changes.record(opened.db, change)).rejects.toThrow('holds the secret');
    }
    const told = { hasPassword: true, secret: null };
    await changes.record(opened.db, {
      kind: 'lamp',
      id: '1',
      label: 'x',
      version: 1,
      before: null,
      after: told,
      actor: anna,
    });
    expect(await newest()).toMatchObject({ resourceId: '1' });
  });

  it('runs page by page from the newest back, filtered by author and resource', async () => {
    for (let index = 0; index < 7; index += 1)
      await save(String(index % 2), `${index}`, index % 3 ? anna : bert);
    const seen: number[] = [];
    let cursor: string | undefined;
    do {
      const page = await changes.page({}, { limit: 3, cursor });
      seen.push(...page.changes.map(({ id }) => id));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(seen).toEqual([7, 6, 5, 4, 3, 2, 1]);
    const filtered = await changes.page({ author: 'bert', resourceId: '0' }, { limit: 10 });
    expect(filtered.changes.map(({ id }) => id)).toEqual([7, 1]);
    await expect(changes.page({}, { cursor: 'bm9wZQ', limit: 1 })).rejects.toMatchObject({
      key: 'bad-input',
    });
  });
});
