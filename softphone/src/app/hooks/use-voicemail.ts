import { useCallback, useSyncExternalStore } from 'react';
import type { PlayerState } from '../../core/voicemail/message-player.ts';
import type { VoicemailState } from '../../core/voicemail/voicemail-feed.ts';
import { usePhone } from './use-phone.ts';

export function useVoicemail(): VoicemailState {
  const { voicemail } = usePhone();
  return useSyncExternalStore(
    useCallback((listener) => voicemail.subscribe(listener), [voicemail]),
    () => voicemail.state,
  );
}

/** What the player of messages does. */
export function usePlayer(): PlayerState {
  const { player } = usePhone();
  return useSyncExternalStore(
    useCallback((listener) => player.subscribe(listener), [player]),
    () => player.state,
  );
}
