import type { Choice } from './fields.tsx';

/** The names of values as a list to choose from, in the order of the catalogue. */
export function choicesOf(names: Readonly<Record<string, string>>): readonly Choice[] {
  return Object.entries(names).map(([value, label]) => ({ value, label }));
}
