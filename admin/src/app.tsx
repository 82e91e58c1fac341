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
const TrunksPage = lazy(() =>
  import('./trunks/trunks-page.tsx').then(({ TrunksPage }) => ({ default: TrunksPage })),
);
const TrunkPage = lazy(() =>
  import('./trunks/trunk-page.tsx').then(({ TrunkPage }) => ({ default: TrunkPage })),
);
const NewTrunkPage = lazy(() =>
  import('./trunks/new-trunk-page.tsx').then(({ NewTrunkPage }) => ({ default: NewTrunkPage })),
);
const RingGroupsPage = lazy(() =>
  import('./ring-groups/ring-groups-page.tsx').then(({ RingGroupsPage }) => ({ default: RingGroupsPage })),
);
const ConferencesPage = lazy(() =>
  import('./conferences/conferences-page.tsx').then(({ ConferencesPage }) => ({ default: ConferencesPage })),
);
const LimitsPage = lazy(() =>
  import('./limits/limits-page.tsx').then(({ LimitsPage }) => ({ default: LimitsPage })),
);
const NumbersPage = lazy(() =>
  import('./numbers/numbers-page.tsx').then(({ NumbersPage }) => ({ default: NumbersPage })),
);
const RatesPage = lazy(() =>
  import('./rates/rates-page.tsx').then(({ RatesPage }) => ({ default: RatesPage })),
);
const RoutingPage = lazy(() =>
  import('./routing/routing-page.tsx').then(({ RoutingPage }) => ({ default: RoutingPage })),
);
const CallPage = lazy(() =>
  import('./call-page/call-page.tsx').then(({ CallPage }) => ({ default: CallPage })),
);
const LiveCallsPage = lazy(() =>
  import('./live-calls/live-calls-page.tsx').then(({ LiveCallsPage }) => ({ default: LiveCallsPage })),
);
const ChangesPage = lazy(() =>
  import('./changes/changes-page.tsx').then(({ ChangesPage }) => ({ default: ChangesPage })),
);
const AuditPage = lazy(() =>
  import('./audit/audit-page.tsx').then(({ AuditPage }) => ({ default: AuditPage })),
);
const ApiKeysPage = lazy(() =>
  import('./api-keys/api-keys-page.tsx').then(({ ApiKeysPage }) => ({ default: ApiKeysPage })),
);
const CallsPage = lazy(() =>
  import('./calls/calls-page.tsx').then(({ CallsPage }) => ({ default: CallsPage })),
);

/** The console: a sign-in, and its pages behind it, each loaded when it is first opened. */
export function App() {
  const queries = useQueryClient();
  const [signedIn, setSignedIn] = useState<boolean | null>(null);
  const [sessionEnded, setSessionEnded] = useState(false);
  const [session] = useState(
    () =>
      new AdminSession({
        store: sessionStorage,
        origin: location.origin,
        fetch: (request) => fetch(request),
        onSignedOut: (ended) => {
          queries.clear();
          setSessionEnded(ended);
          setSignedIn(false);
        },
      }),
  );
  if (!(signedIn ?? session.signedIn)) {
    return <SignInPage session={session} sessionEnded={sessionEnded} onSignedIn={() => setSignedIn(true)} />;
  }
  return (
    <SessionContext value={session}>
      <Suspense fallback={null}>
        <Routes>
          <Route element={<ConsoleLayout />}>
            <Route path="/" element={<OverviewPage />} />
            <Route path="/trunks" element={<TrunksPage />} />
            <Route path="/trunks/new" element={<NewTrunkPage />} />
            <Route path="/trunks/:id" element={<TrunkPage />} />
            <Route path="/ring-groups" element={<RingGroupsPage />} />
            <Route path="/conferences" element={<ConferencesPage />} />
            <Route path="/limits" element={<LimitsPage />} />
            <Route path="/numbers" element={<NumbersPage />} />
            <Route path="/rates" element={<RatesPage />} />
            <Route path="/routing" element={<RoutingPage />} />
            <Route path="/users" element={<UsersPage />} />
            <Route path="/live-calls" element={<LiveCallsPage />} />
            <Route path="/calls/:id" element={<CallPage />} />
            <Route path="/calls" element={<CallsPage />} />
            <Route path="/changes" element={<ChangesPage />} />
            <Route path="/audit" element={<AuditPage />} />
            <Route path="/api-keys" element={<ApiKeysPage />} />
            <Route path="*" element={<Navigate to="/" replace />} />
          </Route>
        </Routes>
      </Suspense>
    </SessionContext>
  );
}
