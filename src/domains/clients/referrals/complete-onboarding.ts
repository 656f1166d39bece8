import { z } from 'zod'
import { joinAsVisitor } from '#/domains/partners/index.ts'
import type { Context } from '#/kernel/context.ts'
import { text } from '#/kernel/text.ts'
import { command } from '#/kernel/verb.ts'
import { recordEvents } from '#/platform/events.ts'
import { email } from '#/platform/http/contracts/detail/values.ts'
import { loginUrl } from '../letters.ts'
import { type LiveLink, LinkToken, tryFindLink, useLink } from '../one-time-link.ts'
import { hashPassword, Password } from '../users/password.ts'
import { holdOnboarding, isOpen, linkInvalid, type Onboarding } from './onboarding.ts'
import { userExists } from '../users/user.ts'
import { addOwner } from './owner.ts'
import { examplePartnerId } from './sub-partner.ts'

const event = 'onboarding.complete'

export const completeOnboarding = command({
  name: event,
  may: 'public',
  creates: true,
  summary: 'Complete onboarding',
  description: 'Whoever has the link becomes the active owner of the partner. All links of the partner are dead then.',
  input: z.object({
    token: LinkToken,
    email: email({ hasDomain: true }),
    firstName: text(1, 255),
    lastName: text(1, 255),
    password: Password.nullish().meta({ description: 'Without it the first sign-in asks for one.' }),
  }),
  output: z.strictObject({ partnerId: z.string(), loginUrl: z.string() }).meta({
    id: 'OnboardingCompleteResponse',
    examples: [{ partnerId: examplePartnerId, loginUrl: 'https://portal.example.com/login' }],
  }),
  refuses: [linkInvalid, userExists],
  example: {
    token: 'n0G9W8uw8de9puyHB9d3xvE_pg3mKBxfeN4_YYsakj8',
    email: 'owner@ledgerline.example.com',
    firstName: 'Alex',
    lastName: 'Sample',
  },
  async run(stranger, { token, password, ...person }) {
    const link = await tryFindLink(stranger, 'ONBOARDING', token)
    if (!link) throw linkInvalid()
    const ctx = { ...stranger, organisationId: link.organisationId }
    // Before anything is locked: it takes a while.
    const passwordHash = password ? await hashPassword(password) : null
    const partner = await takeUp(ctx, link, token)
    const owner = await addOwner(ctx, { partnerId: partner.id, ...person, passwordHash })
    const name = `${person.firstName} ${person.lastName}`.slice(0, 200)
    await joinAsVisitor(ctx, partner.id, { email: person.email, name, isLimited: false })
    const change = { subjectId: partner.id, partnerId: partner.id, before: null, after: { userId: owner.id } }
    await recordEvents(ctx, event, [change, owner.change])
    return { output: { partnerId: partner.id, loginUrl: loginUrl(ctx) }, changes: [] }
  },
})

/** Uses the link up, and with it all others of the partner. */
async function takeUp(ctx: Context, { partnerId }: LiveLink, token: string): Promise<Onboarding> {
  const partner = await holdOnboarding(ctx, partnerId)
  if (!isOpen(partner) || !(await useLink(ctx, 'ONBOARDING', token))) throw linkInvalid()
  return partner
}
