import { sql } from 'kysely'
import { z } from 'zod'
import type { Context } from '../kernel/context.ts'
import { refusal } from '../kernel/error.ts'
import { DateTime } from '../kernel/time.ts'
import { command, query } from '../kernel/verb.ts'
import { partnerApi } from '../platform/http/contracts/partner-api.ts'
import { wakeJob } from '../platform/jobs/job.ts'
import { referral } from './people.ts'
import { companies, renamed, twin } from './programme.ts'
import { type DemoRun, tryFindRun } from './tables.ts'

export const demoJobName = 'demo.fill'

/** How many changes the story makes, about: enough for a bar that moves. */
export const storyLength = 1_060

const Demo = z
  .strictObject({
    state: z.enum(['NONE', 'RUNNING', 'DONE', 'FAILED']).meta({
      description: 'NONE: nobody asked for it. A run that FAILED goes on where it was when it is asked for again.',
    }),
    percent: z.int().min(0).max(100),
    startedAt: DateTime.nullable(),
    finishedAt: DateTime.nullable(),
  })
  .meta({
    id: 'Demo',
    examples: [{ state: 'RUNNING', percent: 40, startedAt: '2026-02-03T09:30:00.000Z', finishedAt: null }],
  })

const partnersThere = refusal(
  'conflict',
  'PARTNERS_EXIST',
  'The organisation has partners of its own. The invented programme is for an empty one.',
)
const demoThere = refusal('conflict', 'DEMO_EXISTS', 'The invented programme is there already, or being made.')

const getDemo = query({
  name: 'demo.get',
  may: 'admin',
  summary: 'Get the state of the invented programme',
  input: z.strictObject({}),
  output: Demo,
  run: async (ctx) => toDemo(await tryFindRun(ctx)),
})

const startDemo = command({
  name: 'demo.start',
  may: 'admin',
  creates: true,
  summary: 'Fill the organisation with an invented programme',
  description:
    'Makes partners, links, sales, payouts and people of eight months, in the background. `GET /api/v1/demo` tells how far it is. An organisation with partners of its own is left alone.',
  input: z.strictObject({}),
  output: Demo,
  refuses: [partnersThere, demoThere],
  async run(ctx) {
    if (await hasOwnPartners(ctx)) throw partnersThere()
    const { rows } = await sql`
      insert into demo_run (organisation_id, state, done, total, started_at)
      values (${ctx.organisationId}, 'RUNNING', 0, ${storyLength}, ${ctx.now()})
      on conflict (organisation_id) do update set state = 'RUNNING', done = 0, started_at = excluded.started_at
      where demo_run.state = 'FAILED'
      returning state`.execute(ctx.db)
    if (!rows.length) throw demoThere()
    await wakeJob(ctx, demoJobName)
    const changes = [{ subjectId: ctx.organisationId, before: null, after: { demo: true } }]
    return { output: toDemo(await tryFindRun(ctx)), changes }
  },
})

const invented = [...companies, twin, ...referral.brought]
const domains = invented.map(({ domain }) => domain)
const names = [...invented.map(({ name }) => name), renamed.from]

async function hasOwnPartners(ctx: Context): Promise<boolean> {
  const { rows } = await sql`
    select from partner where organisation_id = ${ctx.organisationId}
      and coalesce(domain <> all(${domains}::text[]), true) and name <> all(${names}::text[]) limit 1`.execute(ctx.db)
  return rows.length > 0
}

function toDemo(run: DemoRun | undefined) {
  if (!run) return { state: 'NONE' as const, percent: 0, startedAt: null, finishedAt: null }
  const percent = run.state === 'DONE' ? 100 : Math.min(99, Math.floor((run.done * 100) / run.total))
  return {
    state: run.state,
    percent,
    startedAt: run.startedAt.toISOString(),
    finishedAt: run.finishedAt?.toISOString() ?? null,
  }
}

export const demoRoutes = partnerApi({ name: 'Demo', description: 'An invented programme, to look around in.' }, [
  ['GET', '/api/v1/demo', getDemo],
  ['POST', '/api/v1/demo', startDemo],
])
