import type { Face } from './fonts.ts'

const plain = /^[\n\x20-\x7e\u00a1-\u00ac\u00ae-\u024f\u2019\u2013]*$/
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })

/** What stands for a character that no font of ours has: visible, and once for each that a reader would count. */
export const box = '\u25a1'

/** A text as it can be drawn: without what has no shape, and with a box for what the font lacks. */
export function printable(text: string, face: Face): string {
  if (plain.test(text)) return text
  const shaped = text
    .toWellFormed()
    .normalize('NFC')
    .replace(/\r\n?|[\u2028\u2029\u0085]/g, '\n')
    .replace(/[^\S\n\u00a0\u202f]|(?!\n)\p{Cc}/gu, ' ')
    .replace(/(?![\u200c\u200d])\p{Cf}|[\ufe00-\ufe0f]/gu, '')
  return Array.from(graphemes.segment(shaped), ({ segment }) => (isCovered(segment, face) ? segment : box)).join('')
}

const isCovered = (grapheme: string, face: Face) =>
  grapheme === '\n' || Array.from(grapheme).every((letter) => face.has(letter.codePointAt(0) ?? 0))
