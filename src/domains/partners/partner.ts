import { z } from 'zod'
import { refusal } from '#/kernel/error.ts'
import type { JsonObject } from '#/kernel/json.ts'
import { Reference, text } from '#/kernel/text.ts'
import { DateTime } from '#/kernel/time.ts'
import { Domain } from './domain.ts'

const described = (description: string) => z.string().nullable().meta({ description })
const person = z.strictObject({ id: z.string(), name: z.string().nullable(), email: z.string() }).nullable()
const properties = z.record(z.string(), z.unknown()).nullable()

export const exampleId = 'ptn_01KGHDCQE0TSE27719X13KZBKT'
const larkspur: JsonObject = {
  id: exampleId,
  name: 'Larkspur Traders',
  domain: 'larkspur.example.com',
  externalCompanyId: '88001',
  externalId: '77001',
  externalIdType: 'PARTNER',
  managerEmail: 'robin@larkspur.example.com',
  categories: ['Reseller'],
  tierId: 'tier_01KH0VS1E0PAXJFYQ6DVG8KF31',
  phaseId: 'phase_01KH8JZ6E01VTR4PQGP8FN8DS6',
  owner: { id: 'user_01KHGA5BE0P30W3HYFGD6GTMMK', name: 'Kim Sample', email: 'kim@vendor.example.com' },
  manager: { id: 'vis_01KHR1BGE0K611YWHF5MJ834PQ', name: null, email: 'robin@larkspur.example.com' },
  partnerObjectCrmProperties: { name: 'Larkspur Traders' },
  companyCrmProperties: { domain: 'larkspur.example.com' },
  crmProperties: { name: 'Larkspur Traders' },
  status: 'active',
  createdAt: '2026-02-03T09:30:00.000Z',
  updatedAt: '2026-02-21T16:05:12.250Z',
}

/** A company the organisation works with. Every key is always there; what is not set is null. */
export const Partner = z
  .strictObject({
    id: z.string(),
    name: described('Display name.'),
    domain: described('Company domain, without scheme and `www.`.'),
    externalCompanyId: described('CRM id of the company.'),
    externalId: described('CRM id of the partner object.'),
    externalIdType: described('CRM object type of `externalId`.'),
    managerEmail: described('E-mail of the manager.'),
    categories: z.array(z.string()),
    tierId: described('Where the partner stands.'),
    phaseId: described('Where it is in its life cycle.'),
    owner: person.meta({ description: 'The user who looks after the partner.' }),
    manager: person.meta({ description: 'The visitor who manages the partnership on the partner’s side.' }),
    partnerObjectCrmProperties: properties,
    companyCrmProperties: properties,
    crmProperties: properties.meta({ description: 'Those of the partner object, else those of the company.' }),
    status: z.enum(['active', 'inactive']),
    createdAt: DateTime,
    updatedAt: DateTime,
  })
  .meta({ id: 'Partner', examples: [larkspur] })
export type Partner = z.infer<typeof Partner>

const reference = (description: string) => Reference.optional().meta({ description, minLength: 1 })

/** What the contract lets a caller write. */
export const partnerFields = {
  name: text(1, 200).meta({ description: 'Display name.' }),
  domain: Domain.nullable().optional(),
  portalAccess: z.enum(['RESTRICTED_USERS', 'RESTRICTED_DOMAINS']).optional().meta({
    description: 'Who may enter the portal. Acts only together with `experienceTemplateId`.',
  }),
  tierId: reference('Tier to assign.'),
  experienceTemplateId: reference('Experience template to publish as the partner’s portal.'),
  phaseId: reference('Phase to assign.'),
  partnerOwnerId: reference('User to assign as the owner.'),
}

/** A partner in a path, a body or a filter: our id or its CRM `externalId`; ours wins. */
export const PartnerRef = z.string().min(1).meta({ description: 'Our id of the partner, or its CRM `externalId`.' })
/** A partner in a path: of any shape, since what does not exist is not found. */
export const PartnerInPath = z.string().meta({ description: 'Our id of the partner, or its CRM `externalId`.' })

export const partnerNotFound = refusal('not_found', 'PARTNER_NOT_FOUND', 'No partner has this id or CRM id.')
