import type { Context } from '#/kernel/context.ts'
import { firstIdAt } from '#/kernel/id.ts'
import type { Job } from '#/platform/jobs/job.ts'
import { sql } from '#/platform/database/sql.ts'

const monthsAhead = 2

/** Looks each day whether this month and the next ones have their partitions. */
export const makeClickPartitionsJob: Job = {
  name: 'clicks.make-partitions',
  cron: '41 2 * * *',
  resumes: true,
  run: (job) => makeClickPartitions(job),
}

/** Sees that clicks of this month and the next ones have a partition each, on any number of nodes at once. */
export async function makeClickPartitions({ db, now }: Pick<Context, 'db' | 'now'>): Promise<void> {
  const time = now()
  for (let ahead = 0; ahead <= monthsAhead; ahead += 1) {
    const begin = monthOf(time, ahead)
    const name = `click_${begin.toISOString().slice(0, 7).replace('-', '_')}`
    if (!(await isThere(db, name))) await makePartition(db, { name, begin, end: monthOf(time, ahead + 1) })
  }
}

const monthOf = (time: Date, ahead: number) => new Date(Date.UTC(time.getUTCFullYear(), time.getUTCMonth() + ahead, 1))

async function isThere(db: Context['db'], name: string): Promise<boolean> {
  const { rows } = await sql<{ is_there: boolean }>`select to_regclass(${name}) is not null as is_there`.execute(db)
  return rows[0]?.is_there ?? false
}

type Partition = { name: string; begin: Date; end: Date }

/**
 * Makes a table and attaches it, which locks the partition for what belongs nowhere, and nothing that visits write to;
 * what that holds of this month moves over. It waits for no long report: then the next look makes it.
 */
async function makePartition(db: Context['db'], { name, begin, end }: Partition): Promise<void> {
  const [from, to] = [firstIdAt('clk', begin), firstIdAt('clk', end)]
  await db.transaction().execute(async (inside) => {
    const run = (text: string) => sql.raw(text).execute(inside)
    await run(`set local lock_timeout = '2s'`)
    // Whoever waits here sees afterwards what the other one made.
    await run('lock table click_default in access exclusive mode')
    if (await isThere(inside, name)) return
    await run(`create table ${name} (like click including constraints including defaults)`)
    const strays = `delete from click_default where id >= '${from}' and id < '${to}' returning *`
    await run(`with strays as (${strays}) insert into ${name} select * from strays`)
    await run(`alter table click attach partition ${name} for values from ('${from}') to ('${to}')`)
  })
}
