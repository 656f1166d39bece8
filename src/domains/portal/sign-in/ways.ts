import { z } from 'zod'
import { refusal } from '#/kernel/error.ts'
import { Reference } from '#/kernel/text.ts'
import { query } from '#/kernel/verb.ts'
import { languages } from '../language.ts'
import { tryFindOrganisationOfPortal } from '../organisation.ts'

/** Whose portal it is; a server of one organisation need not be told. */
export const NamedOrganisation = Reference.optional().meta({
  description: 'Id of the organisation whose portal it is; may be left out where the server has one only.',
  minLength: 1,
})

export const organisationUnknown = refusal(
  'not_found',
  'ORGANISATION_NOT_FOUND',
  'It is not clear whose portal this is. Open it by the link that the company gave you.',
)

export const getWaysIn = query({
  name: 'portal.sign-in.get',
  may: 'public',
  summary: 'How to sign in',
  description: 'Whose portal it is, null where that is not clear, and which ways in there are.',
  input: z.strictObject({ organisation: NamedOrganisation }),
  output: z
    .strictObject({
      organisation: z.strictObject({ id: z.string(), name: z.string() }).nullable(),
      ways: z.strictObject({
        code: z.boolean().meta({ description: 'By a code that is mailed.' }),
        provider: z.boolean().meta({ description: 'By an identity provider, at `/api/v1/portal/provider`.' }),
      }),
      languages: z.array(z.enum(languages)),
    })
    .meta({
      id: 'PortalWaysIn',
      examples: [
        {
          organisation: { id: 'org_01KGHDCQE0TSE27719X13KZBKT', name: 'Example Vendor' },
          ways: { code: true, provider: false },
          languages: [...languages],
        },
      ],
    }),
  example: { organisation: 'org_01KGHDCQE0TSE27719X13KZBKT' },
  async run(ctx, given) {
    const organisation = (await tryFindOrganisationOfPortal(ctx, given.organisation)) ?? null
    const isClear = organisation !== null
    return {
      organisation,
      ways: { code: isClear, provider: isClear && ctx.hasPortalProvider },
      languages: [...languages],
    }
  },
})
