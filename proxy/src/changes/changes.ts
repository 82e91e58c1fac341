import { randomUUID } from 'node:crypto';
import type { Author, Scope } from '@tandem/api-types/access';
import type { Change, ChangeAction, LostUpdate } from '@tandem/api-types/changes';
import type { Database } from '@tandem/sql';
import { ApiError } from '../http/api-error.ts';
import { type AuditEntry, type AuditFilter, type AuditStore, createAuditStore } from './audit-store.ts';
import { differenceOf } from './difference.ts';

/** Who acts and from where. Stores hand it on to `record` as they got it. */
export interface Actor extends Author {
  /** Null for a file or a command. */
  readonly sourceAddress: string | null;
  /** The change that is being taken back; absent for an ordinary change. */
  readonly undoes?: number;
}

export interface ConfigurationChange {
  /** What sort of resource, such as `trunk`. */
  readonly kind: string;
  readonly id: string;
  /** Its name for a person, as after the change. */
  readonly label: string;
  /** The version that the change made; for a deletion, one more than the last. */
  readonly version: number;
  /** The state that the API shows, without secrets; null when the resource is new. */
  readonly before: unknown;
  /** Null when the resource is deleted. */
  readonly after: unknown;
  readonly actor: Actor;
}

/** How changes of one kind of resource are taken back. */
export interface UndoRule {
  /** What the person needs who takes a change back. */
  readonly scope: Scope;
  /**
   * Brings the resource to `state` through the feature's own checks, or deletes it when `state` is null. The write
   * records itself with `actor`, makes the version `afterVersion + 1`, and refuses when the resource is at another
   * version than `afterVersion`. Secrets, which no state holds, stay as they are.
   * @throws ApiError when the state is not acceptable any more
   */
  reapply(undo: { id: string; state: unknown; afterVersion: number; actor: Actor }): Promise<void>;
}

/** The history of the configuration, in the table `audit_entries`. */
export interface Changes {
  /** Stands in the history at everything that this process did. */
  readonly processId: string;
  /**
   * Writes a change into the history.
   * @param transaction the one that makes the change
   * @throws Error when a state holds a secret, which is a mistake in the program
   */
  record(transaction: Database, change: ConfigurationChange): Promise<void>;
  /** Writes into the audit log what is no change of configuration, such as a sign-in. */
  note(act: { action: string; kind: string; id: string; label: string; actor: Actor }): Promise<void>;
  /** Makes changes of a kind undoable. Called once for each kind when the system is wired. */
  registerUndo(kind: string, rule: UndoRule): void;
  /**
   * The refusal for a save of an older version than the newest.
   * @param current the resource as the API shows it, with its version; null when it was deleted meanwhile
   */
  lostUpdate(lost: {
    kind: string;
    id: string;
    editedVersion: number;
    current: { readonly version: number } | null;
  }): Promise<ApiError>;
  /** Newest first. @throws ApiError `bad-input` for a foreign cursor */
  page(
    filter: AuditFilter,
    request: { cursor?: string | undefined; limit: number },
  ): Promise<{ changes: Change[]; nextCursor: string | null }>;
  /** Everything that was done, changes included; newest first. @throws ApiError `bad-input` for a foreign cursor */
  auditPage: AuditStore['page'];
  /**
   * Takes back a change that is the newest of its resource; an undo can be undone in turn.
   * @param allowed whether the person has a scope
   * @throws ApiError `not-found`, `not-allowed`, `not-undoable`, `changed-meanwhile`, or as the feature's check says
   */
  undo(id: number, actor: Actor, allowed: (scope: Scope) => boolean): Promise<void>;
}

