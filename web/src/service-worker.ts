/** Lets the browser keep the dashboard, so that it opens without a connection. Browsers do so only on HTTPS and on this machine. */
export function keepForOffline(): void {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return
  // Fetching all the other pages must not hold up the one that is opened. Safari does not say when it is idle.
  const whenIdle = window.requestIdleCallback ?? setTimeout
  window.addEventListener('load', () => whenIdle(register))
}

function register(): void {
  // Without it everything works but for the start without a connection.
  navigator.serviceWorker.register('/service-worker.js').catch(() => undefined)
}
