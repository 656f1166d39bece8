import { z } from 'zod'
import type { Context } from '#/kernel/context.ts'
import { fromCursor, page, pageInput, toPage } from '#/kernel/page.ts'
import { Reference } from '#/kernel/text.ts'
import { query } from '#/kernel/verb.ts'
import { sql } from '#/platform/database/sql.ts'
import { exampleId as exampleLinkId, urlOf } from '../links/link.ts'
import type { LegacyLinkRow } from '../tables.ts'
import { LegacyLink, toLegacyLink } from './legacy-link.ts'
import { hashOf, normaliseUrl } from './url.ts'

const order = 'legacy-links'

export const listLegacyLinks = query({
  name: 'legacy-links.list',
  may: 'affiliate:read',
  summary: 'List addresses of an earlier tool',
  description:
    'Newest first. Point the old host at `GET /api/v1/affiliate/legacy-redirect`, and each of them leads to its link.',
  input: z.strictObject({
    linkId: Reference.optional(),
    url: z.string().max(2000).optional().meta({ description: 'One address, in any of its spellings.' }),
    ...pageInput,
  }),
  output: page(LegacyLink),
  example: { linkId: exampleLinkId },
  async run(ctx, { linkId, url, limit, cursor }) {
    const [after] = fromCursor(ctx, order, cursor) ?? []
    const { rows } = await sql<LegacyLinkRow>`
      select x.* from legacy_link x where x.organisation_id = ${ctx.organisationId}
        ${linkId === undefined ? nothing : sql`and x.link_id = ${linkId}`}
        ${url === undefined ? nothing : sql`and x.id = (select legacy_link_id from legacy_url_owner where url_hash = decode(${hashOf(normaliseUrl(url) ?? '')}, 'hex'))`}
        ${after === undefined ? nothing : sql`and x.id < ${after}`}
      order by x.id desc limit ${sql.lit(limit + 1)}`.execute(ctx.db)
    return toPage(ctx, rows, { limit, order, position: ({ id }) => [id], item: toLegacyLink })
  },
})

const nothing = sql``

/** Where an old address leads, in whatever organisation; undefined where nobody knows it. */
export async function tryFindLegacyTarget(
  ctx: Pick<Context, 'db' | 'publicUrl'>,
  url: string,
): Promise<string | undefined> {
  const normalised = normaliseUrl(url)
  if (normalised === undefined) return undefined
  const { rows } = await sql<{ code: string }>`
    select l.code from legacy_url_owner o
    join legacy_link x on x.organisation_id = o.organisation_id and x.id = o.legacy_link_id
    join affiliate_link l on l.organisation_id = x.organisation_id and l.id = x.link_id
    where o.url_hash = decode(${hashOf(normalised)}, 'hex')`.execute(ctx.db)
  return rows[0] && urlOf(ctx, rows[0].code)
}
