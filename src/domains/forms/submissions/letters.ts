import type { Context } from '#/kernel/context.ts'
import { queueMail } from '#/platform/mail/queue.ts'

type Decision = {
  to: string | null
  formName: string
  status: 'ACCEPTED' | 'RETURNED' | 'DECLINED'
  reason: string | null
}

const words = {
  ACCEPTED: { subject: 'was accepted', text: 'was accepted.' },
  RETURNED: { subject: 'needs a change', text: 'was returned to you. Please correct it and send it again.' },
  DECLINED: { subject: 'was declined', text: 'was declined.' },
} as const

/** Tells whoever submitted a form what was decided, where an address is known. */
export async function writeDecision(ctx: Context, { to, formName, status, reason }: Decision): Promise<void> {
  if (to === null) return
  const { subject, text } = words[status]
  const sentences = [`What you submitted to “${formName}” ${text}`, ...(reason === null ? [] : [`Why: ${reason}`])]
  await queueMail(ctx, { to, subject: `${formName}: your submission ${subject}`, text: sentences.join('\n\n') })
}
