import { sql } from 'kysely'
import { z } from 'zod'
import type { Context } from '#/kernel/context.ts'
import { text } from '#/kernel/text.ts'
import type { Change } from '#/kernel/verb.ts'
import { allOneAtATime } from '#/platform/perform.ts'
import { nameTaken } from '../client.ts'
import { tryAddClient } from '../create.ts'
import { detailInput, detailsOf } from './details.ts'
import type { ClientResult } from './sub-partner.ts'

/** A client that is to come with a new sub-partner. */
export const ReferredClient = z
  .object({ name: text(1, 255), ...detailInput })
  .meta({ id: 'ReferralClientInput', examples: [{ name: 'Fernhill Foods', entityType: 'LLC', naics: '311' }] })
type ReferredClient = z.infer<typeof ReferredClient>

type Wanted = { referrer: string | null; partnerId: string; clients: ReferredClient[] }

/** Adds what can be added, in the order of the request; of equal names only the first is tried. */
export async function addClients(ctx: Context, { referrer, partnerId, clients }: Wanted) {
  const results: ClientResult[] = []
  const changes: Change[] = []
  await allOneAtATime(
    ctx,
    clients.map(({ name }) => ['referred client', referrer ?? '', name]),
  )
  for (const { place, isTaken } of await findNames(ctx, referrer, clients)) {
    const { name, ...input } = clients[place] as ReferredClient
    const details = detailsOf(ctx, input)
    const made = isTaken ? undefined : await tryAddClient(ctx, { partnerId, name, source: 'REFERRAL', details })
    results.push(made ? created(name, made.row.id) : refused(name))
    if (made) changes.push(made.change)
  }
  return { results, changes }
}

const created = (name: string, organizationId: string): ClientResult => ({
  name,
  status: 'CREATED',
  organizationId,
  description: 'Organization created',
})
const refused = (name: string): ClientResult => ({
  name,
  status: 'ERROR',
  organizationId: null,
  description: nameTaken.message,
})

/** The places of the different names, as PostgreSQL folds them, and whether a client of the caller's partners has one. */
async function findNames(ctx: Context, referrer: string | null, clients: ReferredClient[]) {
  const brought = sql`exists (select from sub_partner s
    where s.organisation_id = c.organisation_id and s.partner_id = c.partner_id and s.referral_partner_id = ${referrer})`
  const { rows } = await sql<{ place: number; isTaken: boolean }>`
    select n.place, exists (select from client c
      where c.organisation_id = ${ctx.organisationId} and c.status = 'ACTIVE' and lower(c.name) = n.name
        and ${referrer === null ? sql`true` : brought}) as "isTaken"
    from (
      select lower(name) as name, min(place)::int - 1 as place
      from unnest(${clients.map(({ name }) => name)}::text[]) with ordinality as given(name, place) group by 1
    ) n order by n.place`.execute(ctx.db)
  return rows
}
