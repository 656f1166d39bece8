import { z } from 'zod'
import { invalidField } from '#/kernel/error.ts'
import { text } from '#/kernel/text.ts'
import { DateTime } from '#/kernel/time.ts'
import { command, query } from '#/kernel/verb.ts'
import { exampleId, Partner, PartnerInPath, partnerNotFound } from './partner.ts'
import { onPartner } from './queries.ts'
import { db } from './tables.ts'
import { tryFindVisitor } from './visitors/queries.ts'
import { writePartner } from './write.ts'

const told = { may: 'partners:write', isOneStatement: true, output: Partner, refuses: [partnerNotFound] } as const

export const archivePartner = command({
  ...told,
  name: 'partners.archive',
  summary: 'Archive a partner',
  description: 'Its status becomes `inactive`; nothing is lost. Archiving twice changes nothing.',
  input: z.strictObject({ id: PartnerInPath }),
  example: { id: exampleId },
  run: (ctx, { id }) => onPartner(ctx, id, (own) => writePartner(ctx, own, 'partners.archive', { status: 'inactive' })),
})

export const restorePartner = command({
  ...told,
  name: 'partners.restore',
  summary: 'Restore a partner',
  description: 'Its status becomes `active` again.',
  input: z.strictObject({ id: PartnerInPath }),
  example: { id: exampleId },
  run: (ctx, { id }) => onPartner(ctx, id, (own) => writePartner(ctx, own, 'partners.restore', { status: 'active' })),
})

const category = text(1, 100)
/** The labels of a partner. Repeats are dropped. */
export const Categories = z
  .array(category)
  .max(50)
  .transform((all) => [...new Set(all)])

export const setCategories = command({
  ...told,
  name: 'partners.set-categories',
  summary: 'Set the categories of a partner',
  description: 'Replaces the labels of the partner. Repeats are dropped.',
  input: z.strictObject({ id: PartnerInPath, categories: Categories }),
  example: { id: exampleId, categories: ['Reseller', 'Referral'] },
  run: (ctx, { id, categories }) =>
    onPartner(ctx, id, (own) => writePartner(ctx, own, 'partners.set-categories', { categories })),
})

/** An id or a type that a CRM gave; empty is none. */
export const crmId = text(0, 255)
  .transform((sent) => sent || null)
  .nullable()
  .optional()
const crmProperties = z.record(z.string(), z.unknown()).nullable().optional()

export const setCrmRecord = command({
  ...told,
  name: 'partners.set-crm-record',
  summary: 'Set the CRM record of a partner',
  description:
    'The ids and raw properties that a CRM knows the partner by. A key that is not given stays, null clears. An `externalId` may stand for the partner wherever its id may.',
  input: z.strictObject({
    id: PartnerInPath,
    externalId: crmId,
    externalIdType: crmId,
    externalCompanyId: crmId,
    partnerObjectCrmProperties: crmProperties,
    companyCrmProperties: crmProperties,
  }),
  example: {
    id: exampleId,
    externalId: '77001',
    externalIdType: 'PARTNER',
    partnerObjectCrmProperties: { name: 'Larkspur Traders' },
  },
  run: (ctx, { id, externalId, externalIdType, externalCompanyId, partnerObjectCrmProperties, companyCrmProperties }) =>
    onPartner(ctx, id, (own) =>
      writePartner(ctx, own, 'partners.set-crm-record', {
        ...(externalId !== undefined && { external_id: externalId }),
        ...(externalIdType !== undefined && { external_id_type: externalIdType }),
        ...(externalCompanyId !== undefined && { external_company_id: externalCompanyId }),
        ...(partnerObjectCrmProperties !== undefined && {
          partner_object_crm_properties: partnerObjectCrmProperties as null,
        }),
        ...(companyCrmProperties !== undefined && { company_crm_properties: companyCrmProperties as null }),
      }),
    ),
})

export const setManager = command({
  name: 'partners.set-manager',
  may: 'partners:write',
  output: Partner,
  refuses: [partnerNotFound],
  summary: 'Set the manager of a partner',
  description: 'The visitor who manages the partnership on the partner’s side; null for none.',
  input: z.strictObject({ id: PartnerInPath, visitorId: z.string().min(1).nullable() }),
  example: { id: exampleId, visitorId: 'vis_01KHR1BGE0K611YWHF5MJ834PQ' },
  run: (ctx, { id, visitorId }) =>
    onPartner(ctx, id, async (own) => {
      const visitor = visitorId === null ? undefined : await tryFindVisitor(ctx, visitorId)
      if (visitorId !== null && visitor?.partner_id !== own && (await exists(ctx, own))) {
        throw invalidField('visitorId', 'unknown_reference', 'No visitor of this partner has this id.')
      }
      return await writePartner(ctx, own, 'partners.set-manager', { manager_id: visitorId })
    }),
})

const exists = (ctx: Parameters<typeof db>[0], id: string) =>
  db(ctx)
    .selectFrom('partner')
    .select('id')
    .where('organisation_id', '=', ctx.organisationId)
    .where('id', '=', id)
    .executeTakeFirst()

/** What a partner's portal shows, and to whom; null where none is published. */
const Portal = z
  .strictObject({
    experienceTemplateId: z.string(),
    portalAccess: z.enum(['RESTRICTED_USERS', 'RESTRICTED_DOMAINS']),
    publishedAt: DateTime,
  })
  .nullable()
  .meta({
    id: 'PartnerPortal',
    examples: [
      {
        experienceTemplateId: 'exp_01KHR1BGE0K611YWHF5MJ834PQ',
        portalAccess: 'RESTRICTED_USERS',
        publishedAt: '2026-02-21T16:05:12.250Z',
      },
    ],
  })

export const getPortal = query({
  name: 'partners.get-portal',
  may: 'partners:read',
  summary: 'Get the portal of a partner',
  description: 'The template that is published for the partner and who may enter; null where none is.',
  input: z.strictObject({ id: PartnerInPath }),
  output: Portal,
  refuses: [partnerNotFound],
  example: { id: exampleId },
  run: (ctx, { id }) =>
    onPartner(ctx, id, async (own) => {
      const row = await db(ctx)
        .selectFrom('partner')
        .select([
          'experience_template_id as experienceTemplateId',
          'portal_access as portalAccess',
          'portal_published_at as publishedAt',
        ])
        .where('organisation_id', '=', ctx.organisationId)
        .where('id', '=', own)
        .where('merged_into_id', 'is', null)
        .executeTakeFirst()
      if (!row) return undefined
      const { experienceTemplateId, portalAccess, publishedAt } = row
      if (experienceTemplateId === null || portalAccess === null || publishedAt === null) return null
      return { experienceTemplateId, portalAccess, publishedAt: publishedAt.toISOString() }
    }),
})
