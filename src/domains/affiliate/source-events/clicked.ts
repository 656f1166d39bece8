import type { Context } from '#/kernel/context.ts'
import { invalidField } from '#/kernel/error.ts'
import { sql } from '#/platform/database/sql.ts'
import { type ClickToken, readToken } from '../clicks/token.ts'
import { type Bond, tryFindBondOfClick } from './bond.ts'

type Clicked = {
  partnerId: string
  /** What it has led to. */
  bond?: Bond
}

/** To whom a click leads: its conversion for ever, and without one its link within the window of the campaign. */
export async function findClicked(ctx: Context, token: string, occurredAt = ctx.now()): Promise<Clicked> {
  const click = await readToken(ctx, token)
  if (!click || click.organisationId !== ctx.organisationId)
    throw invalidField('clickId', 'unknown_reference', 'This is no click token of yours.')
  const bond = await tryFindBondOfClick(ctx, click.clickId)
  return bond ? { partnerId: bond.partnerId, bond } : { partnerId: await partnerOfLink(ctx, click, occurredAt) }
}

type Link = { partnerId: string; isRevoked: boolean; windowDays: number }

async function partnerOfLink(ctx: Context, { linkId, at }: ClickToken, occurredAt: Date): Promise<string> {
  const { rows } = await sql<Link>`
    select coalesce(p.merged_into_id, p.id) as "partnerId", l.revoked_at is not null as "isRevoked", c.attribution_window_days as "windowDays"
    from affiliate_link l
    join partner p on p.organisation_id = l.organisation_id and p.id = l.partner_id
    join campaign c on c.organisation_id = l.organisation_id and c.id = l.campaign_id
    where l.organisation_id = ${ctx.organisationId} and l.id = ${linkId}`.execute(ctx.db)
  const [link] = rows
  if (!link) throw invalidField('clickId', 'unknown_reference', 'This is no click token of yours.')
  if (link.isRevoked) throw invalidField('clickId', 'custom', 'The link of this click is revoked.')
  if (occurredAt.getTime() > at.getTime() + link.windowDays * dayMs)
    throw invalidField(
      'clickId',
      'custom',
      'This click is older than the window of its campaign, and led to no conversion.',
    )
  return link.partnerId
}

const dayMs = 24 * 60 * 60 * 1000
