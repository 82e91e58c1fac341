import { Code, List, Text } from '@mantine/core';
import type { Difference } from '@tandem/api-types/changes';
import { useText } from '../text/use-text.ts';

const valueCharactersMax = 120;

export interface DifferenceListProps {
  readonly differences: readonly Difference[];
  /** How many are shown at most. */
  readonly max?: number;
}

/** Says nothing to a person: the server counts and names with them. */
const OF_THE_SERVER: readonly string[] = ['id', 'version'];

/** Before and after, value by value; only what there is when all of it is new or all of it is gone. */
export function DifferenceList({ differences, max = 6 }: DifferenceListProps) {
  const { changes: text } = useText();
  const told = differences.filter(
    ({ path, before, after }) => !OF_THE_SERVER.includes(path) && !(isNothing(before) && isNothing(after)),
  );
  const isNew = told.every(({ before }) => isNothing(before));
  const isGone = !isNew && told.every(({ after }) => isNothing(after));
  if (told.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {text.noDifference}
      </Text>
    );
  }
  return (
    <List size="sm" spacing={2} listStyleType="none">
      {told.slice(0, max).map(({ path, before, after }) => (
        <List.Item key={path}>
          {path === '' ? null : (
            <Text span size="sm" c="dimmed">
              {path}:{' '}
            </Text>
          )}
          {isNew ? null : <Value value={before} />} {isNew || isGone ? null : '→'}{' '}
          {isGone ? null : <Value value={after} />}
        </List.Item>
      ))}
      {told.length > max ? (
        <List.Item>
          <Text span size="sm" c="dimmed">
            {text.more(told.length - max)}
          </Text>
        </List.Item>
      ) : null}
    </List>
  );
}

const isNothing = (value: unknown): boolean => value === undefined || value === null || value === '';

function Value({ value }: { readonly value: unknown }) {
  const { changes: text } = useText();
  if (isNothing(value)) {
    return (
      <Text span size="sm" c="dimmed" fs="italic">
        {text.nothing}
      </Text>
    );
  }
  const written = typeof value === 'string' ? value : JSON.stringify(value);
  const shown = written.length > valueCharactersMax ? `${written.slice(0, valueCharactersMax)}…` : written;
  return <Code style={{ overflowWrap: 'anywhere' }}>{shown}</Code>;
}
