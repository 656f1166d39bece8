import { z } from 'zod'
import { examplePartnerId } from '#/domains/partners/index.ts'
import type { Context } from '#/kernel/context.ts'
import { refusal } from '#/kernel/error.ts'
import { Reference, token } from '#/kernel/text.ts'
import { DateTime } from '#/kernel/time.ts'
import { exampleId as exampleCampaignId } from '../campaigns/campaign.ts'
import type { LinkCounts } from '../figures/counts.ts'

export const exampleId = 'lnk_01KP1RJ2E0D7W9V3KQ5S8N4XTB'
export const LinkInPath = Reference.meta({ examples: [exampleId] })

/** A code that one chooses. It is compared, kept and shown in lower case. */
export const Alias = token(64)
  .regex(/^[A-Za-z0-9][A-Za-z0-9-]*$/, 'Use letters a to z, digits and hyphens, and begin with a letter or digit.')
  .transform((given) => given.toLowerCase())
  .meta({ examples: ['larkspur'] })

export const LinkStatus = z.enum(['ACTIVE', 'REVOKED', 'PARTNER_ARCHIVED']).meta({
  description: 'Only an active link leads on. That of an archived partner becomes active when the partner is restored.',
})

const figure = z.int().nonnegative()

/** So many aliases an answer shows. */
export const mostAliases = 100

export const Link = z
  .strictObject({
    id: z.string(),
    code: z.string(),
    url: z.string(),
    partnerId: z.string(),
    campaignId: z.string(),
    aliases: z
      .array(z.string())
      .meta({ description: `The first ${mostAliases}; \`GET /links/{id}/aliases\` lists all.` }),
    aliasCount: figure,
    status: LinkStatus,
    clicks: figure.meta({ description: 'Visits; those of one visitor within an hour count once.' }),
    conversions: figure.meta({ description: 'Conversions that were not declined.' }),
    createdAt: DateTime,
    updatedAt: DateTime,
  })
  .meta({
    id: 'AffiliateLink',
    examples: [
      {
        id: exampleId,
        code: 'larkspur-traders-x7k2mq',
        url: 'https://partners.example.com/r/larkspur-traders-x7k2mq',
        partnerId: examplePartnerId,
        campaignId: exampleCampaignId,
        aliases: ['larkspur'],
        aliasCount: 1,
        status: 'ACTIVE',
        clicks: 412,
        conversions: 9,
        createdAt: '2026-04-12T09:30:00.000Z',
        updatedAt: '2026-04-12T09:30:00.000Z',
      },
    ],
  })
export type Link = z.infer<typeof Link>

/** A link with what stands in other rows: the partner that its own became, and the beginning of its aliases. */
export type LinkRecord = {
  id: string
  campaign_id: string
  partner_id: string
  code: string
  status: z.infer<typeof LinkStatus>
  aliases: string[]
  alias_count: number
  created_at: Date
  updated_at: Date
}

/** The address of a code. */
export const urlOf = ({ publicUrl }: Pick<Context, 'publicUrl'>, code: string): string => `${publicUrl}/r/${code}`

/** A link as it leaves. */
export const toLink = (ctx: Context, row: LinkRecord, counts: LinkCounts = { clicks: 0, conversions: 0 }): Link => ({
  id: row.id,
  code: row.code,
  url: urlOf(ctx, row.code),
  partnerId: row.partner_id,
  campaignId: row.campaign_id,
  aliases: row.aliases,
  aliasCount: row.alias_count,
  status: row.status,
  ...counts,
  createdAt: row.created_at.toISOString(),
  updatedAt: row.updated_at.toISOString(),
})

export const linkNotFound = refusal('not_found', 'LINK_NOT_FOUND', 'There is no link with this id.')
export const aliasNotFound = refusal('not_found', 'ALIAS_NOT_FOUND', 'The link has no alias of this name.')
export const codeTaken = refusal('conflict', 'LINK_CODE_TAKEN', 'This code is taken. Choose another.')
