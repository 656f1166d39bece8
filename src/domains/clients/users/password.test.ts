import assert from 'node:assert/strict'
import { scryptSync } from 'node:crypto'
import { test } from 'node:test'
import { hashPassword, Password } from './password.ts'

test('a stored password says how it was made, holds only a hash, and is never twice the same', async () => {
  const password = '  käse und brot  '
  const [first, second] = await Promise.all([hashPassword(password), hashPassword(password)])
  assert.notEqual(first, second)
  const [name, N, r, p, salt = '', hash] = first.split('$')
  assert.deepEqual([name, N, r, p], ['scrypt', '32768', '8', '3'])
  const cost = { N: Number(N), r: Number(r), p: Number(p), maxmem: 64 * 2 ** 20 }
  const again = (text: string) => scryptSync(text, Buffer.from(salt, 'base64url'), 32, cost).toString('base64url')
  assert.equal(again(password), hash)
  assert.notEqual(again(password.trim()), hash)
})

test('a password has 8 to 128 characters, as they were sent', () => {
  const isGood = (text: string) => Password.safeParse(text).success
  assert.deepEqual(['1234567', '12345678', ' '.repeat(8), '𝄞'.repeat(128), '𝄞'.repeat(129)].map(isGood), [
    false,
    true,
    true,
    true,
    false,
  ])
  assert.equal(Password.parse(' 12345678 '), ' 12345678 ')
})
