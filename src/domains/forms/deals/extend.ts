import { z } from 'zod'
import type { Context } from '#/kernel/context.ts'
import { invalidField, refusal } from '#/kernel/error.ts'
import { Json } from '#/kernel/json.ts'
import { command } from '#/kernel/verb.ts'
import { movedAt } from '#/platform/database/moved-at.ts'
import { sql } from '#/platform/database/sql.ts'
import { lockDeals } from './conflicts.ts'
import {
  Deal,
  dealConflict,
  DealInPath,
  dealNotFound,
  type DealRecord,
  exampleId,
  toDeal,
  wrongStatus,
} from './deal.ts'
import { findDeal } from './queries.ts'
import { compared } from './register.ts'

const notOpen = refusal('invalid', 'DEAL_NOT_OPEN', 'This deal is won or lost: it keeps its customer no longer.')

export const extendDeal = command({
  name: 'deals.extend',
  may: 'forms:manage',
  summary: 'Extend the protection of a deal',
  description:
    'By so many days from its end; where it has expired, from now, and then no other partner may have registered the customer meanwhile.',
  input: z.strictObject({
    id: DealInPath,
    days: z.int().min(1).max(3650),
    overrideConflicts: z.boolean().default(false).meta({
      description: 'Protect an expired one again beside the registrations that it conflicts with.',
    }),
  }),
  output: Deal,
  refuses: [dealNotFound, wrongStatus, notOpen, dealConflict],
  example: { id: exampleId, days: 30 },
  current: async (ctx, { id }) => {
    await lockDeals(ctx)
    return new Json(JSON.stringify(toDeal(await findDeal(ctx, id, { lock: true }))))
  },
  async run(ctx, { id, days, overrideConflicts }) {
    await lockDeals(ctx)
    const was = await findDeal(ctx, id, { lock: true })
    if (was.status === 'PENDING' || was.status === 'REJECTED') throw wrongStatus()
    if (was.stage !== 'OPEN') throw notOpen()
    await extend(ctx, was, days)
    const row = await compared(ctx, id)
    if (hasEnded(ctx, was) && row.conflicts.length && !overrideConflicts)
      throw dealConflict({ details: { conflicts: row.conflicts } })
    const change = { subjectId: id, partnerId: row.partner_id, before: protectionOf(was), after: protectionOf(row) }
    return { output: toDeal(row), changes: [change] }
  },
})

const longestDays = 3650
const dayMs = 24 * 60 * 60 * 1000

const hasEnded = (ctx: Context, { status, protected_until: end }: DealRecord) =>
  status === 'EXPIRED' || end === null || end <= ctx.now()

async function extend(ctx: Context, was: DealRecord, days: number): Promise<void> {
  const from = hasEnded(ctx, was) || !was.protected_until ? ctx.now() : was.protected_until
  const end = new Date(from.getTime() + days * dayMs)
  if (end.getTime() > ctx.now().getTime() + longestDays * dayMs)
    throw invalidField('days', 'too_big', `A deal is protected for ${longestDays} days from now at the most.`)
  await sql`
    update deal set status = 'APPROVED', protected_until = ${end}, updated_at = ${movedAt(ctx, 'updated_at')}
    where organisation_id = ${ctx.organisationId} and id = ${was.id}`.execute(ctx.db)
}

const protectionOf = ({ status, protected_until: end }: DealRecord) => ({ status, protectedUntil: end })
