import assert from 'node:assert/strict'
import { test } from 'node:test'
import { maskedEin, storedEin } from './ein.ts'

test('a tax number is shown by its last four characters alone, and by none where it has fewer', () => {
  const ctx = { seal: (purpose: string, text: string) => `${purpose}:${[...text].toReversed().join('')}` }
  const shown = (ein: string | null) => maskedEin(storedEin(ctx, ein))
  assert.equal(shown('12-3456789'), '**-***6789')
  assert.equal(shown('1234'), '**-***1234')
  assert.equal(shown('123'), '**-*******')
  assert.equal(shown('x😀12'), '**-***x😀12')
  assert.equal(shown(null), null)
  assert.deepEqual(storedEin(ctx, '123'), { ein_sealed: 'ein:321', ein_last_four: null })
})
