import { Drawer } from '@mantine/core';
import { type ReactNode, useMemo, useState } from 'react';
import { useText } from '../text/use-text.ts';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { UnsavedContext } from './use-unsaved.ts';

export interface EditDrawerProps {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly title: string;
  readonly size?: 'md' | 'lg';
  /** Forms in it that call `useUnsaved` are not closed with what they hold, unless somebody says so. */
  readonly children: ReactNode;
}

/** A drawer from the right with forms; who closes it by Escape, beside it or by its cross is asked when something would be lost. */
export function EditDrawer({ opened, onClose, title, size = 'md', children }: EditDrawerProps) {
  const { shared } = useText();
  const [unsaved, setUnsaved] = useState<ReadonlySet<string>>(new Set());
  const [covers, setCovers] = useState(0);
  const [asking, setAsking] = useState(false);
  const context = useMemo(
    () => ({
      setUnsaved: (form: string, holdsChanges: boolean) =>
        setUnsaved((before) => {
          if (before.has(form) === holdsChanges) return before;
          const others = [...before].filter((one) => one !== form);
          return new Set(holdsChanges ? [...others, form] : others);
        }),
      cover: () => {
        setCovers((before) => before + 1);
        return () => setCovers((before) => before - 1);
      },
    }),
    [],
  );
  const close = () => {
    if (unsaved.size === 0) onClose();
    // The question would hear the very Escape that raises it, and be gone again.
    else requestAnimationFrame(() => setAsking(true));
  };
  return (
    <UnsavedContext value={context}>
      <Drawer
        opened={opened}
        onClose={close}
        closeOnEscape={covers === 0}
        position="right"
        size={size}
        title={title}
      >
        {children}
      </Drawer>
      <ConfirmDialog
        opened={asking}
        onClose={() => setAsking(false)}
        title={shared.discardTitle}
        action={shared.discard}
        cancel={shared.keepEditing}
        onConfirm={async () => onClose()}
      >
        {shared.discardAsk}
      </ConfirmDialog>
    </UnsavedContext>
  );
}
