import { findPartners, type FoundPartner } from '#/domains/partners/index.ts'
import type { Context } from '#/kernel/context.ts'
import { sql } from '#/platform/database/sql.ts'
import type { GoodRow } from './fields.ts'

/** The link that a row means, or why none is found. */
export type Resolve = (row: GoodRow) => { linkId: string } | { reason: string }

/** Looks up every link that the rows name: by code, and by partner and campaign. */
export async function resolverFor(ctx: Context, rows: GoodRow[]): Promise<Resolve> {
  const codes = await linksByCode(ctx, rows)
  const partners = await findPartners(
    ctx,
    rows.flatMap(({ cells }) => (cells.code === undefined ? (cells.partnerId ?? []) : [])),
    { byDomain: true },
  )
  const pairs = await linksOfPartners(ctx, rows, partners)
  return ({ cells: { code, partnerId, campaignId } }) => {
    if (code !== undefined) return found(codes.get(code), 'No link has this code.')
    if (partnerId === undefined || campaignId === undefined)
      return { reason: 'The row names no link: give its code, or a partnerId and a campaignId.' }
    const partner = partners.get(partnerId)
    if (partner === undefined) return { reason: 'No partner has this id, CRM id or domain.' }
    if (partner === 'AMBIGUOUS') return { reason: 'Several partners have this CRM id. Use our id.' }
    return found(pairs.get(pairOf(partner.id, campaignId)), 'The partner has no link in this campaign.')
  }
}

const found = (linkId: string | undefined, reason: string) => (linkId === undefined ? { reason } : { linkId })

async function linksByCode(ctx: Context, rows: GoodRow[]): Promise<Map<string, string>> {
  const codes = [...new Set(rows.flatMap(({ cells }) => cells.code ?? []))]
  if (!codes.length) return new Map()
  const known = await sql<{ code: string; link_id: string }>`
    select code, link_id from link_code_owner where code = any(${codes}) and organisation_id = ${ctx.organisationId}`.execute(
    ctx.db,
  )
  return new Map(known.rows.map(({ code, link_id }) => [code, link_id]))
}

const pairOf = (partner: string, campaign: string) => `${partner}\u001f${campaign}`

/** The link of each partner, or of one that was merged into it, in the campaign that its row names. */
async function linksOfPartners(ctx: Context, rows: GoodRow[], partners: Map<string, FoundPartner>) {
  const wanted = rows.flatMap(({ cells: { partnerId = '', campaignId } }) => {
    const partner = partners.get(partnerId)
    return partner && partner !== 'AMBIGUOUS' && campaignId ? [{ partner: partner.id, campaign: campaignId }] : []
  })
  if (!wanted.length) return new Map<string, string>()
  const own = sql`(select ${ctx.organisationId}::text)`
  const links = await sql<{ partner: string; campaign: string; id: string }>`
    select w.partner, w.campaign, l.id
    from (select distinct partner, campaign from json_to_recordset(${JSON.stringify(wanted)}) as w(partner text, campaign text)) w
    cross join lateral (
      select l.id from affiliate_link l
      where l.organisation_id = ${own} and l.campaign_id = w.campaign and l.partner_id in (
        select w.partner union all select m.id from partner m where m.organisation_id = ${own} and m.merged_into_id = w.partner)
      order by l.partner_id <> w.partner, l.id limit 1
    ) l`.execute(ctx.db)
  return new Map(links.rows.map(({ partner, campaign, id }) => [pairOf(partner, campaign), id]))
}
