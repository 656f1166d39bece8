import type { Context } from '#/kernel/context.ts'
import type { Change } from '#/kernel/verb.ts'
import { movedAt } from '#/platform/database/moved-at.ts'
import { sql } from '#/platform/database/sql.ts'
import { recordEvents } from '#/platform/events.ts'

/** Somebody else brought in or deleted what this batch was about to write: read again, and repeat. */
export class Overtaken extends Error {}

/** An old address: where it led before (null: nowhere) and leads as the rows so far say. Another organisation's leads nowhere. */
export type Listed = { id: string; url: string; before: string | null; linkId: string | null }

/** Those of these addresses that are known, by hash; the organisation's own are locked until the transaction ends. */
export async function known(ctx: Context, hashes: string[]): Promise<Map<string, Listed>> {
  const owners = await sql<{ hash: string; id: string; isOwn: boolean }>`
    select encode(url_hash, 'hex') as hash, legacy_link_id as id, organisation_id = ${ctx.organisationId} as "isOwn"
    from legacy_url_owner where url_hash = any(array(select decode(h, 'hex') from unnest(${hashes}::text[]) as t(h)))`.execute(
    ctx.db,
  )
  const own = owners.rows.flatMap(({ id, isOwn }) => (isOwn ? [id] : []))
  const links = await sql<{ id: string; url: string; linkId: string }>`
    select id, url, link_id as "linkId" from legacy_link
    where organisation_id = ${ctx.organisationId} and id = any(${own}) order by id for no key update`.execute(ctx.db)
  if (links.rows.length < own.length) throw new Overtaken()
  const byId = new Map(links.rows.map((row) => [row.id, row]))
  return new Map(
    owners.rows.map(({ hash, id }) => {
      const row = byId.get(id)
      return [hash, { id, url: row?.url ?? '', before: row?.linkId ?? null, linkId: row?.linkId ?? null }]
    }),
  )
}

/** Writes what rows have made of addresses, and one event for each, in four statements whatever their number. */
export async function write(ctx: Context, listed: Map<string, Listed>): Promise<void> {
  const entries = [...listed].map(([hash, entry]) => ({ hash, ...entry }))
  const made = entries.filter(({ before, linkId }) => before === null && linkId !== null)
  const moved = entries.filter(({ before, linkId }) => before !== null && before !== linkId)
  if (made.length) await insert(ctx, made)
  if (moved.length) await update(ctx, moved)
  await recordEvents(ctx, 'legacy-links.update', [...made, ...moved].map(changeOf))
}

function changeOf({ id, url, before, linkId }: Listed): Change {
  if (before !== null) return { subjectId: id, before: { linkId: before }, after: { linkId } }
  return { type: 'legacy-links.create', subjectId: id, before, after: { url, linkId } }
}

/** In the order of hashes, so that two imports wait for one another instead of holding one another up. */
async function insert(ctx: Context, made: (Listed & { hash: string })[]): Promise<void> {
  const rows = sql`json_to_recordset(${JSON.stringify(made)}) as r(hash text, id text, url text, "linkId" text)`
  await sql`
    insert into legacy_link (organisation_id, id, url, url_hash, link_id, created_at, updated_at)
    select ${ctx.organisationId}, r.id, r.url, decode(r.hash, 'hex'), r."linkId", ${ctx.now()}, ${ctx.now()} from ${rows}`.execute(
    ctx.db,
  )
  const entered = await sql`
    insert into legacy_url_owner (url_hash, organisation_id, legacy_link_id)
    select decode(r.hash, 'hex'), ${ctx.organisationId}, r.id from ${rows} order by r.hash
    on conflict (url_hash) do nothing returning legacy_link_id`.execute(ctx.db)
  if (entered.rows.length < made.length) throw new Overtaken()
}

async function update(ctx: Context, moved: Listed[]): Promise<void> {
  await sql`
    update legacy_link x set link_id = r."linkId", updated_at = ${movedAt(ctx, 'x.updated_at')}
    from json_to_recordset(${JSON.stringify(moved)}) as r(id text, "linkId" text)
    where x.organisation_id = ${ctx.organisationId} and x.id = r.id`.execute(ctx.db)
}
