import { sql } from 'kysely'
import type { Context } from '#/kernel/context.ts'
import { type Change, difference } from '#/kernel/verb.ts'
import { brokenConstraint } from '#/platform/database/failure.ts'
import { recordEvents } from '#/platform/events.ts'
import type { Listed, Fields } from './roster.ts'

/** Somebody else made what this batch was about to make, or took away what it names: read again, and repeat. */
class Overtaken extends Error {}

export const isOvertaken = (error: unknown) =>
  error instanceof Overtaken || brokenConstraint(error, '23503') !== undefined

/** Writes what rows have made of partners, and one event for each, in three statements whatever their number. */
export async function write(ctx: Context, entries: Iterable<Listed>): Promise<void> {
  const changes = [...entries].map((listed) => ({ listed, change: changeOf(listed) }))
  const made = changes.filter(({ listed }) => listed.before === null)
  const changed = changes.filter(({ listed, change }) => listed.before !== null && change !== null)
  await insert(
    ctx,
    made.map(({ listed }) => listed),
  )
  await update(
    ctx,
    changed.map(({ listed }) => listed),
  )
  await recordEvents(
    ctx,
    'partners.update',
    changes.flatMap(({ change }) => change ?? []),
  )
}

function changeOf({ id, before, now }: Listed): Change | null {
  if (before === null) return { type: 'partners.create', subjectId: id, partnerId: id, before, after: filled(now) }
  const changed = difference(before, now)
  return changed && { subjectId: id, partnerId: id, ...changed }
}

const filled = (now: Fields) =>
  Object.fromEntries(
    Object.entries(now).filter(([, value]) => value !== null && !(Array.isArray(value) && !value.length)),
  )

const shape =
  sql.raw(`r(id text, name text, domain text, "externalId" text, "externalIdType" text, "externalCompanyId" text,
  categories text[], "tierId" text, "phaseId" text, "partnerOwnerId" text, status text)`)
const rowsOf = (entries: Listed[]) =>
  sql`json_to_recordset(${JSON.stringify(entries.map(({ id, now }) => ({ id, ...now })))}) as ${shape}`

/** In the order of domains, so that two imports wait for one another instead of holding one another up. */
async function insert(ctx: Context, entries: Listed[]): Promise<void> {
  if (!entries.length) return
  const { rows } = await sql`
    insert into partner (organisation_id, id, name, domain, external_id, external_id_type, external_company_id, categories,
      tier_id, phase_id, owner_id, status, created_at, updated_at)
    select ${ctx.organisationId}, r.id, r.name, r.domain, r."externalId", r."externalIdType", r."externalCompanyId", r.categories,
      r."tierId", r."phaseId", r."partnerOwnerId", r.status, ${ctx.now()}, ${ctx.now()}
    from ${rowsOf(entries)} order by r.domain collate "C"
    on conflict (organisation_id, domain) where domain is not null do nothing
    returning id`.execute(ctx.db)
  if (rows.length < entries.length) throw new Overtaken()
}

async function update(ctx: Context, entries: Listed[]): Promise<void> {
  if (!entries.length) return
  await sql`
    update partner p set name = r.name, external_id = r."externalId", external_id_type = r."externalIdType",
      external_company_id = r."externalCompanyId", categories = r.categories, tier_id = r."tierId", phase_id = r."phaseId",
      owner_id = r."partnerOwnerId", status = r.status, updated_at = ${ctx.now()}
    from ${rowsOf(entries)}
    where p.organisation_id = ${ctx.organisationId} and p.id = r.id`.execute(ctx.db)
}
