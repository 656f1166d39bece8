import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sumOf } from './sum.ts'

test('decimal strings add up exactly, below zero too, whatever their scale', () => {
  const cases: [string[], string][] = [
    [['0.10', '0.20'], '0.30'],
    [['-0.05', '0.02'], '-0.03'],
    [['9007199254740993.01', '0.01'], '9007199254740993.02'],
    [['7', '1200'], '1207'],
    [['1.005', '-1.005'], '0.000'],
    [[], '0'],
  ]
  for (const [values, sum] of cases) assert.equal(sumOf(values), sum)
})
