import { Drawer } from '@mantine/core';
import type { ReactNode } from 'react';
import { DiscardQuestion } from './discard-question.tsx';
import { UnsavedContext } from './use-unsaved.ts';
import { useUnsavedScope } from './use-unsaved-scope.ts';

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
  const { scope, asking } = useUnsavedScope();
  const close = () => {
    if (!scope.covered) scope.leave(onClose);
  };
  return (
    <UnsavedContext value={scope}>
      <Drawer opened={opened} onClose={close} position="right" size={size} title={title}>
        {children}
      </Drawer>
      {asking ? <DiscardQuestion {...asking} /> : null}
    </UnsavedContext>
  );
}
