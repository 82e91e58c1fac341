import type { FieldError } from '@tandem/api-types/problem';
import {
  type RoutingRule,
  type RoutingRuleSettings,
  type RoutingSettings,
  routingRuleOrder,
  routingRuleSettings,
  routingSettings,
  type ruleCoveredBy,
} from '@tandem/api-types/routing';
import type { Database } from '@tandem/sql';
import type { z } from 'zod';
import type { Actor, Changes } from '../changes/changes.ts';
import {
  createVersionedDocuments,
  type Versioned,
  type VersionedDocuments,
} from '../changes/versioned-documents.ts';
import { ApiError } from '../http/api-error.ts';
import { createLocalClock } from './local-clock.ts';
import { fieldsOf, type References, repeatedErrors, trunkErrors, usersErrors } from './references.ts';
import { coveringRule, overlapErrors, ruleErrors, unreachable } from './rule-checks.ts';
import { createNumberingPlan, hasNumberingPlan } from './telephone-number.ts';

type RuleOrder = z.output<typeof routingRuleOrder>;

/** Settings and rules as they are stored. */
export interface RoutingConfiguration {
  readonly rules: VersionedDocuments<RoutingRuleSettings>;
  /** The one document has the id `order`. */
  readonly order: VersionedDocuments<RuleOrder>;
  /** The one document has the id `settings`. */
  readonly settings: VersionedDocuments<RoutingSettings>;
  /**
   * Adds a rule.
   * @param before id of the rule that is asked after it, or `first`; null: it is asked last
   * @throws ApiError `bad-input` with `ruleCoveredBy` as context when an earlier rule takes all of its calls
   */
  addRule(
    id: string,
    rule: RoutingRuleSettings,
    before: string | null,
    actor: Actor,
  ): Promise<Versioned<RoutingRuleSettings>>;
  /** In the order in which they are asked. New rules come last. */
  orderedRules(): Promise<RoutingRule[]>;
}

export const ORDER_ID = 'order';
export const SETTINGS_ID = 'settings';

export interface RoutingConfigurationOptions {
  readonly db: Database;
  readonly changes: Changes;
  readonly references: References;
  readonly onChanged: (part: 'rules' | 'settings') => Promise<void>;
}

export function createRoutingConfiguration(options: RoutingConfigurationOptions): RoutingConfiguration {
  const { db, changes, references, onChanged } = options;
  const order: VersionedDocuments<RuleOrder> = createVersionedDocuments({
    db,
    changes,
    kind: {
      kind: 'routing-rule-order',
      scope: 'routing:write',
      settings: routingRuleOrder,
      label: () => 'Order of the routing rules',
      examine: async ({ ids }) => orderErrors(ids, await rules.list()),
    },
    onChanged: () => onChanged('rules'),
  });
  const idsInOrder = async (within?: Database): Promise<readonly string[]> =>
    (await order.find(ORDER_ID, within))?.ids ?? [];
  const rules: VersionedDocuments<RoutingRuleSettings> = createVersionedDocuments({
    db,
    changes,
    kind: {
      kind: 'routing-rule',
      scope: 'routing:write',
      settings: routingRuleSettings,
      label: ({ name }) => name,
      examine: (rule) => ruleErrors(rule, references),
      conflicts: async (candidate, others, transaction) => {
        const ordered = inOrder([...others, candidate], await idsInOrder(transaction));
        const covering = coveringRule(ordered, candidate);
        const errors = overlapErrors(ordered, candidate);
        if (covering === undefined) return errors;
        const { id, name } = covering;
        throw ApiError.ofFields(errors, { coveredBy: { id, name } } satisfies z.output<typeof ruleCoveredBy>);
      },
    },
    onChanged: () => onChanged('rules'),
  });
  return {
    rules,
    order,
    addRule: (id, rule, before, actor) =>
      rules.create(
        id,
        rule,
        actor,
        before === null
          ? {}
          : {
              alongside: async (transaction, others) => {
                const ids = inOrder(others, await idsInOrder(transaction)).map((other) => other.id);
                const place = before === 'first' ? 0 : ids.indexOf(before);
                if (place < 0) throw ApiError.ofField('before', 'there is no such rule');
                await order.putWithin(transaction, ORDER_ID, { ids: ids.toSpliced(place, 0, id) }, actor);
              },
            },
      ),
    settings: createVersionedDocuments({
      db,
      changes,
      kind: {
        kind: 'routing-settings',
        scope: 'routing:write',
        settings: routingSettings,
        label: () => 'Routing settings',
        examine: (settings) => settingsErrors(settings, references),
      },
      onChanged: () => onChanged('settings'),
    }),
    orderedRules: async () => inOrder(await rules.list(), await idsInOrder()),
  };
}

