import { useEffect } from 'react';
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
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new occasion is the reason to ask again
  useEffect(() => {
    const refresh = () => {
      if (document.visibilityState === 'visible') void voicemail.refreshCount();
    };
    refresh();
    const timer = setInterval(refresh, refreshIntervalMs);
    document.addEventListener('visibilitychange', refresh);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', refresh);
    };
  }, [voicemail, occasion]);
}
