import { useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { Navigate, Route, Routes } from 'react-router';
import { AdminSession } from './api/admin-session.ts';
import { SessionContext } from './api/use-session.ts';
import { SignInPage } from './sign-in/sign-in-page.tsx';

const ConsoleLayout = lazy(() =>
  import('./layout/console-layout.tsx').then(({ ConsoleLayout }) => ({ default: ConsoleLayout })),
);
const OverviewPage = lazy(() =>
  import('./overview/overview-page.tsx').then(({ OverviewPage }) => ({ default: OverviewPage })),
);
const UsersPage = lazy(() =>
  import('./users/users-page.tsx').then(({ UsersPage }) => ({ default: UsersPage })),
);
const CallsPage = lazy(() =>
  import('./calls/calls-page.tsx').then(({ CallsPage }) => ({ default: CallsPage })),
);

/** The console: a sign-in, and three pages behind it. */
export function App() {
  const queries = useQueryClient();
  const [signedIn, setSignedIn] = useState<boolean | null>(null);
  const [session] = useState(
    () =>
      new AdminSession(sessionStorage, () => {
        queries.clear();
        setSignedIn(false);
      }),
  );
  if (!(signedIn ?? session.signedIn)) {
    return <SignInPage session={session} onSignedIn={() => setSignedIn(true)} />;
  }
  return (
    <SessionContext value={session}>
      <Suspense fallback={null}>
        <Routes>
          <Route element={<ConsoleLayout />}>
            <Route path="/" element={<OverviewPage />} />
            <Route path="/users" element={<UsersPage />} />
            <Route path="/calls" element={<CallsPage />} />
            <Route path="*" element={<Navigate to="/" replace />} />
          </Route>
        </Routes>
      </Suspense>
    </SessionContext>
  );
}
