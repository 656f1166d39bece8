import { z } from 'zod'
import {
  checkAmounts,
  CommissionLine,
  createLine as createLineInPool,
  exampleLine,
  type LineRow,
  newLineInput,
  toLine,
  toNewLine,
  tryFindLineByKey,
} from '#/domains/commissions/index.ts'
import { findPartnerFamily, findPartnerId, partnerNotFound } from '#/domains/partners/index.ts'
import type { Context } from '#/kernel/context.ts'
import { invalidField } from '#/kernel/error.ts'
import { Reference } from '#/kernel/text.ts'
import { command } from '#/kernel/verb.ts'
import { payoutLocked, payoutNotFound, type PayoutRecord } from '../payout.ts'
import { tryLockPayout } from '../queries.ts'
import { addToPayout } from './hold.ts'

const input = z
  .strictObject({
    ...newLineInput,
    payoutId: Reference.nullish().meta({
      description:
        'A payout of the partner, in `currency` and not PAID: the line is on it at once. Else it is in the pool.',
    }),
  })
  .superRefine(checkAmounts)

export const createLine = command({
  name: 'commission-lines.create',
  may: 'commissions:write',
  creates: true,
  mayFind: true,
  isOneStatement: true,
  needsTransaction: ({ payoutId }) => Boolean(payoutId),
  summary: 'Create a commission line',
  description:
    'One amount that a partner earned. It waits in the pool as PENDING until a payout takes it, or is on the payout of `payoutId` at once. 201 when it was made; 200 when the line of this `idempotencyKey` was there.',
  input,
  output: CommissionLine,
  refuses: [partnerNotFound, payoutNotFound, payoutLocked],
  example: exampleLine,
  async run(ctx, given) {
    const { row, isNew } = given.payoutId
      ? await createOn(ctx, given, given.payoutId)
      : await createLineInPool(ctx, toNewLine(given))
    return { output: toLine(row), isNew, changes: { recordedInStatement: true } }
  },
})

type Given = z.output<typeof input>
type Made = { row: LineRow; isNew: boolean }

/** The payout is locked before the idempotency key is looked up: of two equal requests the second finds the line of the first. */
async function createOn(ctx: Context, given: Given, payoutId: string): Promise<Made> {
  const payout = await tryLockPayout(ctx, payoutId)
  const known = await tryFindLineByKey(ctx, given.idempotencyKey)
  if (known) return { row: known, isNew: false }
  const partnerId = await findPartnerId(ctx, given.partnerId, 'partnerId')
  if (!payout) throw payoutNotFound()
  await refuseUnfit(ctx, payout, { partnerId, currency: given.currency })
  const made = await createLineInPool(ctx, { ...toNewLine(given), partnerId, status: 'APPROVED', payoutId: payout.id })
  if (made.isNew) await addToPayout(ctx, payout.id, { amount: BigInt(made.row.amount), lines: 1 })
  return made
}

async function refuseUnfit(
  ctx: Context,
  payout: PayoutRecord,
  { partnerId, currency }: { partnerId: string; currency: string },
): Promise<void> {
  const family = await findPartnerFamily(ctx, payout.partner_id)
  if (!family.includes(partnerId)) throw invalidField('payoutId', 'custom', 'This payout is another partner’s.')
  if (currency !== payout.currency) throw invalidField('currency', 'custom', `This payout is in ${payout.currency}.`)
  if (payout.stage === 'PAID') throw payoutLocked()
}
