import type { ClientDetails } from './create.ts'
import { maskedEin } from './ein.ts'

/** Details as an event holds them: in the words of the API, and of the tax number the mask alone. */
export function shownDetails({ ein_sealed, ein_last_four = null, ...details }: ClientDetails): Record<string, unknown> {
  const plain = Object.entries(details).map(([column, value]) => [
    column.replaceAll(/_(\w)/g, (_match, letter: string) => letter.toUpperCase()),
    value,
  ])
  const ein = ein_sealed === undefined ? {} : { ein: maskedEin({ ein_sealed, ein_last_four }) }
  return { ...(Object.fromEntries(plain) as Record<string, unknown>), ...ein }
}
