import type { Context } from '#/kernel/context.ts'
import { sql } from '#/platform/database/sql.ts'
import { showAccount, type StoredAccount } from './account.ts'
import { type Party, showParty } from './billing-info.ts'
import type { StoredMethod } from './payout-method.ts'

export type StoredBank = StoredAccount & { name: string | null }

/** Billing information as stored: the party, and how it pays or is paid. */
export type Stored<M> = { party: Party; method: M | null; updated_at: Date }

export async function tryReadOwn(ctx: Context): Promise<Stored<StoredBank> | undefined> {
  const { rows } = await sql<Stored<StoredBank>>`
    select party, bank as method, updated_at from organisation_billing_info where organisation_id = ${ctx.organisationId}`.execute(
    ctx.db,
  )
  return rows[0]
}

/** A partner's; that of a merged partner is the one of the partner that it became. */
export async function tryReadPartners(ctx: Context, partnerId: string): Promise<Stored<StoredMethod> | undefined> {
  const { rows } = await sql<Stored<StoredMethod>>`
    select i.party, i.payout_method as method, i.updated_at
    from partner p join partner_billing_info i on i.organisation_id = p.organisation_id and i.partner_id = coalesce(p.merged_into_id, p.id)
    where p.organisation_id = ${ctx.organisationId} and p.id = ${partnerId}`.execute(ctx.db)
  return rows[0]
}

/** Billing information of either kind, about to be kept. */
export type Kept = { party: Party; method: StoredBank | StoredMethod | null }

export async function writeOwn(ctx: Context, { party, method }: Kept): Promise<void> {
  await sql`
    insert into organisation_billing_info as i (organisation_id, party, bank, updated_at)
    values (${ctx.organisationId}, ${JSON.stringify(party)}, ${textOf(method)}, ${ctx.now()})
    on conflict (organisation_id) do update set party = excluded.party, bank = excluded.bank,
      updated_at = greatest(excluded.updated_at, i.updated_at + interval '1 ms')`.execute(ctx.db)
}

export async function writePartners(ctx: Context, partnerId: string, { party, method }: Kept): Promise<void> {
  await sql`
    insert into partner_billing_info as i (organisation_id, partner_id, party, payout_method, updated_at)
    values (${ctx.organisationId}, ${partnerId}, ${JSON.stringify(party)}, ${textOf(method)}, ${ctx.now()})
    on conflict (organisation_id, partner_id) do update set party = excluded.party, payout_method = excluded.payout_method,
      updated_at = greatest(excluded.updated_at, i.updated_at + interval '1 ms')`.execute(ctx.db)
}

const textOf = (value: object | null) => value && JSON.stringify(value)

/** What may be told of billing information, and what tells two apart: fingerprints in place of seals, which differ each time. */
export function tellable({ party, method }: Kept, account: 'bankAccount' | 'payoutMethod'): Record<string, unknown> {
  return { ...showParty(party), [account]: method && told(method) }
}

function told(method: StoredBank | StoredMethod): object {
  if ('masked' in method) {
    const { sealed: _sealed, masked: _masked, isIban: _isIban, ...rest } = method
    return { ...rest, ...showAccount(method) }
  }
  if (method.type === 'PAYPAL') return method
  return { type: method.type, fingerprint: method.fingerprint }
}
