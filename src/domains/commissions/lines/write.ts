import type { Context } from '#/kernel/context.ts'
import type { RecordedInStatement } from '#/kernel/verb.ts'
import { movedAt } from '#/platform/database/moved-at.ts'
import { sql, type Sql } from '#/platform/database/sql.ts'
import { eventIn } from '#/platform/events.ts'
import { accountOf } from '../journal/account.ts'
import { entriesIn } from '../journal/post.ts'
import type { LineRow } from '../tables.ts'

/** What may change of a line; amounts in minor units as text. */
export type LineChanges = Partial<
  Pick<
    LineRow,
    | 'partner_id'
    | 'payout_id'
    | 'former_payout_id'
    | 'description'
    | 'amount'
    | 'source_amount'
    | 'currency'
    | 'status'
    | 'note'
    | 'decline_reason_type'
    | 'decline_reason'
  >
>

type Wanted = {
  event: string
  id: string
  /** What must hold of the line `l`, else nothing is found. */
  guard: Sql
  changes: LineChanges
}

/** What stood there before; amounts in minor units. */
type Was = Pick<LineRow, 'amount' | 'currency' | 'status' | 'partner_id' | 'payout_id'>
export type WrittenLine = { row: LineRow; was: Was | null; changes: RecordedInStatement }

/**
 * Changes a line in one statement, with the entries that its amount leaves in the journal and its event. Nothing is
 * written where nothing differs; then `was` is null.
 *
 * Returns undefined when no line of this id passes the guard. Who changes a line on a payout has locked the payout.
 */
export async function writeLine(ctx: Context, { event, id, guard, changes }: Wanted): Promise<WrittenLine | undefined> {
  const names = Object.keys(changes) as (keyof LineChanges)[]
  const set = names.map((name) => sql`${sql.raw(name)} = ${changes[name]}`)
  const differs = names.map((name) => sql`t.${sql.raw(name)} is distinct from ${changes[name]}`)
  const both = (table: string) => sql.raw(`json_build_object(${names.map((name) => shown(table, name)).join(', ')})`)
  const { insert, recorded } = eventIn(ctx, {
    type: event,
    from: sql.raw('target t cross join changed c'),
    subjectId: sql.raw('c.id'),
    partnerId: sql.raw('c.partner_id'),
    before: both('t'),
    after: both('c'),
  })
  const { rows } = await sql<LineRow & { was: Was | null }>`
    with target as (
      select * from commission_line l where l.organisation_id = ${ctx.organisationId} and l.id = ${id} and ${guard} for no key update
    ), changed as (
      update commission_line l set ${sql.join(set)}, updated_at = ${movedAt(ctx, 't.updated_at')} from target t
      where l.organisation_id = ${ctx.organisationId} and l.id = ${id} and (${sql.join(differs, sql.raw(' or '))})
      returning l.*
    ), posted as (${entriesIn(ctx, movesOf(ctx.newId('ltx')))}), recorded as (${insert})
    select l.*, (select json_build_object('amount', t.amount::text, 'currency', t.currency, 'status', t.status, 'partner_id', t.partner_id, 'payout_id', t.payout_id)
      from target t where exists (select from changed)) as was
    from (select * from changed union all select * from target where not exists (select from changed)) l`.execute(
    ctx.db,
  )
  const [found] = rows
  if (!found) return undefined
  const { was, ...row } = found
  return { row, was, changes: recorded }
}

/** A change of place is one movement; one of the amount takes the old amount back and grants the other. */
const movesOf = (transactionId: string): Sql => sql`
  select ${transactionId} as transaction_id, step.number, c.id as commission_line_id, step.currency, step.amount, step.from_account,
    t.partner_id as from_partner_id, t.payout_id as from_payout_id, step.to_account, c.partner_id as to_partner_id, c.payout_id as to_payout_id
  from target t cross join changed c cross join lateral (
    select 1 as number, c.currency, c.amount, ${accountOf('t.status')} as from_account, ${accountOf('c.status')} as to_account
    where (t.amount, t.currency) = (c.amount, c.currency)
    union all
    select 1, t.currency, t.amount, ${accountOf('t.status')}, 'COMMISSIONS' where (t.amount, t.currency) <> (c.amount, c.currency)
    union all
    select 2, c.currency, c.amount, 'COMMISSIONS', ${accountOf('c.status')} where (t.amount, t.currency) <> (c.amount, c.currency)
  ) as step`

/** A column as an event tells it: amounts are text, for no reader of JSON keeps all their digits. */
function shown(table: string, name: string): string {
  const isAmount = name.endsWith('amount')
  const key = name.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase()) + (isAmount ? 'Minor' : '')
  return `'${key}', ${table}.${name}${isAmount ? '::text' : ''}`
}
