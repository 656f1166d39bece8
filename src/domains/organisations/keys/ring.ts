import { timingSafeEqual } from 'node:crypto'
import { type Kysely, sql } from 'kysely'
import type { Scope } from '#/kernel/actor.ts'
import type { Database } from '#/kernel/context.ts'
import { refusal } from '#/kernel/error.ts'
import { hashOf } from '#/kernel/secret.ts'
import type { Listener } from '#/platform/database/listener.ts'
import { type Authenticate, type Identity, rateLimitExceeded } from '#/platform/http/admission.ts'
import type { Limits } from '#/platform/limits.ts'
import { type ApiKeyRow, db, type OrganisationsTables } from '../tables.ts'

const unauthorized = refusal(
  'unauthenticated',
  'UNAUTHORIZED',
  'The API key is missing, invalid, expired or revoked. Send a live key.',
)

type Options = {
  db: Database
  listener: Listener
  limits: Limits
  now(): Date
  failedPerMinute: number
  log(line: string, error: unknown): void
}

type Held = { row: ApiKeyRow; identity: Identity }

const mostHeld = 20_000
const flushMs = 15_000

/**
 * The keys that are in use, in memory, so that a request costs no look-up.
 *
 * `NOTIFY` says which key has changed; while nothing can be heard, each request asks the database.
 */
export class KeyRing implements AsyncDisposable {
  readonly #options: Options
  readonly #db: Kysely<OrganisationsTables>
  readonly #held = new Map<string, Held>()
  readonly #used = new Map<string, { organisationId: string; at: Date }>()
  readonly #flushing: NodeJS.Timeout
  #generation = 0

  constructor(options: Options) {
    this.#options = options
    this.#db = db(options)
    options.listener.hear('api_key_changed', (id) => this.#forget(id))
    options.listener.onLive(() => this.#forgetAll())
    this.#flushing = setInterval(() => void this.#flush(), flushMs).unref()
  }

  /** Who this secret stands for. Unknown secrets are counted by address; what is known already is never held up by that. */
  identify: Authenticate = async (secret, address) => {
    if (!secret) throw unauthorized()
    const hash = hashOf(secret)
    const held = this.#isTrusted() ? this.#held.get(hash.toString('latin1')) : undefined
    const { row, identity } = held ?? (await this.#lookUp(hash, address))
    const now = this.#options.now()
    const isLive = row.revoked_at === null && (row.expires_at === null || row.expires_at > now)
    if (!timingSafeEqual(row.hash, hash) || !isLive) throw unauthorized()
    this.#used.set(row.id, { organisationId: row.organisation_id, at: now })
    return identity
  }

  #isTrusted(): boolean {
    return this.#options.listener.isLive
  }

  async #lookUp(hash: Buffer, address: string): Promise<Held> {
    const { limits, failedPerMinute } = this.#options
    if (failedPerMinute && (await limits.isUsedUp('unknown key', address, failedPerMinute)))
      await this.#refuseFlood(address)
    const generation = this.#generation
    const row = await this.#db
      .selectFrom('api_key_owner as o')
      .innerJoin('api_key as k', (join) =>
        join.onRef('k.organisation_id', '=', 'o.organisation_id').onRef('k.id', '=', 'o.api_key_id'),
      )
      .selectAll('k')
      .where('o.hash', '=', hash)
      .executeTakeFirst()
    if (!row) {
      if (failedPerMinute) await limits.take('unknown key', address, failedPerMinute)
      throw unauthorized()
    }
    const held = { row, identity: identityOf(row) }
    if (generation === this.#generation && this.#isTrusted()) this.#hold(hash, held)
    return held
  }

  async #refuseFlood(address: string): Promise<never> {
    const taken = await this.#options.limits.take('unknown key', address, this.#options.failedPerMinute)
    throw rateLimitExceeded('Too many unknown keys came from this address.', taken.retryAfterSeconds)
  }

  #hold(hash: Buffer, held: Held): void {
    if (this.#held.size >= mostHeld) this.#held.clear()
    this.#held.set(hash.toString('latin1'), held)
  }

  #forget(id: string): void {
    this.#generation += 1
    for (const [hash, { row }] of this.#held) if (row.id === id) this.#held.delete(hash)
  }

  #forgetAll(): void {
    this.#generation += 1
    this.#held.clear()
  }

  async #flush(): Promise<void> {
    const used = [...this.#used]
    if (!used.length) return
    this.#used.clear()
    const column = <T>(pick: (entry: (typeof used)[number]) => T) => used.map(pick)
    await sql`
      update api_key k set last_used_at = u.at
      from unnest(${column(([, u]) => u.organisationId)}::text[], ${column(([id]) => id)}::text[], ${column(([, u]) => u.at)}::timestamptz[])
        as u(organisation_id, id, at)
      where k.organisation_id = u.organisation_id and k.id = u.id and (k.last_used_at is null or k.last_used_at < u.at)
    `
      .execute(this.#db)
      .catch((error: unknown) =>
        this.#options.log('The last use of keys could not be written; it is written with the next.', error),
      )
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#flushing)
    await this.#flush()
  }
}

function identityOf(row: ApiKeyRow): Identity {
  return {
    organisationId: row.organisation_id,
    actor: {
      kind: 'key',
      id: row.id,
      name: row.name,
      scopes: new Set(row.scopes as Scope[]),
      actsFor: row.acts_for,
      partnerId: row.partner_id,
      clientId: row.client_id,
      userId: row.user_id,
      isRoot: row.is_root,
      expiresAt: row.expires_at,
      rateLimitPerMinute: row.rate_limit_per_minute,
    },
  }
}
