import { z } from 'zod'
import type { Context } from '#/kernel/context.ts'
import { canonicalJson, Json } from '#/kernel/json.ts'
import { End, Start } from '#/kernel/time.ts'
import { command, difference } from '#/kernel/verb.ts'
import { movedAt } from '#/platform/database/moved-at.ts'
import { sql } from '#/platform/database/sql.ts'
import { lockPlans } from './lock.ts'
import { CommissionPlan, exampleId, PlanInPath, PlanName, planNotFound, type PlanRecord, toPlan } from './plan.ts'
import { findPlan } from './queries.ts'
import { resolveTargets } from './targets.ts'
import { termFields, type Terms } from './terms.ts'
import { checked, insertVersion, namedFault, type NewVersion } from './versions.ts'

export const updatePlan = command({
  name: 'commission-plans.update',
  may: 'commissions:write',
  summary: 'Change a commission plan',
  description:
    'Makes a version of the plan as it is shown with the fields that are given, which replaces what was in force from its `effectiveFrom` on; where nothing differs, none is made. What was earned stays as it is, and an event that occurred before is still reckoned by the version of its time.',
  input: z.strictObject({
    id: PlanInPath,
    name: PlanName.optional(),
    effectiveFrom: Start.optional().meta({
      description:
        'When the change comes into force. Default: now, or with the version shown where that is still to come.',
    }),
    effectiveTo: End.nullish().meta({ description: 'The last second in which it is in force; null: without end.' }),
    ...z.strictObject(termFields).partial().shape,
  }),
  output: CommissionPlan,
  refuses: [planNotFound],
  example: {
    id: exampleId,
    effectiveFrom: '2026-07-01T00:00:00.000Z',
    commission: { type: 'PERCENT', percent: '12.5' },
  },
  current: async (ctx, { id }) => new Json(JSON.stringify(toPlan(await lockedPlan(ctx, id)))),
  async run(ctx, { id, ...given }) {
    const before = await lockedPlan(ctx, id)
    const next = await nextVersion(ctx, before, given)
    if (!isAnother(before, next)) return { output: toPlan(before), changes: [] }
    await writeVersion(ctx, next)
    const [was, output] = [toPlan(before), toPlan(await findPlan(ctx, id))]
    const { updatedAt: _written, ...shown } = output
    return { output, changes: [{ subjectId: id, before: null, after: null, ...difference(was, shown) }] }
  },
})

/** The plan, which nobody else changes until the transaction ends, and by which no event is reckoned meanwhile. */
export async function lockedPlan(ctx: Context, id: string): Promise<PlanRecord> {
  await lockPlans(ctx)
  return await findPlan(ctx, id, { lock: true })
}

type Given = Partial<Terms> & { name?: string; effectiveFrom?: Date; effectiveTo?: Date | null }

async function nextVersion(ctx: Context, shown: PlanRecord, given: Given): Promise<NewVersion> {
  const { name = shown.name, effectiveFrom = later(ctx.now(), shown.effective_from), effectiveTo, ...sent } = given
  const dates = { effectiveFrom, effectiveTo: effectiveTo === undefined ? shown.effective_to : effectiveTo }
  const terms = checked({ ...shown.terms, ...(await resolveTargets(ctx, sent)) }, dates)
  return { planId: shown.id, number: shown.version + 1, name, ...dates, terms }
}

const later = (a: Date, b: Date) => (a > b ? a : b)

/** Whether something is different, or is so from an earlier time on. */
function isAnother(shown: PlanRecord, next: NewVersion): boolean {
  const isSame =
    shown.name === next.name &&
    shown.effective_to?.getTime() === next.effectiveTo?.getTime() &&
    canonicalJson(shown.terms) === canonicalJson(next.terms)
  return !isSame || next.effectiveFrom < shown.effective_from
}

async function writeVersion(ctx: Context, version: NewVersion): Promise<void> {
  await insertVersion(ctx, version)
  await sql`
    update commission_plan set name = ${version.name}, version = ${version.number}, updated_at = ${movedAt(ctx, 'updated_at')}
    where organisation_id = ${ctx.organisationId} and id = ${version.planId}`
    .execute(ctx.db)
    .catch(namedFault)
}
