import { z } from 'zod'
import type { Context } from '#/kernel/context.ts'
import { refusal } from '#/kernel/error.ts'
import { token } from '#/kernel/text.ts'
import { type Change, type Command, command } from '#/kernel/verb.ts'
import { sql } from '#/platform/database/sql.ts'

type Ranked = { table: 'tier' | 'phase'; nouns: string; schema: string; exampleId: string }
type Row = { id: string; rank: number }

const orderStale = refusal(
  'conflict',
  'ORDER_STALE',
  'One of them was added or deleted meanwhile. Read the list again, then order it.',
)

/** Leaves room between two neighbours, so that one can be put there by its rank alone. */
const step = 10

/** The verb that puts all things of a short list into an order. */
export function reorder({ table, nouns, schema, exampleId }: Ranked): Command {
  const Order = z
    .strictObject({ ids: z.array(z.string()) })
    .meta({ id: `${schema}Order`, examples: [{ ids: [exampleId] }] })
  return command({
    name: `${nouns}.reorder`,
    may: 'partners:write',
    summary: `Order the ${nouns}`,
    description: `Names all ${nouns} of the organisation, the first one first: each gets the rank of its place.`,
    input: z.strictObject({ ids: z.array(token()).max(1000) }),
    output: Order,
    refuses: [orderStale],
    example: { ids: [exampleId] },
    async run(ctx, { ids }) {
      const { rows } = await sql<Row>`
        select id, rank from ${sql.raw(table)} where organisation_id = ${ctx.organisationId} order by id for update`.execute(
        ctx.db,
      )
      const known = new Map(rows.map(({ id, rank }) => [id, rank]))
      const isWhole = new Set(ids).size === ids.length && ids.length === known.size && ids.every((id) => known.has(id))
      if (!isWhole) throw orderStale()
      await write(ctx, table, ids)
      return { output: { ids }, changes: changesOf(nouns, ids, known) }
    },
  })
}

async function write(ctx: Context, table: Ranked['table'], ids: string[]): Promise<void> {
  await sql`
    update ${sql.raw(table)} t set rank = o.place * ${sql.lit(step)}, updated_at = ${ctx.now()}
    from unnest(${ids}::text[]) with ordinality as o(id, place)
    where t.organisation_id = ${ctx.organisationId} and t.id = o.id and t.rank <> o.place * ${sql.lit(step)}`.execute(
    ctx.db,
  )
}

const changesOf = (nouns: string, ids: string[], known: Map<string, number>): Change[] =>
  ids
    .map((id, place) => ({ id, before: known.get(id), after: (place + 1) * step }))
    .filter(({ before, after }) => before !== after)
    .map(({ id, before, after }) => ({
      type: `${nouns}.update`,
      subjectId: id,
      before: { rank: before },
      after: { rank: after },
    }))
