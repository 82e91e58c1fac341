import type { RoutingRuleSettings, RuleAction, RuleConditions } from '@tandem/api-types/routing';
import { destinationText } from '../parts/destination-fields.tsx';
import type { Catalogue } from '../text/catalogue.ts';
import type { FormCatalogue } from '../text/form-text.ts';

type Texts = Pick<Catalogue, 'destination'> & Pick<FormCatalogue, 'routing'>;

/** "Numbers that begin with +49, when alice calls → carrier, then backup": what a rule does, in a line. */
export function ruleText(
  { when, action }: Pick<RoutingRuleSettings, 'when' | 'action'>,
  texts: Texts,
): string {
  const { sentences } = texts.routing;
  return sentences.rule(
    conditionTexts(when, texts.routing).join(', ') || sentences.everything,
    actionText(action, texts),
  );
}

function conditionTexts(when: RuleConditions, { sentences }: FormCatalogue['routing']): string[] {
  const { prefixes, digitsMin, digitsMax, pattern, callers, arrivesBy, hours, holidays } = when;
  return [
    ...(prefixes.length > 0 ? [sentences.prefixes(short(prefixes))] : []),
    ...(pattern === null ? [] : [sentences.pattern(pattern)]),
    ...(digitsMin === null && digitsMax === null ? [] : [sentences.digits(digitsMin, digitsMax)]),
    ...(callers.length > 0 ? [sentences.callers(short(callers))] : []),
    ...(arrivesBy.length > 0 ? [sentences.arrivesBy(short(arrivesBy))] : []),
    ...(hours.length > 0 ? [sentences.hours] : []),
    ...(holidays === 'any' ? [] : [sentences.holidays[holidays]]),
  ];
}

function actionText(action: RuleAction, { routing: { sentences }, destination }: Texts): string {
  switch (action.kind) {
    case 'trunks': {
      const names = short(action.trunks.map(({ trunkId }) => trunkId));
      return action.order === 'cheapest' ? sentences.cheapest(names) : names;
    }
    case 'destination':
      return destinationText(action.destination, destination);
    case 'internal':
      return sentences.internal;
    case 'refuse':
      return sentences.refused(action.why);
  }
}

const SHOWN = 4;

const short = (names: readonly string[]): string =>
  names.length > SHOWN ? `${names.slice(0, SHOWN).join(', ')} … (${names.length})` : names.join(', ');
