import { useEffect } from 'react';

const title = 'Tandem';
const blinkMs = 1000;

/** Blinks the tab's title while somebody calls, and raises a notification when the tab is hidden and may do so. */
export function useAttention(callerName: string | null): void {
  useEffect(() => {
    if (callerName === null) return;
    const sentence = `${callerName} is calling`;
    document.title = `☎ ${sentence}`;
    const timer = setInterval(() => {
      document.title = document.title === title ? `☎ ${sentence}` : title;
    }, blinkMs);
    const notification = notify(sentence);
    return () => {
      clearInterval(timer);
      document.title = title;
      notification?.close();
    };
  }, [callerName]);
}

function notify(sentence: string): Notification | null {
  if (!('Notification' in window) || Notification.permission !== 'granted') return null;
  if (document.visibilityState === 'visible') return null;
  try {
    const notification = new Notification(sentence, { tag: 'incoming-call', requireInteraction: true });
    notification.onclick = () => {
      window.focus();
      notification.close();
    };
    return notification;
  } catch {
    // Mobile browsers allow notifications from a service worker only; the ringing remains.
    return null;
  }
}
