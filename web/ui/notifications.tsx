import { Notifications } from '@mantine/notifications'

/** Where notifications stand. */
export const NotificationList = () => <Notifications position="bottom-right" />
