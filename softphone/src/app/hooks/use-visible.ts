import { useSyncExternalStore } from 'react';

/** Whether the page is visible, rather than in a tab behind another one. */
export const useVisible = (): boolean =>
  useSyncExternalStore(
    (listener) => {
      document.addEventListener('visibilitychange', listener);
      return () => document.removeEventListener('visibilitychange', listener);
    },
    () => document.visibilityState === 'visible',
  );
