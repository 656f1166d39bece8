import { z } from 'zod'
import { query } from '#/kernel/verb.ts'
import { LinkToken, tryFindLink } from '../one-time-link.ts'
import { isOpen, tryReadOnboarding } from './onboarding.ts'

export const validateOnboardingLink = query({
  name: 'onboarding.validate',
  may: 'public',
  summary: 'Look at an onboarding link',
  description: 'Says whether the link works, and whose it is. Of one that does not work it says nothing else.',
  input: z.object({ token: LinkToken }),
  output: z
    .strictObject({ valid: z.boolean(), partnerName: z.string().nullable() })
    .meta({ id: 'OnboardingValidateResponse', examples: [{ valid: true, partnerName: 'Ledgerline Advisors' }] }),
  example: { token: 'n0G9W8uw8de9puyHB9d3xvE_pg3mKBxfeN4_YYsakj8' },
  async run(ctx, { token }) {
    const link = await tryFindLink(ctx, 'ONBOARDING', token)
    const partner = link && (await tryReadOnboarding({ ...ctx, organisationId: link.organisationId }, link.partnerId))
    return isOpen(partner) ? { valid: true, partnerName: partner.name } : { valid: false, partnerName: null }
  },
})
