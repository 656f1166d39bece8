import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { mintToken } from '#/domains/affiliate/clicks/token.ts'
import type { Context } from '#/kernel/context.ts'
import { firstIdAt } from '#/kernel/id.ts'
import { sql } from '#/platform/database/sql.ts'
import { newCampaign, newLink } from './affiliate.ts'
import { callerOf, operatorIn, type Answer, type Server, type World, world } from './world.ts'

type Click = { at?: Date; visitor?: bigint; isRecorded?: boolean; sub1?: string }

/** A programme with one campaign, a partner and its link, and what is needed to click and to report. */
export async function programme(server: Server, campaignBody: Record<string, unknown> = {}) {
  const own = await world(server)
  const ctx = await operatorIn(server, own.organisation.id)
  const campaign = await newCampaign(own.admin, campaignBody)
  const link = await newLink(own.admin, { campaignId: campaign.id })
  return { ...own, server, ctx, campaign, link, ...reporter(server, own), click: clickOn(ctx) }
}
export type Programme = Awaited<ReturnType<typeof programme>>

/** Ids of one process never descend, so that those of earlier clicks are put together here. */
const idAt = (at: Date) => firstIdAt('clk', at).slice(0, -16) + randomBytes(8).toString('hex').toUpperCase()

/** Makes a click as a visit does, and gives its token. */
const clickOn =
  (ctx: Context) =>
  async (link: { id: string }, { at = new Date(), visitor, isRecorded = true, sub1 }: Click = {}): Promise<string> => {
    const clickId = idAt(at)
    if (isRecorded)
      await sql`
        insert into click (organisation_id, id, link_id, visitor, is_repeat, is_late, device, sub1)
        values (${ctx.organisationId}, ${clickId}, ${link.id}, ${(visitor ?? randomBytes(8).readBigInt64BE(0)).toString()}, false, false, 'DESKTOP', ${sub1 ?? null})`.execute(
        ctx.db,
      )
    return mintToken(ctx, { organisationId: ctx.organisationId, linkId: link.id, clickId, isRecorded })
  }

export const reportPath = '/api/v1/affiliate/conversions'

/** Reports from a server by the admin’s key, and from a page by a publishable one. */
const reporter = (server: Server, { admin }: World) => ({
  report: (body: unknown): Promise<Answer> => admin.post(reportPath, body),
  reportFrom: (page: { key?: string; origin?: string }, body: unknown): Promise<Answer> =>
    callerOf(server.url, '').post(reportPath, body, {
      headers: {
        ...(page.key === undefined ? {} : { 'x-introw-publishable-key': page.key }),
        ...(page.origin === undefined ? {} : { origin: page.origin }),
      },
    }),
})

/** The ids of a report that was recorded. */
export function recordedOf(answer: Answer): { conversionId: string; formSubmissionId: string } {
  assert.equal(answer.status, 201, answer.text)
  assert.equal(answer.body.status, 'recorded')
  return answer.body
}

/** Rows of the organisation in a table, newest last. */
export async function rowsOf(
  ctx: Context,
  table: 'click' | 'conversion' | 'form_submission' | 'commission_line' | 'conversion_attempt',
) {
  const { rows } =
    // oxlint-disable-next-line typescript/no-explicit-any -- a test asserts on whatever is stored
    await sql<any>`select * from ${sql.raw(table)} where organisation_id = ${ctx.organisationId} order by id`.execute(
      ctx.db,
    )
  return rows
}
