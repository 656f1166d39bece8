import { sql } from 'kysely'
import type { Context } from '#/kernel/context.ts'
import { wakeJob } from '#/platform/jobs/job.ts'
import { sendMail } from './queue.ts'

/**
 * A mail as the operator sees it. `held` for want of an SMTP server, or of anybody who could get it; `failed` after the last
 * attempt; its body is null once it was sent.
 */
export type Mail = {
  id: string
  recipient: string
  subject: string
  body: string | null
  state: 'queued' | 'held' | 'sent' | 'failed'
  attempts: number
  error: string | null
  createdAt: Date
}

const columns = sql.raw('id, recipient, subject, state, attempts, error, created_at as "createdAt"')

/** An organisation's latest mails, the newest first, without their bodies. */
export async function listMail(ctx: Context, limit: number): Promise<Omit<Mail, 'body'>[]> {
  const { rows } = await sql<Omit<Mail, 'body'>>`
    select ${columns} from mail where organisation_id = ${ctx.organisationId} order by id desc limit ${limit}
  `.execute(ctx.db)
  return rows
}

export async function tryFindMail(ctx: Context, id: string): Promise<Mail | undefined> {
  const { rows } = await sql<Mail>`
    select ${columns}, body from mail where organisation_id = ${ctx.organisationId} and id = ${id}
  `.execute(ctx.db)
  return rows[0]
}

/** The latest mail to an address. */
export async function tryFindMailTo(ctx: Context, recipient: string): Promise<Mail | undefined> {
  const { rows } = await sql<Mail>`
    select ${columns}, body from mail where organisation_id = ${ctx.organisationId} and recipient = ${recipient}
    order by id desc limit 1
  `.execute(ctx.db)
  return rows[0]
}

/** Queues a mail anew that was held or given up. Returns whether there was such a one. */
export async function resendMail(ctx: Context, id: string): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update mail set state = 'queued', due_at = ${ctx.now()}, attempts = 0
    where organisation_id = ${ctx.organisationId} and id = ${id} and state in ('held', 'failed')
  `.execute(ctx.db)
  await wakeJob(ctx, sendMail)
  return numAffectedRows === 1n
}
