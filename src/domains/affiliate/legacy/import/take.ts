import type { Context } from '#/kernel/context.ts'
import type { Tally } from '#/platform/imports/import.ts'
import { inTransaction } from '#/platform/perform.ts'
import { hashOf, normaliseUrl } from '../url.ts'
import type { GoodRow, Row } from './fields.ts'
import { type Resolve, resolverFor } from './links.ts'
import { known, type Listed, Overtaken, write } from './write.ts'

const mostTries = 10

/** Brings the rows in, in one transaction; a rehearsal writes nothing, and remembers where addresses would lead. */
export async function takeBatch(ctx: Context, rows: Row[], rehearsal?: Map<string, string>): Promise<Tally> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await inTransaction(ctx, (inside) => attempt(inside, rows, rehearsal))
    } catch (error) {
      if (!(error instanceof Overtaken) || tries === mostTries) throw error
    }
  }
}

async function attempt(ctx: Context, rows: Row[], rehearsal: Map<string, string> | undefined): Promise<Tally> {
  const tally: Tally = { created: 0, updated: 0, unchanged: 0, refused: 0, faults: [] }
  const good = rows.filter((row): row is GoodRow => 'cells' in row)
  const resolve = await resolverFor(ctx, good)
  const hashes = [...new Set(good.map(hashOfRow))]
  const listed = await known(ctx, hashes)
  for (const hash of hashes) {
    const linkId = rehearsal?.get(hash)
    if (linkId !== undefined) listed.set(hash, { id: '', url: '', before: linkId, linkId })
  }
  for (const row of rows) {
    const effect = 'cells' in row ? apply(ctx, listed, row, resolve) : row
    if (typeof effect === 'string') tally[effect] += 1
    else {
      tally.refused += 1
      tally.faults.push(...effect.faults)
    }
  }
  if (!rehearsal) await write(ctx, listed)
  else for (const [hash, { linkId }] of listed) if (linkId !== null) rehearsal.set(hash, linkId)
  return tally
}

const hashOfRow = ({ cells }: GoodRow) => hashOf(normaliseUrl(cells.url) ?? '')

type Effect = 'created' | 'updated' | 'unchanged' | { faults: Tally['faults'] }

/** Applies one row to what is listed, as the rows before it have left that. */
function apply(ctx: Context, listed: Map<string, Listed>, row: GoodRow, resolve: Resolve): Effect {
  const refused = (reason: string, column: string | null = null) => ({ faults: [{ line: row.line, column, reason }] })
  const target = resolve(row)
  if ('reason' in target) return refused(target.reason)
  const hash = hashOfRow(row)
  const entry = listed.get(hash)
  if (!entry) {
    listed.set(hash, { id: ctx.newId('lgl'), url: row.cells.url, before: null, linkId: target.linkId })
    return 'created'
  }
  if (entry.linkId === null) return refused('This address is taken on this installation. Ask who runs it.')
  if (entry.linkId === target.linkId) return 'unchanged'
  entry.linkId = target.linkId
  return 'updated'
}
