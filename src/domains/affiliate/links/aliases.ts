import { z } from 'zod'
import type { Context } from '#/kernel/context.ts'
import { command } from '#/kernel/verb.ts'
import { movedAt } from '#/platform/database/moved-at.ts'
import { sql } from '#/platform/database/sql.ts'
import { takeCode, tryFindLinkByCode } from './codes.ts'
import { Alias, aliasNotFound, codeTaken, exampleId, Link, LinkInPath, linkNotFound } from './link.ts'
import { lockLink, readLink } from './queries.ts'

export const createAlias = command({
  name: 'links.add-alias',
  may: 'affiliate:manage',
  creates: true,
  mayFind: true,
  summary: 'Add an alias to a link',
  description: 'A further code that leads the same way. One that the link has already is answered as it is.',
  input: z.strictObject({
    id: LinkInPath,
    alias: Alias.meta({ description: 'Unique on the installation, whatever its case.' }),
  }),
  output: Link,
  refuses: [linkNotFound, codeTaken],
  example: { id: exampleId, alias: 'larkspur-spring' },
  async run(ctx, { id, alias }) {
    const { partner_id: partnerId } = await lockLink(ctx, id)
    const isNew = await addAlias(ctx, id, alias)
    const changes = isNew ? [{ subjectId: id, partnerId, before: null, after: { alias } }] : []
    return { output: await readLink(ctx, id), isNew, changes }
  },
})

/** Whether a locked link has it new; whose it is otherwise, nobody is told. */
export async function addAlias(ctx: Context, linkId: string, alias: string): Promise<boolean> {
  if (await takeCode(ctx, linkId, alias)) {
    await touch(ctx, linkId)
    return true
  }
  if ((await tryFindLinkByCode(ctx, alias)) === linkId) return false
  throw codeTaken()
}

export const deleteAlias = command({
  name: 'links.remove-alias',
  may: 'affiliate:manage',
  summary: 'Remove an alias from a link',
  description:
    'It leads nowhere from then on, and anybody may take it: revoke the link instead where the address has been printed. The code that the link was made with stays.',
  input: z.strictObject({
    id: LinkInPath,
    alias: z
      .string()
      .toLowerCase()
      .meta({ examples: ['larkspur'] }),
  }),
  output: z.undefined(),
  refuses: [linkNotFound, aliasNotFound],
  example: { id: exampleId, alias: 'larkspur' },
  async run(ctx, { id, alias }) {
    const { code, partner_id: partnerId } = await lockLink(ctx, id)
    if (alias === code) throw aliasNotFound()
    const { rows } = await sql`
      delete from link_code_owner where code = ${alias} and organisation_id = ${ctx.organisationId} and link_id = ${id} returning code`.execute(
      ctx.db,
    )
    if (!rows.length) throw aliasNotFound()
    await touch(ctx, id)
    return { output: undefined, changes: [{ subjectId: id, partnerId, before: { alias }, after: null }] }
  },
})

async function touch(ctx: Context, id: string): Promise<void> {
  await sql`
    update affiliate_link set updated_at = ${movedAt(ctx, 'updated_at')} where organisation_id = ${ctx.organisationId} and id = ${id}`.execute(
    ctx.db,
  )
  await ctx.announce('link_changed', id)
}
