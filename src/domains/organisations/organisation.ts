import { z } from 'zod'
import { text } from '#/kernel/text.ts'

export const OrganisationName = text(1, 200).meta({ description: 'Name of the company that runs the programme.' })

/** The organisation of a key, and the key itself, as `GET /me` tells them. */
export const Me = z
  .strictObject({
    organisation: z.strictObject({ id: z.string(), name: z.string() }),
    key: z.strictObject({
      id: z.string(),
      name: z.string(),
      scopes: z.array(z.string()),
      partnerId: z.string().nullable(),
    }),
  })
  .meta({
    id: 'Me',
    examples: [
      {
        organisation: { id: 'org_01KGHDCQE0TSE27719X13KZBKT', name: 'Example Vendor' },
        key: { id: 'key_01KGHDCQE0TSE27719X13KZBKV', name: 'ERP', scopes: ['partners:read'], partnerId: null },
      },
    ],
  })

/** A new organisation with its first key, whose secret is shown this once. */
export const NewOrganisation = z.strictObject({ id: z.string(), name: z.string(), key: z.string() }).meta({
  id: 'NewOrganisation',
  examples: [{ id: 'org_01KGHDCQE0TSE27719X13KZBKT', name: 'Example Vendor', key: 'sym_example' }],
})
