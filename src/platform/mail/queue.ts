import { sql } from 'kysely'
import type { Context } from '#/kernel/context.ts'
import { wakeJob } from '#/platform/jobs/job.ts'

export type NewMail = {
  /** One address. */
  to: string
  subject: string
  /** Plain text. It may hold a one-time link: it is never logged, and is gone when it was sent. */
  text: string
}

export const sendMail = 'mail.send'

/** RFC 2606 gives `.example` to nobody: what is written there is kept for the operator to read. */
const reachesNobody = (to: string) => /[@.]example$/i.test(to)

/**
 * Queues a mail in the command's transaction: it is sent soon after the commit, and never when there is none.
 *
 * It is sent at least once: a node that dies between the sending and its note of it leaves a mail that is sent again, under
 * the same Message-ID. Returns its id.
 */
export async function queueMail(ctx: Context, { to, subject, text }: NewMail): Promise<string> {
  const [id, now] = [ctx.newId('mail'), ctx.now()]
  const state = reachesNobody(to) ? 'held' : 'queued'
  await sql`
    insert into mail (organisation_id, id, recipient, subject, body, state, due_at, created_at)
    values (${ctx.organisationId}, ${id}, ${to}, ${subject}, ${text}, ${state}, ${now}, ${now})
  `.execute(ctx.db)
  await wakeJob(ctx, sendMail)
  return id
}
