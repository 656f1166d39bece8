import { z } from 'zod'
import { DateTime } from '#/kernel/time.ts'
import type { Context } from '#/kernel/context.ts'
import { query } from '#/kernel/verb.ts'
import { numberedPage, pageNumbers, toNumberedPage } from '#/platform/http/contracts/detail/numbered-page.ts'
import { search } from '#/platform/http/contracts/detail/values.ts'
import { sql } from '#/platform/database/sql.ts'
import { type Caller, callerInput, callerOf, callerRefuses, followMerge, partnerKeys } from './caller.ts'
import { ClientStatus, exampleId } from './client.ts'
import { maskedEin } from './ein.ts'
import { type ClientOfPage, clientPage } from './numbered-pages.ts'
import { seenBy } from './portfolio.ts'

const text = z.string().nullable()

const PartnerOrganizationDetail = z
  .strictObject({
    id: z.string(),
    name: text,
    entityType: text,
    einMasked: text.meta({ description: 'The last four characters of the tax number.' }),
    industry: text.meta({ description: 'The NAICS sector.' }),
    primaryContactName: text,
    primaryContactEmail: text,
    city: text,
    state: text,
    registeredStates: z.int().meta({ description: 'Always 0.' }),
    clientSince: DateTime.nullable().meta({ description: 'When it was linked to the partner.' }),
    status: ClientStatus,
  })
  .meta({
    id: 'PartnerOrganizationDetail',
    examples: [
      {
        id: exampleId,
        name: 'Fernhill Foods Ltd',
        entityType: 'LLC',
        einMasked: '**-***6789',
        industry: 'Manufacturing',
        primaryContactName: null,
        primaryContactEmail: 'office@fernhill.example.com',
        city: 'Springfield',
        state: 'IL',
        registeredStates: 0,
        clientSince: '2026-02-21T09:30:00.000Z',
        status: 'ACTIVE',
      },
    ],
  })

const toDetail = (row: ClientOfPage): z.infer<typeof PartnerOrganizationDetail> => ({
  id: row.id,
  name: row.name,
  entityType: row.entity_type,
  einMasked: maskedEin(row),
  industry: row.industry,
  primaryContactName: row.contact_name,
  primaryContactEmail: row.contact_email,
  city: row.city,
  state: row.state,
  registeredStates: 0,
  clientSince: row.created_at.toISOString(),
  status: row.status,
})

export const listClients = query({
  name: 'clients.list',
  may: 'clients:read',
  opensTo: partnerKeys,
  summary: 'List organizations',
  description: 'The organizations of the partner, archived ones included, newest first.',
  input: z.object({ ...callerInput, search, status: ClientStatus.optional(), ...pageNumbers }),
  output: numberedPage(PartnerOrganizationDetail),
  refuses: callerRefuses,
  example: { search: 'fern', status: 'ACTIVE' },
  async run(ctx, { partnerId, ...wanted }) {
    const { rows, total } = await clientPage(ctx, await callerOf(ctx, { partnerId }), wanted)
    return toNumberedPage(rows.map(toDetail), total, wanted)
  },
})

const OrgPickerItem = z
  .strictObject({ id: z.string(), name: text })
  .meta({ id: 'OrgPickerItem', examples: [{ id: exampleId, name: 'Fernhill Foods' }] })

const ids = z
  .union([z.string(), z.array(z.string())])
  .optional()
  .transform((given) => (given === undefined ? [] : [given].flat()))
  .meta({
    type: 'array',
    items: { type: 'string' },
    description: 'Organizations to leave out; one parameter for each. Unknown ones are ignored.',
  })

export const searchClients = query({
  name: 'clients.search',
  may: 'clients:read',
  opensTo: partnerKeys,
  summary: 'Search organizations',
  description: 'Ids and names of the ACTIVE organizations of the partner, newest first: for a picker.',
  input: z.object({ ...callerInput, search, exclude_org_ids: ids, ...pageNumbers }),
  output: numberedPage(OrgPickerItem),
  refuses: callerRefuses,
  example: { search: 'fern' },
  async run(ctx, { partnerId, exclude_org_ids: excludeIds, ...wanted }) {
    const caller = await callerOf(ctx, { partnerId })
    const { rows, total } = await clientPage(ctx, caller, { ...wanted, status: 'ACTIVE', excludeIds })
    const items = rows.map(({ id, name }) => ({ id, name }))
    return toNumberedPage(items, total, wanted)
  },
})

const count = (description: string) => z.int().min(0).meta({ description })

const OrganizationsSummary = z
  .strictObject({
    total: count('Archived ones included.'),
    active: count('Those with the status ACTIVE.'),
    onboarding: count('ACTIVE ones with neither an address nor a contact.'),
    industries: count('Distinct industries.'),
  })
  .meta({ id: 'OrganizationsSummary', examples: [{ total: 2, active: 2, onboarding: 1, industries: 1 }] })

const isBare = sql.raw(
  ['street1', 'street2', 'city', 'state', 'postal_code', 'country', 'contact_name', 'contact_email', 'contact_phone']
    .map((column) => `c.${column} is null`)
    .join(' and '),
)

export const summarizeClients = query({
  name: 'clients.summarize',
  may: 'clients:read',
  opensTo: partnerKeys,
  summary: 'Summarize organizations',
  description: 'Counts over the organizations that the caller may see.',
  input: z.object(callerInput),
  output: OrganizationsSummary,
  refuses: callerRefuses,
  run: async (ctx, named) =>
    await followMerge(ctx, await callerOf(ctx, named), {
      run: (caller) => summaryOf(ctx, caller),
      isNothing: ({ total }) => total === 0,
    }),
})

async function summaryOf(ctx: Context, caller: Caller): Promise<z.infer<typeof OrganizationsSummary>> {
  const { rows } = await sql<z.infer<typeof OrganizationsSummary>>`
    select coalesce(sum(total), 0)::int as total, coalesce(sum(active), 0)::int as active,
      coalesce(sum(onboarding), 0)::int as onboarding, count(industry)::int as industries
    from (
      select c.industry, count(*) as total, count(*) filter (where c.status = 'ACTIVE') as active,
        count(*) filter (where c.status = 'ACTIVE' and ${isBare}) as onboarding
      from client c
      where c.organisation_id = ${ctx.organisationId} and c.partner_id = ${caller.partnerId} and ${seenBy(ctx, caller, sql.raw('c.id'))}
      group by c.industry
    ) as by_industry
  `.execute(ctx.db)
  return rows[0] ?? { total: 0, active: 0, onboarding: 0, industries: 0 }
}
