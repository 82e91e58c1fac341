import { openDatabase } from '@tandem/sql';
import { expect, test } from 'vitest';
import { Database } from './database.ts';

test('a MariaDB can be frozen and thawed', async () => {
  const database = await Database.startOwnMariaDb();
  const connection = openDatabase(database.environment.TANDEM_DATABASE_URL ?? '');
  const ask = async (timeoutMs: number) => {
    const [row] = await connection.select(connection.raw('1 AS one')).timeout(timeoutMs);
    return Number(row?.one);
  };
  try {
    expect(await ask(5000)).toBe(1);
    await database.freeze();
    await expect(ask(300)).rejects.toThrow(/timeout/i);
    database.thaw();
    expect(await ask(5000)).toBe(1);
  } finally {
    await connection.destroy();
    await database.stop();
  }
});
