import type { ReactNode } from 'react';
import { EditDrawer } from './edit-drawer.tsx';

/** What a drawer edits: one that is stored, a new one, or null while the drawer is closed. */
export type Edited<Stored> = Stored | 'new' | null;

/** What every drawer of a document takes. */
export interface EditedProps<Stored> {
  readonly edited: Edited<Stored>;
  readonly onClose: () => void;
}

/** What the form within takes: null stands for something new. */
export interface EditedFormProps<Stored> {
  readonly stored: Stored | null;
  readonly onClose: () => void;
}

export interface DocumentDrawerProps<Stored> extends EditedProps<Stored> {
  readonly newTitle: string;
  readonly titleOf: (stored: Stored) => string;
  readonly size?: 'md' | 'lg';
  /** The form. It is made anew each time the drawer opens. */
  readonly children: (stored: Stored | null) => ReactNode;
}

/** A drawer from the right in which one thing of a list is added or changed. */
export function DocumentDrawer<Stored>(props: DocumentDrawerProps<Stored>) {
  const { edited, onClose, newTitle, titleOf, size = 'md', children } = props;
  const title = edited === null || edited === 'new' ? newTitle : titleOf(edited);
  return (
    <EditDrawer opened={edited !== null} onClose={onClose} size={size} title={title}>
      {edited === null ? null : children(edited === 'new' ? null : edited)}
    </EditDrawer>
  );
}
