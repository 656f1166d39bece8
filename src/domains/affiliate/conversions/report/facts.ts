import type { Field } from '#/domains/forms/index.ts'
import type { Context } from '#/kernel/context.ts'
import { firstIdAt, timeOfId } from '#/kernel/id.ts'
import { sql, type Sql } from '#/platform/database/sql.ts'
import type { ClickToken } from '#/domains/affiliate/clicks/token.ts'
import type { CampaignRow } from '#/domains/affiliate/tables.ts'
import type { Candidate } from './candidate.ts'

/** What is asked about: tokens that are genuine and this organisation's, and what a server says beside them. */
export type Asked = {
  clicks: (Pick<ClickToken, 'clickId' | 'linkId'> & { knownBy: 'REPORT' | 'EARLIER_TOKEN' })[]
  campaignId: string | undefined
  externalId: string | undefined
  coupon: string | undefined
  email: string | null
  emailKey: Buffer | null
}

export type Known = { conversionId: string; formSubmissionId: string }

export type Facts = {
  campaign: CampaignRow & { form_fields: Field[] }
  candidates: Candidate[]
  /** The conversion that the click or the external id has made already. */
  known: Known | undefined
}

type Found = Omit<Candidate, 'at'> & { at: string | null }
type Row = Facts['campaign'] & { known: Known | null; candidates: Found[] | null }

/** Everything that decides on a report, in one look; undefined where there is no such campaign. */
export async function findFacts(ctx: Context, asked: Asked): Promise<Facts | undefined> {
  const { rows } = await look(ctx, asked).execute(ctx.db)
  const [row] = rows
  if (!row) return undefined
  const { known, candidates, ...campaign } = row
  const [reported] = asked.clicks
  const others =
    reported && campaign.attribution_model === 'FIRST_CLICK' ? await ofSameVisitor(ctx, asked, campaign.id) : []
  const all = [...(candidates ?? []), ...others]
  return { campaign, known: known ?? undefined, candidates: all.map((one) => ({ ...one, at: timeOf(ctx, one) })) }
}

/** Clicks of the same visitor that no token tells of. Asked apart: the look of every report is to be planned once and for all. */
async function ofSameVisitor(ctx: Context, asked: Asked, campaignId: string): Promise<Found[]> {
  const [reported] = asked.clicks
  if (!reported) return []
  const touches = [bySameVisitor(ctx, reported.clickId, campaignId)]
  const { rows } = await sql<{ candidates: Found[] | null }>`
    select (${candidatesIn(ctx, asked, touches)}) as candidates`.execute(ctx.db)
  const told = new Set(asked.clicks.map(({ clickId }) => clickId))
  return (rows[0]?.candidates ?? []).filter(({ id }) => !told.has(id))
}

function timeOf(ctx: Context, { type, id, at }: { type: Candidate['type']; id: string; at: string | null }): Date {
  if (at !== null) return new Date(at)
  return type === 'CLICK' ? timeOfId(id) : ctx.now()
}

function look(ctx: Context, asked: Asked): Sql<Row> {
  const [reported] = asked.clicks
  const campaignId = reported
    ? sql`(select l.campaign_id from affiliate_link l where l.organisation_id = ${ctx.organisationId} and l.id = ${reported.linkId})`
    : sql`${asked.campaignId}`
  return sql<Row>`
    select c.*, f.fields as form_fields, ${knownIn(ctx, asked)} as known, (${candidatesIn(ctx, asked, touches(ctx, asked))}) as candidates
    from campaign c join form f on f.organisation_id = c.organisation_id and f.id = c.form_id
    where c.organisation_id = ${ctx.organisationId} and c.id = ${campaignId}`
}

const candidatesIn = (ctx: Context, asked: Asked, from: Sql[]): Sql => sql`
  select json_agg(json_build_object('type', t.type, 'knownBy', t.known_by, 'id', t.id, 'linkId', t.link_id, 'campaignId', t.campaign_id, 'at', t.at,
    'isRevoked', t.is_revoked, 'isEnded', t.is_ended, 'subIds', json_build_array(k.sub1, k.sub2, k.sub3, k.sub4, k.sub5),
    'partnerId', became.id, 'partnerDomain', became.domain, 'isArchived', became.status <> 'active', 'hasEmail', ${hasEmail(ctx, asked)}))
  from (${sql.join(from, sql` union all `)}) t
  join partner p on p.organisation_id = ${ctx.organisationId} and p.id = t.partner_id
  join partner became on became.organisation_id = ${ctx.organisationId} and became.id = coalesce(p.merged_into_id, p.id)
  left join click k on t.type = 'CLICK' and k.organisation_id = ${ctx.organisationId} and k.id = t.id`

