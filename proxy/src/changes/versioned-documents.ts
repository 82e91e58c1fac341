import type { Scope } from '@tandem/api-types/access';
import type { FieldError } from '@tandem/api-types/problem';
import { type Database, isDuplicate } from '@tandem/sql';
import { z } from 'zod';
import { ApiError } from '../http/api-error.ts';
import type { Actor, Changes } from './changes.ts';

/** A stored resource. */
export type Versioned<Settings> = Settings & { readonly id: string; readonly version: number };

/** One sort of configuration that is small enough to be read whole. */
export interface DocumentKind<Settings extends object> {
  /** As in the history, such as `routing-rule`. */
  readonly kind: string;
  /** What a person needs to take a change back. */
  readonly scope: Scope;
  readonly settings: z.ZodType<Settings>;
  readonly label: (settings: Settings) => string;
  /** What is wrong with the settings by themselves and with what they refer to. Asked before the transaction. */
  readonly examine?: (settings: Settings) => Promise<readonly FieldError[]>;
  /** What is wrong beside the others of its kind. Asked in the transaction, while nobody else writes the kind. */
  readonly conflicts?: (
    candidate: Versioned<Settings>,
    others: readonly Versioned<Settings>[],
    transaction: Database,
  ) => Promise<readonly FieldError[]>;
  /** What else has to go in the same transaction. @throws ApiError when something still needs it */
  readonly removing?: (id: string, transaction: Database) => Promise<void>;
}

/** Stored in the table `configuration_documents`. Every write is recorded in the history and can be undone. */
export interface VersionedDocuments<Settings extends object> {
  /** Sorted by id. */
  list(): Promise<Versioned<Settings>[]>;
  /** @param db a transaction, when it is asked within one */
  find(id: string, db?: Database): Promise<Versioned<Settings> | null>;
  /** @throws ApiError `bad-input` that names the fields, also when `id` is taken */
  create(
    id: string,
    settings: Settings,
    actor: Actor,
    options?: CreateOptions<Settings>,
  ): Promise<Versioned<Settings>>;
  /** Writes the document in a transaction of another kind, which answers for what is written and tells of it. */
  putWithin(transaction: Database, id: string, settings: Settings, actor: Actor): Promise<void>;
  /** @throws ApiError `not-found`, `changed-meanwhile`, `bad-input` */
  replace(id: string, settings: Settings, editedVersion: number, actor: Actor): Promise<Versioned<Settings>>;
  /** @throws ApiError `not-found`, `changed-meanwhile` */
  remove(id: string, editedVersion: number, actor: Actor): Promise<void>;
}

export interface CreateOptions<Settings extends object> {
  /** Of the new document; 1 when absent. */
  readonly version?: number;
  /** Written in the same transaction, before conflicts are looked for. @throws ApiError when it cannot be */
  readonly alongside?: (transaction: Database, others: readonly Versioned<Settings>[]) => Promise<void>;
}

export interface DocumentsOptions<Settings extends object> {
  readonly db: Database;
  readonly changes: Changes;
  readonly kind: DocumentKind<Settings>;
  /** Called after each write has been committed. */
  readonly onChanged: () => Promise<void> | void;
  /** Which field of the resource is its id, for the refusal of one that is taken. */
  readonly idField?: string;
}

const TABLE = 'configuration_documents';
const row = z.object({ id: z.string(), version: z.number(), document: z.string() });

export function createVersionedDocuments<Settings extends object>(
  options: DocumentsOptions<Settings>,
): VersionedDocuments<Settings> {
  const documents = new Documents(options);
  options.changes.registerUndo(options.kind.kind, {
    scope: options.kind.scope,
    reapply: (undo) => documents.reapply(undo),
  });
  return documents;
}

class Documents<Settings extends object> implements VersionedDocuments<Settings> {
  readonly #options: DocumentsOptions<Settings>;

  constructor(options: DocumentsOptions<Settings>) {
    this.#options = options;
  }

  list(): Promise<Versioned<Settings>[]> {
    return this.#all(this.#options.db);
  }

  async find(id: string, db = this.#options.db): Promise<Versioned<Settings> | null> {
    const { kind } = this.#options;
    const found: unknown = await db(TABLE).where({ kind: kind.kind, id }).first();
    return found === undefined ? null : this.#read(found);
  }

