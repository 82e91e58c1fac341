import type { NotificationData } from '@mantine/notifications';
import { createContext, useContext } from 'react';

export interface Announcer {
  /** Says something in the corner of the screen, and to screen readers. */
  show(notification: NotificationData): void;
  hide(id: string): void;
}

export const AnnouncerContext = createContext<Announcer | null>(null);

export function useAnnounce(): Announcer {
  const announcer = useContext(AnnouncerContext);
  if (!announcer) throw new Error('Announcements are for the pages behind the sign-in.');
  return announcer;
}
