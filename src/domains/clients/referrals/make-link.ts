import { z } from 'zod'
import { refusal } from '#/kernel/error.ts'
import { command } from '#/kernel/verb.ts'
import { holdOnboarding, makeOnboardingUrl } from './onboarding.ts'
import { findSubPartnerId, referralKeys } from './referrer.ts'
import { examplePartnerId, partnerNotFound, SubPartnerInPath, SubPartnerResponse } from './sub-partner.ts'

export const alreadyOnboarded = refusal('conflict', 'ALREADY_ONBOARDED', 'The partner has completed onboarding')

export const makeSubPartnerLink = command({
  name: 'sub-partners.make-link',
  may: 'clients:write',
  opensTo: referralKeys,
  returnsSecret: true,
  summary: 'Make an onboarding link',
  description: 'Whoever opens the link becomes the owner of the sub-partner. Links made earlier go on working.',
  input: z.object({ partner_id: SubPartnerInPath }),
  output: SubPartnerResponse,
  refuses: [partnerNotFound, alreadyOnboarded],
  example: { partner_id: examplePartnerId },
  async run(ctx, { partner_id }) {
    const partner = await holdOnboarding(ctx, await findSubPartnerId(ctx, partner_id))
    if (!partner) throw partnerNotFound()
    if (partner.isOnboarded) throw alreadyOnboarded()
    const { id: partnerId, name } = partner
    const onboardingUrl = await makeOnboardingUrl(ctx, partnerId)
    return {
      output: { partnerId, name, onboardingUrl, clients: null },
      changes: [{ subjectId: partnerId, partnerId, before: null, after: null }],
    }
  },
})
