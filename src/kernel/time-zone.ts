import { z } from 'zod'

function isTimeZone(name: string): boolean {
  try {
    return /^[A-Za-z][\w+/-]*$/.test(name) && Intl.DateTimeFormat('en', { timeZone: name }) !== undefined
  } catch {
    return false
  }
}

/** The IANA name of a time zone, whatever its case. */
export const TimeZone = z
  .string()
  .max(64)
  .refine(isTimeZone, 'This is no time zone. Write its IANA name, such as Europe/Oslo or UTC.')
  .meta({ examples: ['Europe/Oslo'], description: 'IANA name of a time zone.' })

/** The calendar day of a moment in a time zone: `2026-04-05`. */
export function dayIn(timeZone: string, moment: Date): string {
  const parts = Intl.DateTimeFormat('en', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' })
  const { year, month, day } = Object.fromEntries(parts.formatToParts(moment).map(({ type, value }) => [type, value]))
  return `${year}-${month}-${day}`
}