  async create(
    id: string,
    settings: Settings,
    actor: Actor,
    { version = 1, alongside }: CreateOptions<Settings> = {},
  ): Promise<Versioned<Settings>> {
    const after = { ...settings, id, version };
    await this.#examine(settings);
    try {
      await this.#write(async (transaction) => {
        const all = await this.#all(transaction);
        if (all.some((other) => other.id === id)) throw this.#taken();
        await alongside?.(transaction, all);
        await this.#refuseConflicts(after, all, transaction);
        await this.#insert(transaction, after, settings, actor);
      });
    } catch (error) {
      if (isDuplicate(error)) throw this.#taken();
      throw error;
    }
    return after;
  }

  async putWithin(transaction: Database, id: string, settings: Settings, actor: Actor): Promise<void> {
    const before = (await this.#all(transaction)).find((one) => one.id === id);
    const after = { ...settings, id, version: (before?.version ?? 0) + 1 };
    if (before) await this.#update(transaction, before, after, settings, actor);
    else await this.#insert(transaction, after, settings, actor);
  }

  async replace(
    id: string,
    settings: Settings,
    editedVersion: number,
    actor: Actor,
  ): Promise<Versioned<Settings>> {
    const after = { ...settings, id, version: editedVersion + 1 };
    await this.#examine(settings);
    const lost = await this.#write(async (transaction) => {
      const all = await this.#all(transaction);
      const before = all.find((one) => one.id === id);
      if (before?.version !== editedVersion) return { before };
      await this.#refuseConflicts(after, all, transaction);
      await this.#update(transaction, before, after, settings, actor);
      return null;
    });
    if (lost) throw await this.#lost(id, editedVersion, lost.before);
    return after;
  }

  async remove(id: string, editedVersion: number, actor: Actor): Promise<void> {
    const { kind } = this.#options;
    const lost = await this.#write(async (transaction) => {
      const before = (await this.#all(transaction)).find((one) => one.id === id);
      if (before?.version !== editedVersion) return { before };
      await kind.removing?.(id, transaction);
      await transaction(TABLE).where({ kind: kind.kind, id }).delete();
      await this.#record(transaction, before, null, editedVersion + 1, actor);
      return null;
    });
    if (lost) throw await this.#lost(id, editedVersion, lost.before);
  }

  async reapply(undo: { id: string; state: unknown; afterVersion: number; actor: Actor }): Promise<void> {
    const { id, state, afterVersion, actor } = undo;
    if (state === null) return this.remove(id, afterVersion, actor);
    const settings = this.#settingsOf(state);
    if (await this.find(id)) await this.replace(id, settings, afterVersion, actor);
    else await this.create(id, settings, actor, { version: afterVersion + 1 });
  }

  #settingsOf(state: unknown): Settings {
    const { id: _, version: __, ...rest } = z.looseObject({}).parse(state);
    return this.#options.kind.settings.parse(rest);
  }

  /** The rows stay locked until the transaction ends, so writes of one kind come one after another. */
  async #all(db: Database): Promise<Versioned<Settings>[]> {
    const query = db(TABLE).where({ kind: this.#options.kind.kind }).orderBy('id');
    const rows: unknown[] = await (db.isTransaction ? query.forUpdate() : query);
    return rows.map((found) => this.#read(found));
  }

  #read(found: unknown): Versioned<Settings> {
    const { id, version, document } = row.parse(found);
    const settings = this.#options.kind.settings.parse(JSON.parse(document));
    return { ...settings, id, version };
  }

  async #insert(
    transaction: Database,
    after: Versioned<Settings>,
    settings: Settings,
    actor: Actor,
  ): Promise<void> {
    const { id, version } = after;
    const document = JSON.stringify(settings);
    await transaction(TABLE).insert({ kind: this.#options.kind.kind, id, version, document });
    await this.#record(transaction, null, after, version, actor);
  }

  async #update(
    transaction: Database,
    before: Versioned<Settings>,
    after: Versioned<Settings>,
    settings: Settings,
    actor: Actor,
  ): Promise<void> {
    const { id, version } = after;
    await transaction(TABLE)
      .where({ kind: this.#options.kind.kind, id })
      .update({ version, document: JSON.stringify(settings) });
    await this.#record(transaction, before, after, version, actor);
  }

  async #examine(settings: Settings): Promise<void> {
    const errors = (await this.#options.kind.examine?.(settings)) ?? [];
    if (errors.length > 0) throw ApiError.ofFields(errors);
  }

  async #refuseConflicts(
    candidate: Versioned<Settings>,
    all: readonly Versioned<Settings>[],
    transaction: Database,
  ): Promise<void> {
    const others = all.filter(({ id }) => id !== candidate.id);
    const errors = (await this.#options.kind.conflicts?.(candidate, others, transaction)) ?? [];
    if (errors.length > 0) throw ApiError.ofFields(errors);
  }

  async #write<Result>(work: (transaction: Database) => Promise<Result>): Promise<Result> {
    const result = await this.#options.db.transaction(work);
    await this.#options.onChanged();
    return result;
  }

  #record(
    transaction: Database,
    before: Versioned<Settings> | null,
    after: Versioned<Settings> | null,
    version: number,
    actor: Actor,
  ): Promise<void> {
    const { changes, kind } = this.#options;
    const shown = after ?? before;
    const { id = '' } = shown ?? {};
    const label = shown ? kind.label(shown) : '';
    return changes.record(transaction, { kind: kind.kind, id, label, version, before, after, actor });
  }

  async #lost(id: string, editedVersion: number, current?: Versioned<Settings>): Promise<ApiError> {
    if (!current) return new ApiError('not-found');
    const { changes, kind } = this.#options;
    return changes.lostUpdate({ kind: kind.kind, id, editedVersion, current });
  }

  #taken(): ApiError {
    return ApiError.ofField(this.#options.idField ?? 'id', 'there is one already; change that one instead');
  }
}
