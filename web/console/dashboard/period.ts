import { dateText } from '../../ui/date.tsx'

export const periods = [
  { value: '7', label: '7 days' },
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
  { value: 'year', label: '12 months' },
]

/** Days, both included, and what one point of a chart is. */
export type Period = { from: string; to: string; groupBy: 'DAY' | 'WEEK' | 'MONTH'; label: string }

const dayMs = 86_400_000
const dayOf = (time: number) => new Date(time).toISOString().slice(0, 10)

/** What was chosen, counted back from today in the organisation's time zone. */
export function periodOf(chosen: string | undefined, timeZone: string): Period {
  const to = new Intl.DateTimeFormat('en-CA', { timeZone }).format(new Date())
  const { value, label } = periods.find((one) => one.value === chosen) ?? { value: '30', label: '30 days' }
  if (value === 'year') return { from: firstOfMonth(to, -11), to, groupBy: 'MONTH', label }
  const from = dayOf(Date.parse(to) - (Number(value) - 1) * dayMs)
  return { from, to, groupBy: value === '90' ? 'WEEK' : 'DAY', label }
}

function firstOfMonth(day: string, off: number): string {
  const [year = 0, month = 0] = day.split('-').map(Number)
  return dayOf(Date.UTC(year, month - 1 + off, 1))
}

/** The keys that the API gives the points of a period, those without anything included. */
export function pointsOf({ from, to, groupBy }: Period): string[] {
  if (groupBy === 'MONTH') {
    const months: string[] = []
    for (let month = firstOfMonth(from, 0); month <= to; month = firstOfMonth(month, 1)) months.push(month.slice(0, 7))
    return months
  }
  const monday = Date.parse(from) - ((new Date(from).getUTCDay() + 6) % 7) * dayMs
  const [first, step] = groupBy === 'WEEK' ? [monday, 7 * dayMs] : [Date.parse(from), dayMs]
  const points: string[] = []
  for (let time = first; time <= Date.parse(to); time += step) points.push(dayOf(time))
  return points
}

const monthText = new Intl.DateTimeFormat(undefined, { month: 'short', year: 'numeric', timeZone: 'UTC' })
const shortDay = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', timeZone: 'UTC' })

/** A point under its axis: `12 Nov`, `Nov 2026`. */
export const pointText = (key: string): string =>
  key.length === 7 ? monthText.format(new Date(`${key}-01`)) : shortDay.format(new Date(key))

export const periodText = ({ from, to }: Period): string => `${dateText(from)} – ${dateText(to)}`
