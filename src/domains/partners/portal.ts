import { z } from 'zod'
import { DateTime } from '#/kernel/time.ts'
import { query } from '#/kernel/verb.ts'
import { exampleId, PartnerInPath, partnerNotFound } from './partner.ts'
import { onPartner } from './queries.ts'
import { db } from './tables.ts'

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
