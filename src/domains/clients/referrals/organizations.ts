import { z } from 'zod'
import { DateTime } from '#/kernel/time.ts'
import { query } from '#/kernel/verb.ts'
import { numberedPage, pageNumbers, toNumberedPage } from '#/platform/http/contracts/detail/numbered-page.ts'
import { search } from '#/platform/http/contracts/detail/values.ts'
import { exampleId } from '../client.ts'
import { type ClientOfPage, clientPage } from '../numbered-pages.ts'
import { findSubPartnerId, referralKeys } from './referrer.ts'
import { examplePartnerId, partnerNotFound, SubPartnerInPath } from './sub-partner.ts'

const SubPartnerClient = z
  .strictObject({ organizationId: z.string(), name: z.string().nullable(), createdAt: DateTime })
  .meta({
    id: 'ReferralOrganizationListItem',
    examples: [{ organizationId: exampleId, name: 'Fernhill Foods', createdAt: '2026-02-21T09:30:00.000Z' }],
  })

const toSubPartnerClient = ({ id, name, created_at }: ClientOfPage): z.infer<typeof SubPartnerClient> => ({
  organizationId: id,
  name,
  createdAt: created_at.toISOString(),
})

export const listSubPartnerClients = query({
  name: 'sub-partners.list-clients',
  may: 'clients:read',
  opensTo: referralKeys,
  summary: 'List the organizations of a sub-partner',
  description: 'Newest first, archived ones included.',
  input: z.object({
    partner_id: SubPartnerInPath,
    name: search.meta({ description: 'The whole name, whatever its case.' }),
    ...pageNumbers,
  }),
  output: numberedPage(SubPartnerClient),
  refuses: [partnerNotFound],
  example: { partner_id: examplePartnerId, name: 'fernhill foods' },
  async run(ctx, { partner_id, ...wanted }) {
    const owner = { partnerId: await findSubPartnerId(ctx, partner_id), role: 'OWNER', userId: null } as const
    const { rows, total } = await clientPage(ctx, owner, wanted)
    return toNumberedPage(rows.map(toSubPartnerClient), total, wanted)
  },
})
