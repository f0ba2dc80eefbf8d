/** The address, or of IPv6 the /64 that one customer has to himself. */
export function networkOf(address: string): string {
  if (!address.includes(':') || address.includes('.')) return address.replace(/^.*:/, '')
  const [head = '', tail = ''] = address.split('::')
  const groups = [head, tail].map((half) => half.split(':').filter((group) => group !== ''))
  const [first = [], last = []] = groups
  const zeros = address.includes('::') ? Array<string>(8 - first.length - last.length).fill('0') : []
  return [...first, ...zeros, ...last].slice(0, 4).join(':')
}
