import { z } from 'zod'
import { Email } from '#/kernel/text.ts'
import { DateTime } from '#/kernel/time.ts'
import { command } from '#/kernel/verb.ts'
import { languages } from '../language.ts'
import { tryFindOrganisationOfPortal } from '../organisation.ts'
import { mayEnter } from './admit.ts'
import { makeCode } from './code.ts'
import { writeCode } from './mail.ts'
import { NamedOrganisation, organisationUnknown } from './ways.ts'

export const requestCode = command({
  name: 'portal.codes.request',
  may: 'public',
  returnsSecret: true,
  summary: 'Ask for a code by mail',
  description:
    'Mails six digits to a visitor, or to somebody at the domain of a partner that trusts it. They work once, for 15 minutes and three tries, together with the ticket that is answered. An address gets one mail a minute for whoever asks and five an hour, and five more for others who have had none. The answer is the same whether or not anybody has the address.',
  input: z.strictObject({
    email: Email,
    organisation: NamedOrganisation,
    language: z.enum(languages).default('en').meta({ description: 'That of the mail.' }),
  }),
  output: z
    .strictObject({
      ticket: z.string().nullable().meta({
        description:
          'Belongs to the code, which works with it alone. Null: no mail was sent, and the ticket before stays.',
      }),
      expiresAt: DateTime.meta({ description: 'How long the code works that was asked for last.' }),
      againAt: DateTime.meta({ description: 'When another one can be asked for; until then none is sent.' }),
    })
    .meta({
      id: 'RequestedCode',
      examples: [
        {
          ticket: 'n0G9W8uw8de9puyHB9d3xvE_pg3mKBxfeN4_YYsakj8',
          expiresAt: '2026-02-03T09:45:00.000Z',
          againAt: '2026-02-03T09:31:00.000Z',
        },
      ],
    }),
  refuses: [organisationUnknown],
  example: { email: 'robin@larkspur.example.com', language: 'en' },
  async run(ctx, { email, language, ...given }) {
    const organisation = await tryFindOrganisationOfPortal(ctx, given.organisation)
    if (!organisation) throw organisationUnknown()
    const inside = { ...ctx, organisationId: organisation.id }
    const { made, expiresAt, againAt } = await makeCode(inside, email)
    if (made && (await mayEnter(inside, email)))
      await writeCode(inside, { to: email, code: made.code, language, organisation })
    const ticket = made?.ticket ?? null
    return { output: { ticket, expiresAt: expiresAt.toISOString(), againAt: againAt.toISOString() }, changes: [] }
  },
})
