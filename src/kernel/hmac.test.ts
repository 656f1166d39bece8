import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { hmacOf } from './hmac.ts'

const known = (key: Buffer, text: string) => createHmac('sha256', key).update(text).digest('base64url')

test('it is HMAC-SHA256 of any text under any key of a block, one text after another', () => {
  const keys = fc.uint8Array({ maxLength: 64 }).map((bytes) => Buffer.from(bytes))
  const texts = fc.array(fc.string({ unit: 'binary', maxLength: 1_100 }), { minLength: 1, maxLength: 5 })
  fc.assert(
    fc.property(keys, texts, (key, all) => {
      const sign = hmacOf(key)
      for (const text of all) assert.equal(sign(text), known(key, text))
    }),
  )
})

test('it is what RFC 4231 says', () => {
  const hex = (text: string) => Buffer.from(text, 'base64url').toString('hex')
  assert.equal(
    hex(hmacOf(Buffer.alloc(20, 0x0b))('Hi There')),
    'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7',
  )
  assert.equal(
    hex(hmacOf(Buffer.from('Jefe'))('what do ya want for nothing?')),
    '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
  )
})

test('long texts, of one byte a character and of three, are signed whole', () => {
  const key = Buffer.alloc(32, 7)
  const sign = hmacOf(key)
  for (const letter of ['a', '€', '😀', '\ud800'])
    for (const length of [0, 1, 511, 512, 1_023, 1_024, 1_025, 20_000])
      assert.equal(sign(letter.repeat(length)), known(key, letter.repeat(length)))
})

test('a key of more than a block is refused', () => {
  assert.throws(() => hmacOf(Buffer.alloc(65)), RangeError)
})
