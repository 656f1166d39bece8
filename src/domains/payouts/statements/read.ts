import { createHash, hash } from 'node:crypto'
import { tryFindOrganisation } from '#/domains/organisations/index.ts'
import type { Context } from '#/kernel/context.ts'
import { canonicalJson } from '#/kernel/json.ts'
import { toDecimal } from '#/kernel/money.ts'
import { sql } from '#/platform/database/sql.ts'
import { findOwnParty, findPartnerParty } from '../billing-info/queries.ts'
import type { PayoutRecord } from '../payout.ts'
import type { StatementContent, StatementLine } from './content.ts'
import { templateVersion } from './drawing/draw.ts'
import { tryFindLogo } from './logo/queries.ts'
import { noBillingInfo } from './statement.ts'

/** What the statement of a payout says, but for its lines. */
export async function readContent(ctx: Context, payout: PayoutRecord): Promise<StatementContent> {
  const payee = await findPartnerParty(ctx, payout.partner_id)
  if (!payee) throw noBillingInfo()
  const [organisation, party, logo] = [
    await tryFindOrganisation(ctx, ctx.organisationId),
    await findOwnParty(ctx),
    await tryFindLogo(ctx),
  ]
  return {
    number: payout.id,
    currency: payout.currency,
    periodStart: payout.period_start,
    periodEnd: payout.period_end,
    poNumber: payout.po_number,
    note: payout.metadata,
    issuer: { name: organisation?.name ?? ctx.organisationId, party },
    payee,
    logo,
    createdAt: payout.created_at,
  }
}

/** The hash of all that a drawn statement depends on, its lines as their digest. */
export function hashOf({ logo, ...content }: StatementContent, linesDigest: string): string {
  const image = logo && hash('sha256', logo.bytes)
  return hash('sha256', canonicalJson({ ...content, logo: image ?? null, linesDigest, templateVersion }))
}

// A line that was changed after its plan had reckoned it is no more what the plan says.
const day = `(coalesce((l.calculation->>'occurredAt')::timestamptz, l.created_at) at time zone 'UTC')::date`
const reckoned = `case when l.calculation->>'kind' = 'PERCENT' and l.calculation->>'amount' = l.calculation->>'reckoned'
  then json_build_array(l.calculation->>'percent', l.calculation->>'amount', l.calculation->>'base') end`
const lineHash = sql.raw(
  `sha256(convert_to(json_build_array(${day}, l.description, l.plan_name, l.amount::text, l.source_amount::text, ${reckoned})::text, 'UTF8'))`,
)
const lineColumns = sql.raw(
  `l.id, ${day}::text as day, l.description, l.plan_id is not null as "isPlanned", l.plan_name, l.amount, l.source_amount, l.currency, ${reckoned} as reckoned`,
)

/** What the lines of a payout say at this moment, as a digest; null where it has none. */
export async function digestOfLines(ctx: Context, payoutId: string): Promise<string | null> {
  const { rows } = await sql<{ digest: string | null }>`
    select encode(sha256(string_agg(${lineHash}, ''::bytea order by l.id)), 'hex') as digest
    from commission_line l where l.organisation_id = ${ctx.organisationId} and l.payout_id = ${payoutId}`.execute(
    ctx.db,
  )
  return rows[0]?.digest ?? null
}

type Row = {
  /** Percentage, amount and sale as the plan had them. */
  reckoned: [percent: string, amount: string, base: string] | null
  isPlanned: boolean
  currency: string
  id: string
  day: string
  description: string | null
  plan_name: string | null
  amount: string
  source_amount: string | null
  hash: Buffer
}

export type ReadLines = AsyncIterable<StatementLine[]> & { digest(): string }

const pageSize = 1000

/** The lines of a payout page by page, oldest first; then the digest of what was read, in the manner of `digestOfLines`. */
export function readLines(ctx: Context, payoutId: string): ReadLines {
  const seen = createHash('sha256')
  async function* pages() {
    for (let after = ''; ;) {
      const rows = await linesAfter(ctx, payoutId, after)
      for (const row of rows) seen.update(row.hash)
      if (rows.length) yield rows.map(toLine)
      if (rows.length < pageSize) return
      after = rows.at(-1)?.id ?? ''
    }
  }
  return { [Symbol.asyncIterator]: pages, digest: () => seen.digest('hex') }
}

async function linesAfter(ctx: Context, payoutId: string, after: string): Promise<Row[]> {
  const { rows } = await sql<Row>`
    select ${lineColumns}, ${lineHash} as hash
    from commission_line l
    where l.organisation_id = ${ctx.organisationId} and l.payout_id = ${payoutId} and l.id > ${after}
    order by l.id limit ${pageSize}`.execute(ctx.db)
  return rows
}

const toLine = (row: Row): StatementLine => ({
  day: new Date(row.day),
  description: row.description,
  planName: row.plan_name,
  amount: BigInt(row.amount),
  sourceAmount: row.source_amount === null ? null : BigInt(row.source_amount),
  ...(row.isPlanned && { percent: percentOf(row) }),
})

function percentOf({ reckoned, amount, source_amount: sale, currency }: Row): string | null {
  if (!reckoned || sale === null) return null
  const [percent, ...planned] = reckoned
  const now = [amount, sale].map((minor) => toDecimal(BigInt(minor), currency))
  return planned.every((text, at) => text === now[at]) ? percent : null
}
