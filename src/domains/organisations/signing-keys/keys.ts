import { timingSafeEqual } from 'node:crypto'
import type { Context, Database, RotatingSigner } from '#/kernel/context.ts'
import type { Listener } from '#/platform/database/listener.ts'
import { signer, unseal } from '../first-start.ts'
import { db } from '../tables.ts'

type Options = {
  db: Database
  now(): Date
  /** The secret of the installation, which seals those of the keys. */
  secret: string
  /** Tells of keys that other nodes make. Without one, a key that is not known is looked for. */
  listener?: Listener
  log(line: string, error?: unknown): void
}

type SigningKey = {
  id: number
  /** What its signatures begin with. */
  name: string
  madeAt: number
  sign: Context['sign']
}

/** A new key signs only when every node has had the time to hear of it. */
const settlesAfterMs = 10_000
const looksAgainAfterMs = 1_000
const idLength = 3
const macLength = 22

export const sealedFor = 'signing key'

/**
 * The keys that tokens are signed with, in memory.
 *
 * The newest signs, each checks what it signed. A signature is the id of its key in three characters and 132 bits of
 * HMAC-SHA256 in base64url: it names no algorithm, and has no second spelling.
 */
export class SigningKeys implements RotatingSigner {
  readonly #options: Options
  readonly #keys = new Map<number, SigningKey>()
  #signing: SigningKey | undefined
  #chooseAgainAt = 0
  #lookedAt = Number.NEGATIVE_INFINITY

  constructor(options: Options) {
    this.#options = options
    options.listener?.hear('signing_key_changed', () => this.#reload())
    options.listener?.onLive(() => void this.#reload())
  }

  get isEmpty(): boolean {
    return this.#keys.size === 0
  }

  /** Reads the keys that the installation has; those that another secret sealed are of no use and left out. */
  async load(): Promise<void> {
    const rows = await db(this.#options).selectFrom('signing_key').selectAll().orderBy('id').execute()
    for (const { id, secret, created_at } of rows) {
      if (this.#keys.has(id)) continue
      const opened = this.#tryOpen(secret)
      const name = id.toString(36).padStart(idLength, '0')
      if (opened) this.#keys.set(id, { id, name, madeAt: created_at.getTime(), sign: signer(opened) })
    }
    this.#chooseAgainAt = 0
  }

  sign(purpose: string, text: string): string {
    if (this.#chooseAgainAt < Number.POSITIVE_INFINITY) this.#chooseIfDue()
    if (!this.#signing) throw new Error('There is no key to sign with.')
    return signatureOf(this.#signing, purpose, text)
  }

  async check(purpose: string, text: string, signature: string): Promise<boolean> {
    const id = Number.parseInt(signature.slice(0, idLength), 36)
    const key = this.#keys.get(id) ?? (await this.#lookFor(id))
    if (!key) return false
    const good = Buffer.from(signatureOf(key, purpose, text))
    const given = Buffer.from(signature)
    return good.length === given.length && timingSafeEqual(good, given)
  }

  #chooseIfDue(): void {
    const now = this.#options.now().getTime()
    if (now < this.#chooseAgainAt) return
    const keys = [...this.#keys.values()].toSorted((a, b) => a.id - b.id)
    this.#signing = keys.findLast(({ madeAt }) => madeAt + settlesAfterMs <= now) ?? keys[0]
    const next = keys.find(({ id, madeAt }) => id > (this.#signing?.id ?? 0) && madeAt + settlesAfterMs > now)
    this.#chooseAgainAt = next ? next.madeAt + settlesAfterMs : Number.POSITIVE_INFINITY
  }

  /** Asks the database where nothing tells of new keys, and not for whoever makes up ids. */
  async #lookFor(id: number): Promise<SigningKey | undefined> {
    const now = this.#options.now().getTime()
    if (this.#options.listener?.isLive || Math.abs(now - this.#lookedAt) < looksAgainAfterMs) return undefined
    this.#lookedAt = now
    await this.load()
    return this.#keys.get(id)
  }

  async #reload(): Promise<void> {
    await this.load().catch((error: unknown) =>
      this.#options.log('The keys that sign tokens could not be read; those in memory go on.', error),
    )
  }

  #tryOpen(sealed: string): string | undefined {
    try {
      return unseal(this.#options.secret, sealedFor, sealed)
    } catch {
      return undefined
    }
  }
}

const signatureOf = ({ name, sign }: SigningKey, purpose: string, text: string) =>
  name + sign(purpose, text).slice(0, macLength)
