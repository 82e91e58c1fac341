import type { Difference } from '@tandem/api-types/changes';

/** A longer list says nothing to a person; the states themselves are kept whole. */
const DIFFERENCES_MAX = 200;

/**
 * What differs between two states of a resource, value by value. Lists are compared position by position.
 * @param before null when there was nothing; @param after null when there is nothing any more
 */
export function differenceOf(before: unknown, after: unknown): Difference[] {
  const found: Difference[] = [];
  compare(before ?? undefined, after ?? undefined, [], found);
  return found;
}

function compare(before: unknown, after: unknown, path: readonly string[], found: Difference[]): void {
  if (found.length >= DIFFERENCES_MAX || Object.is(before, after)) return;
  const left = membersOf(before);
  const right = membersOf(after);
  // What appeared or vanished as a whole is told member by member too: each is a line that a person can read.
  if ((left && right) || (left && after === undefined) || (right && before === undefined)) {
    compareMembers(left ?? new Map(), right ?? new Map(), path, found);
    return;
  }
  found.push({
    path: path.join('.'),
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
  });
}

function compareMembers(
  before: ReadonlyMap<string, unknown>,
  after: ReadonlyMap<string, unknown>,
  path: readonly string[],
  found: Difference[],
): void {
  for (const name of new Set([...before.keys(), ...after.keys()])) {
    compare(before.get(name), after.get(name), [...path, name], found);
  }
}

function membersOf(value: unknown): ReadonlyMap<string, unknown> | null {
  return typeof value === 'object' && value !== null ? new Map(Object.entries(value)) : null;
}
