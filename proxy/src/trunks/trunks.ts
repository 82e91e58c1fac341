import { type TrunkSettings, trunkSettings } from '@tandem/api-types/trunk-settings';
import type { Trunk } from '@tandem/api-types/trunks';
import type { Database } from '@tandem/sql';
import type { Actor, Changes } from '../changes/changes.ts';
import { ApiError } from '../http/api-error.ts';
import type { Log } from '../observability/log.ts';
import type { SecretBox } from '../setup/secret-box.ts';
import { type StoredTrunk, secretPurpose } from './trunk.ts';
import { type FieldProblem, problemsOf, type TrunkSurroundings } from './trunk-rules.ts';
import { createTrunkStore, type TrunkStore, type TrunkWrite } from './trunk-store.ts';

/** One wished change. */
export type TrunkEdit =
  | {
      readonly kind: 'put';
      readonly id: string;
      readonly settings: TrunkSettings;
      /** Undefined leaves the stored secret, null removes it. */
      readonly secret: string | null | undefined;
      /** The version that was edited; `new`: there is none yet; `any`: whatever there is. */
      readonly version: number | 'new' | 'any';
      /** The file that describes it; null: the console does. */
      readonly managedBy: string | null;
    }
  | { readonly kind: 'remove'; readonly id: string; readonly version: number | 'any' };

/** What is wrong with one trunk among several. */
export interface TrunkProblems {
  readonly id: string;
  readonly problems: readonly FieldProblem[];
}

/** The trunks as they are configured, in memory and in the database. */
export interface Trunks {
  /** By id. */
  list(): readonly StoredTrunk[];
  get(id: string): StoredTrunk | undefined;
  /** As the API shows it. */
  shown(trunk: StoredTrunk): Trunk;
  /** Null when it has none, or when it cannot be opened, which is logged. */
  secretOf(trunk: StoredTrunk): string | null;
  /** What would keep `apply` from doing this; empty when nothing would. */
  check(edits: readonly TrunkEdit[]): Promise<TrunkProblems[]>;
  /**
   * Does all or nothing, and writes it into the history.
   * @returns what was put, in the order of the edits
   * @throws ApiError `bad-input` with the fields, `changed-meanwhile`, `file-managed`, `trunk-exists`, `not-found`
   */
  apply(edits: readonly TrunkEdit[], actor: Actor): Promise<StoredTrunk[]>;
  /** Called after each change, also one that another node made. */
  onChanged(listener: () => void): void;
  /** Reads what other nodes and commands wrote. */
  refresh(): Promise<void>;
}

export interface TrunksOptions {
  readonly db: Database;
  readonly box: SecretBox;
  readonly changes: Changes;
  readonly isOurselves: TrunkSurroundings['isOurselves'];
  readonly userExists: (username: string) => Promise<boolean>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly log: Log;
}

const KIND = 'trunk';

/** A state of the history also holds id, version and the like. */
const settingsInHistory = trunkSettings.strip();

/** Not loaded yet: call `refresh`. */
export function createTrunks(options: TrunksOptions): Trunks {
  const trunks = new ConfiguredTrunks(options, createTrunkStore(options.db));
  options.changes.registerUndo(KIND, {
    scope: 'trunks:write',
    reapply: (undo) => trunks.reapply(undo),
  });
  return trunks;
}

/** An edit with what is there now. */
interface Draft {
  readonly edit: TrunkEdit;
  readonly before: (StoredTrunk & { readonly removed: boolean }) | null;
}

class ConfiguredTrunks implements Trunks {
  readonly #options: TrunksOptions;
  readonly #store: TrunkStore;
  readonly #listeners: (() => void)[] = [];
  #byId: ReadonlyMap<string, StoredTrunk> = new Map();
  #fingerprint = '';
  readonly #unopened = new Set<string>();

  constructor(options: TrunksOptions, store: TrunkStore) {
    this.#options = options;
    this.#store = store;
  }

