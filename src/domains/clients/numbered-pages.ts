import { type RawBuilder, type Selectable, sql } from 'kysely'
import type { Context } from '#/kernel/context.ts'
import { containing } from '#/platform/database/like.ts'
import { planEachTime } from '#/platform/database/pool.ts'
import type { Caller } from './caller.ts'
import type { ClientStatus } from './client.ts'
import type { ClientRow } from './tables.ts'

const columns = [
  'id',
  'name',
  'status',
  'entity_type',
  'ein_sealed',
  'ein_last_four',
  'industry',
  'contact_name',
  'contact_email',
  'city',
  'state',
  'created_at',
] as const satisfies (keyof ClientRow)[]

export type ClientOfPage = Pick<Selectable<ClientRow>, (typeof columns)[number]>

export type ClientPage = {
  status?: ClientStatus | undefined
  /** Part of the name, whatever its case. */
  search?: string | undefined
  excludeIds?: readonly string[] | undefined
  /** The one client that may be on the page. */
  clientId?: string | undefined
  /** From 1. */
  page: number
  size: number
}

type Seen = Pick<Caller, 'partnerId' | 'role' | 'userId'>
type Found = { rows: ClientOfPage[]; total: number }

/**
 * One numbered page of the clients that a caller sees, newest first, and how many there are on all pages.
 *
 * A whole portfolio is counted by its tally, and any page of it is found without a walk over those before it.
 */
export async function clientPage(ctx: Context, caller: Seen, wanted: ClientPage): Promise<Found> {
  const isWhole = !wanted.search && wanted.clientId === undefined && caller.role !== 'MEMBER'
  const statement = isWhole ? talliedPage(ctx, caller, wanted) : matchedPage(ctx, caller, wanted)
  const { rows } = await sql<ClientOfPage & { total: number }>`${statement}`.execute(ctx.db)
  return { rows: rows.filter(({ id }) => id !== null), total: rows[0]?.total ?? 0 }
}

const shown = sql.raw(columns.map((column) => `c.${column}`).join(', '))
const offset = ({ page, size }: ClientPage) => sql`${(page - 1) * size}::bigint`

/** A page is found by the stretch in which it begins. */
function talliedPage(ctx: Context, { partnerId }: Seen, wanted: ClientPage): RawBuilder<unknown> {
  const counts = { ACTIVE: 'active', ARCHIVED: 'archived', any: 'active + archived' }
  const excluded = excludedOf(ctx, partnerId, wanted)
  return sql`
    with counted as materialized (
      select stretch, ${sql.raw(counts[wanted.status ?? 'any'])} ${excluded ? sql`- coalesce(x.clients, 0)` : sql``} as clients
      from client_tally ${excluded ? sql`left join (${excluded}) x using (stretch)` : sql``}
      where organisation_id = ${ctx.organisationId} and partner_id = ${partnerId}
    ), reached as (
      select stretch, clients, sum(clients) over (order by stretch desc) as upto from counted where clients > 0
    ), start as materialized (
      select (stretch + 1) * 500 as place, ${offset(wanted)} - (upto - clients) as skipped
      from reached where upto > ${offset(wanted)} order by stretch desc limit 1
    )
    select t.total, ${shown} from (select coalesce(sum(clients), 0)::int as total from counted) t left join (
      select c.* from client c
      where c.organisation_id = ${ctx.organisationId} and c.partner_id = ${partnerId}
        and c.position < (select place from start) ${matching({ ...wanted, search: undefined })}
      order by c.position desc offset (select skipped from start) limit ${sql.lit(wanted.size)}
    ) c on true order by c.position desc`
}

/** How many of each stretch are excluded. */
function excludedOf(
  ctx: Context,
  partnerId: string,
  { excludeIds, status }: ClientPage,
): RawBuilder<unknown> | undefined {
  if (!excludeIds?.length) return undefined
  return sql`
    select client_stretch(c.position) as stretch, count(*) as clients from client c
    where c.organisation_id = ${ctx.organisationId} and c.partner_id = ${partnerId} and c.id = any(${[...excludeIds]})
      ${matching({ status })} group by 1`
}

/** A page of what has to be looked for; all that match are counted. */
function matchedPage(ctx: Context, caller: Seen, wanted: ClientPage): RawBuilder<unknown> {
  return sql`${sql.raw(planEachTime)}
    with found as materialized (
      select c.id, c.position from client c
      where c.organisation_id = ${ctx.organisationId} and c.partner_id = ${caller.partnerId}
        ${matching(wanted)} ${visibleTo(caller)}
    )
    select t.total, ${shown} from (select count(*)::int as total from found) t
    left join (select * from found order by position desc offset ${offset(wanted)} limit ${sql.lit(wanted.size)}) f on true
    left join client c on c.organisation_id = ${ctx.organisationId} and c.id = f.id
    order by f.position desc`
}

function matching({ status, search, excludeIds, clientId }: Omit<ClientPage, 'page' | 'size'>): RawBuilder<unknown> {
  const conditions = [
    ...(status ? [sql`and c.status = ${sql.lit(status)}`] : []),
    ...(search ? [sql`and c.search like lower(${containing(search)})`] : []),
    ...(excludeIds?.length ? [sql`and c.id <> all(${[...excludeIds]})`] : []),
    ...(clientId === undefined ? [] : [sql`and c.id = ${clientId}`]),
  ]
  return conditions.length ? sql.join(conditions, sql` `) : sql``
}

/** A MEMBER sees the clients that are assigned to it, everybody else the whole portfolio. `c` is the client. */
export function visibleTo({ role, userId }: Pick<Caller, 'role' | 'userId'>): RawBuilder<unknown> {
  if (role !== 'MEMBER') return sql``
  return sql`and exists (select from client_assignment a
    where a.organisation_id = c.organisation_id and a.partner_user_id = ${userId} and a.client_id = c.id)`
}
