import { lazy, Suspense, useState } from 'react';
import { AccountButton } from './account-button.tsx';

const UsedAccountMenu = lazy(() =>
  import('./used-account-menu.tsx').then(({ UsedAccountMenu }) => ({ default: UsedAccountMenu })),
);

/** Who is signed in, the colours, and the way out. What opens is loaded when it is wanted, not with the first screen. */
export function AccountMenu() {
  const [used, setUsed] = useState(false);
  const closed = <AccountButton aria-expanded={false} onClick={() => setUsed(true)} />;
  return used ? (
    <Suspense fallback={closed}>
      <UsedAccountMenu />
    </Suspense>
  ) : (
    closed
  );
}
