import { z } from 'zod'
import { examplePartnerId, findPartnerFamily } from '#/domains/partners/index.ts'
import type { Context } from '#/kernel/context.ts'
import { fromCursor, page, pageInput, toPage } from '#/kernel/page.ts'
import { Reference, text } from '#/kernel/text.ts'
import { query } from '#/kernel/verb.ts'
import { containing } from '#/platform/database/like.ts'
import { planEachTime, sql, type Sql } from '#/platform/database/sql.ts'
import { countsOfLinks } from '../figures/counts.ts'
import type { LinkRow } from '../tables.ts'
import {
  exampleId,
  Link,
  LinkInPath,
  linkNotFound,
  type LinkRecord,
  LinkStatus,
  mostAliases,
  toLink,
  urlOf,
} from './link.ts'

export const getLink = query({
  name: 'links.get',
  may: 'affiliate:read',
  summary: 'Get a link',
  description: 'With what has come of it.',
  input: z.strictObject({ id: LinkInPath }),
  output: Link,
  refuses: [linkNotFound],
  example: { id: exampleId },
  run: (ctx, { id }) => readLink(ctx, id),
})

/** The link as it leaves. */
export async function readLink(ctx: Context, id: string): Promise<Link> {
  const [row] = await linkRecords(ctx, sql`and l.id = ${id}`)
  if (!row) throw linkNotFound()
  return toLink(ctx, row, (await countsOfLinks(ctx, [id])).get(id))
}

/** The link, which nobody else changes until the transaction ends. */
export async function lockLink(ctx: Context, id: string): Promise<LinkRow> {
  const { rows } = await sql<LinkRow>`
    select * from affiliate_link where organisation_id = ${ctx.organisationId} and id = ${id} for no key update`.execute(
    ctx.db,
  )
  const [row] = rows
  if (!row) throw linkNotFound()
  return row
}

/** Where a link is found. */
export async function readAddress(ctx: Context, id: string): Promise<{ code: string; url: string }> {
  const { rows } = await sql<{ code: string }>`
    select code from affiliate_link where organisation_id = ${ctx.organisationId} and id = ${id}`.execute(ctx.db)
  const [row] = rows
  if (!row) throw linkNotFound()
  return { code: row.code, url: urlOf(ctx, row.code) }
}

const nothing = sql``

const status = sql.raw(
  `case when l.revoked_at is not null then 'REVOKED' when became.status <> 'active' then 'PARTNER_ARCHIVED' else 'ACTIVE' end`,
)

/** Links `l` with the partner that their own became. */
export async function linkRecords(ctx: Context, which: Sql, prefix = nothing): Promise<LinkRecord[]> {
  const { rows } = await sql<LinkRecord>`${prefix}
    select l.id, l.campaign_id, became.id as partner_id, l.code, ${status} as status, l.created_at, l.updated_at,
      array(select code from link_code_owner o where o.organisation_id = l.organisation_id and o.link_id = l.id and o.code <> l.code
        order by code limit ${sql.lit(mostAliases)}) as aliases,
      (select count(*)::integer - 1 from link_code_owner o where o.organisation_id = l.organisation_id and o.link_id = l.id) as alias_count
    from affiliate_link l
    join partner p on p.organisation_id = l.organisation_id and p.id = l.partner_id
    join partner became on became.organisation_id = p.organisation_id and became.id = coalesce(p.merged_into_id, p.id)
    where l.organisation_id = ${ctx.organisationId} ${which}`.execute(ctx.db)
  return rows
}

const order = 'affiliate-links'

