import { z } from 'zod'
import { refusal } from '#/kernel/error.ts'
import { Reference, text } from '#/kernel/text.ts'
import { DateTime } from '#/kernel/time.ts'
import type { PlanRow, PlanVersionRow } from '../tables.ts'
import { shownTerms } from './shown-terms.ts'
import { exampleTerms } from './terms.ts'

export const exampleId = 'cpl_01KNVBM5E0S55T5ASEZTR4018M'
export const PlanInPath = Reference.meta({ examples: [exampleId] })
export const PlanName = text(1, 200).meta({ description: 'Unique among the active plans, whatever its case.' })

const dates = {
  effectiveFrom: DateTime.meta({ description: 'When this version comes into force.' }),
  effectiveTo: DateTime.nullable().meta({ description: 'The last second in which it is in force; null: without end.' }),
}
const version = z.int().meta({ description: 'Versions are numbered from 1.' })

export const CommissionPlan = z
  .strictObject({
    id: z.string(),
    name: z.string(),
    status: z.enum(['ACTIVE', 'ARCHIVED']),
    version,
    ...dates,
    ...shownTerms,
    createdAt: DateTime,
    updatedAt: DateTime,
  })
  .meta({
    id: 'CommissionPlan',
    examples: [
      {
        id: exampleId,
        name: 'Resellers 2026',
        status: 'ACTIVE',
        version: 1,
        effectiveFrom: '2026-01-01T00:00:00.000Z',
        effectiveTo: null,
        ...exampleTerms,
        createdAt: '2025-12-10T09:30:00.000Z',
        updatedAt: '2025-12-10T09:30:00.000Z',
      },
    ],
  })
export type CommissionPlan = z.infer<typeof CommissionPlan>

/** A plan with the version that it shows: its last. */
export type PlanRecord = PlanRow & Pick<PlanVersionRow, 'effective_from' | 'effective_to' | 'terms'>

/** A plan as it leaves. */
export const toPlan = (row: PlanRecord): CommissionPlan => ({
  id: row.id,
  name: row.name,
  status: row.archived_at ? 'ARCHIVED' : 'ACTIVE',
  version: row.version,
  ...datesOf(row),
  ...row.terms,
  createdAt: row.created_at.toISOString(),
  updatedAt: row.updated_at.toISOString(),
})

const datesOf = (row: Pick<PlanVersionRow, 'effective_from' | 'effective_to'>) => ({
  effectiveFrom: row.effective_from.toISOString(),
  effectiveTo: row.effective_to && row.effective_to.toISOString(),
})

export const CommissionPlanVersion = z
  .strictObject({
    planId: z.string(),
    version,
    name: z.string(),
    ...dates,
    ...shownTerms,
    createdAt: DateTime,
    createdBy: z
      .strictObject({ kind: z.string(), id: z.string(), name: z.string() })
      .meta({ description: 'The key or the operator that made it.' }),
  })
  .meta({
    id: 'CommissionPlanVersion',
    examples: [
      {
        planId: exampleId,
        version: 1,
        name: 'Resellers 2026',
        effectiveFrom: '2026-01-01T00:00:00.000Z',
        effectiveTo: null,
        ...exampleTerms,
        createdAt: '2025-12-10T09:30:00.000Z',
        createdBy: { kind: 'key', id: 'key_01KHGA5BE0P30W3HYFGD6GTMMK', name: 'Back office' },
      },
    ],
  })
export type CommissionPlanVersion = z.infer<typeof CommissionPlanVersion>

/** A version as it leaves. */
export const toVersion = (row: PlanVersionRow): CommissionPlanVersion => ({
  planId: row.plan_id,
  version: row.number,
  name: row.name,
  ...datesOf(row),
  ...row.terms,
  createdAt: row.created_at.toISOString(),
  createdBy: { kind: row.actor_kind, id: row.actor_id, name: row.actor_name },
})

export const planNotFound = refusal(
  'not_found',
  'COMMISSION_PLAN_NOT_FOUND',
  'There is no commission plan with this id.',
)
export const planNameTaken = refusal(
  'conflict',
  'COMMISSION_PLAN_NAME_TAKEN',
  'Another active plan has the name of this one. Rename one of them first.',
)
