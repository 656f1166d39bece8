import { sql } from 'kysely'
import { z } from 'zod'
import { rebindKeys } from '#/domains/organisations/index.ts'
import type { Context } from '#/kernel/context.ts'
import { invalidField, refusal } from '#/kernel/error.ts'
import { type Change, command, difference } from '#/kernel/verb.ts'
import { brokenConstraint } from '#/platform/database/failure.ts'
import { exampleId, Partner, PartnerInPath, partnerNotFound, PartnerRef } from './partner.ts'
import { findPartnerId, onPartner, tryReadPartner } from './queries.ts'
import { db, type PartnerRow } from './tables.ts'

const mergeConflict = refusal(
  'conflict',
  'MERGE_CONFLICT',
  'Both partners have an active client of one name. Archive or rename one of them first.',
)

export const mergePartners = command({
  name: 'partners.merge',
  may: 'partners:write',
  summary: 'Merge another partner into this one',
  description:
    'This partner stays, and takes from the other what it lacks itself; categories, visitors, clients and API keys of both are joined. The other is listed no more; its id, domain and CRM id lead here from then on. This cannot be undone.',
  input: z.strictObject({
    id: PartnerInPath,
    partnerId: PartnerRef.meta({ description: 'The partner that is merged into this one.' }),
  }),
  output: Partner,
  refuses: [partnerNotFound, mergeConflict],
  example: { id: exampleId, partnerId: 'ptn_01KJF6XZE0RKM9FKNTG8X6Q1R4' },
  async run(ctx, { id, partnerId }) {
    const [stayingId, goingId] = [await findPartnerId(ctx, id), await findPartnerId(ctx, partnerId, 'partnerId')]
    if (stayingId === goingId) throw invalidField('partnerId', 'custom', 'These are one partner already.')
    const [staying, going] = await lockBoth(ctx, stayingId, goingId)
    const filled = fill(staying, going)
    await retire(ctx, going, staying.id, filled).catch(refuseConflict)
    await update(ctx, staying.id, filled)
    const moved = {
      visitorIds: await moveVisitors(ctx, going.id, staying.id),
      apiKeyIds: await rebindKeys(ctx, going.id, staying.id),
    }
    const output = await onPartner(ctx, staying.id, (own) => tryReadPartner(ctx, own))
    return { output, changes: record(staying, going, { filled, moved }) }
  },
})

async function lockBoth(ctx: Context, staying: string, going: string): Promise<[PartnerRow, PartnerRow]> {
  const rows = await db(ctx)
    .selectFrom('partner')
    .selectAll()
    .where('organisation_id', '=', ctx.organisationId)
    .where('id', 'in', [staying, going])
    .where('merged_into_id', 'is', null)
    .orderBy('id')
    .modifyEnd(sql`for update`)
    .execute()
  const [first, second] = [rows.find((row) => row.id === staying), rows.find((row) => row.id === going)]
  if (!first || !second) throw partnerNotFound()
  return [first, second]
}

const inherited = [
  'domain',
  'external_company_id',
  'external_id',
  'external_id_type',
  'tier_id',
  'phase_id',
  'owner_id',
  'manager_id',
  'partner_object_crm_properties',
  'company_crm_properties',
] as const
const portal = ['experience_template_id', 'portal_access', 'portal_published_at'] as const

/** What the staying partner lacks and the going one has. */
function fill(staying: PartnerRow, going: PartnerRow): Partial<PartnerRow> {
  const lacking = inherited.filter((key) => staying[key] === null && going[key] !== null)
  const keys = [...lacking, ...(staying.experience_template_id === null ? portal : [])]
  const categories = [...new Set([...staying.categories, ...going.categories])]
  return { ...Object.fromEntries(keys.map((key) => [key, going[key]])), categories }
}

/** The going partner keeps its row, so that what refers to it stays true; a domain that moves on leaves it. */
async function retire(ctx: Context, going: PartnerRow, into: string, filled: Partial<PartnerRow>): Promise<void> {
  await db(ctx)
    .updateTable('partner')
    .set({
      merged_into_id: into,
      status: 'inactive',
      manager_id: null,
      tier_id: null,
      phase_id: null,
      owner_id: null,
      experience_template_id: null,
      updated_at: ctx.now(),
      ...('domain' in filled && { domain: null }),
    })
    .where('organisation_id', '=', ctx.organisationId)
    .where('id', '=', going.id)
    .execute()
  await db(ctx)
    .updateTable('partner')
    .set({ merged_into_id: into })
    .where('organisation_id', '=', ctx.organisationId)
    .where('merged_into_id', '=', going.id)
    .execute()
}

/** The database takes the portfolio along, and two active clients of one name stop it. */
function refuseConflict(error: unknown): never {
  throw brokenConstraint(error, '23505') === 'client_name_key' ? mergeConflict() : error
}

async function update(ctx: Context, id: string, filled: Partial<PartnerRow>): Promise<void> {
  const { partner_object_crm_properties: partner, company_crm_properties: company, ...plain } = filled
  const json = (value: unknown) => sql<null>`${JSON.stringify(value)}::json`
  await db(ctx)
    .updateTable('partner')
    .set({
      ...plain,
      ...(partner && { partner_object_crm_properties: json(partner) }),
      ...(company && { company_crm_properties: json(company) }),
      updated_at: ctx.now(),
    })
    .where('organisation_id', '=', ctx.organisationId)
    .where('id', '=', id)
    .execute()
}

async function moveVisitors(ctx: Context, from: string, to: string): Promise<string[]> {
  const moved = await db(ctx)
    .updateTable('visitor')
    .set({ partner_id: to, updated_at: ctx.now() })
    .where('organisation_id', '=', ctx.organisationId)
    .where('partner_id', '=', from)
    .returning('id')
    .execute()
  return moved.map(({ id }) => id)
}

type Merged = { filled: Partial<PartnerRow>; moved: { visitorIds: string[]; apiKeyIds: string[] } }

function record(staying: PartnerRow, going: PartnerRow, { filled, moved }: Merged): Change[] {
  const changed = difference(staying, filled)
  return [
    {
      subjectId: staying.id,
      partnerId: staying.id,
      before: changed?.before ?? {},
      after: { ...changed?.after, mergedPartnerId: going.id, ...moved },
    },
    {
      type: 'partners.merged-away',
      subjectId: going.id,
      partnerId: going.id,
      before: { name: going.name, domain: going.domain, status: going.status },
      after: { mergedIntoId: staying.id, status: 'inactive' },
    },
  ]
}
