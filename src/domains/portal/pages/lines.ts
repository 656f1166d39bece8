import { z } from 'zod'
import { acceptTimesOf } from '#/domains/affiliate/index.ts'
import { exampleLineId, LineInPath, lineNotFound, LineStatus, reasonTypes } from '#/domains/commissions/index.ts'
import { ownLines, type OwnLineRow, payDaysOf } from '#/domains/payouts/index.ts'
import type { Context } from '#/kernel/context.ts'
import { Amount, plainPercentage, toDecimal } from '#/kernel/money.ts'
import { fromCursor, page, pageInput, toPage } from '#/kernel/page.ts'
import { Reference } from '#/kernel/text.ts'
import { DateTime, End, Start } from '#/kernel/time.ts'
import { query } from '#/kernel/verb.ts'
import { madeBetween } from '#/platform/database/made-between.ts'
import { sql } from '#/platform/database/sql.ts'

/** Why a line is not paid, as far as it is the partner's to know. What the team wrote beside it is not. */
const OwnReason = z
  .enum([
    'WAITING_FOR_CONVERSION',
    'WAITING_FOR_PAYOUT',
    'PAYOUT_IN_PREPARATION',
    'SET_ASIDE',
    ...reasonTypes.filter((type) => type !== 'CUSTOM'),
    'OTHER',
  ])
  .meta({
    description: 'WAITING_FOR_CONVERSION: until its conversion is accepted. The last ones say why it was declined.',
  })

const OwnLine = z
  .strictObject({
    id: z.string(),
    description: z.string().nullable(),
    amount: Amount,
    currency: z.string(),
    status: LineStatus,
    reason: OwnReason.nullable(),
    sourceAmount: Amount.nullable().meta({ description: 'The sale that it was reckoned from.' }),
    percent: z.string().nullable().meta({ description: 'The share of the sale that it is, where it is one.' }),
    planName: z.string().nullable(),
    payoutId: z.string().nullable(),
    takesBack: z.string().nullable().meta({ description: 'The line that this one takes back, in part or whole.' }),
    expectedOn: z.string().nullable().meta({ description: 'When it is expected to be paid; null where nobody knows.' }),
    createdAt: DateTime,
  })
  .meta({
    id: 'PortalCommissionLine',
    examples: [
      {
        id: exampleLineId,
        description: 'Order 1001',
        amount: '240.00',
        currency: 'USD',
        status: 'PENDING',
        reason: 'WAITING_FOR_PAYOUT',
        sourceAmount: '1200.00',
        percent: '20',
        planName: 'Referral 20 percent',
        payoutId: null,
        takesBack: null,
        expectedOn: '2026-05-15',
        createdAt: '2026-04-10T09:30:00.000Z',
      },
    ],
  })
type OwnLine = z.infer<typeof OwnLine>

const order = 'portal-commission-lines'

export const listOwnLines = query({
  name: 'portal.commission-lines',
  may: 'visitor',
  summary: 'List what one’s partner has earned',
  description: 'Line by line, newest first, each with where it stands, why, and when it is expected to be paid.',
  input: z.strictObject({
    status: LineStatus.optional(),
    payoutId: Reference.optional(),
    from: Start.optional().meta({ description: 'Made at or after this time.', format: 'date-time' }),
    to: End.optional().meta({ description: 'Made at or before this time.', format: 'date-time' }),
    ...pageInput,
  }),
  output: page(OwnLine),
  async run(ctx, { status, payoutId, from, to, limit, cursor }) {
    const [after] = fromCursor(ctx, order, cursor) ?? []
    const bounds = [
      ...(status === undefined ? [] : [sql`l.status = ${status}`]),
      ...(payoutId === undefined ? [] : [sql`y.id = ${payoutId}`]),
      ...madeBetween('l', 'cln', { from, to }),
      ...(after === undefined ? [] : [sql`l.id < ${after}`]),
    ].map((bound) => sql`and ${bound}`)
    const rows = await ownLines(ctx, sql`${sql.join(bounds, sql` `)} order by l.id desc limit ${limit + 1}`)
    const { nextCursor } = toPage(ctx, rows, { limit, order, position: ({ id }) => [id], item: ({ id }) => id })
    return { data: await toOwnLines(ctx, rows.slice(0, limit)), nextCursor }
  },
})

