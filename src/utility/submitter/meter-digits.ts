import type { StoredConnector } from '../connectors/connectors-store.ts'
import { digitsAskedFor } from '../connectors/placeholders.ts'

/**
 * How many whole digits the meter shows: what the site says, else as many as the connector has fields for. Those may be
 * decimals too where any are sent, so then only the site can say.
 */
export function meterDigitsFor(
  { fields, value }: Pick<StoredConnector, 'fields' | 'value'>,
  digitsOfSite: number | null,
): number | null {
  return digitsOfSite ?? (value.decimals === 0 ? digitsAskedFor(fields) : null)
}
