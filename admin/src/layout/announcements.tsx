import { type NotificationData, Notifications, notifications } from '@mantine/notifications';
import '@mantine/notifications/styles.css';

/** Where it is said that something was saved, taken back or did not work. */
export function Announcements() {
  return <Notifications position="bottom-right" limit={4} containerWidth={420} />;
}

export const show = (notification: NotificationData): void => {
  notifications.show(notification);
};

export const hide = (id: string): void => {
  notifications.hide(id);
};
