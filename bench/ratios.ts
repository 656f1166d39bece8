/** The middle value, or the lower of the two in the middle. */
export function median(values: readonly number[]): number {
  return percentile(values, 0.5)
}

export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN
}

/**
 * Runs each case once a round, in turns, and backwards in every second round, so that whatever else
 * the machine does falls on all of them alike.
 */
export async function inTurns<K extends string, T>(
  rounds: number,
  cases: Record<K, () => Promise<T>>,
): Promise<Record<K, T[]>> {
  const names = Object.keys(cases) as K[]
  const results = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<K, T[]>
  for (let round = 0; round < rounds; round += 1) {
    for (const name of round % 2 ? names.toReversed() : names) results[name].push(await cases[name]())
  }
  return results
}

/** One against the other, round by round: only what ran in the same round is compared. */
export function ratios(measured: readonly number[], floor: readonly number[]): number[] {
  return measured.map((value, round) => value / (floor[round] ?? Number.NaN))
}

/** How many answers a second a path gives, against what it is measured by. */
export function ratioOf(
  loads: Record<string, { perSecond: number }[]>,
  what: string,
  floor: string,
  bar?: Verdict['bar'],
): Verdict {
  const values = ratios(rates(loads[what]), rates(loads[floor]))
  return { what: `${what} / ${floor.slice(floor.indexOf(': ') + 2)}`, values, bar }
}

const rates = (loads: { perSecond: number }[] = []) => loads.map((load) => load.perSecond)

type Bar = { atLeast: number; aim?: number } | { atMost: number; aim?: number }

/** One line of the result: what was measured in each round, and the bar that its median is held against. */
export type Verdict = { what: string; values: readonly number[]; unit?: string; bar?: Bar }

export function isMet({ values, bar }: Verdict): boolean {
  if (!bar) return true
  const value = median(values)
  return 'atLeast' in bar ? value >= bar.atLeast : value <= bar.atMost
}

export function verdictTable(verdicts: readonly Verdict[]): string {
  const rows = verdicts.map((verdict) => {
    const { what, values, unit = '', bar } = verdict
    const spread = `${digits(Math.min(...values))}–${digits(Math.max(...values))}`
    return [what, digits(median(values)) + unit, spread, barText(bar), bar ? (isMet(verdict) ? 'pass' : 'FAIL') : '']
  })
  return table(['measured', 'median', 'min–max', 'bar', ''], rows)
}

function barText(bar: Bar | undefined): string {
  if (!bar) return ''
  const aim = bar.aim === undefined ? '' : `, aim ${bar.aim}`
  return ('atLeast' in bar ? `≥ ${bar.atLeast}` : `≤ ${bar.atMost}`) + aim
}

/** A number with three digits that count. */
export const digits = (value: number) => (value >= 100 ? value.toFixed(0) : value.toPrecision(3))

/** A table in Markdown whose columns also line up on a terminal. */
export function table(head: string[], rows: string[][]): string {
  const all = [head, ...rows]
  const widths = head.map((_, column) => Math.max(3, ...all.map((row) => (row[column] ?? '').length)))
  const line = (row: string[]) => `| ${widths.map((width, column) => (row[column] ?? '').padEnd(width)).join(' | ')} |`
  return [line(head), `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`, ...rows.map(line)].join('\n')
}