export const getOwnLine = query({
  name: 'portal.commission-line',
  may: 'visitor',
  summary: 'Get a commission line of one’s partner',
  input: z.strictObject({ id: LineInPath }),
  output: OwnLine,
  refuses: [lineNotFound],
  example: { id: exampleLineId },
  async run(ctx, { id }) {
    const [line] = await toOwnLines(ctx, await ownLines(ctx, sql`and l.id = ${id}`))
    if (!line) throw lineNotFound()
    return line
  },
})

async function toOwnLines(ctx: Context, rows: OwnLineRow[]): Promise<OwnLine[]> {
  const held = rows.flatMap(({ id, status }) => (status === 'HELD' ? [id] : []))
  const accepted = await acceptTimesOf(ctx, held)
  const days = await payDaysOf(ctx)
  return rows.map((row) => toOwn(row, expectedOn(row, accepted.get(row.id), days)))
}

type PayDays = Awaited<ReturnType<typeof payDaysOf>>

function expectedOn(row: OwnLineRow, acceptAt: Date | undefined, days: PayDays): string | null {
  if (row.status === 'HELD') return acceptAt ? days.ofEarned(acceptAt) : null
  if (row.status === 'PENDING') return days.ofEarned(row.period_end ?? row.created_at)
  if (row.status !== 'APPROVED') return null
  return row.payout_period_end ? days.ofPayout(row.payout_period_end) : days.ofEarned(row.period_end ?? row.created_at)
}

const toOwn = (row: OwnLineRow, expected: string | null): OwnLine => ({
  id: row.id,
  description: row.description,
  amount: toDecimal(BigInt(row.amount), row.currency),
  currency: row.currency,
  status: row.status,
  reason: reasonOf(row),
  sourceAmount: row.source_amount === null ? null : toDecimal(BigInt(row.source_amount), row.currency),
  percent: percentOf(row),
  planName: row.plan_name,
  payoutId: row.shown_payout_id,
  takesBack: row.corrects_id,
  expectedOn: expected,
  createdAt: row.created_at.toISOString(),
})

const reasons = {
  HELD: 'WAITING_FOR_CONVERSION',
  PENDING: 'WAITING_FOR_PAYOUT',
  POSTPONED: 'SET_ASIDE',
} as const

function reasonOf(row: OwnLineRow): OwnLine['reason'] {
  if (row.status === 'VOIDED') return OwnReason.safeParse(row.decline_reason_type).data ?? 'OTHER'
  if (row.status === 'APPROVED') return row.shown_payout_id === null ? 'PAYOUT_IN_PREPARATION' : null
  return row.status === 'PAID' ? null : reasons[row.status]
}

const Reckoned = z.object({ kind: z.literal('PERCENT'), percent: z.string(), base: z.string(), amount: z.string() })

/** As its plan reckoned it, where nobody has changed the line since; of a line without a plan the share that it is, where that is exact. */
function percentOf(row: OwnLineRow): string | null {
  if (row.source_amount === null) return null
  if (row.plan_id === null) return shareOf(BigInt(row.amount), BigInt(row.source_amount))
  const { data } = Reckoned.safeParse(row.calculation)
  const [amount, sale] = [row.amount, row.source_amount].map((minor) => toDecimal(BigInt(minor), row.currency))
  return data?.amount === amount && data?.base === sale ? (data?.percent ?? null) : null
}

/** In percent with at most four decimals. */
function shareOf(amount: bigint, sale: bigint): string | null {
  const millionths = amount * 1_000_000n
  if (sale <= 0n || amount <= 0n || millionths % sale !== 0n) return null
  const share = millionths / sale
  return plainPercentage(`${share / 10_000n}.${String(share % 10_000n).padStart(4, '0')}`)
}
