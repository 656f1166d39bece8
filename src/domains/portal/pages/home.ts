import { z } from 'zod'
import { ownMonth } from '#/domains/affiliate/index.ts'
import { hasOwnBillingInfo, ownBalances, ownDue, ownEarned, ownPayouts } from '#/domains/payouts/index.ts'
import { query } from '#/kernel/verb.ts'
import { sql } from '#/platform/database/sql.ts'

const Sum = z.strictObject({ value: z.string(), currency: z.string() })
const count = z.int()
const day = z.string().nullable()

const Home = z
  .strictObject({
    month: z.strictObject({
      from: z.string(),
      to: z.string(),
      timeZone: z.string(),
      clicks: count,
      conversions: z.strictObject({ pending: count, review: count, accepted: count, declined: count }),
      earned: z.array(Sum).meta({ description: 'In each currency, held amounts included and declined ones left out.' }),
      days: z.array(z.strictObject({ day: z.string(), clicks: count, conversions: count })),
    }),
    held: z.array(Sum).meta({ description: 'What is earned and not to be paid yet.' }),
    paid: z.array(Sum).meta({ description: 'What was paid ever.' }),
    nextPayouts: z
      .array(
        z.strictObject({
          amount: Sum,
          expectedOn: day.meta({ description: 'Null: the programme tells no day.' }),
          payoutId: z.string().nullable().meta({ description: 'Null: it is not made yet.' }),
          stage: z.string().nullable(),
          minimum: z.string().nullable().meta({ description: 'The least that is paid out in this currency.' }),
          isBelowMinimum: z.boolean(),
        }),
      )
      .meta({ description: 'Those on their way first, then what waits, by its day.' }),
    hasBillingInfo: z.boolean(),
  })
  .meta({
    id: 'PortalHome',
    examples: [
      {
        month: {
          from: '2026-04-01',
          to: '2026-04-13',
          timeZone: 'Europe/Oslo',
          clicks: 412,
          conversions: { pending: 2, review: 0, accepted: 7, declined: 1 },
          earned: [{ value: '450.00', currency: 'USD' }],
          days: [{ day: '2026-04-01', clicks: 31, conversions: 1 }],
        },
        held: [{ value: '120.00', currency: 'USD' }],
        paid: [{ value: '3150.00', currency: 'USD' }],
        nextPayouts: [
          {
            amount: { value: '330.00', currency: 'USD' },
            expectedOn: '2026-05-15',
            payoutId: null,
            stage: null,
            minimum: '50.00',
            isBelowMinimum: false,
          },
        ],
        hasBillingInfo: true,
      },
    ],
  })

const mostOnTheirWay = 10

export const getHome = query({
  name: 'portal.home',
  may: 'visitor',
  summary: 'Get this month in figures',
  description: 'Of one’s own partner: clicks, conversions, what they earned, what is held, and what is paid next.',
  input: z.strictObject({}),
  output: Home,
  async run(ctx) {
    const month = await ownMonth(ctx)
    const { held, paid } = await ownBalances(ctx)
    const onTheirWay = await ownPayouts(
      ctx,
      sql`and y.stage in ('PENDING_INVOICE', 'SCHEDULED', 'PENDING_PAYMENT') and y.amount > 0 order by b.period_end, y.id limit ${mostOnTheirWay}`,
    )
    const due = await ownDue(ctx)
    return {
      month: { ...month, earned: await ownEarned(ctx, month.from, month.timeZone) },
      held,
      paid,
      nextPayouts: [
        ...onTheirWay.map(({ id, amount, expectedOn, stage }) => ({
          amount,
          expectedOn,
          payoutId: id,
          stage,
          minimum: null,
          isBelowMinimum: false,
        })),
        ...due.map(({ value, currency, ...rest }) => ({
          amount: { value, currency },
          payoutId: null,
          stage: null,
          ...rest,
        })),
      ],
      hasBillingInfo: await hasOwnBillingInfo(ctx),
    }
  },
})
