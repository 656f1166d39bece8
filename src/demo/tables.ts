import { sql } from 'kysely'
import type { Context } from '../kernel/context.ts'

export type DemoRun = {
  state: 'RUNNING' | 'DONE' | 'FAILED'
  done: number
  total: number
  startedAt: Date
  finishedAt: Date | null
}

/** How far the organisation's demo is; undefined where nobody asked for one. */
export async function tryFindRun(ctx: Context): Promise<DemoRun | undefined> {
  const { rows } = await sql<DemoRun>`
    select state, done, total, started_at as "startedAt", finished_at as "finishedAt"
    from demo_run where organisation_id = ${ctx.organisationId}`.execute(ctx.db)
  return rows[0]
}
