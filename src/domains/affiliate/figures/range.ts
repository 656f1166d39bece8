import { z } from 'zod'
import type { Context } from '#/kernel/context.ts'
import { invalidField } from '#/kernel/error.ts'
import { dayIn } from '#/kernel/time-zone.ts'

const Day = z.iso.date({ error: 'Write a day as 2026-04-05.' }).meta({ examples: ['2026-04-05'] })

/** The days that a report is about. */
export const rangeInput = {
  from: Day.optional().meta({ description: 'First day; the last thirty days unless said otherwise.' }),
  to: Day.optional().meta({ description: 'Last day, included; today unless said otherwise.' }),
}

/** The same of a report about all there is unless days are named. */
export const wholeRange = {
  from: Day.optional().meta({ description: 'First day.' }),
  to: Day.optional().meta({ description: 'Last day, included.' }),
}

/** What a report's rows are; its case does not matter. */
export const groupingOf = <const T extends readonly [string, ...string[]]>(groupings: T) =>
  z
    .string()
    .default(groupings[0])
    .transform((given) => given.toUpperCase())
    .pipe(z.enum(groupings))
    .meta({ enum: [...groupings], 'x-default': groupings[0] })

/** How many groups a report tells of. */
export const mostGroups = z
  .string()
  .regex(/^\d{1,4}$/, { error: 'Write a whole number.' })
  .transform(Number)
  .pipe(z.int().min(1).max(1000))
  .default(100)
  .meta({
    type: 'integer',
    minimum: 1,
    maximum: 1000,
    'x-default': 100,
    description: 'At most so many groups; days, weeks and months are never cut.',
  })

const dayMs = 86_400_000
export const mostDays = 3_660

type Given = { from?: string | undefined; to?: string | undefined }

/** Both days, included. */
export function daysOf(ctx: Context, timeZone: string, given: Given): { from: string; to: string } {
  const to = given.to ?? dayIn(timeZone, ctx.now())
  const from = given.from ?? dayAfter(to, -29)
  const days = (Date.parse(to) - Date.parse(from)) / dayMs + 1
  if (days < 1) throw invalidField('from', 'invalid_range', 'The first day is after the last one.')
  if (days > mostDays) throw invalidField('from', 'invalid_range', `At most ${mostDays} days are reported at once.`)
  return { from, to }
}

export const dayAfter = (day: string, days: number): string =>
  new Date(Date.parse(day) + days * dayMs).toISOString().slice(0, 10)

/** The whole months of some days: from the first day of one to that of the one after the last. Undefined where there is none. */
export function wholeMonths({ from, to }: { from: string; to: string }): { first: string; end: string } | undefined {
  const first = from.endsWith('-01') ? from : monthAfter(from)
  const end = `${dayAfter(to, 1).slice(0, 7)}-01`
  return first < end ? { first, end } : undefined
}

/** The first day of the month after that of a day. */
export function monthAfter(day: string): string {
  const [year = 0, month = 0] = day.split('-').map(Number)
  return new Date(Date.UTC(year, month, 1)).toISOString().slice(0, 10)
}
