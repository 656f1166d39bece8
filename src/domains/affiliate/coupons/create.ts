import { z } from 'zod'
import { partnerArchived } from '#/domains/commissions/index.ts'
import { examplePartnerId, findPartnerId, partnerNotFound } from '#/domains/partners/index.ts'
import type { Context } from '#/kernel/context.ts'
import { Reference } from '#/kernel/text.ts'
import { command } from '#/kernel/verb.ts'
import { sql } from '#/platform/database/sql.ts'
import { campaignEnded, CampaignInPath, campaignNotFound, exampleId } from '../campaigns/campaign.ts'
import { findCampaign } from '../campaigns/queries.ts'
import { newCode } from '../links/codes.ts'
import { type HeldPartner, holdPartner } from '../partner.ts'
import { Coupon, CouponCode, couponCodeTaken } from './coupon.ts'
import { readCoupon, tryFindByCode } from './queries.ts'

export const createCoupon = command({
  name: 'coupons.create',
  may: 'affiliate:manage',
  creates: true,
  mayFind: true,
  summary: 'Give a partner a coupon in a campaign',
  description:
    'A code that a buyer tells instead of clicking: a conversion that a server reports with it is the partner’s. A code that the partner has in the campaign already is answered as it is.',
  input: z.strictObject({
    id: CampaignInPath,
    partnerId: Reference.meta({ description: 'Our id or the CRM `externalId`.' }),
    code: CouponCode.optional().meta({
      description: 'Unique in the organisation, whatever its case. Default: one is made from the partner’s name.',
    }),
  }),
  output: Coupon,
  refuses: [campaignNotFound, partnerNotFound, campaignEnded, couponCodeTaken],
  example: { id: exampleId, partnerId: examplePartnerId, code: 'LARKSPUR20' },
  async run(ctx, { id: campaignId, partnerId, code }) {
    const campaign = await findCampaign(ctx, campaignId, { lock: 'read' })
    const partner = await holdPartner(ctx, await findPartnerId(ctx, partnerId, 'partnerId'))
    if (campaign.status === 'ENDED') throw campaignEnded()
    if (partner.isArchived) throw partnerArchived()
    const id = await make(ctx, { campaignId, partner, code })
    if (id === undefined) {
      const known = code === undefined ? undefined : await tryFindByCode(ctx, code)
      const isSame = known?.campaign_id === campaignId && known.partner_id === partner.id && known.ended_at === null
      if (!isSame) throw couponCodeTaken()
      return { output: await readCoupon(ctx, known.id), isNew: false, changes: [] }
    }
    const output = await readCoupon(ctx, id)
    const after = { campaignId, partnerId: partner.id, code: output.code }
    return { output, changes: [{ subjectId: id, partnerId: partner.id, before: null, after }] }
  },
})

type NewCoupon = { campaignId: string; partner: HeldPartner; code: string | undefined }

/** The coupon's id; undefined where the code that was asked for is taken. Chance may give a taken one: then another. */
async function make(ctx: Context, coupon: NewCoupon): Promise<string | undefined> {
  const { campaignId, partner, code } = coupon
  const id = ctx.newId('cpn')
  const { rows } = await sql`
    insert into coupon (organisation_id, id, campaign_id, partner_id, code, created_at)
    values (${ctx.organisationId}, ${id}, ${campaignId}, ${partner.id}, ${code ?? newCode(partner.name).toUpperCase()}, ${ctx.now()})
    on conflict (organisation_id, code) do nothing returning id`.execute(ctx.db)
  if (rows.length) return id
  return code === undefined ? await make(ctx, coupon) : undefined
}
