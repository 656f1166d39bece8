import { z } from 'zod'
import { partnerArchived } from '#/domains/commissions/index.ts'
import { moveSubmission } from '#/domains/forms/index.ts'
import { examplePartnerId, findPartnerId, partnerNotFound } from '#/domains/partners/index.ts'
import type { Context } from '#/kernel/context.ts'
import { DomainError, invalidField } from '#/kernel/error.ts'
import { Reference, text } from '#/kernel/text.ts'
import { command } from '#/kernel/verb.ts'
import { movedAt } from '#/platform/database/moved-at.ts'
import { sql } from '#/platform/database/sql.ts'
import { linkNotFound } from '#/domains/affiliate/links/link.ts'
import { holdPartner } from '#/domains/affiliate/partner.ts'
import type { LinkRow } from '#/domains/affiliate/tables.ts'
import { keepSteps } from '../change.ts'
import {
  Conversion,
  ConversionInPath,
  conversionNotFound,
  type ConversionRecord,
  exampleId,
  toConversion,
  wrongStatus,
} from '../conversion.ts'
import { findConversion, holdConversion } from '../queries.ts'
import { moveCommission } from './move-commission.ts'

export const reattributeConversion = command({
  name: 'conversions.reattribute',
  may: 'affiliate:manage',
  summary: 'Give a conversion to another partner',
  description:
    'Its commission goes from the one to the other: the line of the one is voided, or taken back by a line below zero where it is paid, and the other gets a line of its own for what was left of it. A commission plan reckons anew, by the rates of the other partner. Whose it was before stays in the history. Named by partner, or by a link of the campaign. One that stands so already is left as it is.',
  input: z
    .strictObject({
      id: ConversionInPath,
      partnerId: Reference.optional().meta({
        description: 'Our id or the CRM `externalId`.',
        examples: [examplePartnerId],
      }),
      linkId: Reference.optional().meta({ description: 'A link of the same campaign: to its partner.' }),
      reason: text(1, 2000),
    })
    .superRefine(({ partnerId, linkId }, context) => {
      if ((partnerId === undefined) !== (linkId === undefined)) return
      context.addIssue({ code: 'custom', path: ['partnerId'], message: 'Give either a partnerId or a linkId.' })
    }),
  output: Conversion,
  refuses: [conversionNotFound, partnerNotFound, linkNotFound, wrongStatus],
  example: { id: exampleId, partnerId: examplePartnerId, reason: 'They introduced the customer in March.' },
  async run(ctx, { id, reason, ...given }) {
    const was = await holdConversion(ctx, id)
    const to = await findHolder(ctx, was, given)
    refuseDeclined(was)
    if (was.holder_id === to.partnerId && was.link_id === to.linkId) return { output: toConversion(was), changes: [] }
    const moved = was.holder_id === to.partnerId ? undefined : await moveCommission(ctx, was, { ...to, reason })
    await give(ctx, was, { ...to, lineId: moved ? moved.lineId : was.commission_line_id })
    const lineIds = moved?.lineIds ?? []
    await keepSteps(ctx, [{ was, now: was.status, step: { action: 'REATTRIBUTED', reason, lineIds, to } }])
    const change = {
      subjectId: id,
      partnerId: to.partnerId,
      before: { partnerId: was.holder_id, linkId: was.link_id },
      after: { ...to, reason, lineIds },
    }
    return { output: toConversion(await findConversion(ctx, id)), changes: [change, ...(moved?.changes ?? [])] }
  },
})

export type Holder = { partnerId: string; linkId: string | null }

function refuseDeclined({ status }: ConversionRecord): void {
  const { kind, code } = wrongStatus
  if (status === 'declined') throw new DomainError(kind, code, 'This conversion is declined. Undo the decision first.')
}

type Given = { partnerId?: string | undefined; linkId?: string | undefined }

/** Who gets it, held against merging; by partner, through its link of the campaign where it has one. */
async function findHolder(ctx: Context, was: ConversionRecord, given: Given): Promise<Holder> {
  const link = given.linkId === undefined ? undefined : await findLink(ctx, given.linkId, was.campaign_id)
  const meant = link?.partner_id ?? (await findPartnerId(ctx, given.partnerId ?? '', 'partnerId'))
  const partner = await holdPartner(ctx, meant)
  if (partner.isArchived && partner.id !== was.holder_id) throw partnerArchived()
  return { partnerId: partner.id, linkId: link?.id ?? (await linkOf(ctx, was, partner.id)) }
}

async function findLink(ctx: Context, id: string, campaignId: string): Promise<LinkRow> {
  const { rows } = await sql<LinkRow>`
    select * from affiliate_link where organisation_id = ${ctx.organisationId} and id = ${id}`.execute(ctx.db)
  const [link] = rows
  if (!link) throw linkNotFound()
  if (link.campaign_id !== campaignId) throw invalidField('linkId', 'custom', 'This link is of another campaign.')
  return link
}

async function linkOf(ctx: Context, was: ConversionRecord, partnerId: string): Promise<string | null> {
  if (partnerId === was.holder_id) return was.link_id
  const { rows } = await sql<{ id: string }>`
    select id from affiliate_link
    where organisation_id = ${ctx.organisationId} and campaign_id = ${was.campaign_id} and partner_id = ${partnerId}`.execute(
    ctx.db,
  )
  return rows[0]?.id ?? null
}

async function give(ctx: Context, was: ConversionRecord, to: Holder & { lineId: string | null }): Promise<void> {
  await sql`
    update conversion v set partner_id = ${to.partnerId}, link_id = ${to.linkId}, commission_line_id = ${to.lineId}, attributed_by = 'PERSON',
      attributed_click_id = null, updated_at = ${movedAt(ctx, 'v.updated_at')}
    where v.organisation_id = ${ctx.organisationId} and v.id = ${was.id}`.execute(ctx.db)
  await moveSubmission(ctx, was.form_submission_id, to.partnerId)
}
