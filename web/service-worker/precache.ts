/** What the service worker keeps. */
export interface Precache {
  /** Another one for other contents. */
  version: string
  paths: string[]
}