function knownIn(ctx: Context, { clicks: [reported], externalId }: Asked): Sql {
  const found = sql`select json_build_object('conversionId', v.id, 'formSubmissionId', v.form_submission_id) from conversion v
    where v.organisation_id = ${ctx.organisationId}`
  return sql`coalesce(
    ${reported ? sql`(${found} and v.click_id = ${reported.clickId})` : sql`null`},
    ${externalId === undefined ? sql`null` : sql`(${found} and v.campaign_id = c.id and v.external_id = ${externalId})`}::json)`
}

function touches(ctx: Context, asked: Asked): Sql[] {
  const [reported, ...earlier] = asked.clicks
  return [
    ...(reported ? [byReport(ctx, reported)] : []),
    ...(reported && !earlier.length ? [] : [byTokens(ctx, earlier)]),
    ...(asked.coupon === undefined ? [] : [byCoupon(ctx, asked.coupon)]),
    ...(reported || asked.emailKey === null ? [] : [byEmail(ctx, asked.emailKey)]),
  ]
}

/** Written out for the one click that nearly all reports have: of an array nobody could say beforehand how long it is. */
const byReport = (ctx: Context, { clickId, linkId }: Asked['clicks'][number]): Sql => sql`
  select 'CLICK' as type, 'REPORT' as known_by, ${clickId}::text as id, l.id as link_id, l.campaign_id, l.partner_id, null::timestamptz as at,
    l.revoked_at is not null as is_revoked, false as is_ended
  from affiliate_link l where l.organisation_id = ${ctx.organisationId} and l.id = ${linkId}`

const byTokens = (ctx: Context, clicks: Asked['clicks']): Sql => sql`
  select 'CLICK' as type, 'EARLIER_TOKEN' as known_by, g.id, l.id as link_id, l.campaign_id, l.partner_id, null::timestamptz as at,
    l.revoked_at is not null as is_revoked, false as is_ended
  from unnest(${clicks.map(({ clickId }) => clickId)}::text[], ${clicks.map(({ linkId }) => linkId)}::text[]) as g(id, link_id)
  join affiliate_link l on l.organisation_id = ${ctx.organisationId} and l.id = g.link_id`

const mostOfVisitor = 20
/** Whom a click was by is known for a day, as the key of that hash is. */
const dayMs = 24 * 60 * 60 * 1000

/** Compared in a way that no index helps, as `clicks/insert.ts` does: while a month is new, the primary key would read a day of clicks. */
const bySameVisitor = (ctx: Context, clickId: string, campaignId: string): Sql => sql`
  (select 'CLICK' as type, 'SAME_VISITOR' as known_by, o.id, l.id as link_id, l.campaign_id, l.partner_id, null::timestamptz as at,
    l.revoked_at is not null as is_revoked, false as is_ended
  from click r
  join click o on o.organisation_id || '' = r.organisation_id and o.visitor = r.visitor and not o.is_repeat
  join affiliate_link l on l.organisation_id = r.organisation_id and l.id = o.link_id and l.campaign_id = ${campaignId}
  where r.organisation_id = ${ctx.organisationId} and r.id = ${clickId} and not r.is_late and o.id < ${clickId}
    and o.id >= ${firstIdAt('clk', new Date(timeOfId(clickId).getTime() - dayMs))}
  order by o.id limit ${sql.lit(mostOfVisitor)})`

const byCoupon = (ctx: Context, code: string): Sql => sql`
  select 'COUPON', 'COUPON_CODE', k.id, null, k.campaign_id, k.partner_id, null::timestamptz, false, k.ended_at is not null
  from coupon k where k.organisation_id = ${ctx.organisationId} and k.code = ${code.toUpperCase()} and k.campaign_id = c.id`

const byEmail = (ctx: Context, key: Buffer): Sql => sql`
  (select 'CONVERSION', 'SAME_EMAIL', v.id, v.link_id, v.campaign_id, v.partner_id, v.created_at, false, false
  from conversion v
  where (c.late_binding->>'email')::boolean and v.organisation_id = ${ctx.organisationId} and v.email_key = ${key} and v.campaign_id = c.id
    and v.status <> 'declined'
  order by v.id desc limit ${sql.lit(mostOfVisitor)})`

/** Whether the address is that of somebody at the partner: one who may enter its portal, or who acts for it. */
const hasEmail = (ctx: Context, { email }: Asked): Sql =>
  email === null
    ? sql`false`
    : sql`(exists (
        select from visitor u where u.organisation_id = ${ctx.organisationId} and lower(u.email) = lower(${email}) and u.partner_id in (p.id, became.id)
      ) or exists (
        select from partner_user u where u.organisation_id = ${ctx.organisationId} and u.partner_id in (p.id, became.id) and lower(u.email) = lower(${email})
      ))`
