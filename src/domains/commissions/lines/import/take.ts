import type { Context } from '#/kernel/context.ts'
import type { Issue } from '#/kernel/error.ts'
import { moneyOf } from '#/kernel/money.ts'
import type { Plan } from '#/platform/imports/columns.ts'
import type { Tally } from '#/platform/imports/import.ts'
import { type Fault, faultIn } from '#/platform/imports/rows.ts'
import { inTransaction } from '#/platform/perform.ts'
import { createLines, weighLines } from '../create-many.ts'
import { issuesOfAmounts } from '../create.ts'
import type { NewLine } from '../insert.ts'
import type { LineCellsRow, LineRowOfFile } from './fields.ts'
import { rowKeys } from './row-keys.ts'

type Wish = { row: LineCellsRow; line: NewLine }
type Verdict = 'created' | 'unchanged' | Issue

/** Brings batches of rows in, each in one transaction; a rehearsal writes nothing and remembers the keys that it met. */
export function lineTaker(ctx: Context, { isRehearsal }: { isRehearsal: boolean }) {
  const keyOf = rowKeys()
  const judge = isRehearsal ? rehearse(ctx, new Set()) : (lines: NewLine[]) => make(ctx, lines)
  return async (rows: LineRowOfFile[], plan: Plan): Promise<Tally> => {
    const read = rows.map((row) => ('cells' in row ? wishOf(row, plan, keyOf(row)) : row.faults))
    const wishes = read.filter((one): one is Wish => !Array.isArray(one))
    const verdicts = (await judge(wishes.map(({ line }) => line))).values()
    return tallyOf(read.map((one) => (Array.isArray(one) ? one : settle(one, plan, verdicts.next().value))))
  }
}

function wishOf(row: LineCellsRow, plan: Plan, idempotencyKey: string): Wish | Fault[] {
  const { partner, amount, currency, description = null, sourceAmount } = row.cells
  const issues = issuesOfAmounts({ amount, currency, sourceAmount })
  if (issues.length) return issues.map((issue) => faultOf(row, plan, issue))
  const line: NewLine = {
    partnerId: partner,
    amount: moneyOf(amount, currency),
    sourceAmount: sourceAmount === undefined ? null : moneyOf(sourceAmount, currency),
    description,
    status: 'PENDING',
    idempotencyKey,
  }
  return { row, line }
}

/** What is wrong with a line, by the column that it stands in. */
function faultOf({ line, asRead }: LineCellsRow, { columns }: Plan, { path, message }: Issue): Fault {
  const field = path[0] === 'partnerId' ? 'partner' : path[0]
  const column = columns.find((one) => one.field === field)
  return faultIn(line, column?.header ?? String(field), asRead[column?.index ?? -1] ?? '', message)
}

const settle = ({ row }: Wish, plan: Plan, verdict: Verdict | undefined) => {
  if (verdict === undefined) throw new RangeError('Every row has a verdict.')
  return typeof verdict === 'string' ? verdict : [faultOf(row, plan, verdict)]
}

async function make(ctx: Context, lines: NewLine[]): Promise<Verdict[]> {
  const fates = await inTransaction(ctx, (inside) => createLines(inside, lines, { byDomain: true }))
  return fates.map((fate) =>
    fate.status === 'REFUSED' ? fate.issue : fate.status === 'CREATED' ? 'created' : 'unchanged',
  )
}

const rehearse =
  (ctx: Context, met: Set<string>) =>
  async (lines: NewLine[]): Promise<Verdict[]> => {
    const weighed = await weighLines(ctx, lines, { byDomain: true })
    return weighed.map((one): Verdict => {
      if ('issue' in one) return one.issue
      const key = 'line' in one ? one.line.idempotencyKey : null
      if (!key || met.has(key)) return 'unchanged'
      met.add(key)
      return 'created'
    })
  }

function tallyOf(rows: ('created' | 'unchanged' | Fault[])[]): Tally {
  const counted = (what: 'created' | 'unchanged') => rows.filter((row) => row === what).length
  const refused = rows.filter((row) => Array.isArray(row))
  return {
    created: counted('created'),
    updated: 0,
    unchanged: counted('unchanged'),
    refused: refused.length,
    faults: refused.flat(),
  }
}
