import { sql } from 'kysely'
import type { Context } from '#/kernel/context.ts'
import { newSecret } from '#/kernel/secret.ts'
import type { Job } from '#/platform/jobs/job.ts'
import { inTransaction, oneAtATime } from '#/platform/perform.ts'
import { db } from '../tables.ts'
import { sealedFor, type SigningKeys } from './keys.ts'

const dayMs = 86_400_000
/** Longer than the longest window in which a click converts. */
const keptMs = 400 * dayMs
const rotatesAfterMs = 30 * dayMs

/** Makes the key that signs from now on. Those before it stay good for what they signed, and go when that is long expired. */
export async function rotateSigningKey(ctx: Context): Promise<number> {
  return await oneByOne(ctx, makeKey)
}

/** Sees that there is a key to sign with, on any number of nodes that start at once. */
export async function prepareSigningKeys(ctx: Context, keys: SigningKeys): Promise<void> {
  await keys.load()
  if (!keys.isEmpty) return
  await oneByOne(ctx, async (inside) => {
    await keys.load()
    if (keys.isEmpty) await makeKey(inside)
  })
  await keys.load()
}

/** Looks each day and makes a new key each month. */
export const rotateSigningKeysJob: Job = {
  name: 'signing-keys.rotate',
  cron: '17 3 * * *',
  async run(job) {
    await oneByOne(job.in(''), async (ctx) => {
      const newest = await db(ctx)
        .selectFrom('signing_key')
        .select('created_at')
        .orderBy('id', 'desc')
        .executeTakeFirst()
      const isOld = !newest || newest.created_at.getTime() <= ctx.now().getTime() - rotatesAfterMs
      if (isOld) await makeKey(ctx)
    })
  },
}

async function oneByOne<T>(ctx: Context, run: (ctx: Context) => Promise<T>): Promise<T> {
  return await inTransaction(ctx, async (inside) => {
    await oneAtATime(inside, 'signing key')
    return await run(inside)
  })
}

async function makeKey(ctx: Context): Promise<number> {
  const secret = ctx.seal(sealedFor, newSecret())
  const made = await db(ctx)
    .insertInto('signing_key')
    .values({ id: sql<number>`(select coalesce(max(id), 0) + 1 from signing_key)`, secret, created_at: ctx.now() })
    .returning('id')
    .executeTakeFirstOrThrow()
  const before = new Date(ctx.now().getTime() - keptMs)
  await sql`delete from signing_key where id < (select max(id) from signing_key where created_at < ${before})`.execute(
    ctx.db,
  )
  await ctx.announce('signing_key_changed', String(made.id))
  return made.id
}
