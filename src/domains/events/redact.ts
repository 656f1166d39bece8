import { z } from 'zod'
import { text } from '#/kernel/text.ts'
import { command } from '#/kernel/verb.ts'
import { redactText } from '#/platform/redaction.ts'

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
    const events = await redactText(ctx, personal)
    return { output: { events }, changes: [{ subjectId: ctx.organisationId, before: null, after: { events } }] }
  },
})
