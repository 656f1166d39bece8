import { z } from 'zod'
import type { Context } from '#/kernel/context.ts'
import { DateTime } from '#/kernel/time.ts'
import { firstIdAt, timeOfId } from '#/kernel/id.ts'
import { Reference } from '#/kernel/text.ts'
import { query } from '#/kernel/verb.ts'
import { sql } from '#/platform/database/sql.ts'
import { Reason } from '../conversions/explanation.ts'
import { CampaignInPath, campaignNotFound, exampleId } from './campaign.ts'
import { findCampaign } from './queries.ts'

const seenDays = 30
const clickMinutes = 10
const mostLookedAt = 500

const Installation = z
  .strictObject({
    since: DateTime.meta({ description: `Reports from then on: the last ${seenDays} days.` }),
    reporters: z
      .array(
        z.strictObject({
          reportedBy: z.enum(['SERVER', 'SITE']),
          origin: z.string().nullable().meta({
            description: 'Of a page, as its browser told; null for servers, and for browsers that tell none.',
          }),
          recorded: z.int(),
          ignored: z.int(),
          lastAt: DateTime,
          lastReason: Reason.nullable().meta({
            description: 'Why the last report was ignored; null: it was recorded.',
          }),
        }),
      )
      .meta({
        description: `Who has reported, the latest first, of the ${mostLookedAt} latest conversions and attempts. Repeats leave no trace.`,
      }),
    lastClickAt: DateTime.nullable().meta({
      description: `The last visit of the link that was asked for, within ${clickMinutes} minutes.`,
    }),
  })
  .meta({
    id: 'CampaignInstallation',
    examples: [
      {
        since: '2026-03-14T10:00:00.000Z',
        reporters: [
          {
            reportedBy: 'SITE',
            origin: 'https://www.example.com',
            recorded: 12,
            ignored: 1,
            lastAt: '2026-04-13T10:00:00.000Z',
            lastReason: null,
          },
        ],
        lastClickAt: null,
      },
    ],
  })
type Reporter = z.infer<typeof Installation>['reporters'][number]

export const getInstallation = query({
  name: 'campaigns.installation',
  may: 'affiliate:read',
  summary: 'See whether a campaign is installed',
  description:
    'Which pages and servers have reported lately, and what became of it; with `linkId`, also when that link was visited last. A page that has reported nothing yet is not seen.',
  input: z.strictObject({
    id: CampaignInPath,
    linkId: Reference.optional().meta({ description: 'A link whose visits are watched.' }),
  }),
  output: Installation,
  refuses: [campaignNotFound],
  example: { id: exampleId },
  async run(ctx, { id, linkId }) {
    await findCampaign(ctx, id)
    const since = new Date(ctx.now().getTime() - seenDays * dayMs)
    const [reporters, lastClickAt] = [await reportersOf(ctx, id, since), await lastClickOf(ctx, linkId)]
    return { since: since.toISOString(), reporters, lastClickAt }
  },
})

const dayMs = 86_400_000

async function reportersOf(ctx: Context, campaignId: string, since: Date): Promise<Reporter[]> {
  const said = sql`explanation->>'reportedBy' as "reportedBy", explanation->>'origin' as origin`
  const { rows } = await sql<Omit<Reporter, 'lastAt'> & { lastAt: Date }>`
    select "reportedBy", origin, count(*) filter (where reason is null)::integer as recorded, count(reason)::integer as ignored,
      max(created_at) as "lastAt", (array_agg(reason order by created_at desc, id desc))[1] as "lastReason"
    from (
      (select id, ${said}, created_at, null as reason from conversion
        where organisation_id = ${ctx.organisationId} and campaign_id = ${campaignId} and id >= ${firstIdAt('cnv', since)}
        order by id desc limit ${sql.lit(mostLookedAt)})
      union all
      (select id, ${said}, created_at, reason from conversion_attempt
        where organisation_id = ${ctx.organisationId} and campaign_id = ${campaignId} and id >= ${firstIdAt('cva', since)}
        order by id desc limit ${sql.lit(mostLookedAt)})
    ) seen group by "reportedBy", origin order by "lastAt" desc`.execute(ctx.db)
  return rows.map((row) => ({ ...row, lastAt: row.lastAt.toISOString() }))
}

async function lastClickOf(ctx: Context, linkId: string | undefined): Promise<string | null> {
  if (linkId === undefined) return null
  const from = firstIdAt('clk', new Date(ctx.now().getTime() - clickMinutes * 60_000))
  const { rows } = await sql<{ id: string | null }>`
    select max(id) as id from click where organisation_id = ${ctx.organisationId} and id >= ${from} and link_id = ${linkId}`.execute(
    ctx.db,
  )
  const id = rows[0]?.id ?? null
  return id && timeOfId(id).toISOString()
}
