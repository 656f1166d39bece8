import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { newId } from '#/kernel/id.ts'
import { operatorIn, serverOfThisFile, startServer } from '#/testing/world.ts'
import { mintToken, readToken } from './token.ts'

// Ahead of the machine's clock: ids never descend in one process.
const now = new Date('2056-03-01T10:00:00.000Z')
const server = await serverOfThisFile()
const ctx = await operatorIn(server, 'org_1')
const click = {
  organisationId: newId('org', now),
  linkId: newId('lnk', now),
  clickId: newId('clk', now),
  isRecorded: true,
}
const token = mintToken(ctx, click)

test('a token says which click it is of, and is short and safe in a URL', async () => {
  assert.deepEqual(await readToken(ctx, token), { ...click, at: now })
  assert.match(token, /^[\w.-]{1,256}$/)
  const missed = mintToken(ctx, { ...click, isRecorded: false })
  assert.equal((await readToken(ctx, missed))?.isRecorded, false)
})

test('a token is good as it was written and in no other spelling', async () => {
  for (let i = 0; i < token.length; i += 1) {
    const other = token[i] === '1' ? '0' : '1'
    assert.equal(await readToken(ctx, token.slice(0, i) + other + token.slice(i + 1)), undefined, `changed at ${i}`)
    assert.equal(await readToken(ctx, token.slice(0, i)), undefined, `cut at ${i}`)
  }
  const parts = token.split('.')
  const none = Buffer.from('{"alg":"none"}').toString('base64url')
  const wrong = [
    '',
    '.',
    '....',
    `${token}=`,
    `${token}A`,
    ` ${token}`,
    `${token}\n`,
    token.toLowerCase(),
    parts.slice(0, 4).join('.'),
    `${parts.slice(0, 4).join('.')}.`,
    `${none}.${parts.slice(1).join('.')}`,
    `${none}.${token}`,
    `${none}.e30.`,
    token.replace('.', '․'),
    'a'.repeat(256),
    'a'.repeat(257),
    '\u{1F600}'.repeat(64),
    '\0',
  ]
  for (const text of wrong) assert.equal(await readToken(ctx, text), undefined, text)
})

test('no text that was not signed is a token', async () => {
  const anything = fc.string({ unit: 'binary', maxLength: 300 })
  await fc.assert(fc.asyncProperty(anything, async (text) => (await readToken(ctx, text)) === undefined))
})

test('what another purpose or another installation signed is no token', async () => {
  const parts = token.split('.').slice(0, 4).join('.')
  assert.equal(await readToken(ctx, `${parts}.${ctx.rotating.sign('cursor', parts)}`), undefined)
  await using other = await startServer()
  assert.equal(await readToken(await operatorIn(other, 'org_1'), token), undefined)
})
