import { sql } from 'kysely'
import { z } from 'zod'
import type { Context } from '#/kernel/context.ts'
import { inUse, invalidField, type Refusal } from '#/kernel/error.ts'
import type { IdPrefix } from '#/kernel/id.ts'
import { Json } from '#/kernel/json.ts'
import { fromCursor, page, pageInput, toPage } from '#/kernel/page.ts'
import { text } from '#/kernel/text.ts'
import { DateTime } from '#/kernel/time.ts'
import { type Command, command, difference, type Query, query } from '#/kernel/verb.ts'
import { brokenConstraint } from '#/platform/database/failure.ts'

type Field = {
  column: string
  /** None: it is not written with the others. */
  input?: z.ZodType
  output: z.ZodType
  example: string | number | null
  initial: unknown
}

type Kind = {
  table: 'tier' | 'phase' | 'experience_template'
  /** Nouns in their spelling for verbs, for people (one and many), and as a schema's name. */
  nouns: string
  one: string
  many: string
  schema: string
  prefix: IdPrefix
  notFound: Refusal
  about: string
  /** Its fields besides the name: for each the column, how a value comes in and leaves, and an example. */
  fields: Record<string, Field>
}

type Row = Record<string, unknown> & { id: string }
type Item = Record<string, unknown> & { id: string; name: string; createdAt: string; updatedAt: string }

export type Catalogue = { list: Query; get: Query; create: Command; update: Command; delete: Command }

/** A short list of named things that partners refer to: its five verbs. What is in use is not deleted. */
export function catalogue(kind: Kind): Catalogue {
  const outputs = Object.fromEntries(Object.entries(kind.fields).map(([key, { output }]) => [key, output]))
  const inputs = Object.entries(kind.fields).flatMap(([key, { input }]) => (input ? [[key, input] as const] : []))
  const given = { name: text(1, 200), ...Object.fromEntries(inputs) }
  const exampleId = `${kind.prefix}_01KH0VS1E0PAXJFYQ6DVG8KF31`
  const fieldExamples = Object.fromEntries(Object.entries(kind.fields).map(([key, { example }]) => [key, example]))
  const givenExamples = Object.fromEntries(inputs.map(([key]) => [key, fieldExamples[key] ?? null]))
  const times = { createdAt: '2026-02-03T09:30:00.000Z', updatedAt: '2026-02-03T09:30:00.000Z' }
  const Thing = z
    .strictObject({ id: z.string(), name: z.string(), ...outputs, createdAt: DateTime, updatedAt: DateTime })
    .meta({ id: kind.schema, examples: [{ id: exampleId, name: 'Gold', ...fieldExamples, ...times }] })

  return {
    list: query({
      name: `${kind.nouns}.list`,
      may: 'partners:read',
      summary: `List ${kind.many}`,
      description: kind.about,
      input: z.strictObject(pageInput),
      output: page(Thing),
      async run(ctx, { limit, cursor }) {
        const [after] = fromCursor(ctx, kind.nouns, cursor) ?? []
        const { rows } = await sql<Row>`
          select ${columnsOf(kind)} from ${sql.table(kind.table)} where organisation_id = ${ctx.organisationId}
          ${after === undefined ? sql`` : sql`and id < ${after}`} order by id desc limit ${limit + 1}`.execute(ctx.db)
        return toPage(ctx, rows, { limit, order: kind.nouns, position: (row) => [row.id], item: toItem })
      },
    }),
    get: query({
      name: `${kind.nouns}.get`,
      may: 'partners:read',
      summary: `Get one of the ${kind.many}`,
      input: z.strictObject({ id: z.string() }),
      output: Thing,
      refuses: [kind.notFound],
      example: { id: exampleId },
      run: async (ctx, { id }) => toItem(await find(ctx, kind, id)),
    }),
    create: command({
      name: `${kind.nouns}.create`,
      may: 'partners:write',
      creates: true,
      summary: `Create ${kind.one}`,
      description: 'The name is unique in the organisation, whatever its case.',
      input: z.strictObject({ ...optional(given), name: given.name }),
      output: Thing,
      example: { name: 'Gold', ...givenExamples },
      run: (ctx, values) => insert(ctx, kind, values),
    }),
    update: command({
      name: `${kind.nouns}.update`,
      may: 'partners:write',
      summary: `Update ${kind.one}`,
      description: 'Changes the fields that are given and no others.',
      input: z.strictObject({ id: z.string(), ...optional(given) }),
      output: Thing,
      refuses: [kind.notFound],
      example: { id: exampleId, name: 'Platinum' },
      current: async (ctx, { id }) => new Json(JSON.stringify(toItem(await find(ctx, kind, String(id), true)))),
      run: (ctx, { id, ...values }) => update(ctx, kind, String(id), values),
    }),
    delete: command({
      name: `${kind.nouns}.delete`,
      may: 'partners:write',
      summary: `Delete ${kind.one}`,
      description: 'One that a partner refers to is not deleted.',
      input: z.strictObject({ id: z.string() }),
      output: z.undefined(),
      refuses: [kind.notFound, inUse],
      example: { id: exampleId },
      run: (ctx, { id }) => remove(ctx, kind, id),
    }),
  }
}

