import { sql } from 'kysely'
import type { Context } from '#/kernel/context.ts'
import type { Job, JobContext } from '#/platform/jobs/job.ts'
import { sendMail } from './queue.ts'
import { openSmtp, type Smtp, type SmtpSettings } from './smtp.ts'

const mostAttempts = 10
const lanes = 4
const minuteMs = 60_000
/** Longer than any sending takes: then the node that had it is dead, and another sends it. */
const leaseMs = 15 * minuteMs

type Claimed = { id: string; recipient: string; subject: string; body: string; attempts: number }

/** Sends what is due. Without an SMTP server it only says to whom it would have written. */
export const sendMailJob = ({ smtpUrl, mailFrom }: Partial<SmtpSettings> & Pick<SmtpSettings, 'mailFrom'>): Job => ({
  name: sendMail,
  cron: '* * * * *',
  async run(ctx) {
    const organisations = await findOrganisationsWithDueMail(ctx)
    if (!organisations.length) return
    if (smtpUrl === undefined) {
      for (const id of organisations) await holdAll(ctx.in(id), ctx)
      return
    }
    using smtp = await openSmtp({ smtpUrl, mailFrom }, lanes)
    for (const id of organisations) await sendAll(ctx.in(id), ctx, smtp)
  },
})

async function findOrganisationsWithDueMail({ db, now }: JobContext): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select distinct organisation_id as id from mail where state = 'queued' and due_at <= ${now()} order by id
  `.execute(db)
  return rows.map(({ id }) => id)
}

async function holdAll(ctx: Context, { log }: JobContext): Promise<void> {
  const { rows } = await sql<{ id: string; recipient: string }>`
    update mail set state = 'held' where organisation_id = ${ctx.organisationId} and state = 'queued' returning id, recipient
  `.execute(ctx.db)
  for (const { id, recipient } of rows) {
    log.info({ mail: id, to: recipient }, 'SMTP_URL is not set, so a mail is not sent; `symbolon mail show` shows it')
  }
}

async function sendAll(ctx: Context, job: JobContext, smtp: Smtp): Promise<void> {
  const lane = async () => {
    for (let mail = await claim(ctx, job); mail; mail = await claim(ctx, job)) await sendOne(ctx, job, { mail, smtp })
  }
  await Promise.all(Array.from({ length: lanes }, lane))
}

/** Takes one mail that no other node has, for the length of the lease. */
async function claim(ctx: Context, { signal }: JobContext): Promise<Claimed | undefined> {
  if (signal.aborted) return undefined
  const now = ctx.now()
  const { rows } = await sql<Claimed>`
    with due as materialized (
      select id from mail where organisation_id = ${ctx.organisationId} and state = 'queued' and due_at <= ${now}
      order by due_at limit 1 for update skip locked
    )
    update mail set attempts = attempts + 1, due_at = ${later(now, leaseMs)}
    from due where organisation_id = ${ctx.organisationId} and mail.id = due.id
    returning mail.id, recipient, subject, body, attempts
  `.execute(ctx.db)
  return rows[0]
}

async function sendOne(ctx: Context, { log }: JobContext, { mail, smtp }: { mail: Claimed; smtp: Smtp }) {
  const { id, recipient: to, subject, body: text, attempts } = mail
  const error = await smtp.send({ id, to, subject, text }).then(
    () => undefined,
    (error: Error & { code?: string; responseCode?: number }) => error,
  )
  if (!error) return await noteSent(ctx, id)
  const isLast = attempts >= mostAttempts
  // A server may repeat what it refuses, so its words are kept beside the mail and not logged.
  const { code, responseCode } = error
  log.warn(
    { mail: id, attempts, code, responseCode },
    `a mail was not sent; ${isLast ? 'it is given up' : 'it is sent again later'}`,
  )
  await noteFailure(ctx, mail, { error: error.message, isLast })
}

async function noteSent(ctx: Context, id: string): Promise<void> {
  await sql`
    update mail set state = 'sent', sent_at = ${ctx.now()}, body = null, error = null
    where organisation_id = ${ctx.organisationId} and id = ${id} and state <> 'sent'
  `.execute(ctx.db)
}

type Failure = { error: string; isLast: boolean }

async function noteFailure(ctx: Context, { id, attempts }: Claimed, { error, isLast }: Failure): Promise<void> {
  const due = later(ctx.now(), minuteMs * 2 ** (attempts - 1))
  await sql`
    update mail set state = ${isLast ? 'failed' : 'queued'}, due_at = ${due}, error = ${error.slice(0, 500)}
    where organisation_id = ${ctx.organisationId} and id = ${id} and state = 'queued' and attempts = ${attempts}
  `.execute(ctx.db)
}

const later = (now: Date, ms: number) => new Date(now.getTime() + ms)
