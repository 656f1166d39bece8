import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Context } from '#/kernel/context.ts'
import { refusal } from '#/kernel/error.ts'
import { canonicalJson } from '#/kernel/json.ts'

/** What a repeated request is recognised by: its method and path, the caller's key, and its body. */
export type Repeatable = { operation: string; key: string; body: unknown }
export type Remembered = { output: string; isNew: boolean }

export const idempotencyConflict = refusal(
  'conflict',
  'IDEMPOTENCY_CONFLICT',
  'This Idempotency-Key was used with another body. Use a new key for a new request.',
)

const memoryMs = 24 * 60 * 60 * 1000

const hashOf = (body: unknown) =>
  createHash('sha256')
    .update(canonicalJson(body ?? {}))
    .digest('hex')

/**
 * Claims the key within the command's transaction, or returns what the first request answered.
 *
 * The claim is a row that is not committed before the command is: a second request with the same
 * key waits at the unique index, then finds the answer, or finds nothing if the first one failed.
 */
export async function claim(ctx: Context, request: Repeatable): Promise<Remembered | undefined> {
  const {
    rows: [claimed],
  } = await sql`
    insert into idempotency_key as k (organisation_id, operation, key, body_hash, expires_at)
    values (${ctx.organisationId}, ${request.operation}, ${request.key}, ${hashOf(request.body)}, ${later(ctx)})
    on conflict (organisation_id, operation, key) do update
      set body_hash = excluded.body_hash, expires_at = excluded.expires_at, output = null, is_new = null
      where k.expires_at <= ${ctx.now()}
    returning true as claimed`.execute(ctx.db)
  if (claimed) return undefined
  return await recall(ctx, request)
}

async function recall(ctx: Context, request: Repeatable): Promise<Remembered> {
  const {
    rows: [row],
  } = await sql<{ body_hash: string; output: string; is_new: boolean }>`
    select body_hash, output, is_new from idempotency_key
    where organisation_id = ${ctx.organisationId} and operation = ${request.operation} and key = ${request.key}
  `.execute(ctx.db)
  if (row?.body_hash !== hashOf(request.body)) throw idempotencyConflict()
  return { output: row.output, isNew: row.is_new }
}

/** Keeps the answer for a day, in the transaction of the change, and drops a few of the keys that are past it. */
export async function remember(ctx: Context, request: Repeatable, answer: Remembered): Promise<void> {
  await sql`
    with expired as (
      select operation, key from idempotency_key
      where organisation_id = ${ctx.organisationId} and expires_at <= ${ctx.now()}
      limit 20 for update skip locked
    ), dropped as (
      delete from idempotency_key k using expired e
      where k.organisation_id = ${ctx.organisationId} and k.operation = e.operation and k.key = e.key
    )
    update idempotency_key set output = ${answer.output}, is_new = ${answer.isNew}, expires_at = ${later(ctx)}
    where organisation_id = ${ctx.organisationId} and operation = ${request.operation} and key = ${request.key}
  `.execute(ctx.db)
}

const later = (ctx: Context) => new Date(ctx.now().getTime() + memoryMs)
