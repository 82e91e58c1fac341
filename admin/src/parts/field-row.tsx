import { SimpleGrid } from '@mantine/core';
import type { ReactNode } from 'react';

export interface FieldRowProps {
  /** How many stand side by side; 2 when absent. */
  readonly cols?: number;
  readonly children: ReactNode;
}

/** Fields side by side where there is room. What one types into stands in line, however long the words above it are. */
export function FieldRow({ cols = 2, children }: FieldRowProps) {
  return (
    <SimpleGrid cols={{ base: 1, xs: cols }} spacing="md" style={{ alignItems: 'end' }}>
      {children}
    </SimpleGrid>
  );
}
