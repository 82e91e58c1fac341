import { Text } from '@mantine/core';
import type { ReactNode } from 'react';

export interface TwoLinesProps {
  /** What a row is known by. */
  readonly children: ReactNode;
  /** What else is worth knowing, small. */
  readonly below: ReactNode;
}

/** A cell of a table with a line in small print. */
export function TwoLines({ children, below }: TwoLinesProps) {
  return (
    <>
      {typeof children === 'string' ? (
        <Text size="sm" style={{ overflowWrap: 'break-word' }}>
          {children}
        </Text>
      ) : (
        children
      )}
      <Text size="xs" c="dimmed">
        {below}
      </Text>
    </>
  );
}
