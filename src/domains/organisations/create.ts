import { z } from 'zod'
import type { Context } from '#/kernel/context.ts'
import { command } from '#/kernel/verb.ts'
import { recordEvents } from '#/platform/events.ts'
import { issueKey } from './keys/issue.ts'
import { NewOrganisation, OrganisationName } from './organisation.ts'
import { db } from './tables.ts'

export const createOrganisation = command({
  name: 'organisations.create',
  may: 'root',
  creates: true,
  returnsSecret: true,
  summary: 'Create an organisation',
  description:
    'Makes a further organisation and a key with every scope for it. The secret is in this answer and nowhere else.',
  input: z.strictObject({ name: OrganisationName }),
  output: NewOrganisation,
  example: { name: 'Example Vendor' },
  async run(ctx, { name }) {
    const { organisation, secret } = await foundOrganisation(ctx, { name })
    const change = { subjectId: organisation.id, before: null, after: organisation }
    return { output: { ...organisation, key: secret }, changes: [change] }
  },
})

type Founding = { name: string; keyName?: string; secret?: string; isRoot?: boolean }

/** Makes an organisation and its first key, and records both in the new organisation's own log. */
export async function foundOrganisation(ctx: Context, { name, keyName = 'First key', secret, isRoot }: Founding) {
  const organisation = { id: ctx.newId('org'), name }
  await db(ctx)
    .insertInto('organisation')
    .values({ ...organisation, created_at: ctx.now() })
    .execute()
  const inside = { ...ctx, organisationId: organisation.id }
  const issued = await issueKey(inside, { name: keyName, scopes: ['admin'], isRoot, secret })
  await recordEvents(inside, 'organisations.create', [
    { subjectId: organisation.id, before: null, after: organisation },
    { type: 'api-keys.create', subjectId: issued.row.id, before: null, after: { name: keyName, scopes: ['admin'] } },
  ])
  return { organisation, secret: issued.secret }
}
