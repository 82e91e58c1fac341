import { useCallback } from 'react';
import { useFresh } from './use-fresh.ts';
import { usePhone } from './use-phone.ts';

/** A message is there a moment after its caller hung up; nobody looks at the phone just then. */
const refreshIntervalMs = 15_000;

/**
 * Keeps the number of new messages fresh while the page is visible.
 *
 * @param occasion whatever changes when it should be asked for at once: our own registration, the end of a call
 */
export function useFreshVoicemail(occasion: unknown): void {
  const { voicemail } = usePhone();
  useFresh(
    useCallback(() => void voicemail.refreshCount(), [voicemail]),
    refreshIntervalMs,
    occasion,
  );
}
