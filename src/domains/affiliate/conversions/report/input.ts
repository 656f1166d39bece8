import { z } from 'zod'
import type { Context } from '#/kernel/context.ts'
import { invalid, invalidField } from '#/kernel/error.ts'
import { Email, Reference, token } from '#/kernel/text.ts'

const mostKeys = 50
const mostBytes = 16 * 1024
const ofServers = 'From a server alone. '

const Properties = z
  .record(z.string(), z.unknown())
  .refine((given) => Object.keys(given).length <= mostKeys, `At most ${mostKeys} properties.`)
  .refine((given) => Buffer.byteLength(JSON.stringify(given)) <= mostBytes, 'At most 16 KiB as JSON.')

export const Input = z.strictObject({
  clickId: token(256).optional().meta({
    description:
      'The click token: the value of the cookie `_introw_aff`. Required, but where a server tells `campaignId`, `externalId` and a coupon or an e-mail.',
  }),
  publishableKey: token(128).optional().meta({
    description: 'From a browser, where no header has it. Passed over where `x-api-key` is sent.',
  }),
  email: z
    .preprocess((given) => (given === '' ? undefined : given), Email.optional())
    .optional()
    .meta({ type: 'string', description: 'Of the buyer; empty: none.' }),
  properties: Properties.optional().meta({
    description: `Free keys, at most ${mostKeys} and 16 KiB as JSON. The campaign says which are fields of its form, which holds the amount and which the customer; the others are kept beside the submission.`,
  }),
  earlierClickIds: z.array(token(256)).max(10).optional().meta({
    description:
      'Tokens of clicks before that one, for campaigns that credit the first click. What is no token of yours is passed over.',
  }),
  campaignId: Reference.optional().meta({ description: `${ofServers}The campaign of a conversion without a click.` }),
  externalId: token(255)
    .optional()
    .meta({
      description: `${ofServers}Yours, such as the number of an order: a repeat in the same campaign is a duplicate.`,
    }),
  coupon: token(64)
    .optional()
    .meta({
      description: `${ofServers}A coupon code: its partner is credited, before any click.`,
    }),
})
export type Input = z.output<typeof Input>

/** What the schema alone does not tell: which keys are for servers, and which go together. */
export function checkInput(ctx: Context, given: Input): void {
  const own = (['campaignId', 'externalId', 'coupon'] as const).find((key) => given[key] !== undefined)
  if (own && ctx.actor.kind === 'site')
    throw invalidField(own, 'custom', 'Only a server may send this, with a secret key.')
  if (given.clickId !== undefined) return
  const { campaignId, externalId, coupon, email } = given
  if (campaignId === undefined) throw invalidField('clickId', 'invalid_type', clickMissing(ctx))
  const missing = [
    ...(externalId === undefined ? [lacking('externalId', 'Without a click, say what you call the conversion.')] : []),
    ...(coupon === undefined && !email ? [lacking('coupon', 'Without a click, send a coupon code or an e-mail.')] : []),
  ]
  if (missing.length) throw invalid(missing)
}

const lacking = (key: string, message: string) => ({ path: [key], code: 'invalid_type', message })

const clickMissing = ({ actor }: Context) =>
  actor.kind === 'site'
    ? 'Send the token of the click.'
    : 'Send the token of the click, or campaignId and externalId with a coupon or an e-mail.'
