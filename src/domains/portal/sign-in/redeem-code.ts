import { z } from 'zod'
import type { Context } from '#/kernel/context.ts'
import { refusal } from '#/kernel/error.ts'
import { Email, text } from '#/kernel/text.ts'
import { command } from '#/kernel/verb.ts'
import { inTransaction } from '#/platform/perform.ts'
import { cookieFor } from '../cookie.ts'
import { findFramers } from '../embed-domains/queries.ts'
import { tryFindOrganisationOfPortal } from '../organisation.ts'
import { findPortalSession, PortalSession } from '../sessions/current.ts'
import { openSession, type Opened } from '../sessions/open.ts'
import { tryAdmit } from './admit.ts'
import { type Try, tryCode, useCode } from './code.ts'
import { NamedOrganisation, organisationUnknown } from './ways.ts'

const codeRefused = refusal(
  'unauthenticated',
  'CODE_REFUSED',
  'This code is wrong, used or expired. Look at the last mail, or ask for another code.',
)

export const redeemCode = command({
  name: 'portal.session.open',
  may: 'public',
  creates: true,
  returnsSecret: true,
  // A wrong code counts although it is refused.
  runsOwnTransactions: true,
  summary: 'Sign in with a code',
  description:
    'Opens a session, whose secret is in the cookie `symbolon_portal` alone. Somebody at the domain of a partner that trusts it becomes a visitor by this.',
  input: z.strictObject({
    email: Email,
    ticket: text(43, 43).meta({ description: 'That was answered when the code was asked for.' }),
    code: z
      .string()
      .transform((sent) => sent.replaceAll(/\s/g, ''))
      .pipe(z.string().regex(/^\d{6}$/, 'A code has six digits.'))
      .meta({ type: 'string', pattern: '^\\d{6}$' }),
    organisation: NamedOrganisation,
    isFramed: z
      .boolean()
      .default(false)
      .meta({ description: 'Whether the page stands in a frame of another site: its cookie is for that site alone.' }),
  }),
  output: PortalSession,
  refuses: [codeRefused, organisationUnknown],
  example: {
    email: 'robin@larkspur.example.com',
    ticket: 'n0G9W8uw8de9puyHB9d3xvE_pg3mKBxfeN4_YYsakj8',
    code: '123456',
  },
  async run(ctx, { organisation: named, isFramed, ...attempt }) {
    const organisation = await tryFindOrganisationOfPortal(ctx, named)
    if (!organisation) throw organisationUnknown()
    const inside = { ...ctx, organisationId: organisation.id }
    if (!(await tryCode(inside, attempt))) throw codeRefused()
    const { sessionId, secret } = await inTransaction(inside, (within) => open(within, attempt))
    return {
      output: await findPortalSession(inside, sessionId),
      changes: [],
      setCookies: [cookieFor(ctx, secret, isFramed && (await findFramers(inside)).length > 0)],
    }
  },
})

/** Uses the code up and opens a session, both or neither. */
async function open(ctx: Context, attempt: Try): Promise<Opened> {
  if (!(await useCode(ctx, attempt))) throw codeRefused()
  const visitor = await tryAdmit(ctx, attempt.email)
  if (!visitor) throw codeRefused()
  return await openSession(ctx, visitor, 'CODE')
}
