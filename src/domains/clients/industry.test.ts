import assert from 'node:assert/strict'
import { test } from 'node:test'
import { industryOf } from './industry.ts'

test('a NAICS code leads to its sector by its first two digits', () => {
  const titles: [string | null, string | null][] = [
    ['311', 'Manufacturing'],
    ['32', 'Manufacturing'],
    ['339999', 'Manufacturing'],
    ['11', 'Agriculture, Forestry, Fishing and Hunting'],
    ['45', 'Retail Trade'],
    ['49', 'Transportation and Warehousing'],
    ['92', 'Public Administration'],
    ['31-33', 'Manufacturing'],
    ['34', null],
    ['99', null],
    ['3', null],
    ['a31', null],
    ['', null],
    [null, null],
  ]
  for (const [naics, title] of titles) assert.equal(industryOf(naics), title, String(naics))
})
