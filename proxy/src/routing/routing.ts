import { isDeepStrictEqual } from 'node:util';
import type { ConferenceSettings } from '@tandem/api-types/conferences';
import type { LocalDestination } from '@tandem/api-types/numbers';
import type { RingGroupSettings } from '@tandem/api-types/ring-groups';
import { type RoutingSettings, routingSettings } from '@tandem/api-types/routing';
import type { Database } from '@tandem/sql';
import type { Changes } from '../changes/changes.ts';
import type { VersionedDocuments } from '../changes/versioned-documents.ts';
import { createConferenceRooms } from '../conferences/conference-rooms.ts';
import type { Domains } from '../domains.ts';
import { ApiError } from '../http/api-error.ts';
import { didErrors } from '../numbers/did-checks.ts';
import { createDidStore, type DidStore } from '../numbers/did-store.ts';
import type { Log } from '../observability/log.ts';
import { createRateTables, type RateTables } from '../rates/rate-tables.ts';
import { createRingGroups, routedRingGroup } from '../ring-groups/ring-groups.ts';
import type { References } from './references.ts';
import {
  createRoutingConfiguration,
  type RoutingConfiguration,
  SETTINGS_ID,
} from './routing-configuration.ts';
import {
  type CallLimits,
  createRoutingPlan,
  type RoutableTrunks,
  type RoutedNumber,
  type RoutingSnapshot,
  type StoredRouting,
} from './routing-snapshot.ts';

/** Parts of the plan that are read again apart from each other. */
type Part = 'rules' | 'settings' | 'numbers' | 'ring-groups' | 'conferences' | 'rates';
/** By the kind of resource, as the history calls it. */
const PART_OF: readonly (readonly [string, Part])[] = [
  ['routing-settings', 'settings'],
  ['routing-rule', 'rules'],
  ['routing-rule-order', 'rules'],
  ['number', 'numbers'],
  ['numbers-import', 'numbers'],
  ['ring-group', 'ring-groups'],
  ['conference', 'conferences'],
  ['rate-table', 'rates'],
  ['rate-lines', 'rates'],
];
const PARTS: readonly Part[] = ['settings', 'rules', 'numbers', 'ring-groups', 'conferences', 'rates'];

/** Where calls go: what an admin configured for it, and the decision. */
export interface Routing {
  readonly configuration: RoutingConfiguration;
  readonly ringGroups: VersionedDocuments<RingGroupSettings>;
  readonly conferences: VersionedDocuments<ConferenceSettings>;
  readonly numbers: DidStore;
  readonly rates: RateTables;
  readonly references: References;
  /** As it is now. Calls that are being decided keep the one that they began with. */
  snapshot(): RoutingSnapshot;
  /** Calls the listener each time there is a new snapshot. */
  onChanged(listener: () => void): void;
  /** Reads everything again. Calls go on by the old plan meanwhile. */
  reload(): Promise<void>;
  /** What to read again when another process changed resources of a kind. */
  readonly readers: ReadonlyMap<string, () => Promise<void>>;
}

export interface RoutingOptions {
  readonly db: Database;
  readonly changes: Changes;
  readonly trunks: RoutableTrunks;
  readonly limits: CallLimits;
  readonly userExists: (username: string) => Promise<boolean>;
  readonly domains: Domains;
  /** Whether our users may call addresses of other domains. */
  readonly externalCallsAllowed: boolean;
  /** The most places that a conference room may have. */
  readonly conferenceMembersMax: number;
  readonly log: Log;
}

/** @throws when the database is down or holds what cannot be used */
export async function openRouting(options: RoutingOptions): Promise<Routing> {
  const routing = new StoredRoutingPlan(options);
  await routing.reload();
  return routing;
}

class StoredRoutingPlan implements Routing {
  readonly configuration: RoutingConfiguration;
  readonly ringGroups: VersionedDocuments<RingGroupSettings>;
  readonly conferences: VersionedDocuments<ConferenceSettings>;
  readonly numbers: DidStore;
  readonly rates: RateTables;
  readonly references: References;
  readonly readers: ReadonlyMap<string, () => Promise<void>>;
  readonly #options: RoutingOptions;
  #stored: StoredRouting | null = null;
  #snapshot: RoutingSnapshot | null = null;
  readonly #listeners: (() => void)[] = [];
  /** Readings run one after another, so that an older one never replaces a newer. */
  #reading: Promise<void> = Promise.resolve();

