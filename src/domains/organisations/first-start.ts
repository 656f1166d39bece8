import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { Context } from '#/kernel/context.ts'
import { hmacOf } from '#/kernel/hmac.ts'
import { hashOf, newSecret } from '#/kernel/secret.ts'
import { inTransaction, oneAtATime } from '#/platform/perform.ts'
import { foundOrganisation } from './create.ts'
import { db } from './tables.ts'

/** What the first start made: the root key's secret, to be shown once. */
export type FirstStart = { rootSecret: string | undefined }

/**
 * Sees that there is an organisation and a root key, on every start and on any number of nodes at once.
 *
 * A root key that the operator sets replaces the one before it; one that is set no longer stays as it was.
 */
export async function prepareFirstStart(ctx: Context, chosenRootKey: string | undefined): Promise<FirstStart> {
  return await inTransaction(ctx, async (inside) => {
    await oneAtATime(inside, 'first start')
    const root = await db(inside).selectFrom('api_key').selectAll().where('is_root', '=', true).executeTakeFirst()
    if (!root) {
      const { secret } = await foundOrganisation(inside, {
        name: 'Default',
        keyName: 'Root key',
        isRoot: true,
        secret: chosenRootKey,
      })
      return { rootSecret: chosenRootKey ? undefined : secret }
    }
    if (chosenRootKey && !root.hash.equals(hashOf(chosenRootKey)))
      await replaceRoot(inside, root, hashOf(chosenRootKey))
    return { rootSecret: undefined }
  })
}

async function replaceRoot(ctx: Context, root: { organisation_id: string; id: string }, hash: Buffer): Promise<void> {
  const { organisation_id, id } = root
  await db(ctx)
    .updateTable('api_key')
    .set({ hash })
    .where('organisation_id', '=', organisation_id)
    .where('id', '=', id)
    .execute()
  await db(ctx)
    .updateTable('api_key_owner')
    .set({ hash })
    .where('organisation_id', '=', organisation_id)
    .where('api_key_id', '=', id)
    .execute()
  await ctx.announce('api_key_changed', id)
}

/** The secret that the installation signs with: made once, the same on every node. */
export async function findInstanceSecret(ctx: Pick<Context, 'db'>): Promise<string> {
  const made = newSecret()
  await sql`insert into instance (secret) values (${made}) on conflict do nothing`.execute(ctx.db)
  const {
    rows: [row],
  } = await sql<{ secret: string }>`select secret from instance`.execute(ctx.db)
  return row?.secret ?? made
}

/** Signs texts with a key of their own for each purpose, so that no signature serves for two things. */
export function signer(secret: string): Context['sign'] {
  const signs = new Map<string, (text: string) => string>()
  return (purpose, text) => {
    let sign = signs.get(purpose)
    if (!sign) signs.set(purpose, (sign = hmacOf(createHmac('sha256', secret).update(purpose).digest())))
    return sign(text)
  }
}

const sealKey = (secret: string, purpose: string) => Buffer.from(hkdfSync('sha256', secret, '', `seal ${purpose}`, 32))

/** Encrypts by AES-256-GCM under a key of its own for each purpose: initial vector, tag and text in base64url. */
export function sealer(secret: string): Context['seal'] {
  return (purpose, text) => {
    const vector = randomBytes(12)
    const cipher = createCipheriv('aes-256-gcm', sealKey(secret, purpose), vector)
    const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
    return Buffer.concat([vector, cipher.getAuthTag(), sealed]).toString('base64url')
  }
}

/** Reads back what `sealer` made; throws where it was not this secret, this purpose or this text. */
export function unseal(secret: string, purpose: string, sealed: string): string {
  const bytes = Buffer.from(sealed, 'base64url')
  const cipher = createDecipheriv('aes-256-gcm', sealKey(secret, purpose), bytes.subarray(0, 12))
  cipher.setAuthTag(bytes.subarray(12, 28))
  return Buffer.concat([cipher.update(bytes.subarray(28)), cipher.final()]).toString('utf8')
}
