import { z } from 'zod'
import { findPartnerFamily } from '#/domains/partners/index.ts'
import type { Context } from '#/kernel/context.ts'
import { currencies, Currency } from '#/kernel/currency.ts'
import { firstIdAt } from '#/kernel/id.ts'
import { fromCursor, page, pageInput, toPage } from '#/kernel/page.ts'
import { Reference } from '#/kernel/text.ts'
import { Start } from '#/kernel/time.ts'
import { query } from '#/kernel/verb.ts'
import { planEachTime, sql, type Sql } from '#/platform/database/sql.ts'
import type { EntryRow } from '../tables.ts'
import { type Account, accounts } from './account.ts'
import { AccountName, LedgerEntry, toEntry } from './entry.ts'

const order = 'ledger-entries'
const moment = (description: string) => Start.optional().meta({ description, format: 'date-time' })

export const listEntries = query({
  name: 'ledger.entries',
  may: 'commissions:read',
  summary: 'List ledger entries',
  description:
    'Every movement of an amount, newest first: what left an account and what came to another. Entries are never changed or deleted. The entries of a partner include those of partners merged into it.',
  input: z.strictObject({
    account: AccountName.optional(),
    partnerId: Reference.optional().meta({ description: 'Our id or the CRM `externalId`.' }),
    commissionLineId: Reference.optional(),
    payoutId: Reference.optional(),
    currency: Currency.optional(),
    transactionId: Reference.optional(),
    createdAfter: moment('At or after this time; a date means its first second.'),
    createdBefore: moment('Before this time; a date means its first second.'),
    ...pageInput,
  }),
  output: page(LedgerEntry),
  example: { account: 'PAYABLE', limit: '25' },
  async run(ctx, { limit, cursor, partnerId, ...filters }) {
    const family = partnerId === undefined ? undefined : await findPartnerFamily(ctx, partnerId)
    const after = fromCursor(ctx, order, cursor)
    const { rows } = await sql<EntryRow>`${sql.raw(planEachTime)}
      select e.* from (${newestKeys(ctx, { ...filters, family, after, many: limit + 1 })}) k
      join ledger_entry e on e.organisation_id = ${ctx.organisationId} and e.transaction_id = k.transaction_id and e.number = k.number
      order by e.transaction_id desc, e.number desc`.execute(ctx.db)
    return toPage(ctx, rows, {
      limit,
      order,
      position: (row) => [row.transaction_id, String(row.number)],
      item: toEntry,
    })
  },
})

type Wanted = {
  account?: Account
  family?: string[]
  commissionLineId?: string
  payoutId?: string
  currency?: string
  transactionId?: string
  createdAfter?: Date
  createdBefore?: Date
  after?: string[]
  many: number
}

/**
 * The keys of the newest entries that are wanted.
 *
 * What an index has in order, one partner or one account in one currency, is asked for piece by piece; the newest of each
 * are enough to know the newest of all.
 */
function newestKeys(ctx: Context, wanted: Wanted): Sql {
  const { pieces, isOfPiece } = piecesOf(wanted)
  const newest = sql`order by transaction_id desc, number desc limit ${sql.lit(wanted.many)}`
  return sql`
    select k.transaction_id, k.number from ${pieces} cross join lateral (
      select e.transaction_id, e.number from ledger_entry e
      where e.organisation_id = ${ctx.organisationId} ${isOfPiece} ${sql.join(conditions(wanted), sql.raw(' '))} ${newest}
    ) k ${newest}`
}

function piecesOf({ family, account, currency, ...wanted }: Wanted): { pieces: Sql; isOfPiece: Sql } {
  if (family) return { pieces: sql`unnest(${family}::text[]) piece(id)`, isOfPiece: sql`and e.partner_id = piece.id` }
  const isFew = wanted.commissionLineId ?? wanted.payoutId ?? wanted.transactionId
  if (isFew !== undefined || (account ?? currency) === undefined)
    return { pieces: sql`(values (1)) piece`, isOfPiece: sql`` }
  const ofAccounts = account ? [account] : accounts
  const inCurrencies = currency ? [currency] : currencies
  return {
    pieces: sql`unnest(${ofAccounts}::text[]) of(account) cross join unnest(${inCurrencies}::text[]) piece(currency)`,
    isOfPiece: sql`and e.account = of.account and e.currency = piece.currency`,
  }
}

/** Ids are made shortly before the time that entries bear. */
const idSlackMs = 10_000
const idAround = (time: Date, byMs: number) => firstIdAt('ltx', new Date(time.getTime() + byMs))

function conditions(wanted: Wanted): Sql[] {
  const { account, currency, commissionLineId, payoutId, transactionId, createdAfter, createdBefore, after } = wanted
  return [
    ...(account ? [sql`and e.account = ${account}`] : []),
    ...(currency ? [sql`and e.currency = ${currency}`] : []),
    ...(commissionLineId ? [sql`and e.commission_line_id = ${commissionLineId}`] : []),
    ...(payoutId ? [sql`and e.payout_id = ${payoutId}`] : []),
    ...(transactionId ? [sql`and e.transaction_id = ${transactionId}`] : []),
    ...(createdAfter
      ? [sql`and e.created_at >= ${createdAfter} and e.transaction_id >= ${idAround(createdAfter, -idSlackMs)}`]
      : []),
    ...(createdBefore
      ? [sql`and e.created_at < ${createdBefore} and e.transaction_id < ${idAround(createdBefore, idSlackMs)}`]
      : []),
    ...(after ? [sql`and (e.transaction_id, e.number) < (${after[0]}, ${after[1]}::integer)`] : []),
  ]
}
