/** When partners are paid: so many days after the end of each month or quarter. */
export type Schedule = { every: 'MONTH' | 'QUARTER'; daysAfter: number }

const months = { MONTH: 1, QUARTER: 3 } as const

/** The day on which a period is paid that ends at this moment: `2026-04-15`. */
export function payDayAfter({ daysAfter }: Schedule, periodEnd: Date): string {
  const last = Date.UTC(periodEnd.getUTCFullYear(), periodEnd.getUTCMonth(), periodEnd.getUTCDate() + daysAfter)
  return new Date(last).toISOString().slice(0, 10)
}

/** The next day from today on, on which what was earned at this moment can be paid. */
export function nextPayDay(schedule: Schedule, earned: Date, today: Date): string {
  const size = months[schedule.every]
  const first = Math.floor(earned.getUTCMonth() / size) * size
  for (let month = first + size; ; month += size) {
    const day = payDayAfter(schedule, new Date(Date.UTC(earned.getUTCFullYear(), month, 0)))
    if (day >= today.toISOString().slice(0, 10)) return day
  }
}
