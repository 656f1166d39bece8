const dayMs = 86_400_000

/** The day so many days before today, as the API writes it. */
export const daysBack = (days: number): string => new Date(Date.now() - days * dayMs).toISOString().slice(0, 10)

/** Each day from one to another, both included. */
export function everyDay(from: string, to: string): string[] {
  const count = Math.round((Date.parse(to) - Date.parse(from)) / dayMs) + 1
  return Array.from({ length: count }, (_, at) => new Date(Date.parse(from) + at * dayMs).toISOString().slice(0, 10))
}
