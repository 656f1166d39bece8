import { z } from 'zod'
import { End, Start } from '#/kernel/time.ts'
import { command } from '#/kernel/verb.ts'
import { sql } from '#/platform/database/sql.ts'
import { CommissionPlan, PlanName, toPlan } from './plan.ts'
import { findPlan } from './queries.ts'
import { resolveTargets } from './targets.ts'
import { exampleTerms, newTermFields } from './terms.ts'
import { checked, insertVersion, namedFault } from './versions.ts'

export const createPlan = command({
  name: 'commission-plans.create',
  may: 'commissions:write',
  creates: true,
  summary: 'Create a commission plan',
  description:
    'How partners earn: what each sale or renewal that `POST /source-events` records makes of commission. It is version 1; a change makes another.',
  input: z.strictObject({
    name: PlanName,
    effectiveFrom: Start.optional().meta({ description: 'When it comes into force. Default: now.' }),
    effectiveTo: End.nullish().meta({ description: 'The last second in which it is in force; null: without end.' }),
    ...newTermFields,
  }),
  output: CommissionPlan,
  example: { name: 'Resellers 2026', effectiveFrom: '2026-01-01T00:00:00.000Z', ...exampleTerms },
  async run(ctx, { name, effectiveFrom = ctx.now(), effectiveTo = null, ...given }) {
    const dates = { effectiveFrom, effectiveTo }
    const terms = checked(await resolveTargets(ctx, given), dates)
    const id = ctx.newId('cpl')
    await sql`
      insert into commission_plan (organisation_id, id, name, version, created_at, updated_at)
      values (${ctx.organisationId}, ${id}, ${name}, 1, ${ctx.now()}, ${ctx.now()})`
      .execute(ctx.db)
      .catch(namedFault)
    await insertVersion(ctx, { planId: id, number: 1, name, ...dates, terms })
    const output = toPlan(await findPlan(ctx, id))
    return { output, changes: [{ subjectId: id, before: null, after: { name, ...dates, ...terms } }] }
  },
})
