import { expect, test } from 'vitest';
import { openDatabase } from './database.ts';

test('a statement that was run before follows a change of its table', async () => {
  const db = openDatabase('sqlite::memory:');
  try {
    await db.schema.createTable('phones', (table) => table.string('name'));
    const all = (): Promise<unknown[]> => db('phones').select('*');
    await db('phones').insert({ name: 'desk' });
    expect(await all()).toEqual([{ name: 'desk' }]);
    await db.schema.alterTable('phones', (table) => table.string('room').defaultTo('7'));
    expect(await all()).toEqual([{ name: 'desk', room: '7' }]);
    await db.schema.dropTable('phones');
    await expect(all()).rejects.toThrow('no such table');
  } finally {
    await db.destroy();
  }
});

test('more different statements than are kept still give their answers', async () => {
  const db = openDatabase('sqlite::memory:');
  try {
    for (let round = 0; round < 2; round += 1)
      for (let number = 0; number < 600; number += 1)
        expect(await db.raw(`select ${number} as answer`)).toEqual([{ answer: number }]);
  } finally {
    await db.destroy();
  }
});
