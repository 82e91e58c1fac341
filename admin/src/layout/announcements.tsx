import { type NotificationData, Notifications, notifications } from '@mantine/notifications';
import '@mantine/notifications/styles.css';

/** Where it is said that something was saved, taken back or did not work: left, for a drawer's buttons are on the right. */
export function Announcements() {
  return <Notifications position="bottom-left" limit={4} containerWidth={420} />;
}

export const show = (notification: NotificationData): void => {
  notifications.show(notification);
};

export const hide = (id: string): void => {
  notifications.hide(id);
};
