import { type Selectable } from 'kysely'
import type { Context } from '#/kernel/context.ts'
import { containing } from '#/platform/database/like.ts'
import { planEachTime, sql, type Sql } from '#/platform/database/sql.ts'
import { type Caller, followMerge } from './caller.ts'
import type { ClientStatus } from './client.ts'
import { seenBy } from './portfolio.ts'
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
  /** The whole name, whatever its case. */
  name?: string | undefined
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
  return await followMerge(ctx, caller, {
    run: (own) => readPage(ctx, own, wanted),
    isNothing: ({ total }) => total === 0,
  })
}

async function readPage(ctx: Context, caller: Seen, wanted: ClientPage): Promise<Found> {
  const isWhole = !wanted.search && !wanted.name && wanted.clientId === undefined && caller.role !== 'MEMBER'
  const statement = isWhole ? talliedPage(ctx, caller, wanted) : matchedPage(ctx, caller, wanted)
  const { rows } = await sql<ClientOfPage & { total: number }>`${statement}`.execute(ctx.db)
  return { rows: rows.filter(({ id }) => id !== null), total: rows[0]?.total ?? 0 }
}

const shown = sql.raw(columns.map((column) => `c.${column}`).join(', '))
const offset = ({ page, size }: ClientPage) => sql`${(page - 1) * size}::bigint`

/** The clients of a portfolio at certain positions, newest first, beside the total. */
const clientsAt = (ctx: Context, { partnerId }: Seen, total: Sql, positions: Sql) => sql`
  select t.total, ${shown} from (${total}) t left join (${positions}) f on true
  left join client c on c.organisation_id = ${ctx.organisationId} and c.partner_id = ${partnerId} and c.position = f.position
  order by f.position desc`

/** A page is found by the stretch in which it begins. */
function talliedPage(ctx: Context, caller: Seen, wanted: ClientPage): Sql {
  const counts = { ACTIVE: 'active', ARCHIVED: 'archived', any: 'active + archived' }
  const excluded = excludedOf(ctx, caller, wanted)
  const positions = sql`
    ${matching(ctx, caller, wanted)} and c.position < (select place from start)
    order by c.position desc offset (select skipped from start) limit ${sql.lit(wanted.size)}`
  return sql`
    with counted as materialized (
      select stretch, ${sql.raw(counts[wanted.status ?? 'any'])} ${excluded ? sql`- coalesce(x.clients, 0)` : sql``} as clients
      from client_tally ${excluded ? sql`left join (${excluded}) x using (stretch)` : sql``}
      where organisation_id = ${ctx.organisationId} and partner_id = ${caller.partnerId}
    ), reached as (
      select stretch, clients, sum(clients) over (order by stretch desc) as upto from counted where clients > 0
    ), start as materialized (
      select (stretch + 1) * 500 as place, ${offset(wanted)} - (upto - clients) as skipped
      from reached where upto > ${offset(wanted)} order by stretch desc limit 1
    )
    ${clientsAt(ctx, caller, sql`select coalesce(sum(clients), 0)::int as total from counted`, positions)}`
}

/** How many of each stretch are excluded. */
function excludedOf(ctx: Context, caller: Seen, { excludeIds, status }: ClientPage): Sql | undefined {
  if (!excludeIds?.length) return undefined
  return sql`
    select client_stretch(position) as stretch, count(*) as clients
    from (${matching(ctx, caller, { status })} and c.id = any(${[...excludeIds]})) e group by 1`
}

/** A page of what has to be looked for; all that match are counted. */
function matchedPage(ctx: Context, caller: Seen, wanted: ClientPage): Sql {
  const page = sql`select position from found order by position desc offset ${offset(wanted)} limit ${sql.lit(wanted.size)}`
  return sql`${sql.raw(planEachTime)}
    with found as materialized (${matching(ctx, caller, wanted)} and ${seenBy(ctx, caller, sql.raw('c.id'))})
    ${clientsAt(ctx, caller, sql`select count(*)::int as total from found`, page)}`
}

/** The positions alone, so that an index can answer. */
function matching(
  { organisationId }: Context,
  { partnerId }: Seen,
  { status, search, name, excludeIds, clientId }: Partial<ClientPage>,
): Sql {
  const among = (ids: readonly string[]) => sql`select x.position from client x
    where x.organisation_id = ${organisationId} and x.partner_id = ${partnerId} and x.id = any(${[...ids]})`
  return sql`
    select c.position from client c where c.organisation_id = ${organisationId} and c.partner_id = ${partnerId}
    ${status ? sql`and c.status = ${sql.lit(status)}` : sql``}
    ${search ? sql`and c.search like lower(${containing(search)})` : sql``}
    ${name ? sql`and c.search = lower(${name})` : sql``}
    ${excludeIds?.length ? sql`and c.position not in (${among(excludeIds)})` : sql``}
    ${clientId === undefined ? sql`` : sql`and c.id = ${clientId}`}`
}
