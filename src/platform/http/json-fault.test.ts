import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { offsetOfFault } from './json-fault.ts'

test('the place where a text stops being JSON is the beginning of what cannot stand there, or its end', () => {
  const cases: [text: string, offset: number][] = [
    ['', 0],
    ['{', 1],
    ['{"a"', 4],
    ['{"a":', 5],
    ['{"a": nope}', 6],
    ['{"a": }', 6],
    ['{"a":1,}', 7],
    ['{"a":1 "b"', 7],
    ['{a', 1],
    ['[1,]', 3],
    ['[1 2]', 3],
    ['{"a":[}', 6],
    ['{} x', 3],
    ['tru', 0],
    ['{"a": "unended', 6],
    ['"\\x"', 0],
    ['{"a": 01}', 7],
    [']', 0],
    [':', 0],
  ]
  for (const [text, offset] of cases) assert.equal(offsetOfFault(text), offset, text)
})

test('what JSON.parse takes is read to its end', () => {
  fc.assert(fc.property(fc.json({ stringUnit: 'binary' }), (text) => offsetOfFault(text) === text.length))
  assert.equal(offsetOfFault('"\u007f\u0085"'), 4)
})

test('a long text is no burden', () => {
  const text = `{"a":"${'x'.repeat(1_000_000)}","b":[${'1,'.repeat(100_000)}`
  assert.equal(offsetOfFault(text), text.length)
})
