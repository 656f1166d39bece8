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
export function daysOf(ctx: Context, timeZone: string, given: Given): Range {
  const to = given.to ?? dayIn(timeZone, ctx.now())
  const from = given.from ?? dayAfter(to, -29)
  const days = daysIn({ from, to })
  if (days < 1) throw invalidField('from', 'invalid_range', 'The first day is after the last one.')
  if (days > mostDays) throw invalidField('from', 'invalid_range', `At most ${mostDays} days are reported at once.`)
  return { from, to }
}

export const dayAfter = (day: string, days: number): string =>
  new Date(Date.parse(day) + days * dayMs).toISOString().slice(0, 10)

/** Days, both included. */
export type Range = { from: string; to: string }

/** Days as whole months, `first` to the one before `end`, with the days to be added to these and those to be taken off. */
type Months = { first: string; end: string; plus: Range[]; minus: Range[] }

/** At either end whichever is less to read: the days that are wanted, or those of their month that are not. Undefined where no month is. */
export function monthsOf({ from, to }: Range): Months | undefined {
  const [head, tail] = [monthOf(from), monthOf(to)]
  const [before, after] = [rangeOf(head.first, from), rangeOf(dayAfter(to, 1), tail.next)]
  if (head.first === tail.first) {
    const isLess = daysIn(before) + daysIn(after) < daysIn({ from, to })
    return isLess ? { first: head.first, end: head.next, plus: [], minus: some(before, after) } : undefined
  }
  const [begun, ended] = [rangeOf(from, head.next), rangeOf(tail.first, dayAfter(to, 1))]
  const [takesHead, takesTail] = [daysIn(before) < daysIn(begun), daysIn(after) < daysIn(ended)]
  const [first, end] = [takesHead ? head.first : head.next, takesTail ? tail.next : tail.first]
  if (first === end) return undefined
  return {
    first,
    end,
    plus: [...(takesHead ? [] : [begun]), ...(takesTail ? [] : [ended])],
    minus: some(...(takesHead ? [before] : []), ...(takesTail ? [after] : [])),
  }
}

/** From a day to the one before another. */
const rangeOf = (from: string, next: string): Range => ({ from, to: dayAfter(next, -1) })
const daysIn = ({ from, to }: Range) => (Date.parse(to) - Date.parse(from)) / dayMs + 1
const some = (...ranges: Range[]) => ranges.filter((range) => daysIn(range) > 0)

/** The first day of the month of a day, and that of the month after it. */
function monthOf(day: string): { first: string; next: string } {
  const [year = 0, month = 0] = day.split('-').map(Number)
  return { first: `${day.slice(0, 7)}-01`, next: new Date(Date.UTC(year, month, 1)).toISOString().slice(0, 10) }
}
