import { randomBytes, scrypt } from 'node:crypto'
import { token } from '#/kernel/text.ts'

/** What a person chooses to sign in with: 8 to 128 characters, never trimmed. */
export const Password = token(128, 8).meta({ format: 'password', examples: ['correct horse battery staple'] })

const cost = { N: 2 ** 15, r: 8, p: 3 }
const mostMemoryBytes = 64 * 2 ** 20
const hashBytes = 32

/** A password as it is stored: `scrypt$N$r$p$salt$hash`, both in base64url. A stronger cost leaves older ones readable. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16)
  const hash = await derive(password, salt)
  return ['scrypt', cost.N, cost.r, cost.p, salt.toString('base64url'), hash.toString('base64url')].join('$')
}

function derive(password: string, salt: Buffer): Promise<Buffer> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>()
  scrypt(password, salt, hashBytes, { ...cost, maxmem: mostMemoryBytes }, (error, hash) =>
    error ? reject(error) : resolve(hash),
  )
  return promise
}
