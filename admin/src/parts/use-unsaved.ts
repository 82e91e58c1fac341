import { createContext, useCallback, useContext, useEffect, useId } from 'react';
import type { UnsavedScope } from './unsaved-scope.ts';

export const UnsavedContext = createContext<UnsavedScope | null>(null);

export const loadDiscardQuestion = () => import('./discard-question.tsx');

/** Keeps what a form holds from being lost by a key, a click beside its drawer, another page, or a reload. */
export function useUnsaved(holdsChanges: boolean): void {
  const scope = useContext(UnsavedContext);
  const form = useId();
  useEffect(() => {
    scope?.note(form, holdsChanges);
    // Loaded ahead, so that one can be asked without the server, too.
    if (holdsChanges) loadDiscardQuestion().catch(() => undefined);
    return () => scope?.note(form, false);
  }, [scope, form, holdsChanges]);
}

/** Says, before another page is opened, that nothing in the forms around needs to be kept any more. */
export function useSettled(): () => void {
  const scope = useContext(UnsavedContext);
  return useCallback(() => scope?.settle(), [scope]);
}

/** Does what loses the forms around, after a question when they hold changes. */
export function useLeave(): (discard: () => void) => void {
  const scope = useContext(UnsavedContext);
  return useCallback((discard) => (scope ? scope.leave(discard) : discard()), [scope]);
}

/** Tells the drawers below that a dialog is open, so that Escape closes the dialog alone. */
export function useCover(opened: boolean): void {
  const scope = useContext(UnsavedContext);
  useEffect(() => {
    if (!opened || !scope) return;
    const end = scope.cover();
    // The Escape that closed the dialog may still be on its way to the drawer.
    return () => void requestAnimationFrame(end);
  }, [scope, opened]);
}
