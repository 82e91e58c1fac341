import { Table } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './panel.module.css';

export interface PanelProps {
  /** What is in it, for screen readers. */
  readonly label: string;
  /** Below this width it scrolls sideways by itself, with the keyboard too. */
  readonly minWidth?: number;
  readonly children: ReactNode;
}

/** A framed ground for a table. */
export function Panel({ label, minWidth = 720, children }: PanelProps) {
  return (
    <Table.ScrollContainer
      minWidth={minWidth}
      type="native"
      className={classes.panel ?? ''}
      tabIndex={0}
      role="region"
      aria-label={label}
    >
      {children}
    </Table.ScrollContainer>
  );
}
