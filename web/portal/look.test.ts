import assert from 'node:assert/strict'
import { test } from 'node:test'
import { contrastOf, darkPaper, lightPaper, shadesOf } from './look.ts'

test('of any colour there is a shade that is read on light paper and one that is read on dark paper', () => {
  const levels = [0, 51, 102, 153, 204, 255].map((level) => level.toString(16).padStart(2, '0'))
  const colours = levels.flatMap((r) => levels.flatMap((g) => levels.map((b) => `#${r}${g}${b}`)))
  for (const colour of colours) {
    const shades = shadesOf(colour)
    assert.equal(shades.length, 10)
    assert.ok(
      shades.every((shade) => /^#[0-9a-f]{6}$/.test(shade)),
      colour,
    )
    assert.ok(contrastOf(shades[8] ?? '', lightPaper) >= 4.5, colour)
    assert.ok(contrastOf(shades[8] ?? '', '#ffffff') >= 4.5, colour)
    assert.ok(contrastOf(shades[4] ?? '', darkPaper) >= 4.5, colour)
    assert.ok(contrastOf(shades[9] ?? '', shades[1] ?? '') >= 4.5, colour)
  }
})

test('a colour that is read already stays as it is', () => {
  assert.equal(shadesOf('#1a6b4f')[8], '#1a6b4f')
})
