import { z } from 'zod'
import type { Context } from '#/kernel/context.ts'
import { invalidField } from '#/kernel/error.ts'
import { fromCursor, page, pageInput, toPage } from '#/kernel/page.ts'
import { Reference, text, token } from '#/kernel/text.ts'
import type { Stream } from '#/kernel/stream.ts'
import { query } from '#/kernel/verb.ts'
import { containing } from '#/platform/database/like.ts'
import { sql } from '#/platform/database/sql.ts'
import { findCampaign } from '../campaigns/queries.ts'
import { tryDeepLink } from '../clicks/destination.ts'
import { exampleId, LinkInPath, linkNotFound, urlOf } from '../links/link.ts'
import { drawAddress, qrInput } from '../links/qr.ts'
import type { CampaignRow } from '../tables.ts'
import { findOwnLink, OwnLink, ownLinks, readOwnLink, toOwnLinks } from './link.ts'

const order = 'portal-links'

export const listOwnLinks = query({
  name: 'portal.links',
  may: 'visitor',
  summary: 'List one’s partner’s links',
  description: 'Newest first, with what has come of each.',
  input: z.strictObject({
    campaignId: Reference.optional(),
    q: text(0, 200).optional().meta({ description: 'Part of a code or an alias, whatever its case.' }),
    ...pageInput,
  }),
  output: page(OwnLink),
  async run(ctx, { campaignId, q, limit, cursor }) {
    const [after] = fromCursor(ctx, order, cursor) ?? []
    const bounds = [
      ...(campaignId === undefined ? [] : [sql`and l.campaign_id = ${campaignId}`]),
      ...(q
        ? [
            sql`and exists (select from link_code_owner o where o.organisation_id = l.organisation_id and o.link_id = l.id
        and o.code like lower(${containing(q)}))`,
          ]
        : []),
      ...(after === undefined ? [] : [sql`and l.id < ${after}`]),
      sql`order by l.id desc limit ${limit + 1}`,
    ]
    const rows = await ownLinks(ctx, sql.join(bounds, sql` `))
    const shown = await toOwnLinks(ctx, rows.slice(0, limit))
    const { nextCursor } = toPage(ctx, rows, { limit, order, position: ({ id }) => [id], item: ({ id }) => id })
    return { data: shown, nextCursor }
  },
})

export const getOwnLink = query({
  name: 'portal.link',
  may: 'visitor',
  summary: 'Get a link of one’s partner',
  input: z.strictObject({ id: LinkInPath }),
  output: OwnLink,
  refuses: [linkNotFound],
  example: { id: exampleId },
  run: (ctx, { id }) => readOwnLink(ctx, id),
})

export const drawOwnQr = query({
  name: 'portal.link-qr',
  may: 'visitor',
  summary: 'Draw the QR code of a link of one’s partner',
  description: 'Of its address: a PNG image or an SVG drawing.',
  input: z.strictObject({ id: LinkInPath, ...qrInput }),
  output: z.custom<Stream>(),
  refuses: [linkNotFound],
  example: { id: exampleId, format: 'svg', size: '512' },
  async run(ctx, { id, ...look }) {
    const { code } = await findOwnLink(ctx, id)
    return await drawAddress({ code, url: urlOf(ctx, code) }, look)
  },
})

const DeepLink = z
  .strictObject({ url: z.string(), destination: z.string().meta({ description: 'Where it leads.' }) })
  .meta({
    id: 'PortalDeepLink',
    examples: [
      {
        url: 'https://partners.example.com/r/larkspur?to=/shop/new&sub1=newsletter',
        destination: 'https://www.example.com/shop/new',
      },
    ],
  })

export const buildDeepLink = query({
  name: 'portal.deep-link',
  may: 'visitor',
  summary: 'Build a deep link',
  description: 'An address of the link that leads to another page of the campaign’s site, where its rules allow that.',
  input: z.strictObject({
    id: LinkInPath,
    to: text(1, 2000).meta({ description: 'A path such as `/shop/new`, or the whole address of that page.' }),
    sub1: token(255).optional().meta({ description: 'A note of one’s own, kept with each click.' }),
  }),
  output: DeepLink,
  refuses: [linkNotFound],
  example: { id: exampleId, to: '/shop/new' },
  async run(ctx, { id, to, sub1 }) {
    const link = await findOwnLink(ctx, id)
    const campaign = await findCampaign(ctx, link.campaign_id)
    const path = pathOf(campaign, to)
    const found = tryDeepLink(campaign.destination_url, path, campaign.allowed_paths)
    if (!found) throw invalidField('to', 'not_allowed', whyNot(campaign))
    return { url: addressOf(ctx, link.code, { path, sub1 }), destination: found.plain }
  },
})

/** The path of what one has copied from a browser; a query of its own leads nowhere else and is dropped. */
function pathOf({ destination_url: destination }: CampaignRow, to: string): string {
  if (to.startsWith('/')) return to
  const url = URL.parse(/^https?:/i.test(to) ? to : `https://${to}`)
  const own = new URL(destination)
  if (url?.host !== own.host) throw invalidField('to', 'other_site', `A deep link leads to pages of ${own.host} only.`)
  return url.pathname
}

function whyNot({ allowed_paths: paths }: CampaignRow): string {
  const beginnings = paths.length ? ` It must begin with one of: ${paths.join(', ')}.` : ''
  return `The campaign does not lead to this page: write a path such as /shop/new, without ? and #.${beginnings}`
}

function addressOf(ctx: Context, code: string, { path, sub1 }: { path: string; sub1: string | undefined }): string {
  const to = encodeURIComponent(path).replaceAll('%2F', '/')
  const note = sub1 === undefined ? '' : `&sub1=${encodeURIComponent(sub1)}`
  return `${urlOf(ctx, code)}?to=${to}${note}`
}
