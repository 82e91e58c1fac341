import { useEffect } from 'react';

/**
 * Asks again and again while the page is visible.
 *
 * @param refresh a stable function
 * @param occasion whatever changes when it should be asked at once: our own registration, the end of a call
 */
export function useFresh(refresh: () => void, intervalMs: number, occasion: unknown): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new occasion is the reason to ask again
  useEffect(() => {
    const whenVisible = () => {
      if (document.visibilityState === 'visible') refresh();
    };
    whenVisible();
    const timer = setInterval(whenVisible, intervalMs);
    document.addEventListener('visibilitychange', whenVisible);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', whenVisible);
    };
  }, [refresh, intervalMs, occasion]);
}
