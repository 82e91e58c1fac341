import { parseUri } from '@tandem/sip-engine/uri';
import { type Database, type Row, writeRows } from '@tandem/sql';
import { z } from 'zod';
import { type Binding, type BindingTransport, toTransport } from './binding.ts';

/** Where bindings outlive the process. */
export interface BindingStore {
  /** Forgets what has expired and yields the rest, a page at a time. */
  load(nowMs: number): AsyncIterable<readonly Binding[]>;
  /** Inserts or overwrites `written` and deletes `removedIds`, all or nothing. */
  save(written: readonly Binding[], removedIds: readonly string[]): Promise<void>;
  /** Resolves when the database answers. */
  ping(): Promise<void>;
}

const LOAD_PAGE = 2_000;
/** Rows per statement; SQLite allows 32,766 values in one. */
const STATEMENT_ROWS = 200;

/** The table `bindings`. @param node the name of this node, for whoever reads the table */
export function createBindingStore(db: Database, node: string): BindingStore {
  return {
    async *load(nowMs) {
      await db('bindings').where('expires_at_ms', '<=', nowMs).delete();
      let after = '';
      for (;;) {
        const rows: unknown[] = await db('bindings').where('id', '>', after).orderBy('id').limit(LOAD_PAGE);
        const bindings = rows.map(toBinding);
        const last = bindings.at(-1);
        if (last) yield bindings;
        if (!last || bindings.length < LOAD_PAGE) return;
        after = last.id;
      }
    },
    async save(written, removedIds) {
      await db.transaction(async (transaction) => {
        for (const ids of slices(removedIds)) await transaction('bindings').whereIn('id', ids).delete();
        const rows = written.map((binding) => toRow(binding, node));
        await writeRows(transaction, rows, { table: 'bindings', key: 'id', onConflict: 'overwrite' });
      });
    },
    async ping() {
      await db.raw('select 1');
    },
  };
}

/** MariaDB's driver may give big integers as text. */
const integer = z.coerce.number().int();

const row = z.object({
  id: z.string(),
  username: z.string(),
  device_id: z.string().nullable(),
  contact_uri: z.string(),
  instance_id: z.string().nullable(),
  reg_id: integer.nullable(),
  path: z.string().transform((text) => z.array(z.string()).parse(JSON.parse(text))),
  received_uri: z.string().nullable(),
  user_agent: z.string(),
  call_id: z.string(),
  cseq: integer,
  q_thousandths: integer,
  expires_at_ms: integer,
  registered_at_ms: integer,
});

function toBinding(value: unknown): Binding {
  const stored = row.parse(value);
  return {
    id: stored.id,
    username: stored.username,
    deviceId: stored.device_id,
    contactUri: stored.contact_uri,
    instanceId: stored.instance_id,
    regId: stored.reg_id,
    path: stored.path,
    receivedUri: stored.received_uri,
    transport: transportOf(stored.received_uri ?? stored.contact_uri),
    userAgent: stored.user_agent,
    callId: stored.call_id,
    cseq: stored.cseq,
    qThousandths: stored.q_thousandths,
    expiresAtMs: stored.expires_at_ms,
    registeredAtMs: stored.registered_at_ms,
  };
}

function transportOf(uri: string): BindingTransport {
  return toTransport(parseUri(uri)?.params.get('transport') ?? '') ?? 'udp';
}

function toRow(binding: Binding, node: string): Row {
  return {
    id: binding.id,
    username: binding.username,
    device_id: binding.deviceId,
    contact_uri: binding.contactUri,
    instance_id: binding.instanceId,
    reg_id: binding.regId,
    path: JSON.stringify(binding.path),
    received_uri: binding.receivedUri,
    user_agent: binding.userAgent,
    call_id: binding.callId,
    cseq: binding.cseq,
    q_thousandths: binding.qThousandths,
    expires_at_ms: binding.expiresAtMs,
    registered_at_ms: binding.registeredAtMs,
    node,
  };
}

function* slices<T>(items: readonly T[]): Iterable<readonly T[]> {
  for (let start = 0; start < items.length; start += STATEMENT_ROWS) {
    yield items.slice(start, start + STATEMENT_ROWS);
  }
}
