/** A period by its first and last day, as the API takes them. */
export type Period = { periodStart: string; periodEnd: string }

const day = (year: number, month: number, date: number) =>
  new Date(Date.UTC(year, month, date)).toISOString().slice(0, 10)

/** The calendar month before a moment. */
export function lastMonth(now: Date): Period {
  const [year, month] = [now.getUTCFullYear(), now.getUTCMonth()]
  return { periodStart: day(year, month - 1, 1), periodEnd: day(year, month, 0) }
}

/** The calendar quarter before a moment. */
export function lastQuarter(now: Date): Period {
  const [year, month] = [now.getUTCFullYear(), Math.floor(now.getUTCMonth() / 3) * 3]
  return { periodStart: day(year, month - 3, 1), periodEnd: day(year, month, 0) }
}
