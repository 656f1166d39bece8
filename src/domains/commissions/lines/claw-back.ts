import { z } from 'zod'
import type { Context } from '#/kernel/context.ts'
import { invalidField, refusal } from '#/kernel/error.ts'
import { Amount, amountIssues, moneyOf, money, toDecimal } from '#/kernel/money.ts'
import { text, token } from '#/kernel/text.ts'
import { command } from '#/kernel/verb.ts'
import type { LineRow } from '../tables.ts'
import { tryFindLineByKey } from './create.ts'
import { type HeldLine, holdLine } from './hold.ts'
import { insertLines } from './insert.ts'
import { CommissionLine, exampleId, lineNotFound, lineVoided, toLine } from './line.ts'
import { LineInPath } from './queries.ts'

export const nothingLeft = refusal(
  'invalid',
  'COMMISSION_LINE_NOTHING_LEFT',
  'Nothing of this commission line is left to take back.',
)

export const clawBackLine = command({
  name: 'commission-lines.claw-back',
  may: 'commissions:write',
  creates: true,
  mayFind: true,
  summary: 'Take a commission line back',
  description:
    'Makes a line below zero that corrects this one, which stays as it is, also when it is PAID. In the pool it lowers what the partner is paid next; that of a HELD line is HELD. All of a line’s clawbacks together never take more than it has. `{}` takes all that is left.',
  input: z.strictObject({
    id: LineInPath,
    amount: Amount.optional().meta({ description: 'Above zero, in the line’s currency; absent: all that is left.' }),
    reason: text(1, 2000).optional().meta({ description: 'Becomes the description; absent: the one of the line.' }),
    idempotencyKey: token(255)
      .optional()
      .meta({ description: 'Unique for ever among all lines: a repeat answers the line that is there.' }),
  }),
  output: CommissionLine,
  refuses: [lineNotFound, lineVoided, nothingLeft],
  example: { id: exampleId, amount: '40.50', reason: 'Returned goods', idempotencyKey: 'return-1001' },
  async run(ctx, { id, amount, reason, idempotencyKey }) {
    const held = await holdLine(ctx, id)
    const known = await tryFindLineByKey(ctx, idempotencyKey)
    if (known) return { output: toLine(known), isNew: false, changes: [] }
    const taken = takenFrom(held, amount)
    const made = await correctLine(ctx, held.row, {
      taken,
      description: reason ?? held.row.description,
      idempotencyKey,
    })
    return { ...made, changes: { recordedInStatement: true } }
  },
})

/** How much is taken, in minor units above zero. */
function takenFrom({ row: { status, currency }, left }: HeldLine, amount: string | undefined): bigint {
  if (status === 'VOIDED') throw lineVoided()
  if (left <= 0n) throw nothingLeft()
  if (amount === undefined) return left
  const [issue] = amountIssues(['amount'], amount, currency)
  if (issue) throw invalidField('amount', issue.code, issue.message)
  const { minor } = moneyOf(amount, currency)
  if (minor < 0n) throw invalidField('amount', 'too_small', 'Write what is taken back as an amount above zero.')
  if (minor > left)
    throw invalidField('amount', 'too_big', `At most ${toDecimal(left, currency)} is left to take back.`)
  return minor
}

type Correction = { taken: bigint; description: string | null; idempotencyKey?: string | undefined }

/** Makes the line that takes so much (minor units above zero) of a locked one back. */
export async function correctLine(ctx: Context, row: LineRow, { taken, description, idempotencyKey }: Correction) {
  const line = {
    partnerId: row.partner_id,
    amount: money(-taken, row.currency),
    description,
    status: row.status === 'HELD' ? 'HELD' : 'PENDING',
    idempotencyKey,
    correctsId: row.id,
  } as const
  const [made] = await insertLines(ctx, [line], { event: 'commission-lines.claw-back', mayBeArchived: true })
  if (made) return { output: toLine(made), isNew: true }
  const raced = await tryFindLineByKey(ctx, idempotencyKey)
  if (!raced) throw new Error(`The clawback of ${row.id} was not made.`)
  return { output: toLine(raced), isNew: false }
}
