import { sql } from 'kysely'
import { z } from 'zod'
import { text } from '#/kernel/text.ts'
import { command } from '#/kernel/verb.ts'

export const redactEvents = command({
  name: 'events.redact',
  may: 'events:redact',
  summary: 'Redact personal data',
  description:
    'Takes a text, such as an e-mail address or a name, out of the values of every event of the organisation, whatever its case; `[redacted]` stands in its place. What happened, when, and by whom stays. This cannot be undone.',
  input: z.strictObject({
    text: text(3, 320).meta({ description: 'The text to take out, at least three characters.' }),
  }),
  output: z
    .strictObject({ events: z.int().meta({ description: 'How many events held the text.' }) })
    .meta({ id: 'Redaction', examples: [{ events: 3 }] }),
  example: { text: 'robin@larkspur.example.com' },
  async run(ctx, { text: personal }) {
    const wanted = JSON.stringify(personal).slice(1, -1)
    const pattern = wanted.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
    const found = `%${wanted.replace(/[\\%_]/g, '\\$&')}%`
    const { numAffectedRows } = await sql`
      update event set redacted_at = ${ctx.now()},
        before = regexp_replace(before::text, ${pattern}, '[redacted]', 'gi')::json,
        after = regexp_replace(after::text, ${pattern}, '[redacted]', 'gi')::json
      where organisation_id = ${ctx.organisationId} and (before::text ilike ${found} or after::text ilike ${found})
    `.execute(ctx.db)
    const events = Number(numAffectedRows ?? 0)
    return { output: { events }, changes: [{ subjectId: ctx.organisationId, before: null, after: { events } }] }
  },
})
