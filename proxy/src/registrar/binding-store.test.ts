import { type OpenTestDatabase, testDatabases } from '@tandem/sql/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Binding } from './binding.ts';
import { type BindingStore, createBindingStore } from './binding-store.ts';
import { binding } from './test-bindings.ts';

describe.each(testDatabases())('bindings on $name', ({ open }) => {
  let database: OpenTestDatabase;
  let store: BindingStore;

  beforeEach(async () => {
    database = await open();
    store = createBindingStore(database.db, 'node-1');
  });
  afterEach(() => database.close());

  async function load(nowMs = 0): Promise<Binding[]> {
    const all: Binding[] = [];
    for await (const page of store.load(nowMs)) all.push(...page);
    return all;
  }

  it('come back as they were written, whatever a phone put into them', async () => {
    const plain = binding();
    const rich = binding({
      id: 'b'.repeat(36),
      deviceId: 'd'.repeat(36),
      contactUri: `sip:x@abc.invalid;transport=ws;pn-prid=${'t'.repeat(900)}`,
      instanceId: '<urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6>',
      regId: 2_147_483_647,
      path: ['<sip:edge.example;lr>', '<sip:"o\'clock"@edge;lr>'],
      receivedUri: 'sip:[2001:db8::1]:443;transport=wss',
      transport: 'wss',
      userAgent: 'Žofie’s phone 📞',
      cseq: 4_294_967_295,
      qThousandths: 0,
    });
    await store.save([plain, rich], []);
    expect(await load()).toEqual([plain, rich].sort((a, b) => (a.id < b.id ? -1 : 1)));
  });

  it('are overwritten by id, and removed', async () => {
    const kept = binding();
    const gone = binding({ id: 'b'.repeat(36) });
    await store.save([kept, gone], []);
    const moved = { ...kept, contactUri: 'sip:alice@elsewhere', receivedUri: null, expiresAtMs: 99_000 };
    await store.save([moved], [gone.id, 'never there']);
    expect(await load()).toEqual([moved]);
  });

  it('that have expired are deleted when they are loaded', async () => {
    await store.save(
      [binding({ expiresAtMs: 5_000 }), binding({ id: 'b'.repeat(36), expiresAtMs: 5_001 })],
      [],
    );
    expect(await load(5_000)).toHaveLength(1);
    expect(await database.db('bindings')).toHaveLength(1);
  });

  it('may be many', async () => {
    const many = Array.from({ length: 4_100 }, (_, index) =>
      binding({ id: String(index).padStart(36, '0') }),
    );
    await store.save(many, []);
    expect((await load()).map(({ id }) => id)).toEqual(many.map(({ id }) => id));
    await store.save(
      [],
      many.map(({ id }) => id),
    );
    expect(await load()).toEqual([]);
  });

  it('are written all or not at all', async () => {
    await expect(
      store.save([binding(), binding({ id: 'x'.repeat(36), username: bad() })], []),
    ).rejects.toThrow();
    expect(await load()).toEqual([]);
  });

  it('say whether their database answers', async () => {
    await store.ping();
    await database.db.destroy();
    await expect(store.ping()).rejects.toThrow();
  });
});

/** A value that no column takes. */
function bad(): string {
  return JSON.parse('null');
}
