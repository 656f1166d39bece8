import { z } from 'zod'
import type { Context } from './context.ts'
import { invalidField } from './error.ts'
import { Json } from './json.ts'

const wholeNumber = z
  .string()
  .regex(/^\d{1,9}$/, { error: 'Write a whole number.' })
  .transform(Number)

/** How much of a list to send, and where to begin. Values come from a query, so they are strings. */
export const pageInput = {
  limit: wholeNumber.pipe(z.int().min(1).max(100)).default(25).meta({
    type: 'integer',
    minimum: 1,
    maximum: 100,
    'x-default': 25,
    description: 'Maximum number of items to return.',
  }),
  cursor: z
    .string()
    .optional()
    .meta({ description: 'The nextCursor of a previous answer; empty means the first page.' }),
}

/** One page of a list; the rows may be JSON text that PostgreSQL has shaped. */
export type Page<T> = { data: (T | Json<T>)[]; nextCursor: string | null }

export function page<T extends z.ZodType>(item: T) {
  return z.strictObject({ data: z.array(item), nextCursor: z.string().nullable() })
}

/** Where a page ended: the values of its order, the id last. */
export type Position = string[]

const separator = '\u001f'

/** A bookmark of a list. It is signed for the organisation, so that garbage and another's bookmark are refused. */
export function toCursor(ctx: Context, order: string, position: Position): string {
  const body = Buffer.from(position.join(separator)).toString('base64url')
  return `${body}.${signature(ctx, order, body)}`
}

export function fromCursor(ctx: Context, order: string, cursor: string | undefined): Position | undefined {
  if (!cursor) return undefined
  const [body = '', signed, ...rest] = cursor.split('.')
  if (rest.length || signed !== signature(ctx, order, body)) {
    throw invalidField('cursor', 'malformed_cursor', 'This cursor is not one of this list. Begin without a cursor.')
  }
  return Buffer.from(body, 'base64url').toString().split(separator)
}

const signature = (ctx: Context, order: string, body: string) =>
  ctx.sign('cursor', `${ctx.organisationId}/${order}/${body}`).slice(0, 12)

/** Cuts the extra row that says whether there is more, and makes the cursor from the last row kept. */
export function toPage<Row, T>(
  ctx: Context,
  rows: Row[],
  shape: { limit: number; order: string; position(row: Row): Position; item(row: Row): T | Json<T> },
): Page<T> {
  const kept = rows.slice(0, shape.limit)
  const last = kept.at(-1)
  const hasMore = rows.length > shape.limit && last !== undefined
  return {
    data: kept.map((row) => shape.item(row)),
    nextCursor: hasMore ? toCursor(ctx, shape.order, shape.position(last)) : null,
  }
}
