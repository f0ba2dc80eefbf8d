interface ImportMetaEnv {
  /** The service's origin, where another host serves the dashboard. */
  readonly VITE_SERVICE_URL?: string
}
