import { useNotifications } from '@mantine/notifications'
import { lazy, Suspense, useEffect, useState } from 'react'

const NotificationList = lazy(async () => ({ default: (await import('./notifications.tsx')).NotificationList }))

/** Loads what notifications need when there is the first one, which waits in its store until then. */
export function NotificationsOnDemand() {
  const { notifications } = useNotifications()
  const [isWanted, setWanted] = useState(false)
  useEffect(() => {
    if (notifications.length) setWanted(true)
  }, [notifications.length])
  return isWanted ? (
    <Suspense>
      <NotificationList />
    </Suspense>
  ) : null
}
