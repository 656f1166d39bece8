import { z } from 'zod'
import { fromCursor, page, pageInput, toPage } from '#/kernel/page.ts'
import { DateTime } from '#/kernel/time.ts'
import { query } from '#/kernel/verb.ts'
import { sql } from '#/platform/database/sql.ts'
import { exampleId, payoutNotFound, Stage } from './payout.ts'
import { findPayout, PayoutInPath } from './queries.ts'

export const StageChange = z
  .strictObject({
    from: Stage.nullable().meta({ description: 'Null: it was made.' }),
    to: Stage,
    by: z.strictObject({ kind: z.enum(['key', 'member', 'operator', 'public']), id: z.string(), name: z.string() }),
    reason: z.string().nullable().meta({ description: 'Why, where nobody asked for the stage itself.' }),
    at: DateTime,
  })
  .meta({
    id: 'StageChange',
    examples: [
      {
        from: 'PENDING_REVIEW',
        to: 'APPROVED',
        by: { kind: 'key', id: 'key_01KGHDCQE0TSE27719X13KZBKV', name: 'ERP' },
        reason: null,
        at: '2026-04-05T08:00:00.000Z',
      },
    ],
  })

type StageChangeRow = {
  number: number
  from_stage: Stage | null
  to_stage: Stage
  actor_kind: 'key' | 'member' | 'operator' | 'public'
  actor_id: string
  actor_name: string
  reason: string | null
  created_at: Date
}

export const listStageChanges = query({
  name: 'payouts.history',
  may: 'commissions:read',
  summary: 'List the stages of a payout',
  description: 'Every stage that it has entered, who set it and when, oldest first.',
  input: z.strictObject({ id: PayoutInPath, ...pageInput }),
  output: page(StageChange),
  refuses: [payoutNotFound],
  example: { id: exampleId },
  async run(ctx, { id, limit, cursor }) {
    const [after = '0'] = fromCursor(ctx, `history of ${id}`, cursor) ?? []
    await findPayout(ctx, id)
    const { rows } = await sql<StageChangeRow>`
      select * from payout_stage_change h
      where h.organisation_id = ${ctx.organisationId} and h.payout_id = ${id} and h.number > ${after}
      order by h.number limit ${sql.lit(limit + 1)}`.execute(ctx.db)
    return toPage(ctx, rows, {
      limit,
      order: `history of ${id}`,
      position: ({ number }) => [String(number)],
      item: toStageChange,
    })
  },
})

const toStageChange = (row: StageChangeRow): z.infer<typeof StageChange> => ({
  from: row.from_stage,
  to: row.to_stage,
  by: { kind: row.actor_kind, id: row.actor_id, name: row.actor_name },
  reason: row.reason,
  at: row.created_at.toISOString(),
})
