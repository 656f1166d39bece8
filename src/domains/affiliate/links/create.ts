import { z } from 'zod'
import { examplePartnerId, findPartnerFamily, findPartnerId, partnerNotFound } from '#/domains/partners/index.ts'
import { partnerArchived } from '#/domains/commissions/index.ts'
import type { Context } from '#/kernel/context.ts'
import { Reference } from '#/kernel/text.ts'
import { command } from '#/kernel/verb.ts'
import { oneAtATime } from '#/platform/perform.ts'
import { sql } from '#/platform/database/sql.ts'
import { campaignEnded, CampaignInPath, campaignNotFound, exampleId } from '../campaigns/campaign.ts'
import { findCampaign } from '../campaigns/queries.ts'
import { addAlias } from './aliases.ts'
import { newCode, takeCode } from './codes.ts'
import { Alias, codeTaken, Link } from './link.ts'
import { lockLink, readLink } from './queries.ts'
import { holdPartner } from '../partner.ts'

export const createLink = command({
  name: 'links.create',
  may: 'affiliate:manage',
  creates: true,
  mayFind: true,
  summary: 'Give a partner its link in a campaign',
  description:
    'A partner has one link in a campaign: a repeat answers it, with the alias where one is given. Its code is made from the partner’s name.',
  input: z.strictObject({
    id: CampaignInPath,
    partnerId: Reference.meta({ description: 'Our id or the CRM `externalId`.' }),
    alias: Alias.optional().meta({ description: 'A further code; unique on the installation, whatever its case.' }),
  }),
  output: Link,
  refuses: [campaignNotFound, partnerNotFound, campaignEnded, codeTaken],
  example: { id: exampleId, partnerId: examplePartnerId, alias: 'larkspur' },
  run: async (ctx, { id: campaignId, partnerId, alias }) =>
    giveLink(ctx, { campaignId, partnerId: await findPartnerId(ctx, partnerId, 'partnerId'), alias }),
})

type Wanted = { campaignId: string; partnerId: string; alias?: string | undefined }

/** Gives a partner its link in a campaign, or finds it, with the alias where one is given. */
export async function giveLink(ctx: Context, { campaignId, partnerId, alias }: Wanted) {
  const campaign = await findCampaign(ctx, campaignId, { lock: 'read' })
  const partner = await holdPartner(ctx, partnerId)
  await oneAtATime(ctx, 'link', campaignId, partner.id)
  const known = await tryFindIn(ctx, campaignId, partner.id)
  if (!known && campaign.status === 'ENDED') throw campaignEnded()
  if (!known && partner.isArchived) throw partnerArchived()
  const link = known ?? (await insert(ctx, campaignId, partner))
  const isAdded = known !== undefined && alias !== undefined && (await addToKnown(ctx, known, alias))
  if (!known && alias !== undefined && !(await takeCode(ctx, link, alias))) throw codeTaken()
  if (!known) await ctx.announce('link_changed', link)
  const output = await readLink(ctx, link)
  const { code, aliases } = output
  const about = { subjectId: link, partnerId: partner.id, before: null }
  const after = { campaignId, partnerId: partner.id, code, aliases }
  const made = known ? [] : [{ ...about, type: 'links.create', after }]
  const added = isAdded ? [{ ...about, type: 'links.add-alias', after: { alias } }] : []
  return { output, isNew: !known, changes: [...made, ...added] }
}

async function addToKnown(ctx: Context, linkId: string, alias: string): Promise<boolean> {
  await lockLink(ctx, linkId)
  return await addAlias(ctx, linkId, alias)
}

/** The partner's link in the campaign: its own, else the first of those of partners merged into it. */
async function tryFindIn(ctx: Context, campaignId: string, partnerId: string): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    select id from affiliate_link
    where organisation_id = ${ctx.organisationId} and campaign_id = ${campaignId} and partner_id = any(${await findPartnerFamily(ctx, partnerId)})
    order by partner_id <> ${partnerId}, id limit 1`.execute(ctx.db)
  return rows[0]?.id
}

async function insert(ctx: Context, campaignId: string, partner: { id: string; name: string }): Promise<string> {
  const id = ctx.newId('lnk')
  const code = newCode(partner.name)
  await sql`
    insert into affiliate_link (organisation_id, id, campaign_id, partner_id, code, created_at, updated_at)
    values (${ctx.organisationId}, ${id}, ${campaignId}, ${partner.id}, ${code}, ${ctx.now()}, ${ctx.now()})`.execute(
    ctx.db,
  )
  await takeSome(ctx, { id, code, name: partner.name })
  return id
}

type Fresh = { id: string; code: string; name: string }

/** Chance may give a code that somebody has. */
async function takeSome(ctx: Context, { id, code, name }: Fresh): Promise<void> {
  if (await takeCode(ctx, id, code)) return
  const another = newCode(name)
  await sql`update affiliate_link set code = ${another} where organisation_id = ${ctx.organisationId} and id = ${id}`.execute(
    ctx.db,
  )
  await takeSome(ctx, { id, code: another, name })
}
