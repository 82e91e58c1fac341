import { lazy, type ReactNode, Suspense, useMemo, useState } from 'react';
import { type Announcer, AnnouncerContext } from '../parts/use-announce.ts';
import { useText } from '../text/use-text.ts';

const load = () => import('./announcements.tsx');
const Announcements = lazy(() => load().then(({ Announcements }) => ({ default: Announcements })));

/** Lets the pages below it announce something. What shows it is loaded with the first announcement. */
export function AnnouncerProvider({ children }: { readonly children: ReactNode }) {
  const { shared } = useText();
  const [used, setUsed] = useState(false);
  const announcer = useMemo<Announcer>(
    () => ({
      show(notification) {
        setUsed(true);
        const closeButtonProps = { 'aria-label': shared.close };
        void load().then(({ show }) => show({ closeButtonProps, ...notification }));
      },
      hide(id) {
        void load().then(({ hide }) => hide(id));
      },
    }),
    [shared],
  );
  return (
    <AnnouncerContext value={announcer}>
      {children}
      {used ? (
        <Suspense>
          <Announcements />
        </Suspense>
      ) : null}
    </AnnouncerContext>
  );
}
