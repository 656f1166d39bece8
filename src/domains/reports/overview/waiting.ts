import { holds } from '#/kernel/actor.ts'
import type { Context } from '#/kernel/context.ts'
import { toDecimal } from '#/kernel/money.ts'
import { type Sql, sql } from '#/platform/database/sql.ts'
import type { Overview, StageTally } from './shape.ts'

/** What waits for somebody, as far as the actor may see it. */
export async function findWaiting(ctx: Context): Promise<Overview['waiting']> {
  const { organisationId, actor } = ctx
  const count = (isSeen: boolean, of: Sql) => (isSeen ? sql`(select count(*)::int from ${of})` : sql`null::int`)
  const [visits, forms, clients] = (['affiliate:read', 'forms:read', 'clients:read'] as const).map((scope) =>
    holds(actor, scope),
  )
  const conversions = (status: string) =>
    count(Boolean(visits), sql`conversion where organisation_id = ${organisationId} and status = ${status}`)
  const { rows } = await sql<Omit<Overview['waiting'], 'payouts'>>`
    select ${conversions('review')} as "conversionsInReview", ${conversions('pending')} as "conversionsPending",
      ${count(
        Boolean(forms),
        sql`form_submission s where s.organisation_id = ${organisationId} and s.status = 'PENDING' and not s.is_of_conversion
          and not exists (select from deal d where d.organisation_id = ${organisationId} and d.form_submission_id = s.id)`,
      )} as submissions,
      ${count(Boolean(forms), sql`deal where organisation_id = ${organisationId} and status = 'PENDING'`)} as deals,
      ${count(Boolean(clients), sql`billing_change_request where organisation_id = ${organisationId} and status = 'PENDING'`)} as "billingChanges"`.execute(
    ctx.db,
  )
  const [waiting] = rows
  if (!waiting) throw new Error('A statement of counts gave no row.')
  return { ...waiting, payouts: holds(actor, 'commissions:read') ? await findOpenPayouts(ctx) : null }
}

type Stored = { stage: string; payouts: number; amounts: { currency: string; minor: string }[] }

async function findOpenPayouts(ctx: Context): Promise<StageTally[]> {
  const { rows } = await sql<Stored>`${tallies(sql`
    select stage, currency, count(*) as many, sum(amount) as amount from payout
    where organisation_id = ${ctx.organisationId} and stage in (${sql.join(openStages)}) group by 1, 2`)}`.execute(
    ctx.db,
  )
  return rows.map(toStageTally)
}

const openStages = [
  'DRAFT',
  'PENDING_REVIEW',
  'PENDING_INVOICE',
  'APPROVED',
  'SCHEDULED',
  'PENDING_PAYMENT',
  'POSTPONED',
  'BLOCKED',
  'FAILED',
].map((stage) => sql.lit(stage))

/** By stage in the usual order, of a relation of stages and currencies. */
const tallies = (of: Sql): Sql => sql`
  select stage, sum(many)::int as payouts, json_agg(json_build_object('currency', currency, 'minor', amount::text) order by currency) as amounts
  from (${of}) t group by stage order by array_position(array[${sql.join(openStages)}]::text[], stage)`

const toStageTally = ({ stage, payouts, amounts }: Stored): StageTally => ({
  stage,
  payouts,
  amounts: amounts.map(({ currency, minor }) => ({ value: toDecimal(BigInt(minor), currency), currency })),
})
