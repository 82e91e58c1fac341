import { useCallback, useSyncExternalStore } from 'react';
import type { DirectoryState } from '../../core/directory/directory-feed.ts';
import { usePhone } from './use-phone.ts';

export function useDirectory(): DirectoryState {
  const { directory } = usePhone();
  return useSyncExternalStore(
    useCallback((listener) => directory.subscribe(listener), [directory]),
    () => directory.state,
  );
}
