import type { Context } from '#/kernel/context.ts'
import { invalidField } from '#/kernel/error.ts'
import { Json } from '#/kernel/json.ts'
import type { RecordedInStatement } from '#/kernel/verb.ts'
import { brokenConstraint } from '#/platform/database/failure.ts'
import { movedAt } from '#/platform/database/moved-at.ts'
import { eventIn } from '#/platform/events.ts'
import { sql, type Sql } from '#/platform/database/sql.ts'
import { Partner, partnerNotFound } from './partner.ts'
import { lockedPartner } from './queries.ts'
import { type PartnerParts, partnerParts, toPartner, withPeople } from './shape.ts'
import type { PartnerRow } from './tables.ts'

/** The columns that a caller can change, each with its name in the API and its SQL type. */
const columns = {
  name: ['name', 'text'],
  domain: ['domain', 'text'],
  external_company_id: ['externalCompanyId', 'text'],
  external_id: ['externalId', 'text'],
  external_id_type: ['externalIdType', 'text'],
  categories: ['categories', 'text[]'],
  tier_id: ['tierId', 'text'],
  phase_id: ['phaseId', 'text'],
  owner_id: ['partnerOwnerId', 'text'],
  manager_id: ['managerId', 'text'],
  partner_object_crm_properties: ['partnerObjectCrmProperties', 'json'],
  company_crm_properties: ['companyCrmProperties', 'json'],
  status: ['status', 'text'],
  experience_template_id: ['experienceTemplateId', 'text'],
  portal_access: ['portalAccess', 'text'],
} as const satisfies Partial<Record<keyof PartnerRow, readonly [string, string]>>

type Column = keyof typeof columns
export type PartnerChanges = { [C in Column]?: PartnerRow[C] }

/** What the verbs that change one partner have in common. */
export const partnerChange = {
  may: 'partners:write',
  isOneStatement: true,
  output: Partner,
  refuses: [partnerNotFound],
  current: (ctx: Context, { id }: { id: string }) => lockedPartner(ctx, id),
} as const

type Written = { output: Json<Partner>; changes: RecordedInStatement }

/**
 * Changes one partner and records it, in one statement; nothing is written where no value differs.
 *
 * Returns undefined when no unmerged partner has this id.
 */
export async function writePartner(
  ctx: Context,
  id: string,
  event: string,
  changes: PartnerChanges,
): Promise<Written | undefined> {
  const given = Object.keys(changes) as Column[]
  const { insert, recorded } = eventIn(ctx, {
    type: event,
    from: sql.raw('target t cross join changed c'),
    subjectId: sql.raw('c.id'),
    partnerId: sql.raw('c.id'),
    before: differing(given, 't'),
    after: differing(given, 'c'),
  })
  const {
    rows: [row],
  } = await sql<PartnerParts>`
    with target as (
      select * from partner where organisation_id = ${ctx.organisationId} and id = ${id} and merged_into_id is null for no key update
    ), changed as (
      update partner p set ${assignments(ctx, changes)} from target t
      where p.organisation_id = ${ctx.organisationId} and p.id = ${id} and ${isDifferent(changes)}
      returning p.*
    ), recorded as (${insert})
    select ${partnerParts}
    from (select * from changed union all select * from target where not exists (select from changed)) p ${withPeople}
  `
    .execute(ctx.db)
    .catch(namedFault)
  return row && { output: toPartner(row), changes: recorded }
}

const typed = (column: Column, changes: PartnerChanges) =>
  sql`${stored(column, changes[column])}::${sql.raw(columns[column][1])}`

const stored = (column: Column, value: unknown) =>
  columns[column][1] === 'json' && value !== null ? JSON.stringify(value) : value

function assignments(ctx: Context, changes: PartnerChanges): Sql {
  const given = (Object.keys(changes) as Column[]).map((column) => sql`${sql.raw(column)} = ${typed(column, changes)}`)
  const published = 'experience_template_id' in changes ? [sql`portal_published_at = ${ctx.now()}`] : []
  return sql.join([...given, ...published, sql`updated_at = ${movedAt(ctx, 't.updated_at')}`])
}

/** `json` has no equality; its text has. */
const comparable = (column: Column, value: Sql) => (columns[column][1] === 'json' ? sql`(${value})::text` : value)

function isDifferent(changes: PartnerChanges): Sql {
  const given = Object.keys(changes) as Column[]
  if (!given.length) return sql`false`
  const tests = given.map(
    (column) =>
      sql`${comparable(column, sql.raw(`t.${column}`))} is distinct from ${comparable(column, typed(column, changes))}`,
  )
  return sql`(${sql.join(tests, sql` or `)})`
}

/** The values of one side, of those columns alone that differ. */
function differing(given: Column[], side: 't' | 'c'): Sql {
  const [only] = given
  if (only && given.length === 1) return sql.raw(`json_build_object('${columns[only][0]}', ${side}.${only})`)
  if (!only) return sql.raw('null::json')
  const values = given.map((column) => `('${columns[column][0]}', to_json(t.${column}), to_json(c.${column}))`)
  const value = side === 't' ? 'was' : 'becomes'
  return sql.raw(
    `(select json_object_agg(key, ${value}) from (values ${values.join(', ')}) as v(key, was, becomes) where was::text is distinct from becomes::text)`,
  )
}

const references: Record<string, [field: string, what: string]> = {
  partner_tier_id_fkey: ['tierId', 'tier'],
  partner_phase_id_fkey: ['phaseId', 'phase'],
  partner_owner_id_fkey: ['partnerOwnerId', 'user'],
  partner_experience_template_id_fkey: ['experienceTemplateId', 'experience template'],
}

/** Columns as the API names them. */
export const named = (changes: PartnerChanges): Record<string, unknown> =>
  Object.fromEntries(Object.entries(changes).map(([column, value]) => [columns[column as Column][0], value]))

/** A broken constraint as the fault of the field that broke it. */
export function namedFault(error: unknown): never {
  const reference = references[brokenConstraint(error, '23503') ?? '']
  if (reference) throw invalidField(reference[0], 'unknown_reference', `No ${reference[1]} has this id.`)
  if (brokenConstraint(error, '23505') === 'partner_domain_key') {
    throw invalidField('domain', 'already_taken', 'Another partner has this domain.')
  }
  throw error
}
