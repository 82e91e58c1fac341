import { createContext, type ReactNode, startTransition, useLayoutEffect, useState } from 'react';
import { UNSAFE_createHashHistory as createHashHistory, Router } from 'react-router';
import { GuardedHistory } from './guarded-history.ts';

export const HistoryContext = createContext<GuardedHistory | null>(null);

/** Shows the page of the address after its `#`, which may be kept from being left. */
export function GuardedRouter({ children }: { readonly children: ReactNode }) {
  const [history] = useState(() => new GuardedHistory(createHashHistory({ v5Compat: true })));
  const [place, setPlace] = useState(() => history.place);
  useLayoutEffect(() => history.listen((next) => startTransition(() => setPlace(next))), [history]);
  return (
    <HistoryContext value={history}>
      <Router location={place.location} navigationType={place.action} navigator={history}>
        {children}
      </Router>
    </HistoryContext>
  );
}
