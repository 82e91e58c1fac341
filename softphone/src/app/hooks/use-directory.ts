import { useCallback, useEffect, useSyncExternalStore } from 'react';
import type { DirectoryState } from '../../core/directory/directory-feed.ts';
import { usePhone } from './use-phone.ts';

const refreshIntervalMs = 20_000;

/** The directory, fresh while a screen shows it. */
export function useDirectory(): DirectoryState {
  const { directory } = usePhone();
  useEffect(() => {
    void directory.refresh();
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') void directory.refresh();
    }, refreshIntervalMs);
    return () => clearInterval(timer);
  }, [directory]);
  return useSyncExternalStore(
    useCallback((listener) => directory.subscribe(listener), [directory]),
    () => directory.state,
  );
}
