import { sql } from 'kysely'
import { z } from 'zod'
import type { Context } from '#/kernel/context.ts'
import { text } from '#/kernel/text.ts'
import { command } from '#/kernel/verb.ts'
import { containing } from '#/platform/database/like.ts'

export const redactEvents = command({
  name: 'events.redact',
  may: 'events:redact',
  summary: 'Redact personal data',
  description:
    'Takes a text, such as an e-mail address or a name, out of the values of every event of the organisation, whatever its case; `[redacted]` stands in its place. A number that holds the text is replaced whole. What happened, when, and by whom stays. This cannot be undone.',
  input: z.strictObject({
    text: text(3, 320).meta({ description: 'The text to take out, at least three characters.' }),
  }),
  output: z
    .strictObject({ events: z.int().meta({ description: 'How many events held the text.' }) })
    .meta({ id: 'Redaction', examples: [{ events: 3 }] }),
  example: { text: 'robin@larkspur.example.com' },
  async run(ctx, { text: personal }) {
    const redact = redactor(personal)
    let events = 0
    for (let last: string | undefined = ''; last !== undefined;) {
      const found: Found[] = await eventsWith(ctx, personal, last)
      const changed = found.map(redactEvent(redact)).filter((event) => event !== undefined)
      await store(ctx, changed)
      events += changed.length
      last = found.at(-1)?.id
    }
    return { output: { events }, changes: [{ subjectId: ctx.organisationId, before: null, after: { events } }] }
  },
})

type Found = { id: string; before: unknown; after: unknown }
const atOnce = 500

/** The next events whose values may hold the text: the look at each value decides. */
async function eventsWith(ctx: Context, personal: string, after: string): Promise<Found[]> {
  const pattern = containing(JSON.stringify(personal).slice(1, -1))
  const { rows } = await sql<Found>`
    select id, before, after from event
    where organisation_id = ${ctx.organisationId} and id > ${after}
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
