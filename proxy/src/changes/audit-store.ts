import { type Author, author } from '@tandem/api-types/access';
import type { Database } from '@tandem/sql';
import { z } from 'zod';
import { decodeCursor, encodeCursor } from '../http/cursor.ts';

/** One line of the table `audit_entries`. */
export interface AuditEntry {
  readonly id: number;
  readonly atMs: number;
  readonly author: Author;
  /** Null for what did not come over the network. */
  readonly sourceAddress: string | null;
  /** `create`, `update` and `delete` for configuration, else such as `sign-in`. */
  readonly action: string;
  readonly kind: string;
  readonly resourceId: string;
  readonly label: string;
  /** Null for what is no change of configuration. */
  readonly version: number | null;
  readonly before: unknown;
  readonly after: unknown;
  readonly undoes: number | null;
}

export interface AuditFilter {
  readonly kind?: string | undefined;
  readonly resourceId?: string | undefined;
  readonly author?: string | undefined;
  readonly action?: string | undefined;
  readonly fromMs?: number | undefined;
  readonly toMs?: number | undefined;
  /** Only changes of configuration. */
  readonly changesOnly?: boolean;
}

/** The table `audit_entries`, to which is only ever added; `retention` removes the oldest lines. */
export interface AuditStore {
  /** @param db a transaction, so that a change and its line stand or fall together */
  add(db: Database, entry: Omit<AuditEntry, 'id'>): Promise<void>;
  find(id: number): Promise<AuditEntry | null>;
  /** Changes of one resource that made versions after `version`, oldest first, at most 50. */
  changesAfter(kind: string, resourceId: string, version: number): Promise<AuditEntry[]>;
  /** Newest first. @throws ApiError `bad-input` for a foreign cursor */
  page(
    filter: AuditFilter,
    request: { cursor?: string | undefined; limit: number },
  ): Promise<{ entries: AuditEntry[]; nextCursor: string | null }>;
}

const TABLE = 'audit_entries';
const CHANGES_AFTER_MAX = 50;
const cursorSchema = z.tuple([z.number().int().positive()]);

/** @param processId of the process that acts, so that others know what they have not read yet */
export function createAuditStore(db: Database, processId: string): AuditStore {
  return {
    async add(transaction, entry) {
      await transaction(TABLE).insert({
        at_ms: entry.atMs,
        author_kind: entry.author.kind,
        author_name: entry.author.name.slice(0, 190),
        source_address: entry.sourceAddress?.slice(0, 64) ?? null,
        action: entry.action,
        kind: entry.kind,
        resource_id: entry.resourceId.slice(0, 190),
        label: entry.label.slice(0, 190),
        version: entry.version,
        before_json: jsonOf(entry.before),
        after_json: jsonOf(entry.after),
        undoes: entry.undoes,
        process_id: processId,
      });
    },
    async find(id) {
      const row: unknown = await db(TABLE).where({ id }).first();
      return row === undefined ? null : entryOf(row);
    },
    async changesAfter(kind, resourceId, version) {
      const rows: unknown[] = await db(TABLE)
        .where({ kind, resource_id: resourceId })
        .where('version', '>', version)
        .orderBy('id')
        .limit(CHANGES_AFTER_MAX);
      return rows.map(entryOf);
    },
    async page(filter, { cursor, limit }) {
      const query = db(TABLE)
        .orderBy('id', 'desc')
        .limit(limit + 1);
      if (filter.kind !== undefined) query.where('kind', filter.kind);
      if (filter.resourceId !== undefined) query.where('resource_id', filter.resourceId);
      if (filter.author !== undefined) query.where('author_name', filter.author);
      if (filter.action !== undefined) query.where('action', filter.action);
      if (filter.fromMs !== undefined) query.where('at_ms', '>=', filter.fromMs);
      if (filter.toMs !== undefined) query.where('at_ms', '<', filter.toMs);
      if (filter.changesOnly) query.whereNotNull('version');
      if (cursor !== undefined) query.where('id', '<', decodeCursor(cursor, cursorSchema)[0]);
      const rows: unknown[] = await query;
      const entries = rows.slice(0, limit).map(entryOf);
      const last = entries.at(-1);
      return { entries, nextCursor: last && rows.length > limit ? encodeCursor([last.id]) : null };
    },
  };
}

const jsonOf = (state: unknown): string | null =>
  state === null || state === undefined ? null : JSON.stringify(state);

const json = z
  .string()
  .nullable()
  .transform((text): unknown => (text === null ? null : JSON.parse(text)));

const auditRow = z.object({
  id: z.coerce.number(),
  at_ms: z.coerce.number(),
  author_kind: author.shape.kind,
  author_name: z.string(),
  source_address: z.string().nullable(),
  action: z.string(),
  kind: z.string(),
  resource_id: z.string(),
  label: z.string(),
  version: z.number().nullable(),
  before_json: json,
  after_json: json,
  undoes: z.union([z.null(), z.coerce.number()]),
});

function entryOf(raw: unknown): AuditEntry {
  const row = auditRow.parse(raw);
  return {
    id: row.id,
    atMs: row.at_ms,
    author: { kind: row.author_kind, name: row.author_name },
    sourceAddress: row.source_address,
    action: row.action,
    kind: row.kind,
    resourceId: row.resource_id,
    label: row.label,
    version: row.version,
    before: row.before_json,
    after: row.after_json,
    undoes: row.undoes,
  };
}
