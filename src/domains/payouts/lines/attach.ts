import { z } from 'zod'
import { entriesIn, exampleLineId, lineNotFound, type LineRow, movesOf } from '#/domains/commissions/index.ts'
import { findPartnerFamily } from '#/domains/partners/index.ts'
import type { Context } from '#/kernel/context.ts'
import { invalid } from '#/kernel/error.ts'
import { Reference } from '#/kernel/text.ts'
import { command } from '#/kernel/verb.ts'
import { movedAt } from '#/platform/database/moved-at.ts'
import { sql } from '#/platform/database/sql.ts'
import { holdPool } from '../attach.ts'
import { exampleId, Payout, payoutLocked, payoutNotFound, type PayoutRecord, toPayout } from '../payout.ts'
import { findPayout, lockPayout, PayoutInPath } from '../queries.ts'

export const attachLines = command({
  name: 'payouts.attach',
  may: 'commissions:write',
  summary: 'Attach commission lines to a payout',
  description:
    'Puts PENDING lines of the partner, in the currency of the payout, on a payout that is not PAID: all of them or none. A line that is on it already stays, so the request may be repeated. Each line that is refused is named.',
  input: z.strictObject({
    id: PayoutInPath,
    lineIds: z.array(Reference).min(1).max(500),
  }),
  output: Payout,
  refuses: [payoutNotFound, lineNotFound, payoutLocked],
  example: { id: exampleId, lineIds: [exampleLineId] },
  async run(ctx, { id, lineIds }) {
    await holdPool(ctx, (await findPayout(ctx, id)).currency)
    const payout = await lockPayout(ctx, id)
    const lines = await lockLines(ctx, lineIds)
    if (payout.stage === 'PAID') throw payoutLocked()
    const family = await findPartnerFamily(ctx, payout.partner_id)
    refuseUnfit(lineIds, (lineId) => faultOf(lines.get(lineId), payout, family))
    const free = [...lines.values()].filter((line) => line.payout_id === null).map((line) => line.id)
    if (!free.length) return { output: toPayout(payout), changes: [] }
    const row = { ...payout, ...(await attach(ctx, payout, free)) }
    const before = { amountMinor: payout.amount, lineCount: payout.line_count }
    const after = { amountMinor: row.amount, lineCount: row.line_count, lineIds: free }
    return { output: toPayout(row), changes: [{ subjectId: id, partnerId: payout.partner_id, before, after }] }
  },
})

/** The lines of these ids, locked in the order of their ids. */
async function lockLines(ctx: Context, lineIds: string[]): Promise<Map<string, LineRow>> {
  const { rows } = await sql<LineRow>`
    select * from commission_line l where l.organisation_id = ${ctx.organisationId} and l.id = any(${lineIds})
    order by l.id for no key update`.execute(ctx.db)
  const unknown = lineIds.filter((id) => !rows.some((row) => row.id === id))
  if (unknown.length) throw lineNotFound({ details: { lineIds: [...new Set(unknown)] } })
  return new Map(rows.map((row) => [row.id, row]))
}

function refuseUnfit(lineIds: string[], fault: (lineId: string) => string | undefined): void {
  const issues = lineIds.flatMap((lineId, index) => {
    const message = fault(lineId)
    return message ? [{ path: ['lineIds', index], code: 'custom', message }] : []
  })
  if (issues.length) throw invalid(issues)
}

function faultOf(line: LineRow | undefined, payout: PayoutRecord, family: string[]): string | undefined {
  if (!line || line.payout_id === payout.id) return undefined
  if (line.payout_id !== null) return `This line is on the payout ${line.payout_id}.`
  if (line.status !== 'PENDING') return `This line is ${line.status}; only one that is PENDING can be attached.`
  if (!family.includes(line.partner_id)) return 'This line is another partner’s.'
  if (line.currency !== payout.currency) return `This line is in ${line.currency}, the payout in ${payout.currency}.`
  return undefined
}

type Kept = Pick<PayoutRecord, 'amount' | 'line_count' | 'updated_at'>

async function attach(ctx: Context, { id }: PayoutRecord, lineIds: string[]): Promise<Kept | undefined> {
  const transactionId = sql`${ctx.newId('ltx')}::text`
  const moves = movesOf({ lines: sql.raw('moved l'), transactionId, from: 'PAYABLE', to: 'IN_PAYOUT' })
  const { rows } = await sql<Kept>`
    with moved as (
      update commission_line l set payout_id = ${id}, status = 'APPROVED', updated_at = ${movedAt(ctx, 'l.updated_at')}
      where l.organisation_id = ${ctx.organisationId} and l.id = any(${lineIds}) and l.status = 'PENDING' returning l.*
    ), posted as (${entriesIn(ctx, moves)})
    update payout y set amount = y.amount + s.amount, line_count = y.line_count + s.lines, updated_at = ${movedAt(ctx, 'y.updated_at')}
    from (select sum(amount) as amount, count(*) as lines from moved) s
    where y.organisation_id = ${ctx.organisationId} and y.id = ${id}
    returning y.amount, y.line_count, y.updated_at`.execute(ctx.db)
  return rows[0]
}
