import { hasActivePlan } from '#/domains/commissions/index.ts'
import type { FormRow } from '#/domains/forms/index.ts'
import type { Context } from '#/kernel/context.ts'
import { invalid, type Issue } from '#/kernel/error.ts'
import { sql } from '#/platform/database/sql.ts'
import type { Campaign } from './campaign.ts'

type Named = {
  /** Only one that is given anew is looked at: a plan may have been archived since. */
  commission?: Campaign['commission'] | undefined
  formId?: string | undefined
  fieldMapping: Campaign['fieldMapping']
}

/** Refuses, each at its field, a form, fields of it and a commission plan that a campaign cannot go by. */
export async function checkNamed(ctx: Context, { commission, formId, fieldMapping }: Named): Promise<void> {
  const form = formId === undefined ? undefined : await tryFindForm(ctx, formId)
  const issues = [
    ...(formId === undefined || form
      ? []
      : [unknown(['formId'], 'No form of purpose CONVERSION or GENERAL that is not archived has this id.')]),
    ...(form || formId === undefined ? strayFields(fieldMapping, form) : []),
    ...(commission?.type === 'PLAN' && !(await hasActivePlan(ctx, commission.planId))
      ? [unknown(['commission', 'planId'], 'No active commission plan has this id.')]
      : []),
  ]
  if (issues.length) throw invalid(issues)
}

const unknown = (path: Issue['path'], message: string): Issue => ({ path, message, code: 'unknown_reference' })

async function tryFindForm(ctx: Context, id: string): Promise<Pick<FormRow, 'fields'> | undefined> {
  const { rows } = await sql<Pick<FormRow, 'fields'>>`
    select fields from form
    where organisation_id = ${ctx.organisationId} and id = ${id} and purpose in ('CONVERSION', 'GENERAL') and archived_at is null for share`.execute(
    ctx.db,
  )
  return rows[0]
}

/** A form that is made for the campaign has no fields yet. */
function strayFields(mapping: Campaign['fieldMapping'], form: Pick<FormRow, 'fields'> | undefined): Issue[] {
  const known = new Set(form?.fields.map(({ id }) => id))
  return Object.entries(mapping)
    .filter(([, field]) => !known.has(field))
    .map(([property]) => unknown(['fieldMapping', property], 'The form has no field with this id.'))
}
