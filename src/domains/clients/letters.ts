import type { Context } from '#/kernel/context.ts'
import { queueMail } from '#/platform/mail/queue.ts'
import { linkLifeDays } from './one-time-link.ts'

export const onboardingUrl = (ctx: Context, token: string) => `${ctx.portalUrl}/onboarding?token=${token}`
export const loginUrl = (ctx: Context) => `${ctx.portalUrl}/login`

type Invitation = { to: string; partnerName: string; token: string }

/** Asks a person to join a partner's users: by a link that works once. */
export async function writeInvitation(ctx: Context, { to, partnerName, token }: Invitation): Promise<void> {
  await queueMail(ctx, {
    to,
    subject: `You are invited to ${partnerName}`,
    text: [
      `${partnerName} invites you to its partner account.`,
      `Open this link to join. It works once, and for ${linkLifeDays} days:`,
      `${ctx.portalUrl}/invitation?token=${token}`,
      'If you did not expect this, do nothing: without the link nobody can join in your name.',
    ].join('\n\n'),
  })
}
