import type { Context } from '#/kernel/context.ts'
import { containing } from './database/like.ts'
import { sql, type Sql } from './database/sql.ts'

/** Which events to look at: those of an organisation, or of some subjects since one of them came to be. */
export type Where = { partnerIds: string[]; subjectIds: string[]; from: string }

/** Takes a text out of the values of events, whatever its case, and returns how many held it. This cannot be undone. */
export async function redactText(ctx: Context, personal: string, where?: Where): Promise<number> {
  const redact = redactor(personal)
  let events = 0
  for (let last: string | undefined = where?.from ?? ''; last !== undefined;) {
    const found: Found[] = await eventsWith(ctx, personal, { after: last, bounds: boundsOf(where) })
    const changed = found.map(redactEvent(redact)).filter((event) => event !== undefined)
    await store(ctx, changed)
    events += changed.length
    last = found.at(-1)?.id
  }
  return events
}

const boundsOf = (where: Where | undefined): Sql =>
  where
    ? sql`and (partner_id = any(${where.partnerIds}) or partner_id is null) and subject_id = any(${where.subjectIds})`
    : sql``

type Found = { id: string; before: unknown; after: unknown }
const atOnce = 500

/** The next events whose values may hold the text: the look at each value decides. */
async function eventsWith(
  ctx: Context,
  personal: string,
  { after, bounds }: { after: string; bounds: Sql },
): Promise<Found[]> {
  const pattern = containing(JSON.stringify(personal).slice(1, -1))
  const { rows } = await sql<Found>`
    select id, before, after from event
    where organisation_id = ${ctx.organisationId} and id > ${after} ${bounds}
      and (before::text ilike ${pattern} or after::text ilike ${pattern})
    order by id limit ${atOnce} for update`.execute(ctx.db)
  return rows
}

async function store(ctx: Context, events: Found[]): Promise<void> {
  if (!events.length) return
  await sql`
    update event e set redacted_at = ${ctx.now()}, before = r.before, after = r.after
    from json_to_recordset(${JSON.stringify(events)}) as r(id text, before json, after json)
    where e.organisation_id = ${ctx.organisationId} and e.id = r.id`.execute(ctx.db)
}

type Redact = (value: unknown) => unknown

/** Replaces the text in strings, at any depth; keys are words of the product and stay. */
function redactor(personal: string): Redact {
  const pattern = new RegExp(personal.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'), 'gi')
  const redact: Redact = (value) => {
    if (typeof value === 'string') return value.replace(pattern, '[redacted]')
    if (typeof value === 'number') return String(value).includes(personal) ? '[redacted]' : value
    if (Array.isArray(value)) return value.map(redact)
    if (value === null || typeof value !== 'object') return value
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, redact(inner)]))
  }
  return redact
}

const redactEvent =
  (redact: Redact) =>
  (event: Found): Found | undefined => {
    const redacted = { id: event.id, before: redact(event.before), after: redact(event.after) }
    return JSON.stringify(redacted) === JSON.stringify(event) ? undefined : redacted
  }