  constructor(options: RoutingOptions) {
    const { db, changes, trunks, userExists, conferenceMembersMax } = options;
    this.#options = options;
    this.references = {
      userExists,
      ringGroupExists: async (name) => (await this.ringGroups.find(name)) !== null,
      conferenceExists: async (name) => (await this.conferences.find(name)) !== null,
      trunkExists: (trunkId) => trunks.get(trunkId) !== undefined,
    };
    const { references } = this;
    const onChanged = (part: Part) => this.#read([part]);
    this.readers = new Map(PART_OF.map(([kind, part]) => [kind, () => onChanged(part)]));
    this.configuration = createRoutingConfiguration({ db, changes, references, onChanged });
    this.ringGroups = createRingGroups({
      db,
      changes,
      references,
      usedBy: async (name, transaction) => {
        const { openToAnyone } = this.snapshot().plan.settings;
        const leading = await this.#leadingTo({ kind: 'ring-group', ringGroup: name }, transaction);
        return leading ?? (openToAnyone.ringGroups.includes(name) ? 'the settings, as open to anyone' : null);
      },
      onChanged: () => onChanged('ring-groups'),
    });
    this.conferences = createConferenceRooms({
      db,
      changes,
      references,
      usedBy: (conference, transaction) => this.#leadingTo({ kind: 'conference', conference }, transaction),
      membersMax: conferenceMembersMax,
      onChanged: () => onChanged('conferences'),
    });
    this.numbers = createDidStore({
      db,
      changes,
      check: async (did) => {
        const errors = await didErrors(did, references);
        if (errors.length > 0) throw ApiError.ofFields(errors);
      },
      onChanged: () => onChanged('numbers'),
    });
    this.rates = createRateTables({ db, changes, references, onChanged: () => onChanged('rates') });
  }

  snapshot(): RoutingSnapshot {
    if (!this.#snapshot) throw new Error('The routing has not been read yet.');
    return this.#snapshot;
  }

  reload(): Promise<void> {
    return this.#read(PARTS);
  }

  onChanged(listener: () => void): void {
    this.#listeners.push(listener);
  }

  #read(parts: readonly Part[]): Promise<void> {
    const reading = this.#reading.then(() => this.#readNow(parts));
    this.#reading = reading.catch(() => undefined);
    return reading;
  }

  async #readNow(parts: readonly Part[]): Promise<void> {
    const { trunks, limits, domains, externalCallsAllowed, log } = this.#options;
    const has = (part: Part): boolean => this.#stored === null || parts.includes(part);
    const old = this.#stored;
    this.#stored = {
      settings: old && !has('settings') ? old.settings : await this.#settings(),
      rules: old && !has('rules') ? old.rules : await this.configuration.orderedRules(),
      numbers: old && !has('numbers') ? old.numbers : await this.#numbers(),
      ringGroups: old && !has('ring-groups') ? old.ringGroups : await this.#groups(),
      conferences: old && !has('conferences') ? old.conferences : await this.#rooms(),
      rates: old && !has('rates') ? old.rates : await this.rates.book(),
    };
    this.#snapshot = { plan: createRoutingPlan(this.#stored), trunks, limits, domains, externalCallsAllowed };
    const { rules, numbers, rates } = this.#stored;
    log.info('routing read', {
      parts: parts.join(', '),
      rules: rules.length,
      numbers: numbers.size,
      ratePrefixes: rates.prefixes,
    });
    for (const listener of this.#listeners) listener();
  }

  async #settings(): Promise<RoutingSettings> {
    return (await this.configuration.settings.find(SETTINGS_ID)) ?? routingSettings.parse({});
  }

  async #numbers(): Promise<Map<string, RoutedNumber>> {
    const numbers = new Map<string, RoutedNumber>();
    for await (const { number, destination, trunkId } of this.numbers.all()) {
      numbers.set(number, { destination, trunkId });
    }
    return numbers;
  }

  async #groups() {
    return new Map((await this.ringGroups.list()).map((group) => [group.name, routedRingGroup(group)]));
  }

  async #rooms() {
    const rooms = await this.conferences.list();
    return new Map(rooms.map(({ version: _, id: __, ...settings }) => [settings.name, settings]));
  }

  /** A number or rule that leads there, as the end of a sentence. */
  async #leadingTo(destination: LocalDestination, db: Database): Promise<string | null> {
    const number = await this.numbers.numberLeadingTo(destination, db);
    if (number !== null) return `the number ${number}`;
    const rule = this.snapshot().plan.rules.find(
      ({ rule: { action } }) =>
        action.kind === 'destination' && isDeepStrictEqual(action.destination, destination),
    );
    return rule ? `the rule "${rule.rule.name}"` : null;
  }
}
