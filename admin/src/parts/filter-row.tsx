import { Button, Group } from '@mantine/core';
import { type ReactNode, useRef } from 'react';
import { useText } from '../text/use-text.ts';

export interface FilterRowProps {
  /** Whether any of the fields filters. */
  readonly filtered: boolean;
  readonly onClear: () => void;
  /** The fields. */
  readonly children: ReactNode;
}

/** The filters above a list, with a button that empties them all while there is something to empty. */
export function FilterRow({ filtered, onClear, children }: FilterRowProps) {
  const { shared } = useText();
  const row = useRef<HTMLDivElement>(null);
  const clear = () => {
    // The button goes, and would take the keyboard's place with it.
    row.current?.querySelector('input')?.focus();
    onClear();
  };
  return (
    <Group ref={row} align="flex-end" gap="sm" role="search">
      {children}
      {filtered ? (
        <Button variant="subtle" onClick={clear}>
          {shared.clearFilters}
        </Button>
      ) : null}
    </Group>
  );
}
