/** Why a connection failed, in words that can be shown: OpenSSL's own name the files of its source. */
export function networkReason(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown'
  if (error instanceof AggregateError) return networkReason(error.errors[0])
  if ('library' in error && 'reason' in error) return `TLS: ${String(error.reason)}`
  if ('code' in error && typeof error.code === 'string' && error.message === '') return error.code
  return error.message.replace(/; if the root CA is installed locally.*/s, '')
}
