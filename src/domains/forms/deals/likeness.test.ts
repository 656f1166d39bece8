import assert from 'node:assert/strict'
import { test } from 'node:test'
import { likenessOf } from './likeness.ts'

test('names are compared without case, accents, punctuation and legal forms', () => {
  const alike = [
    ['Quarry Tools GmbH', 'quarry tools'],
    ['QUARRY-TOOLS, Inc.', 'quarry tools'],
    ['Société Générale S.A.', 'societe generale'],
    ['The O’Brien Company', 'obrien'],
    ['日本株式会社', '日本株式会社'],
    ['Inc.', 'inc'],
    ['—', ''],
  ]
  for (const [name = '', likeness] of alike) assert.equal(likenessOf(name), likeness)
})
