import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { migrate } from './database.ts';
import { type OpenTestDatabase, testDatabases } from './testing.ts';

describe.each(testDatabases())('a database on $name', ({ open }) => {
  let opened: OpenTestDatabase;
  beforeEach(async () => {
    opened = await open();
  });
  afterEach(() => opened.close());

  it('has nothing left to apply after it was migrated', async () => {
    expect(await migrate(opened.db)).toEqual({ applied: [] });
  });
});
