import { useCallback, useSyncExternalStore } from 'react';
import type { HistoryState } from '../../core/history/history-feed.ts';
import { usePhone } from './use-phone.ts';

export function useHistory(): HistoryState {
  const { history } = usePhone();
  return useSyncExternalStore(
    useCallback((listener) => history.subscribe(listener), [history]),
    () => history.state,
  );
}