const optional = (shape: Record<string, z.ZodType>) =>
  Object.fromEntries(Object.entries(shape).map(([key, schema]) => [key, schema.optional()]))

const columnsOf = (kind: Kind) =>
  sql.join([
    sql.raw('id, name'),
    ...Object.entries(kind.fields).map(([key, { column }]) => sql`${sql.ref(column)} as ${sql.ref(key)}`),
    sql.raw('created_at as "createdAt", updated_at as "updatedAt"'),
  ])

const toItem = (row: Row): Item =>
  Object.fromEntries(
    Object.entries(row).map(([key, value]) => [key, value instanceof Date ? value.toISOString() : value]),
  ) as Item

async function find(ctx: Context, kind: Kind, id: string, lock = false): Promise<Row> {
  const {
    rows: [row],
  } = await sql<Row>`
    select ${columnsOf(kind)} from ${sql.table(kind.table)}
    where organisation_id = ${ctx.organisationId} and id = ${id} ${lock ? sql`for update` : sql``}`.execute(ctx.db)
  if (!row) throw kind.notFound()
  return row
}

async function insert(ctx: Context, kind: Kind, given: Record<string, unknown>) {
  const initial = Object.fromEntries(Object.entries(kind.fields).map(([key, field]) => [key, field.initial]))
  const values: Record<string, unknown> = { ...initial, ...given }
  const entries = Object.entries(values).filter(([, value]) => value !== undefined)
  const id = ctx.newId(kind.prefix)
  const {
    rows: [row],
  } = await sql<Row>`
    insert into ${sql.table(kind.table)} (organisation_id, id, created_at, updated_at, ${sql.join(entries.map(([key]) => sql.ref(columnOf(kind, key))))})
    values (${ctx.organisationId}, ${id}, ${ctx.now()}, ${ctx.now()}, ${sql.join(entries.map(([, value]) => value))})
    returning ${columnsOf(kind)}`
    .execute(ctx.db)
    .catch(nameTaken)
  return { output: toItem(row as Row), changes: [{ subjectId: id, before: null, after: Object.fromEntries(entries) }] }
}

const columnOf = (kind: Kind, key: string) => kind.fields[key]?.column ?? key

async function update(ctx: Context, kind: Kind, id: string, given: Record<string, unknown>) {
  const before = await find(ctx, kind, id, true)
  const changed = difference(before, given)
  if (!changed) return { output: toItem(before), changes: [] }
  const set = Object.entries(given).map(([key, value]) => sql`${sql.ref(columnOf(kind, key))} = ${value}`)
  const {
    rows: [row],
  } = await sql<Row>`
    update ${sql.table(kind.table)} set ${sql.join([...set, sql`updated_at = ${ctx.now()}`])}
    where organisation_id = ${ctx.organisationId} and id = ${id} returning ${columnsOf(kind)}`
    .execute(ctx.db)
    .catch(nameTaken)
  return { output: toItem(row as Row), changes: [{ subjectId: id, ...changed }] }
}

async function remove(ctx: Context, kind: Kind, id: string) {
  const {
    rows: [row],
  } = await sql<Row>`
    delete from ${sql.table(kind.table)} where organisation_id = ${ctx.organisationId} and id = ${id} returning ${columnsOf(kind)}`
    .execute(ctx.db)
    .catch(stillUsed)
  if (!row) throw kind.notFound()
  const { id: _id, createdAt: _created, updatedAt: _updated, ...before } = toItem(row)
  return { output: undefined, changes: [{ subjectId: id, before, after: null }] }
}

function nameTaken(error: unknown): never {
  if (!brokenConstraint(error, '23505')?.endsWith('_name_key')) throw error
  throw invalidField('name', 'already_taken', 'Another one has this name.')
}

function stillUsed(error: unknown): never {
  if (brokenConstraint(error, '23503') === undefined) throw error
  throw inUse({ cause: error })
}
