import { entriesIn, movesOf } from '#/domains/commissions/index.ts'
import type { Context } from '#/kernel/context.ts'
import { type Change, difference } from '#/kernel/verb.ts'
import { movedAt } from '#/platform/database/moved-at.ts'
import { sql, type Sql } from '#/platform/database/sql.ts'
import type { Metadata, PayoutRecord, PoNumber, Stage } from './payout.ts'
import { lockPayout } from './queries.ts'
import type { z } from 'zod'

/** What may change of a payout by itself; its amount follows from its lines. */
export type PayoutChanges = {
  stage?: Stage
  poNumber?: z.output<typeof PoNumber>
  metadata?: z.output<typeof Metadata>
  /** What the bank or the ERP calls the payment. */
  paymentReference?: string | null
}
export type WrittenPayout = { row: PayoutRecord; changes: Change[] }

/** Changes a payout as one asks for it: the stage with its history, its lines and their entries. Equal values change nothing. */
export async function changePayout(
  ctx: Context,
  id: string,
  changes: PayoutChanges,
  reason: string | null = null,
): Promise<WrittenPayout> {
  return await writePayout(ctx, await lockPayout(ctx, id), changes, reason)
}

/** `changePayout` of one that is locked already. */
export async function writePayout(
  ctx: Context,
  was: PayoutRecord,
  given: PayoutChanges,
  reason: string | null = null,
): Promise<WrittenPayout> {
  const changed = difference(shown(was), given)
  if (!changed) return { row: was, changes: [] }
  const next = { ...shown(was), ...given }
  const steps = next.stage === was.stage ? [] : await stageSteps(ctx, was, next.stage, reason)
  const {
    rows: [written],
  } = await sql<{ updated_at: Date }>`
    ${steps.length ? sql`with ${sql.join(steps)}` : sql``}
    update payout y set stage = ${next.stage}, po_number = ${next.poNumber}, metadata = ${next.metadata},
      payment_reference = ${next.paymentReference}, updated_at = ${movedAt(ctx, 'y.updated_at')}
    where y.organisation_id = ${ctx.organisationId} and y.id = ${was.id} returning y.updated_at`.execute(ctx.db)
  const after = { ...changed.after, ...(reason !== null && { reason }) }
  return {
    row: { ...was, ...stored(next), updated_at: written?.updated_at ?? was.updated_at },
    changes: [{ type: 'payouts.update', subjectId: was.id, partnerId: was.partner_id, before: changed.before, after }],
  }
}

const shown = (row: PayoutRecord) => ({
  stage: row.stage,
  poNumber: row.po_number,
  metadata: row.metadata,
  paymentReference: row.payment_reference,
})

const stored = ({ stage, poNumber, metadata, paymentReference }: Required<PayoutChanges>) => ({
  stage,
  po_number: poNumber,
  metadata,
  payment_reference: paymentReference,
})

/** Until the transaction ends: a payout may have a million lines, which take longer than other statements may. */
export async function takeTime(ctx: Context): Promise<void> {
  await sql`select set_config('statement_timeout', '0', true), set_config('work_mem', '64MB', true)`.execute(ctx.db)
}

const manyLines = 20_000

/** The parts of the statement that keep the history, and into and out of PAID the lines with their entries. */
async function stageSteps(ctx: Context, was: PayoutRecord, to: Stage, reason: string | null): Promise<Sql[]> {
  const step = stageStep(ctx, was, to, reason)
  if (was.stage !== 'PAID' && to !== 'PAID') return [step]
  if (Number(was.line_count) > manyLines) await takeTime(ctx)
  return [step, ...lineSteps(ctx, was, to)]
}

const stageStep = (
  ctx: Context,
  { id, stage: from }: PayoutRecord,
  to: Stage,
  reason: string | null,
): Sql => sql`stepped as (
  insert into payout_stage_change (organisation_id, payout_id, number, from_stage, to_stage, actor_kind, actor_id, actor_name, reason, created_at)
  select ${ctx.organisationId}, ${id}, coalesce(max(h.number), 0) + 1, ${from}, ${to}, ${ctx.actor.kind}, ${ctx.actor.id}, ${ctx.actor.name},
    ${reason}, ${ctx.now()}
  from payout_stage_change h where h.organisation_id = ${ctx.organisationId} and h.payout_id = ${id}
)`

/** One movement of the journal for all of them. */
function lineSteps(ctx: Context, { id }: PayoutRecord, to: Stage): Sql[] {
  const [status, source, target] =
    to === 'PAID' ? (['PAID', 'IN_PAYOUT', 'PAID'] as const) : (['APPROVED', 'PAID', 'IN_PAYOUT'] as const)
  const transactionId = sql`${ctx.newId('ltx')}::text`
  const moves = movesOf({ lines: sql.raw('moved l'), transactionId, from: source, to: target })
  return [
    sql`moved as (
      update commission_line l set status = ${status}, updated_at = ${movedAt(ctx, 'l.updated_at')}
      where l.organisation_id = ${ctx.organisationId} and l.payout_id = ${id} returning l.*
    )`,
    sql`posted as (${entriesIn(ctx, moves)})`,
  ]
}
