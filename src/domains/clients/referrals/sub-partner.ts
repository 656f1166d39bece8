import { z } from 'zod'
import { refusal } from '#/kernel/error.ts'
import { DateTime } from '#/kernel/time.ts'
import { exampleId } from '../client.ts'

export const examplePartnerId = 'ptn_01KGS4JWE00TATDK1DSRJKCJRQ'
const name = 'Ledgerline Advisors'

/** A partner in a path: of any shape, since what does not exist is not found. */
export const SubPartnerInPath = z.string().meta({ description: 'The id of a sub-partner.' })

/** A partner that the caller has brought, as lists show it. */
export const SubPartner = z
  .strictObject({
    partnerId: z.string(),
    name: z.string().nullable(),
    status: z.enum(['ACTIVE', 'PENDING_ONBOARDING']).meta({ description: 'ACTIVE once it has an owner.' }),
    onboardingUrl: z.null().meta({ description: 'Shown where it is made, and never here.' }),
    createdAt: DateTime,
  })
  .meta({
    id: 'ReferralPartnerListItem',
    examples: [
      {
        partnerId: examplePartnerId,
        name,
        status: 'PENDING_ONBOARDING' as const,
        onboardingUrl: null,
        createdAt: '2026-02-06T09:30:00.000Z',
      },
    ],
  })
export type SubPartner = z.infer<typeof SubPartner>

const exampleClients = [
  {
    name: 'Fernhill Foods',
    status: 'CREATED' as const,
    organizationId: exampleId,
    description: 'Organization created',
  },
  {
    name: 'Basalt Studio',
    status: 'ERROR' as const,
    organizationId: null,
    description: 'An organization with this name already exists',
  },
]

/** What became of one client that was asked for. */
export const ClientResult = z
  .strictObject({
    name: z.string(),
    status: z.enum(['CREATED', 'ERROR']),
    organizationId: z.string().nullable(),
    description: z.string(),
  })
  .meta({ id: 'ReferralClientResult', examples: exampleClients })
export type ClientResult = z.infer<typeof ClientResult>

/** A sub-partner with the link by which its owner comes, where one was made. */
export const SubPartnerResponse = z
  .strictObject({
    partnerId: z.string(),
    name: z.string(),
    onboardingUrl: z
      .string()
      .nullable()
      .meta({ description: 'Works once and for seven days. Null where the owner is there already.' }),
    clients: z.array(ClientResult).nullable().meta({ description: 'Null where none were asked for.' }),
  })
  .meta({
    id: 'ReferralPartnerPartnerResponse',
    examples: [
      {
        partnerId: examplePartnerId,
        name,
        onboardingUrl: 'https://portal.example.com/onboarding?token=n0G9W8uw8de9puyHB9d3xvE_pg3mKBxfeN4_YYsakj8',
        clients: exampleClients,
      },
    ],
  })

export const partnerNotFound = refusal('not_found', 'PARTNER_NOT_FOUND', 'Partner not found')
