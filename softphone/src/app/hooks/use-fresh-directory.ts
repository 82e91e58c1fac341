import { useCallback } from 'react';
import { useFresh } from './use-fresh.ts';
import { usePhone } from './use-phone.ts';

const refreshIntervalMs = 10_000;

/**
 * Keeps the directory and who can be reached fresh while the page is visible.
 *
 * @param occasion whatever changes when it should be read at once: our own registration, the end of a call
 */
export function useFreshDirectory(occasion: unknown): void {
  const { directory } = usePhone();
  useFresh(
    useCallback(() => void directory.refresh(), [directory]),
    refreshIntervalMs,
    occasion,
  );
}
