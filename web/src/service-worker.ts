/** Lets the browser keep the dashboard, so that it opens without a connection. Browsers do so only on HTTPS and on this machine. */
export function keepForOffline(): void {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return
  window.addEventListener('load', () => {
    // Without it everything works but for the start without a connection.
    navigator.serviceWorker.register('/service-worker.js').catch(() => undefined)
  })
}
