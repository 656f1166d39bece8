import { type Selectable, sql } from 'kysely'
import { z } from 'zod'
import type { Context } from '#/kernel/context.ts'
import { type Change, command, difference } from '#/kernel/verb.ts'
import { exampleId, organizationArchived, organizationNotFound } from '../client.ts'
import type { ClientDetails } from '../create.ts'
import { shownDetails } from '../details.ts'
import { type ClientRow, db } from '../tables.ts'
import { detailInput, detailsOf, givenFields } from './details.ts'
import { findSubPartnerId, referralKeys } from './referrer.ts'
import { examplePartnerId, partnerNotFound, SubPartnerInPath } from './sub-partner.ts'

const UpdatedClient = z
  .strictObject({
    organizationId: z.string(),
    updatedFields: z.array(z.string()).meta({ description: 'The fields that were sent, changed or not.' }),
  })
  .meta({
    id: 'ReferralOrganizationUpdateResponse',
    examples: [{ organizationId: exampleId, updatedFields: ['dba', 'businessEmail'] }],
  })

export const updateSubPartnerClient = command({
  name: 'sub-partners.update-client',
  may: 'clients:write',
  opensTo: referralKeys,
  summary: 'Update an organization of a sub-partner',
  description: 'What is left out stays as it is; null clears.',
  input: z.object({
    partner_id: SubPartnerInPath,
    organization_id: z.string().meta({ description: 'The id of the organization.' }),
    ...detailInput,
  }),
  output: UpdatedClient,
  refuses: [partnerNotFound, organizationNotFound, organizationArchived],
  example: {
    partner_id: examplePartnerId,
    organization_id: exampleId,
    businessEmail: 'office@fernhill.example.com',
    dba: null,
  },
  async run(ctx, { partner_id, organization_id, ...input }) {
    const client = await holdClient(ctx, await findSubPartnerId(ctx, partner_id), organization_id)
    const details = detailsOf(ctx, input)
    const change = changeOf(client, details)
    if (change) await write(ctx, client.id, details)
    const updatedFields = givenFields(input)
    return { output: { organizationId: client.id, updatedFields }, changes: change ? [change] : [] }
  },
})

/** The partner's client, locked against changes until the transaction ends. */
async function holdClient(ctx: Context, partnerId: string, id: string): Promise<Selectable<ClientRow>> {
  const client = await db(ctx)
    .selectFrom('client')
    .selectAll()
    .where('organisation_id', '=', ctx.organisationId)
    .where('partner_id', '=', partnerId)
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst()
  if (!client) throw organizationNotFound()
  if (client.status === 'ARCHIVED') throw organizationArchived()
  return client
}

/** Sealed twice, one number gives two texts: a number that is sent counts as another one. */
function changeOf(client: Selectable<ClientRow>, details: ClientDetails): Change | undefined {
  const columns = Object.keys(details) as (keyof ClientDetails)[]
  const before = shownDetails(Object.fromEntries(columns.map((column) => [column, client[column]])))
  const after = shownDetails(details)
  const changed = difference(before, after)
  const ein = details.ein_sealed ? [{ ein: before['ein'] }, { ein: after['ein'] }] : []
  if (!changed && !ein.length) return undefined
  return {
    type: 'clients.update',
    subjectId: client.id,
    partnerId: client.partner_id,
    before: { ...changed?.before, ...ein[0] },
    after: { ...changed?.after, ...ein[1] },
  }
}

async function write(ctx: Context, id: string, details: ClientDetails): Promise<void> {
  await db(ctx)
    .updateTable('client')
    .set({ ...details, updated_at: sql`greatest(${ctx.now()}, updated_at + interval '1 ms')` })
    .where('organisation_id', '=', ctx.organisationId)
    .where('id', '=', id)
    .execute()
}
