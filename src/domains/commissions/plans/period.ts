import { z } from 'zod'

/** A month, a quarter or a year of the calendar, in UTC. */
export const PeriodUnit = z.enum(['MONTH', 'QUARTER', 'YEAR']).meta({ description: 'Of the calendar, in UTC.' })
export type PeriodUnit = z.infer<typeof PeriodUnit>

/** From `start` on, up to `next` and without it. */
export type Period = { start: Date; next: Date }

const monthsOf: Record<PeriodUnit, number> = { MONTH: 1, QUARTER: 3, YEAR: 12 }

/** The period of the calendar in which a moment lies. */
export function periodOf(moment: Date, unit: PeriodUnit): Period {
  const months = monthsOf[unit]
  const first = Math.floor(moment.getUTCMonth() / months) * months
  return { start: firstOfMonth(moment, first), next: firstOfMonth(moment, first + months) }
}

/** The last second of the period, as the ends of days and periods are written. */
export const endOf = ({ next }: Period): Date => new Date(next.getTime() - 1000)

const firstOfMonth = (moment: Date, month: number) => {
  const first = new Date(0)
  first.setUTCFullYear(moment.getUTCFullYear(), month, 1)
  return first
}

/** The same time so many months later, on the month's last day where it has no such day. */
export function monthsAfter(moment: Date, months: number): Date {
  const later = new Date(moment)
  later.setUTCMonth(later.getUTCMonth() + months, 1)
  const lastDay = new Date(later)
  lastDay.setUTCMonth(lastDay.getUTCMonth() + 1, 0)
  later.setUTCDate(Math.min(moment.getUTCDate(), lastDay.getUTCDate()))
  return later
}