export function createChanges({ db, now }: { db: Database; now: () => number }): Changes {
  const processId = randomUUID();
  const store = createAuditStore(db, processId);
  const rules = new Map<string, UndoRule>();
  const shown = (entry: AuditEntry): Change => changeOf(entry, rules.has(entry.kind));
  return {
    processId,
    async record(transaction, { kind, id, label, version, before, after, actor }) {
      refuseSecrets(before, kind);
      refuseSecrets(after, kind);
      const { undoes = null, sourceAddress, ...author } = actor;
      await store.add(transaction, {
        atMs: now(),
        author: { kind: author.kind, name: author.name },
        sourceAddress,
        action: actionOf(before, after),
        kind,
        resourceId: id,
        label,
        version,
        before,
        after,
        undoes,
      });
    },
    async note({ action, kind, id, label, actor }) {
      const { sourceAddress, kind: authorKind, name } = actor;
      const author: Author = { kind: authorKind, name };
      const nothing = { version: null, before: null, after: null, undoes: null };
      await store.add(db, {
        atMs: now(),
        author,
        sourceAddress,
        action,
        kind,
        resourceId: id,
        label,
        ...nothing,
      });
    },
    registerUndo(kind, rule) {
      if (rules.has(kind)) throw new Error(`The kind "${kind}" has its undo rule already.`);
      rules.set(kind, rule);
    },
    async lostUpdate({ kind, id, editedVersion, current }) {
      const changes = (await store.changesAfter(kind, id, editedVersion)).map(shown);
      const context: LostUpdate = { currentVersion: current?.version ?? null, current, changes };
      return new ApiError('changed-meanwhile', { message: lostSentence(changes, current === null), context });
    },
    async page(filter, request) {
      const { entries, nextCursor } = await store.page({ ...filter, changesOnly: true }, request);
      return { changes: entries.map(shown), nextCursor };
    },
    auditPage: (filter, request) => store.page(filter, request),
    async undo(id, actor, allowed) {
      const entry = await store.find(id);
      if (entry?.version == null) throw new ApiError('not-found', { message: 'There is no such change.' });
      const rule = rules.get(entry.kind);
      if (!rule) throw new ApiError('not-undoable');
      if (!allowed(rule.scope)) throw new ApiError('not-allowed', { message: neededScope(rule.scope) });
      const later = await store.changesAfter(entry.kind, entry.resourceId, entry.version);
      if (later.length > 0) {
        throw new ApiError('not-undoable', {
          message: `"${entry.label}" was changed again since then. Take back the newest change first.`,
          context: { changes: later.map(shown) },
        });
      }
      await rule.reapply({
        id: entry.resourceId,
        state: entry.before,
        afterVersion: entry.version,
        actor: { ...actor, undoes: id },
      });
    },
  };
}

/** The sentence of the refusal `not-allowed`. */
export const neededScope = (scope: Scope): string =>
  `This needs the permission "${scope}", which you do not have.`;

const actionOf = (before: unknown, after: unknown): ChangeAction =>
  before === null ? 'create' : after === null ? 'delete' : 'update';

function lostSentence(changes: readonly Change[], deleted: boolean): string {
  const by = changes.at(-1)?.author.name;
  const who = by === undefined ? 'Somebody' : `"${by}"`;
  return deleted
    ? `${who} deleted it while you were editing.`
    : `${who} changed it while you were editing. Look at the difference, then save again.`;
}

const changeOf = (entry: AuditEntry, undoable: boolean): Change => ({
  id: entry.id,
  at: new Date(entry.atMs).toISOString(),
  author: entry.author,
  kind: entry.kind,
  resourceId: entry.resourceId,
  label: entry.label,
  action: actionOf(entry.before, entry.after),
  version: entry.version ?? 1,
  difference: differenceOf(entry.before, entry.after),
  undoes: entry.undoes,
  undoable,
});

const SECRET_NAME = /password|secret|ha1|token|privatekey/i;

/** The history is shown and exported: a secret that got into it could not be taken out again. */
function refuseSecrets(state: unknown, kind: string): void {
  if (typeof state !== 'object' || state === null) return;
  for (const [name, value] of Object.entries(state)) {
    if (typeof value === 'string' && SECRET_NAME.test(name)) {
      throw new Error(`A change of the kind "${kind}" holds the secret "${name}".`);
    }
    refuseSecrets(value, kind);
  }
}
