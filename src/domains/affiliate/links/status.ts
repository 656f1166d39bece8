import { z } from 'zod'
import type { Context } from '#/kernel/context.ts'
import { command } from '#/kernel/verb.ts'
import { movedAt } from '#/platform/database/moved-at.ts'
import { sql } from '#/platform/database/sql.ts'
import { exampleId, Link, LinkInPath, linkNotFound } from './link.ts'
import { lockLink, readLink } from './queries.ts'

const statusChange = {
  may: 'affiliate:manage',
  input: z.strictObject({ id: LinkInPath }),
  output: Link,
  refuses: [linkNotFound],
  example: { id: exampleId },
} as const

export const revokeLink = command({
  ...statusChange,
  name: 'links.revoke',
  summary: 'Revoke a link',
  description:
    'At once its code and aliases lead to a page that says so, and clicks made before convert no more. Revoking twice changes nothing.',
  run: (ctx, { id }) => setRevoked(ctx, id, true),
})

export const restoreLink = command({
  ...statusChange,
  name: 'links.restore',
  summary: 'Restore a link',
  description: 'It leads on again at once. Restoring twice changes nothing.',
  run: (ctx, { id }) => setRevoked(ctx, id, false),
})

async function setRevoked(ctx: Context, id: string, isRevoked: boolean) {
  const before = await lockLink(ctx, id)
  if ((before.revoked_at !== null) === isRevoked) return { output: await readLink(ctx, id), changes: [] }
  await sql`
    update affiliate_link set revoked_at = ${isRevoked ? ctx.now() : null}, updated_at = ${movedAt(ctx, 'updated_at')}
    where organisation_id = ${ctx.organisationId} and id = ${id}`.execute(ctx.db)
  await ctx.announce('link_changed', id)
  const [was, is] = isRevoked ? ['ACTIVE', 'REVOKED'] : ['REVOKED', 'ACTIVE']
  const change = { subjectId: id, partnerId: before.partner_id, before: { status: was }, after: { status: is } }
  return { output: await readLink(ctx, id), changes: [change] }
}
