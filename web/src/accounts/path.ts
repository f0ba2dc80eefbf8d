/** Where the service keeps an account; names may hold anything that can be seen. */
export function pathOf(username: string): string {
  return `/accounts/${encodeURIComponent(username)}`
}
