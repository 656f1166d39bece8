import { sql } from 'kysely'
import type { Context } from '../kernel/context.ts'
import type { Job, JobContext } from '../platform/jobs/job.ts'
import { fillWithDemo } from './fill.ts'
import { demoJobName } from './verbs.ts'

/** Plays every demo that was asked for and is not whole; one that a kill broke off is played to its end. */
export const fillDemos: Job = {
  name: demoJobName,
  cron: '* * * * *',
  resumes: true,
  timeoutSeconds: 3600,
  async run(job) {
    const { rows } = await sql<{ organisationId: string }>`
      select organisation_id as "organisationId" from demo_run where state = 'RUNNING' order by organisation_id`.execute(
      job.db,
    )
    for (const { organisationId } of rows) if (!job.signal.aborted) await fill(job, job.in(organisationId))
  },
}

/** One node plays it: the others pass while it holds the run. */
async function fill(job: JobContext, ctx: Context): Promise<void> {
  await job.db.connection().execute(async (own) => {
    const lock = `demo ${ctx.organisationId}`
    const { rows } = await sql<{ isMine: boolean }>`
      select pg_try_advisory_lock(hashtextextended(${lock}, 0)) as "isMine"`.execute(own)
    if (!rows[0]?.isMine) return
    try {
      await play(job, ctx)
    } finally {
      await sql`select pg_advisory_unlock(hashtextextended(${lock}, 0))`.execute(own)
    }
  })
}

async function play(job: JobContext, ctx: Context): Promise<void> {
  let done = 0
  const count = async () => {
    done += 1
    job.signal.throwIfAborted()
    if (done % 25 === 0) await note(ctx, { state: 'RUNNING', done })
  }
  try {
    await fillWithDemo(ctx, count)
    await note(ctx, { state: 'DONE', done })
  } catch (error) {
    if (job.signal.aborted) return
    await note(ctx, { state: 'FAILED', done })
    throw error
  }
}

async function note(ctx: Context, { state, done }: { state: string; done: number }): Promise<void> {
  const finished = state === 'RUNNING' ? null : ctx.now()
  await sql`
    update demo_run set state = ${state}, done = ${done}, finished_at = ${finished}
    where organisation_id = ${ctx.organisationId}`.execute(ctx.db)
}
