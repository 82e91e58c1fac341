import { useEffect } from 'react';
import { usePhone } from './use-phone.ts';

const refreshIntervalMs = 10_000;

/**
 * Keeps the directory and who can be reached fresh while the page is visible.
 *
 * @param occasion whatever changes when it should be read at once: our own registration, the end of a call
 */
export function useFreshDirectory(occasion: unknown): void {
  const { directory } = usePhone();
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new occasion is the reason to read again
  useEffect(() => {
    const refresh = () => {
      if (document.visibilityState === 'visible') void directory.refresh();
    };
    refresh();
    const timer = setInterval(refresh, refreshIntervalMs);
    document.addEventListener('visibilitychange', refresh);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', refresh);
    };
  }, [directory, occasion]);
}
