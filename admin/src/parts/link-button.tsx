import { Anchor } from '@mantine/core';
import type { ReactNode } from 'react';

/** Looks like a link and opens something on the same page: the name of a row. */
export function LinkButton({
  onClick,
  children,
}: {
  readonly onClick: () => void;
  readonly children: ReactNode;
}) {
  return (
    <Anchor component="button" type="button" fw={600} size="sm" ta="start" onClick={onClick}>
      {children}
    </Anchor>
  );
}
