import type { BetterAuthOptions, DBAdapter, DBTransactionAdapter, Where } from 'better-auth/types'
import { hashOfToken } from './session.ts'

type Adapter = DBAdapter<BetterAuthOptions>
type Inner = DBTransactionAdapter<BetterAuthOptions>
type Row = Record<string, unknown> | null

/** The same adapter on a database that knows the tokens of sessions by their hashes alone (decision 0028). */
export function withHashedTokens(adapter: Adapter): Adapter {
  return {
    ...hashing(adapter),
    transaction: (run) => adapter.transaction((inside) => run(hashing(inside))),
  } as Adapter
}

function hashing<T extends Inner>(adapter: T): T {
  return {
    ...adapter,
    create: async (asked) => {
      if (asked.model !== 'session') return await adapter.create(asked)
      const { token, ...rest } = asked.data as Record<string, unknown>
      const row = await adapter.create<Record<string, unknown>, Row>({
        ...asked,
        data: { ...rest, token: hashOfToken(String(token)) },
      })
      return { ...row, token }
    },
    findOne: async (asked) => withToken(asked, await adapter.findOne<Row>(hashed(asked))),
    findMany: (asked) => adapter.findMany(hashed(asked)),
    count: (asked) => adapter.count(hashed(asked)),
    update: async (asked) => withToken(asked, await adapter.update<Row>(hashed(asked))),
    updateMany: (asked) => adapter.updateMany(hashed(asked)),
    delete: (asked) => adapter.delete(hashed(asked)),
    deleteMany: (asked) => adapter.deleteMany(hashed(asked)),
    consumeOne: (asked) => adapter.consumeOne(hashed(asked)),
    incrementOne: (asked) => adapter.incrementOne(hashed(asked)),
  } as T
}

const isToken = ({ field }: Where) => field === 'token'

function hashed<T extends { model: string; where?: Where[] }>(asked: T): T {
  if (asked.model !== 'session' || !asked.where) return asked
  return { ...asked, where: asked.where.map((one) => (isToken(one) ? { ...one, value: hashedValue(one.value) } : one)) }
}

const hashedValue = (value: Where['value']) =>
  Array.isArray(value) ? value.map((one) => hashOfToken(String(one))) : hashOfToken(String(value))

/** Whoever asked by a token finds that token, not its hash. */
function withToken({ model, where }: { model: string; where: Where[] }, row: Row): never {
  const token = model === 'session' ? where.find(isToken)?.value : undefined
  return (row && token !== undefined ? { ...row, token } : row) as never
}
