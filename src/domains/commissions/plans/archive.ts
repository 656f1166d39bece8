import { z } from 'zod'
import type { Context } from '#/kernel/context.ts'
import { Json } from '#/kernel/json.ts'
import { command, difference } from '#/kernel/verb.ts'
import { brokenConstraint } from '#/platform/database/failure.ts'
import { movedAt } from '#/platform/database/moved-at.ts'
import { sql } from '#/platform/database/sql.ts'
import { CommissionPlan, exampleId, PlanInPath, planNameTaken, planNotFound, toPlan } from './plan.ts'
import { findPlan } from './queries.ts'
import { lockedPlan } from './update.ts'

const planChange = {
  may: 'commissions:write',
  input: z.strictObject({ id: PlanInPath }),
  output: CommissionPlan,
  example: { id: exampleId },
  current: async (ctx: Context, { id }: { id: string }) => new Json(JSON.stringify(toPlan(await lockedPlan(ctx, id)))),
} as const

export const archivePlan = command({
  ...planChange,
  name: 'commission-plans.archive',
  summary: 'Archive a commission plan',
  description:
    'No event that is recorded from now on earns by it, whenever it occurred; refunds still take back what it paid. Archiving twice changes nothing.',
  refuses: [planNotFound],
  run: (ctx, { id }) => setArchived(ctx, id, true),
})

export const restorePlan = command({
  ...planChange,
  name: 'commission-plans.restore',
  summary: 'Restore a commission plan',
  description: 'It pays again, by the version in force.',
  refuses: [planNotFound, planNameTaken],
  run: (ctx, { id }) => setArchived(ctx, id, false),
})

async function setArchived(ctx: Context, id: string, isArchived: boolean) {
  const before = await lockedPlan(ctx, id)
  if ((before.archived_at !== null) === isArchived) return { output: toPlan(before), changes: [] }
  await sql`
    update commission_plan set archived_at = ${isArchived ? ctx.now() : null}, updated_at = ${movedAt(ctx, 'updated_at')}
    where organisation_id = ${ctx.organisationId} and id = ${id}`
    .execute(ctx.db)
    .catch(nameTaken)
  const output = toPlan(await findPlan(ctx, id))
  const changed = difference({ status: toPlan(before).status }, { status: output.status })
  return { output, changes: [{ subjectId: id, before: null, after: null, ...changed }] }
}

function nameTaken(error: unknown): never {
  throw brokenConstraint(error, '23505') === 'commission_plan_name_key' ? planNameTaken() : error
}
