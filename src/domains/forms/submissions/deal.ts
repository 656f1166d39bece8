import { invalid } from '#/kernel/error.ts'
import type { JsonObject } from '#/kernel/json.ts'
import { type DealInput, type DealValues, readDeal, tellsOfDeal } from '../deals/values.ts'
import type { FormRow } from '../tables.ts'

/** The deal that a submission registers, if it does: that of a DEAL form always, that of a LEAD form where it tells of one. */
export function dealIn(form: FormRow, values: JsonObject, said: DealInput | undefined): DealValues | undefined {
  if (form.purpose !== 'DEAL' && form.purpose !== 'LEAD') return refuseDeal(said)
  if (form.purpose === 'LEAD' && said === undefined && !tellsOfDeal(form.fields, values)) return undefined
  const read = readDeal(form.fields, values, { said })
  if (Array.isArray(read)) throw invalid(read)
  return read
}

function refuseDeal(said: DealInput | undefined): undefined {
  if (said === undefined) return undefined
  throw invalid([{ path: ['deal'], message: 'Only a LEAD or a DEAL form registers deals.', code: 'custom' }])
}

/** Whether it is refused without a partner. A lead that nobody brings is a lead all the same. */
export const needsPartner = ({ purpose }: FormRow, said: DealInput | undefined): boolean =>
  purpose === 'DEAL' || said !== undefined
