import { Code, List, Text } from '@mantine/core';
import type { Difference } from '@tandem/api-types/changes';
import { useText } from '../text/use-text.ts';

const valueCharactersMax = 120;

export interface DifferenceListProps {
  readonly differences: readonly Difference[];
  /** How many are shown at most. */
  readonly max?: number;
}

/** Before and after, value by value. */
export function DifferenceList({ differences, max = 6 }: DifferenceListProps) {
  const { changes: text } = useText();
  if (differences.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {text.noDifference}
      </Text>
    );
  }
  return (
    <List size="sm" spacing={2} listStyleType="none">
      {differences.slice(0, max).map(({ path, before, after }) => (
        <List.Item key={path}>
          {path === '' ? null : (
            <Text span size="sm" c="dimmed">
              {path}:{' '}
            </Text>
          )}
          <Value value={before} /> → <Value value={after} />
        </List.Item>
      ))}
      {differences.length > max ? (
        <List.Item>
          <Text span size="sm" c="dimmed">
            {text.more(differences.length - max)}
          </Text>
        </List.Item>
      ) : null}
    </List>
  );
}

function Value({ value }: { readonly value: unknown }) {
  const { changes: text } = useText();
  if (value === undefined || value === null || value === '') {
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
