import { lazy, Suspense, useSyncExternalStore } from 'react'
import { isPlaceWanted, subscribeToWant } from '../page/notify.ts'

const Notifications = lazy(async () => {
  const [{ Notifications: component }] = await Promise.all([
    import('@mantine/notifications'),
    import('@mantine/notifications/styles.css'),
  ])
  return { default: component }
})

/** The place of passing messages; it is loaded when there is the first one. */
export function Toasts() {
  const isWanted = useSyncExternalStore(subscribeToWant, isPlaceWanted)
  return (
    <Suspense>{isWanted && <Notifications position="top-center" autoClose={5000} containerWidth={420} />}</Suspense>
  )
}
