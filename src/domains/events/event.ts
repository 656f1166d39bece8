import { z } from 'zod'
import { DateTime } from '#/kernel/time.ts'

const values = z.record(z.string(), z.unknown()).nullable()

/** One thing that happened: who did what, to what, and which values it changed. */
export const Event = z
  .strictObject({
    id: z.string(),
    type: z.string().meta({ description: '`nouns.verb` of what was done.' }),
    actor: z.strictObject({
      kind: z.enum(['key', 'member', 'visitor', 'site', 'operator', 'public']).meta({
        description:
          'An API key, a member in the console, a visitor in the portal, a web page with a publishable key, the operator at the command line, or somebody who needed no key.',
      }),
      id: z.string(),
      name: z.string(),
    }),
    partnerId: z.string().nullable(),
    subjectId: z.string().meta({ description: 'Id of what was changed.' }),
    requestId: z.string().meta({ description: 'The `x-request-id` of the answer.' }),
    before: values.meta({ description: 'The values that changed, as they were; null where it came to be.' }),
    after: values.meta({ description: 'The values that changed, as they became; null where it was deleted.' }),
    createdAt: DateTime,
    redactedAt: DateTime.nullable().meta({ description: 'When personal data was taken out of it.' }),
  })
  .meta({
    id: 'Event',
    examples: [
      {
        id: 'evt_01KGHDCQE0TSE27719X13KZBKT',
        type: 'partners.update',
        actor: { kind: 'key', id: 'key_01KGHDCQE0TSE27719X13KZBKV', name: 'ERP' },
        partnerId: 'ptn_01KGHDCQE0TSE27719X13KZBKT',
        subjectId: 'ptn_01KGHDCQE0TSE27719X13KZBKT',
        requestId: 'req_01KGHDCQE0TSE27719X13KZBKW',
        before: { name: 'Larkspur' },
        after: { name: 'Larkspur Traders' },
        createdAt: '2026-02-03T09:30:00.000Z',
        redactedAt: null,
      },
    ],
  })
export type Event = z.infer<typeof Event>
