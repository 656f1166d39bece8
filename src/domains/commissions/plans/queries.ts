import { z } from 'zod'
import type { Context } from '#/kernel/context.ts'
import { fromCursor, page, pageInput, toPage } from '#/kernel/page.ts'
import { query } from '#/kernel/verb.ts'
import { sql } from '#/platform/database/sql.ts'
import type { PlanVersionRow } from '../tables.ts'
import {
  CommissionPlan,
  CommissionPlanVersion,
  exampleId,
  PlanInPath,
  planNotFound,
  type PlanRecord,
  toPlan,
  toVersion,
} from './plan.ts'

const withVersion = sql.raw(`select p.*, v.effective_from, v.effective_to, v.terms from commission_plan p
  join commission_plan_version v on v.organisation_id = p.organisation_id and v.plan_id = p.id and v.number = p.version`)

export const getPlan = query({
  name: 'commission-plans.get',
  may: 'commissions:read',
  summary: 'Get a commission plan',
  description: 'In its last version, which may not be in force yet.',
  input: z.strictObject({ id: PlanInPath }),
  output: CommissionPlan,
  refuses: [planNotFound],
  example: { id: exampleId },
  run: async (ctx, { id }) => toPlan(await findPlan(ctx, id)),
})

export async function findPlan(ctx: Context, id: string, { lock = false } = {}): Promise<PlanRecord> {
  const { rows } = await sql<PlanRecord>`
    ${withVersion} where p.organisation_id = ${ctx.organisationId} and p.id = ${id} ${lock ? sql.raw('for no key update of p') : nothing}`.execute(
    ctx.db,
  )
  const [row] = rows
  if (!row) throw planNotFound()
  return row
}

/** Whether there is a plan with this id that is not archived. */
export async function hasActivePlan(ctx: Context, id: string): Promise<boolean> {
  const { rows } = await sql`
    select from commission_plan where organisation_id = ${ctx.organisationId} and id = ${id} and archived_at is null`.execute(
    ctx.db,
  )
  return rows.length > 0
}

const order = 'commission-plans'

export const listPlans = query({
  name: 'commission-plans.list',
  may: 'commissions:read',
  summary: 'List commission plans',
  description: 'Each in its last version, newest plan first; archived ones too.',
  input: z.strictObject({ status: z.enum(['ACTIVE', 'ARCHIVED']).optional(), ...pageInput }),
  output: page(CommissionPlan),
  example: { status: 'ACTIVE' },
  async run(ctx, { status, limit, cursor }) {
    const [after] = fromCursor(ctx, order, cursor) ?? []
    const { rows } = await sql<PlanRecord>`
      ${withVersion} where p.organisation_id = ${ctx.organisationId}
        ${status === undefined ? nothing : sql`and (p.archived_at is null) = ${status === 'ACTIVE'}`}
        ${after === undefined ? nothing : sql`and p.id < ${after}`}
      order by p.id desc limit ${limit + 1}`.execute(ctx.db)
    return toPage(ctx, rows, { limit, order, position: ({ id }) => [id], item: toPlan })
  },
})

export const listPlanVersions = query({
  name: 'commission-plans.list-versions',
  may: 'commissions:read',
  summary: 'List the versions of a commission plan',
  description:
    'Newest first. In force at a moment is the one with the highest number of those that had come into force by then. Versions never change.',
  input: z.strictObject({ id: PlanInPath, ...pageInput }),
  output: page(CommissionPlanVersion),
  refuses: [planNotFound],
  example: { id: exampleId },
  async run(ctx, { id, limit, cursor }) {
    const order = `commission-plan-versions ${id}`
    const [after] = fromCursor(ctx, order, cursor) ?? []
    await findPlan(ctx, id)
    const { rows } = await sql<PlanVersionRow>`
      select * from commission_plan_version where organisation_id = ${ctx.organisationId} and plan_id = ${id}
        ${after === undefined ? nothing : sql`and number < ${after}`}
      order by number desc limit ${limit + 1}`.execute(ctx.db)
    return toPage(ctx, rows, { limit, order, position: ({ number }) => [String(number)], item: toVersion })
  },
})

const nothing = sql``
