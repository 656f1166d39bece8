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
 * they are. One that is paid stays, and another line takes back what is left; so it is with what was taken back of it.
 */
export async function withdrawLine(ctx: Context, id: string, withdrawal: Withdrawal): Promise<Withdrawn> {
  const { lines, payouts } = await holdAll(ctx, id)
  const standing = lines.filter(({ status }) => status !== 'VOIDED')
  const line = standing.find((one) => one.id === id)
  const left = sumOf(standing)
  if (!line) return { left: 0n, lineIds: [], changes: [] }
  if (line.status === 'PAID') return { left, lineIds: await takeBack(ctx, line, { left, withdrawal }), changes: [] }
  const [paid, open] = [standing.filter(isPaid), standing.filter((one) => !isPaid(one))]
  for (const one of open) await voidOne(ctx, one, { payouts, withdrawal })
  const back = await takeBack(ctx, line, { left: sumOf(paid), withdrawal })
  return { left, lineIds: [...open.map((one) => one.id), ...back], changes: await declineEmptied(ctx, payouts) }
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

const isPaid = ({ status }: LineRow) => status === 'PAID'
const sumOf = (lines: LineRow[]) => lines.reduce((sum, { amount }) => sum + BigInt(amount), 0n)

type TakingBack = { left: bigint; withdrawal: Withdrawal }

/** Of a paid line never more than it has; where only its clawbacks are paid, they come back to the partner. */
async function takeBack(ctx: Context, line: LineRow, { left, withdrawal }: TakingBack): Promise<string[]> {
  if (left === 0n || (isPaid(line) && left < 0n)) return []
  const { output } = await correctLine(ctx, line, { taken: left, description: withdrawal.description })
  return [output.id]
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