export const listLinks = query({
  name: 'links.list',
  may: 'affiliate:read',
  summary: 'List links',
  description: 'Newest first. Filters go together; one that nothing has gives an empty list.',
  input: z.strictObject({
    partnerId: Reference.optional().meta({
      description: 'Our id or the CRM `externalId`; links of partners merged into it are included.',
    }),
    campaignId: Reference.optional(),
    status: LinkStatus.optional(),
    q: text(0, 200)
      .optional()
      .meta({ description: 'Part of a code, an alias or the partner’s name, whatever its case.' }),
    ...pageInput,
  }),
  output: page(Link),
  example: { partnerId: examplePartnerId, status: 'ACTIVE' },
  async run(ctx, { limit, cursor, ...filters }) {
    const [after] = fromCursor(ctx, order, cursor) ?? []
    const family = filters.partnerId === undefined ? undefined : await findPartnerFamily(ctx, filters.partnerId)
    const rows = await linkRecords(
      ctx,
      sql`${conditions(ctx, { ...filters, family })} ${after === undefined ? nothing : sql`and l.id < ${after}`}
        order by l.id desc limit ${sql.lit(limit + 1)}`,
      filters.q ? sql.raw(planEachTime) : nothing,
    )
    const counts = await countsOfLinks(
      ctx,
      rows.slice(0, limit).map(({ id }) => id),
    )
    return toPage(ctx, rows, {
      limit,
      order,
      position: ({ id }) => [id],
      item: (row) => toLink(ctx, row, counts.get(row.id)),
    })
  },
})

type Filters = { family: string[] | undefined; campaignId?: string; status?: keyof typeof hasStatus; q?: string }

const hasStatus = {
  ACTIVE: sql.raw(`and l.revoked_at is null and became.status = 'active'`),
  PARTNER_ARCHIVED: sql.raw(`and l.revoked_at is null and became.status <> 'active'`),
  REVOKED: sql.raw('and l.revoked_at is not null'),
}

function conditions(ctx: Context, { family, campaignId, status: wanted, q }: Filters): Sql {
  return sql.join(
    [
      ...(family === undefined ? [] : [sql`and l.partner_id = any(${family})`]),
      ...(campaignId === undefined ? [] : [sql`and l.campaign_id = ${campaignId}`]),
      ...(wanted === undefined ? [] : [hasStatus[wanted]]),
      ...(q ? [sql`and l.id in (${holding(ctx, containing(q))})`] : []),
    ],
    sql` `,
  )
}

/** The links with a code like this, and those of partners with such a name. */
const holding = (ctx: Context, like: string) => sql`
  select o.link_id from link_code_owner o where o.organisation_id = ${ctx.organisationId} and o.code like lower(${like})
  union
  select m.id from partner b
  left join partner f on f.organisation_id = b.organisation_id and f.merged_into_id = b.id
  join affiliate_link m on m.organisation_id = b.organisation_id and m.partner_id in (b.id, f.id)
  where b.organisation_id = ${ctx.organisationId} and b.search like lower(${like})`

const AliasItem = z
  .strictObject({ alias: z.string(), url: z.string() })
  .meta({ examples: [{ alias: 'larkspur', url: 'https://partners.example.com/r/larkspur' }] })

export const listAliases = query({
  name: 'links.list-aliases',
  may: 'affiliate:read',
  summary: 'List the aliases of a link',
  description: 'In the order of the alphabet.',
  input: z.strictObject({ id: LinkInPath, ...pageInput }),
  output: page(AliasItem),
  refuses: [linkNotFound],
  example: { id: exampleId },
  async run(ctx, { id, limit, cursor }) {
    const order = `link-aliases ${id}`
    const [after] = fromCursor(ctx, order, cursor) ?? []
    const { rows } = await sql<{ code: string | null }>`
      select o.code from affiliate_link l
      left join lateral (select code from link_code_owner o
        where o.organisation_id = l.organisation_id and o.link_id = l.id and o.code <> l.code ${after === undefined ? nothing : sql`and o.code > ${after}`}
        order by o.code limit ${sql.lit(limit + 1)}) o on true
      where l.organisation_id = ${ctx.organisationId} and l.id = ${id} order by o.code`.execute(ctx.db)
    if (!rows.length) throw linkNotFound()
    const codes = rows.flatMap(({ code }) => code ?? [])
    return toPage(ctx, codes, {
      limit,
      order,
      position: (code) => [code],
      item: (alias) => ({ alias, url: urlOf(ctx, alias) }),
    })
  },
})
