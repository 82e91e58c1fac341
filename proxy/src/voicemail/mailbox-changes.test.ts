import { type OpenTestDatabase, testDatabases } from '@tandem/sql/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RowsElsewhere } from '../changes/rows-elsewhere.ts';
import { silentLog } from '../observability/log.ts';
import { type ChangedMailbox, createMailboxChanges, type MailboxChanges } from './mailbox-changes.ts';

const HOUR_MS = 3_600_000;

describe.each(testDatabases())('two nodes on $name', ({ open }) => {
  let opened: OpenTestDatabase;
  let nowMs: number;
  let here: MailboxChanges;
  let there: MailboxChanges;
  let followed: RowsElsewhere;
  let heard: ChangedMailbox[];

  const node = (processId: string): MailboxChanges =>
    createMailboxChanges({ db: opened.db, processId, now: () => nowMs, everyMs: HOUR_MS, log: silentLog });

  beforeEach(async () => {
    opened = await open();
    nowMs = 10 * HOUR_MS;
    here = node('00000000-0000-4000-8000-000000000001');
    there = node('00000000-0000-4000-8000-000000000002');
    await there.tell('anna');
    heard = [];
    followed = await here.follow((mailbox) => heard.push(mailbox));
  }, 30_000);
  afterEach(async () => {
    followed.close();
    await opened.close();
  });

  it('hear of each other whose mailbox changed, each once, and nothing of what was before or their own', async () => {
    for (const mailbox of ['bert', 'carl', 'bert']) await there.tell(mailbox);
    await here.tell('dora');
    await followed.look();
    await followed.look();
    expect(heard).toEqual(['bert', 'carl']);
  });

  it('hear once that it may be anybody’s', async () => {
    for (const mailbox of ['bert', null, 'carl']) await there.tell(mailbox);
    await followed.look();
    expect(heard).toEqual([null]);
  });

  it('forget what is old, and go on hearing', async () => {
    await there.tell('bert');
    await followed.look();
    nowMs += 2 * HOUR_MS;
    await there.tell('carl');
    await there.removeOld();
    expect(await opened.db('mailbox_changes').select('username')).toEqual([{ username: 'carl' }]);
    await followed.look();
    nowMs += 2 * HOUR_MS;
    await there.removeOld();
    await followed.look();
    await there.tell('dora');
    await followed.look();
    expect(heard).toEqual(['bert', 'carl', 'dora']);
  });
});
