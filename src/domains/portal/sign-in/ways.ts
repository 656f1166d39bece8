import { z } from 'zod'
import type { Context } from '#/kernel/context.ts'
import { refusal } from '#/kernel/error.ts'
import { setting } from '#/kernel/setting.ts'
import { Reference } from '#/kernel/text.ts'
import { query } from '#/kernel/verb.ts'
import { sql } from '#/platform/database/sql.ts'
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

/** Whether visitors may sign in by an identity provider. */
export const hasPortalProvider = setting<boolean>('hasPortalProvider')

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
      logoPath: z.string().nullable().meta({ description: 'Where there is one logo for all.' }),
      languages: z.array(z.enum(languages)),
    })
    .meta({
      id: 'PortalWaysIn',
      examples: [
        {
          organisation: { id: 'org_01KGHDCQE0TSE27719X13KZBKT', name: 'Example Vendor' },
          ways: { code: true, provider: false },
          logoPath: null,
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
      ways: { code: isClear, provider: isClear && ctx.settings.of(hasPortalProvider) },
      logoPath: organisation && (await tryFindOnlyLogo(ctx, organisation.id)),
      languages: [...languages],
    }
  },
})

/** Logos differ where portals are made for single partners: then none is shown to whoever is not known yet. */
async function tryFindOnlyLogo({ db }: Context, organisationId: string): Promise<string | null> {
  const { rows } = await sql<{ path: string | null }>`
    select case when count(*) = 1 then min(logo_path) end as path from experience_template
    where organisation_id = ${organisationId} and logo_path is not null`.execute(db)
  return rows[0]?.path ?? null
}
