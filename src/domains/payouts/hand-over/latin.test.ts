import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { isReadable, paymentText } from './latin.ts'

test('names are written in the letters that banks take', () => {
  const written: [string, string][] = [
    ['Müller & Söhne GmbH', 'Muller + Sohne GmbH'],
    ['Ærø Øst ÅS', 'AEro Ost AS'],
    ['Straße ẞ', 'Strasse SS'],
    ['Łódź Żółć', 'Lodz Zolc'],
    ['İstanbul ılık', 'Istanbul ilik'],
    ['Αθήνα Ώρα', 'Athina Ora'],
    ['София Йордан', 'Sofiya Yordan'],
    ['Smith <b> "A_B"; #1', "Smith .b. 'A-B', .1"],
    ['Larkspur 🚀 Traders 👩‍💻', 'Larkspur . Traders ..'],
    ['ﬁrst ½ ①', 'first 1/2 1'],
    ['  two\n\tlines  ', 'two lines'],
    ['e\u0301tude', 'etude'],
  ]
  for (const [text, expected] of written) assert.equal(paymentText(text, 70), expected)
})

test('any text at all becomes one of the allowed characters that is no longer than asked', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), fc.integer({ min: 1, max: 70 }), (text, longest) => {
      const written = paymentText(text, longest)
      assert.match(written, /^[A-Za-z0-9/\-?:().,'+ ]*$/)
      assert.ok(written.length <= longest)
      assert.equal(written, paymentText(written, longest))
    }),
  )
})

test('a name of which nothing is left is known', () => {
  assert.ok(!isReadable(paymentText('山田商事', 70)))
  assert.ok(isReadable(paymentText('山田 Trading', 70)))
})
