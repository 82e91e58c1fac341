import { useContext, useState } from 'react';
import { type Leaving, UnsavedScope } from './unsaved-scope.ts';
import { UnsavedContext } from './use-unsaved.ts';

/** Whether somebody is asked, and what the answers do. */
export interface Asking {
  readonly opened: boolean;
  readonly onDiscard: () => void;
  readonly onClose: () => void;
}

/** A scope for the forms of a page or drawer, and what its `DiscardQuestion` takes; null until one was asked. */
export function useUnsavedScope(): { readonly scope: UnsavedScope; readonly asking: Asking | null } {
  const around = useContext(UnsavedContext);
  const [leaving, setLeaving] = useState<Leaving | null>(null);
  const [opened, setOpened] = useState(false);
  const [scope] = useState(
    () =>
      new UnsavedScope(around, (next) => {
        setLeaving(next);
        // The question would hear the very Escape that raises it, and be gone again.
        requestAnimationFrame(() => setOpened(true));
      }),
  );
  if (!leaving) return { scope, asking: null };
  const onClose = () => {
    setOpened(false);
    leaving.keepEditing();
  };
  return { scope, asking: { opened, onDiscard: leaving.discard, onClose } };
}
