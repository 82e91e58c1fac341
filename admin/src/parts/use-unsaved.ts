import { createContext, useContext, useEffect, useId } from 'react';

export interface Unsaved {
  /** Says whether a form holds changes that are not saved. */
  readonly setUnsaved: (form: string, holdsChanges: boolean) => void;
  /** Says that a dialog lies over the drawer, which then does not close by the dialog's Escape; returns the end of that. */
  readonly cover: () => () => void;
}

export const UnsavedContext = createContext<Unsaved | null>(null);

/** Keeps what a form holds from being lost by a key, a click beside its drawer, or a reload. */
export function useUnsaved(holdsChanges: boolean): void {
  const drawer = useContext(UnsavedContext);
  const form = useId();
  useEffect(() => {
    drawer?.setUnsaved(form, holdsChanges);
    return () => drawer?.setUnsaved(form, false);
  }, [drawer, form, holdsChanges]);
  useEffect(() => {
    if (!holdsChanges) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [holdsChanges]);
}

/** Tells the drawer below that a dialog is open, so that Escape closes the dialog alone. */
export function useCover(opened: boolean): void {
  const drawer = useContext(UnsavedContext);
  useEffect(() => (opened ? drawer?.cover() : undefined), [drawer, opened]);
}
