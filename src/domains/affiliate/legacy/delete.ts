import { z } from 'zod'
import { command } from '#/kernel/verb.ts'
import { sql } from '#/platform/database/sql.ts'
import { exampleId, LegacyLinkInPath, legacyLinkNotFound } from './legacy-link.ts'

export const deleteLegacyLink = command({
  name: 'legacy-links.delete',
  may: 'affiliate:manage',
  summary: 'Delete an address of an earlier tool',
  description: 'It leads nowhere from then on; the link stays.',
  input: z.strictObject({ id: LegacyLinkInPath }),
  output: z.undefined(),
  refuses: [legacyLinkNotFound],
  example: { id: exampleId },
  async run(ctx, { id }) {
    const { rows } = await sql<{ url: string; linkId: string }>`
      delete from legacy_link where organisation_id = ${ctx.organisationId} and id = ${id} returning url, link_id as "linkId"`.execute(
      ctx.db,
    )
    const [before] = rows
    if (!before) throw legacyLinkNotFound()
    return { output: undefined, changes: [{ subjectId: id, before, after: null }] }
  },
})
