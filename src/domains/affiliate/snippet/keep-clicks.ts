import { z } from 'zod'
import type { Context } from '#/kernel/context.ts'
import { invalid, invalidField } from '#/kernel/error.ts'
import { issuesOf } from '#/platform/issues.ts'
import { readToken } from '../clicks/token.ts'

type Signs = Pick<Context, 'rotating'>

const secondsOf90Days = 7_776_000
const hostName = /^[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*$/i

const Token = z.string().min(1).max(256)
const Kept = z.strictObject({
  clickId: Token,
  earlierClickIds: z.array(Token).max(4).default([]),
  domain: z.string().max(253).regex(hostName).optional(),
})

/**
 * The cookies of `affiliate.js`, to be set by an answer: what a script sets, Safari drops after seven days.
 *
 * Nothing but genuine tokens gets into one. `origin` is the page's, where the browser tells it.
 */
export async function keepClicks(ctx: Signs, given: unknown, origin: string | undefined) {
  const { success, error, data } = Kept.safeParse(given)
  if (!success) throw invalid(issuesOf(error))
  const { clickId, earlierClickIds, domain } = data
  if (!(await readToken(ctx, clickId))) throw invalidField('clickId', 'custom', 'This is no click of this server.')
  if (domain && origin && !isWithin(new URL(origin).hostname, domain.toLowerCase()))
    throw invalidField('domain', 'custom', 'The page does not stand in this domain.')
  const place = { domain, maxAgeSeconds: secondsOf90Days }
  const earlier = await genuine(ctx, earlierClickIds)
  return [
    { name: '_introw_aff', value: clickId, ...place },
    ...(earlier.length ? [{ name: '_introw_aff_t', value: earlier.join(':'), ...place }] : []),
  ]
}

const isWithin = (host: string, domain: string) => host === domain || host.endsWith(`.${domain}`)

async function genuine(ctx: Signs, tokens: string[]): Promise<string[]> {
  const read = await Promise.all(tokens.map((token) => readToken(ctx, token)))
  return tokens.filter((_, index) => read[index])
}
