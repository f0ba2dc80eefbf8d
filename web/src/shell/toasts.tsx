import { lazy, Suspense, useEffect, useState } from 'react'

const Notifications = lazy(async () => {
  const [{ Notifications: component }] = await Promise.all([
    import('@mantine/notifications'),
    import('@mantine/notifications/styles.css'),
  ])
  return { default: component }
})

/** The place of passing messages; it is loaded once the page stands. */
export function Toasts() {
  const [isReady, setIsReady] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setIsReady(true), 1500)
    return () => clearTimeout(timer)
  }, [])
  return <Suspense>{isReady && <Notifications position="top-center" autoClose={5000} containerWidth={420} />}</Suspense>
}
