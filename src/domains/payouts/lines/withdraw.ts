import { correctLine, findLine, holdWithCorrections, type LineRow, writeLine } from '#/domains/commissions/index.ts'
import type { Context } from '#/kernel/context.ts'
import type { Change } from '#/kernel/verb.ts'
import { sql } from '#/platform/database/sql.ts'
import type { PayoutRecord } from '../payout.ts'
import { lockPayout } from '../queries.ts'
import { writePayout } from '../write.ts'
import { takeOff } from './take-off.ts'

export type Withdrawal = {
  event: string
  reasonType: string
  reason: string | null
  /** What the partner reads on a line that takes back what was paid. */
  description: string
}

export type Withdrawn = {
  /** What the line had left until then, in minor units. */
  left: bigint
  /** The lines that were voided, or the one that takes the paid ones back. */
  lineIds: string[]
  /** Of payouts that it left empty. */
  changes: Change[]
}

/**
 * Takes back all that is left of a line: it is voided together with what was taken back of it before, off the payouts where
 * they are. Where something of it is paid, a line below zero takes back what is left.
 */
export async function withdrawLine(ctx: Context, id: string, withdrawal: Withdrawal): Promise<Withdrawn> {
  const { lines, payouts } = await holdAll(ctx, id)
  const standing = lines.filter(({ status }) => status !== 'VOIDED')
  const line = standing.find((one) => one.id === id)
  const left = standing.reduce((sum, { amount }) => sum + BigInt(amount), 0n)
  if (!line) return { left: 0n, lineIds: [], changes: [] }
  if (standing.some(({ status }) => status === 'PAID')) return await takeBack(ctx, { line, left, withdrawal })
  for (const one of standing) await voidOne(ctx, one, { payouts, withdrawal })
  return { left, lineIds: standing.map((one) => one.id), changes: await declineEmptied(ctx, payouts) }
}

type Held = { lines: LineRow[]; payouts: Map<string, PayoutRecord> }

/** Payouts, then the partner as a merge does, then the lines; and anew where a line went on a payout meanwhile. */
async function holdAll(ctx: Context, id: string): Promise<Held> {
  const { partner_id: partnerId } = await findLine(ctx, id)
  const payouts = new Map<string, PayoutRecord>()
  for (const payoutId of await payoutsOf(ctx, id)) payouts.set(payoutId, await lockPayout(ctx, payoutId))
  await sql`
    select from partner where organisation_id = ${ctx.organisationId} and id = ${partnerId} for key share`.execute(
    ctx.db,
  )
  const lines = await holdWithCorrections(ctx, [id])
  const isWhole = lines.every(({ payout_id: on }) => on === null || payouts.has(on))
  return isWhole ? { lines, payouts } : await holdAll(ctx, id)
}

async function payoutsOf(ctx: Context, id: string): Promise<string[]> {
  const { rows } = await sql<{ payout_id: string }>`
    select distinct payout_id from commission_line
    where organisation_id = ${ctx.organisationId} and (id = ${id} or corrects_id = ${id}) and payout_id is not null
    order by payout_id`.execute(ctx.db)
  return rows.map((row) => row.payout_id)
}

type TakingBack = { line: LineRow; left: bigint; withdrawal: Withdrawal }

async function takeBack(ctx: Context, { line, left, withdrawal }: TakingBack): Promise<Withdrawn> {
  if (left <= 0n) return { left, lineIds: [], changes: [] }
  const { output } = await correctLine(ctx, line, { taken: left, description: withdrawal.description })
  return { left, lineIds: [output.id], changes: [] }
}

type Voiding = Pick<Held, 'payouts'> & { withdrawal: Withdrawal }

async function voidOne(ctx: Context, line: LineRow, { payouts, withdrawal }: Voiding): Promise<void> {
  const { event, reasonType, reason } = withdrawal
  const changes = { status: 'VOIDED', decline_reason_type: reasonType, decline_reason: reason } as const
  const payout = line.payout_id === null ? undefined : payouts.get(line.payout_id)
  if (!payout) {
    await writeLine(ctx, { event, id: line.id, guard: sql`true`, changes })
    return
  }
  await takeOff(ctx, { line, payout }, { event, changes: { ...changes, former_payout_id: payout.id } })
}

/** A payout whose last line went is declined, as by declining that line. */
async function declineEmptied(ctx: Context, payouts: Map<string, PayoutRecord>): Promise<Change[]> {
  const changes: Change[] = []
  for (const [id, { line_count: before }] of payouts) {
    const payout = await lockPayout(ctx, id)
    if (before === '0' || payout.line_count !== '0') continue
    changes.push(...(await writePayout(ctx, payout, { stage: 'DECLINED' }, 'Its last line was declined.')).changes)
  }
  return changes
}