  list(): readonly StoredTrunk[] {
    return [...this.#byId.values()];
  }

  get(id: string): StoredTrunk | undefined {
    return this.#byId.get(id);
  }

  onChanged(listener: () => void): void {
    this.#listeners.push(listener);
  }

  shown({ id, settings, version, sealedSecret, managedBy, updatedAtMs }: StoredTrunk): Trunk {
    return {
      ...settings,
      id,
      version,
      secretIsSet: sealedSecret !== null,
      managedBy,
      updatedAt: new Date(updatedAtMs).toISOString(),
    };
  }

  secretOf({ id, settings, sealedSecret, version }: StoredTrunk): string | null {
    if (sealedSecret === null) return null;
    try {
      return this.#options.box.open(sealedSecret, secretPurpose(id, settings));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      if (!this.#unopened.has(`${id} ${version}`))
        this.#options.log.error('the password of a trunk cannot be read; type it again', {
          trunk: id,
          reason,
        });
      this.#unopened.add(`${id} ${version}`);
      return null;
    }
  }

  async refresh(): Promise<void> {
    const fingerprint = await this.#store.fingerprint();
    if (fingerprint === this.#fingerprint) return;
    const trunks = await this.#store.list();
    this.#fingerprint = fingerprint;
    this.#byId = new Map(trunks.map((trunk) => [trunk.id, trunk]));
    for (const listener of this.#listeners) listener();
  }

  async check(edits: readonly TrunkEdit[]): Promise<TrunkProblems[]> {
    return this.#problems(await this.#drafts(edits));
  }

  async apply(edits: readonly TrunkEdit[], actor: Actor): Promise<StoredTrunk[]> {
    const drafts = await this.#drafts(edits);
    for (const draft of drafts) await this.#mustBeAllowed(draft, actor);
    const [wrong] = await this.#problems(drafts);
    if (wrong) throw ApiError.ofFields(wrong.problems);
    const writes = drafts.map((draft) => this.#writeOf(draft));
    const late = await this.#store.write(writes, async (transaction) => {
      for (const [index, write] of writes.entries()) {
        await this.#record(transaction, write, drafts[index]?.before ?? null, actor);
      }
    });
    if (late !== null) throw await this.#lostUpdate(late, 0);
    await this.refresh();
    return writes.flatMap(({ trunk, removed }) => (removed ? [] : trunk));
  }

  /** Takes a change back. A removed trunk comes back with the secret that it had. */
  async reapply(undo: { id: string; state: unknown; afterVersion: number; actor: Actor }): Promise<void> {
    const { id, state, afterVersion: version, actor } = undo;
    if (state === null) {
      await this.apply([{ kind: 'remove', id, version }], actor);
      return;
    }
    const settings = settingsInHistory.safeParse(state);
    if (!settings.success)
      throw new ApiError('not-undoable', { message: 'The trunk was written by an older version.' });
    const edit = { id, settings: settings.data, secret: undefined, version, managedBy: null };
    await this.apply([{ kind: 'put', ...edit }], actor);
  }

  #drafts(edits: readonly TrunkEdit[]): Promise<Draft[]> {
    return Promise.all(edits.map(async (edit) => ({ edit, before: await this.#store.find(edit.id) })));
  }

  async #mustBeAllowed({ edit, before }: Draft, actor: Actor): Promise<void> {
    const { id, version } = edit;
    if (before?.managedBy != null && !before.removed && actor.kind !== 'file' && actor.kind !== 'command') {
      const message = `This trunk is described by ${before.managedBy}. Change it there.`;
      throw new ApiError('file-managed', { message });
    }
    if (version === 'new' && before && !before.removed)
      throw ApiError.ofField('id', 'A trunk with this short name exists.');
    if (typeof version === 'number' && before?.version !== version) throw await this.#lostUpdate(id, version);
    const undoesRemoval = actor.undoes !== undefined && edit.kind === 'put';
    if (version !== 'new' && edit.kind === 'remove' && (!before || before.removed)) throw noSuchTrunk(id);
    if (typeof version === 'number' && before?.removed && !undoesRemoval)
      throw await this.#lostUpdate(id, version);
  }

  async #lostUpdate(id: string, editedVersion: number): Promise<ApiError> {
    await this.refresh();
    const trunk = this.#byId.get(id);
    const current = trunk ? this.shown(trunk) : null;
    return this.#options.changes.lostUpdate({ kind: KIND, id, editedVersion, current });
  }

  /** Each is checked against what there will be when all are done. */
  async #problems(drafts: readonly Draft[]): Promise<TrunkProblems[]> {
    const after = new Map((await this.#store.list()).map((trunk) => [trunk.id, trunk]));
    for (const draft of drafts) {
      if (draft.edit.kind === 'remove') after.delete(draft.edit.id);
      else after.set(draft.edit.id, this.#writeOf(draft).trunk);
    }
    const found: TrunkProblems[] = [];
    for (const { edit, before } of drafts) {
      if (edit.kind === 'remove') continue;
      const { id, settings, secret, version } = edit;
      const others = [...after.values()].filter((trunk) => trunk.id !== id);
      const { connection } = settings;
      const taken =
        connection.kind === 'pbx-registers' && (await this.#options.userExists(connection.username));
      const problems = problemsOf(
        { id, settings, secret, before: version === 'new' || before === null ? null : before },
        { others, isOurselves: this.#options.isOurselves, isUser: () => taken },
      );
      if (problems.length > 0) found.push({ id, problems });
    }
    return found;
  }

  #writeOf({ edit, before }: Draft): TrunkWrite {
    const over = before?.version ?? null;
    const common = { version: (over ?? 0) + 1, updatedAtMs: this.#options.now() };
    if (edit.kind === 'remove') {
      if (!before) throw noSuchTrunk(edit.id);
      const { removed: _, ...trunk } = before;
      return { trunk: { ...trunk, ...common }, over, removed: true };
    }
    const { id, settings, secret, version, managedBy } = edit;
    const kept = secret === null || version === 'new' ? null : (before?.sealedSecret ?? null);
    const sealedSecret =
      typeof secret === 'string' ? this.#options.box.seal(secret, secretPurpose(id, settings)) : kept;
    return { trunk: { id, settings, sealedSecret, managedBy, ...common }, over, removed: false };
  }

  #record(
    transaction: Database,
    { trunk, removed }: TrunkWrite,
    before: Draft['before'],
    actor: Actor,
  ): Promise<void> {
    return this.#options.changes.record(transaction, {
      kind: KIND,
      id: trunk.id,
      label: trunk.settings.name,
      version: trunk.version,
      before: before === null || before.removed ? null : this.shown(before),
      after: removed ? null : this.shown(trunk),
      actor,
    });
  }
}

/** @param id as the client wrote it */
export const noSuchTrunk = (id: string): ApiError =>
  new ApiError('not-found', { message: `There is no trunk "${id.slice(0, 63)}".` });
