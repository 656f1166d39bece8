import { z } from 'zod'
import { checkReason, reasonInput } from '#/domains/commissions/index.ts'
import type { Context } from '#/kernel/context.ts'
import { DomainError } from '#/kernel/error.ts'
import { Reference } from '#/kernel/text.ts'
import { type Change, command } from '#/kernel/verb.ts'
import { recordEvents } from '#/platform/events.ts'
import { inTransaction } from '#/platform/perform.ts'
import { Conversion, type ConversionRecord, exampleId, toConversion } from '../conversion.ts'
import { findConversion, holdConversion } from '../queries.ts'
import { accept } from './accept.ts'
import { decline, type Why } from './decline.ts'
import { undo } from './undo.ts'

const count = z.int().nonnegative()
const statuses = ['CHANGED', 'UNCHANGED', 'REFUSED'] as const

const BulkResult = z
  .strictObject({
    changed: count,
    unchanged: count,
    refused: count,
    items: z.array(
      z.strictObject({
        index: count.meta({ description: 'Its place in `ids`, from 0.' }),
        id: z.string(),
        status: z.enum(statuses),
        conversion: Conversion.nullable(),
        error: z.strictObject({ code: z.string(), message: z.string() }).nullable(),
      }),
    ),
  })
  .meta({
    id: 'ConversionsBulk',
    examples: [
      {
        changed: 0,
        unchanged: 0,
        refused: 1,
        items: [
          {
            index: 0,
            id: exampleId,
            status: 'REFUSED',
            conversion: null,
            error: { code: 'CONVERSION_NOT_FOUND', message: 'There is no conversion with this id.' },
          },
        ],
      },
    ],
  })
type Item = z.output<typeof BulkResult>['items'][number]

const actions = ['ACCEPT', 'DECLINE', 'UNDO'] as const
const { reasonType, reason } = reasonInput

const Input = z
  .strictObject({
    action: z.enum(actions),
    ids: z.array(Reference).min(1).max(1000),
    reasonType: reasonType.optional().meta({ description: 'Required with DECLINE, and only then.' }),
    reason,
  })
  .superRefine((given, context) => {
    const { action, reasonType: type } = given
    const refuse = (message: string) => context.addIssue({ code: 'custom', path: ['reasonType'], message })
    if (action === 'DECLINE' && type === undefined) refuse('Say why they are declined.')
    if (action !== 'DECLINE' && type !== undefined) refuse('Only a decline has a reason.')
    if (type !== undefined) checkReason({ ...given, reasonType: type }, context)
  })
type Given = z.output<typeof Input>

export const decideInBulk = command({
  name: 'conversions.bulk',
  may: 'affiliate:manage',
  runsOwnTransactions: true,
  summary: 'Decide on many conversions',
  description:
    'Accepts, declines or undoes as many as 1,000, each as it would be alone and in a transaction of its own: one that is refused stops no other. Answers for each at its place. Repeat it when the answer was lost: what stands so already is UNCHANGED.',
  input: Input,
  output: BulkResult,
  example: { action: 'ACCEPT', ids: [exampleId] },
  async run(ctx, given) {
    const items: Item[] = []
    for (const [index, id] of given.ids.entries()) items.push({ index, id, ...(await decideOne(ctx, id, given)) })
    const counted = (status: Item['status']) => items.filter((item) => item.status === status).length
    const counts = { changed: counted('CHANGED'), unchanged: counted('UNCHANGED'), refused: counted('REFUSED') }
    return { output: { ...counts, items }, changes: [] }
  },
})

type Decided = Omit<Item, 'index' | 'id'>

async function decideOne(ctx: Context, id: string, given: Given): Promise<Decided> {
  try {
    return await inTransaction(ctx, async (inside) => {
      const changes = await decide(inside, await holdConversion(inside, id), given)
      await recordEvents(inside, 'conversions.bulk', changes)
      const conversion = toConversion(await findConversion(inside, id))
      return { status: changes.length ? 'CHANGED' : 'UNCHANGED', conversion, error: null }
    })
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    return { status: 'REFUSED', conversion: null, error: { code: error.code, message: error.message } }
  }
}

function decide(ctx: Context, row: ConversionRecord, { action, ...why }: Given): Promise<Change[]> {
  if (action === 'ACCEPT') return accept(ctx, row)
  return action === 'UNDO' ? undo(ctx, row) : decline(ctx, row, why as Why)
}
