import { lazy, type ReactNode, Suspense, useContext, useEffect } from 'react';
import { loadDiscardQuestion, UnsavedContext } from '../parts/use-unsaved.ts';
import { useUnsavedScope } from '../parts/use-unsaved-scope.ts';
import { HistoryContext } from './guarded-router.tsx';
import { PageBoundary } from './page-boundary.tsx';

// No part of the first screen.
const DiscardQuestion = lazy(() =>
  loadDiscardQuestion().then(({ DiscardQuestion }) => ({ default: DiscardQuestion })),
);

/**
 * Asks before a page is left whose forms hold changes: by the menu, a link, the browser's arrows, a reload, or the
 * tab's cross; of the last two the browser asks in its own words.
 */
export function UnsavedGuard({ children }: { readonly children: ReactNode }) {
  const { scope, asking } = useUnsavedScope();
  const history = useContext(HistoryContext);
  useEffect(() => history?.guard(scope), [history, scope]);
  useEffect(() => {
    const ask = (event: BeforeUnloadEvent) => {
      if (scope.holdsChanges) event.preventDefault();
    };
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [scope]);
  return (
    <UnsavedContext value={scope}>
      {children}
      {asking ? (
        <PageBoundary>
          <Suspense fallback={null}>
            <DiscardQuestion {...asking} />
          </Suspense>
        </PageBoundary>
      ) : null}
    </UnsavedContext>
  );
}
