import type { User } from '@tandem/api-types';
import { createContext, useContext } from 'react';
import type { DirectoryFeed } from '../../core/directory/directory-feed.ts';
import type { HistoryFeed } from '../../core/history/history-feed.ts';
import type { MissedCalls } from '../../core/history/missed-calls.ts';
import type { PhoneLine } from '../../core/phone/phone-line.ts';
import type { TonePlayer } from '../../core/sound/tones.ts';
import type { MessagePlayer } from '../../core/voicemail/message-player.ts';
import type { VoicemailFeed } from '../../core/voicemail/voicemail-feed.ts';

/** What the screens of a signed-in person work with. */
export interface Phone {
  readonly user: User;
  readonly line: PhoneLine;
  readonly history: HistoryFeed;
  readonly missed: MissedCalls;
  readonly voicemail: VoicemailFeed;
  /** Of voicemail messages. */
  readonly player: MessagePlayer;
  readonly directory: DirectoryFeed;
  readonly tones: TonePlayer;
  readonly signOut: () => void;
}

export const PhoneContext = createContext<Phone | null>(null);

export function usePhone(): Phone {
  const phone = useContext(PhoneContext);
  if (!phone) throw new Error('This screen is only for a signed-in person.');
  return phone;
}