/** Rules that the order does not name come last, as their ids, which begin with the time, say. */
function inOrder<Rule extends { readonly id: string }>(
  rules: readonly Rule[],
  ids: readonly string[],
): Rule[] {
  const places = new Map(ids.map((id, place) => [id, place]));
  const placeOf = ({ id }: Rule): number => places.get(id) ?? ids.length;
  return [...rules].sort((a, b) => placeOf(a) - placeOf(b) || (a.id < b.id ? -1 : 1));
}

function orderErrors(ids: readonly string[], rules: readonly Versioned<RoutingRuleSettings>[]): FieldError[] {
  const errors = repeatedErrors('ids', ids);
  const known = new Set(rules.map(({ id }) => id));
  for (const [place, id] of ids.entries()) {
    if (!known.has(id)) errors.push({ field: `ids.${place}`, message: 'there is no such rule' });
  }
  if (errors.length === 0 && ids.length !== rules.length) {
    errors.push({ field: 'ids', message: `must name all ${rules.length} rules` });
  }
  if (errors.length > 0) return errors;
  const sentence = unreachable(inOrder(rules, ids));
  return sentence === null ? [] : [{ field: 'ids', message: sentence }];
}

async function settingsErrors(settings: RoutingSettings, references: References): Promise<FieldError[]> {
  const { openToAnyone, emergencyTrunkIds, blocked, premium } = settings;
  const { usernames, ringGroups } = openToAnyone;
  const groups = await Promise.all(ringGroups.map((name) => references.ringGroupExists(name)));
  return [
    ...countryErrors(settings),
    ...timeZoneErrors(settings),
    ...repeatedErrors('emergencyNumbers', settings.emergencyNumbers),
    ...trunkErrors(fieldsOf('emergencyTrunkIds', emergencyTrunkIds), emergencyTrunkIds, references),
    ...repeatedErrors(
      'blocked',
      blocked.map(({ prefix }) => prefix),
    ),
    ...repeatedErrors(
      'premium',
      premium.map(({ prefix }) => prefix),
    ),
    ...(await usersErrors(fieldsOf('openToAnyone.usernames', usernames), usernames, references)),
    ...ringGroups.flatMap((name, place) =>
      groups[place]
        ? []
        : { field: `openToAnyone.ringGroups.${place}`, message: `there is no ring group "${name}"` },
    ),
  ];
}

function countryErrors({ country, openToAnyone }: RoutingSettings): FieldError[] {
  if (!hasNumberingPlan(country))
    return [{ field: 'country', message: `"${country}" is no country that we know` }];
  const plan = createNumberingPlan(country);
  return openToAnyone.numbers.flatMap((number, place) =>
    plan.international(number)?.e164 === number
      ? []
      : {
          field: `openToAnyone.numbers.${place}`,
          message: 'must be in international form, such as +493012345678',
        },
  );
}

function timeZoneErrors({ timeZone }: RoutingSettings): FieldError[] {
  try {
    createLocalClock(timeZone);
    return [];
  } catch {
    return [{ field: 'timeZone', message: `"${timeZone}" is no time zone that we know` }];
  }
}
