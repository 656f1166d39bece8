import type { Context } from '#/kernel/context.ts'
import { type ClickToken, readToken } from '#/domains/affiliate/clicks/token.ts'
import type { Report } from './decide.ts'
import { emailKeyOf } from './email-key.ts'
import type { Asked } from './facts.ts'
import type { Input } from './input.ts'
import { reporterOf } from './reporter.ts'

export type Read = { asked: Asked; report: Omit<Report, 'customerId'>; reported: ClickToken | undefined }

/** What a report says, by itself. Undefined where its token is none of this organisation. */
export async function readReport(ctx: Context, given: Input): Promise<Read | undefined> {
  const reported = given.clickId === undefined ? undefined : await readOwn(ctx, given.clickId)
  if (given.clickId !== undefined && !reported) return undefined
  const email = given.email ?? null
  const earlier = reported ? await readEarlier(ctx, given, reported.clickId) : []
  const { actor } = ctx
  return {
    reported,
    asked: {
      clicks: [
        ...(reported ? [{ ...reported, knownBy: 'REPORT' as const }] : []),
        ...earlier.map((click) => ({ ...click, knownBy: 'EARLIER_TOKEN' as const })),
      ],
      campaignId: given.campaignId,
      externalId: given.externalId,
      coupon: given.coupon,
      email,
      emailKey: email === null ? null : emailKeyOf(ctx, email),
    },
    report: {
      by: reporterOf(actor),
      onlyCampaign: (actor.kind === 'site' ? actor.campaignId : given.campaignId) ?? null,
      isLate: !reported,
      coupon: given.coupon,
      email,
      properties: given.properties ?? {},
    },
  }
}

async function readOwn(ctx: Context, token: string): Promise<ClickToken | undefined> {
  const click = await readToken(ctx, token)
  return click?.organisationId === ctx.organisationId ? click : undefined
}

/** Each click once, and whatever else they are passed over. */
async function readEarlier(ctx: Context, { earlierClickIds = [] }: Input, reportedId: string): Promise<ClickToken[]> {
  const read = await Promise.all(earlierClickIds.map((token) => readOwn(ctx, token)))
  const byId = new Map(read.flatMap((click) => (click ? [[click.clickId, click]] : [])))
  byId.delete(reportedId)
  return [...byId.values()]
}

/** What names the customer, where the campaign says which property does. */
export function customerIn({ properties }: Read['report'], property: string | null): string | null {
  const value = property !== null && Object.hasOwn(properties, property) ? properties[property] : undefined
  const text = typeof value === 'number' ? String(value) : value
  return typeof text === 'string' && text !== '' && text.length <= longestCustomer ? text : null
}

const longestCustomer = 255
