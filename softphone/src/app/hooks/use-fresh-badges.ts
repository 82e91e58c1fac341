import { useCallback } from 'react';
import { useFresh } from './use-fresh.ts';
import { usePhone } from './use-phone.ts';

/** A message is there a moment after its caller hung up, and a call may be seen on another phone: nobody tells us. */
const refreshIntervalMs = 15_000;

/**
 * Keeps the numbers on the tabs fresh while the page is visible: new messages and missed calls.
 *
 * @param occasion whatever changes when they should be asked for at once: our own registration, the end of a call
 */
export function useFreshBadges(occasion: unknown): void {
  const { voicemail, missed } = usePhone();
  useFresh(
    useCallback(() => {
      void voicemail.refreshCount();
      void missed.refresh();
    }, [voicemail, missed]),
    refreshIntervalMs,
    occasion,
  );
}
