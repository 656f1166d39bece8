import type { Context } from '#/kernel/context.ts'
import type { BillingMode } from './setting.ts'

/** The default of a partner that never changed it. */
export const initialMode: BillingMode = 'PARTNER_MANAGED'

/** How a partner or a client is billed on a day, and what is scheduled after it. For a client, null is no override. */
export type Standing = {
  mode: BillingMode | null
  nextMode: BillingMode | null
  /** `2026-07-01`; null where nothing is scheduled. */
  nextFrom: string | null
}

type Stored = { mode: BillingMode | null; next_mode: BillingMode | null; next_from: string | null }

/** The calendar day in UTC, `2026-07-01`: days in this form sort as text. */
export const today = (ctx: Context) => ctx.now().toISOString().slice(0, 10)

/** What a stored setting means on a day: a scheduled change whose day has come is in force, without anybody's doing. */
export function standingOn(day: string, { mode, next_mode: nextMode, next_from: nextFrom }: Stored): Standing {
  if (nextFrom !== null && nextFrom <= day) return at(nextMode)
  return { mode, nextMode, nextFrom }
}

const at = (mode: BillingMode | null): Standing => ({ mode, nextMode: null, nextFrom: null })

/** Where nothing is stored. */
export const noOverride = at(null)
export const initialDefault = at(initialMode)

/** Whether an override is in force, or is scheduled to be. */
export const hasOverride = ({ mode, nextMode }: Standing) => (mode ?? nextMode) !== null

/** The standing after an approval: it replaces what was scheduled, and waits itself when its day is yet to come. */
export function approvedOn(
  day: string,
  { mode }: Standing,
  request: { mode: BillingMode | null; effectiveFrom: string | null },
): Standing {
  const { effectiveFrom } = request
  if (effectiveFrom === null || effectiveFrom <= day) return at(request.mode)
  return mode === null && request.mode === null ? noOverride : { mode, nextMode: request.mode, nextFrom: effectiveFrom }
}

/** The partner's default on a day, as far as it is known. */
export function defaultModeOn(day: string, { mode, nextMode, nextFrom }: Standing): BillingMode {
  return (nextFrom !== null && nextFrom <= day ? nextMode : mode) ?? initialMode
}
