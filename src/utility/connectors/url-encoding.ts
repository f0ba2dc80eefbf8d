/** As `encodeURIComponent`; half of a surrogate pair, which that throws at, becomes U+FFFD as in any UTF-8. */
export function encodeForUrl(text: string): string {
  return encodeURIComponent(text.toWellFormed())
}
