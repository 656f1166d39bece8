import type { FontName, Fonts } from './fonts.ts'
import { printable } from './printable.ts'

/** Text in one font; a line of text is some of them, each at its distance from the line's beginning. */
export type Piece = { text: string; font: FontName }
export type Placed = Piece & { x: number; width: number }
export type Line = Placed[]

/** Breaks text into lines of at most this width: at spaces, and inside of words that are longer than a line. */
export function wrap(pieces: readonly Piece[], width: number, size: number, fonts: Fonts): Line[] {
  const shown = pieces.map(({ text, font }) => ({ text: printable(text, fonts[font]), font }))
  const [only, ...others] = shown
  if (!only) return []
  if (!others.length && !only.text.includes('\n') && !rightToLeft.test(only.text)) {
    const whole = fonts[only.font].widthOf(only.text, size)
    if (whole <= width) return [[{ ...only, x: 0, width: whole }]]
  }
  return wordsOf(shown).flatMap((words) => paragraph(words, { width, size, fonts }))
}

/** One text of one font, as `wrap` gives it. */
export const wrapText = (text: string, font: FontName, width: number, size: number, fonts: Fonts): Line[] =>
  wrap([{ text, font }], width, size, fonts)

/** The beginning of a text that fits in a line, with an ellipsis where there was more. */
export function clip({ text, font }: Piece, width: number, size: number, fonts: Fonts): Line {
  const face = fonts[font]
  const [whole = '', ...rest] = printable(text, face).split('\n')
  if (!rest.length && face.widthOf(whole, size) <= width)
    return [{ text: whole, font, x: 0, width: face.widthOf(whole, size) }]
  const start = beginning(whole, width - face.widthOf('…', size), (letter) => face.widthOf(letter, size))
  const clipped = `${start.trimEnd()}…`
  return [{ text: clipped, font, x: 0, width: face.widthOf(clipped, size) }]
}

function beginning(text: string, width: number, widthOf: (letter: string) => number): string {
  let [start, wide] = ['', 0]
  for (const letter of text) {
    wide += widthOf(letter)
    if (wide > width) break
    start += letter
  }
  return start
}

type Word = Piece[]
type Measure = { width: number; size: number; fonts: Fonts }

/** The words of each paragraph; one that goes over several pieces stays whole. */
function wordsOf(pieces: readonly Piece[]): Word[][] {
  const paragraphs: Word[][] = [[[]]]
  for (const { text, font } of pieces) {
    for (const [row, line] of text.split('\n').entries()) {
      if (row > 0) paragraphs.push([[]])
      for (const [column, part] of line.split(' ').entries()) {
        if (column > 0) paragraphs.at(-1)?.push([])
        if (part) paragraphs.at(-1)?.at(-1)?.push({ text: part, font })
      }
    }
  }
  return paragraphs.map((words) => words.filter((word) => word.length))
}

function paragraph(words: Word[], measure: Measure): Line[] {
  const space = measure.fonts.regular.widthOf(' ', measure.size)
  const lines: Word[][] = [[]]
  let x = 0
  for (const word of words.flatMap((whole) => broken(whole, measure))) {
    const wide = widthOf(word, measure)
    if (x > 0 && x + space + wide > measure.width) {
      lines.push([])
      x = 0
    }
    lines.at(-1)?.push(word)
    x += (x > 0 ? space : 0) + wide
  }
  return lines.map((line) => place(inReadingOrder(line), measure))
}

const widthOf = (word: Word, { size, fonts }: Measure) =>
  word.reduce((sum, { text, font }) => sum + fonts[font].widthOf(text, size), 0)

/** A word as it is, or in parts that fit into a line each. */
function broken(word: Word, measure: Measure): Word[] {
  if (widthOf(word, measure) <= measure.width) return [word]
  const { width, size, fonts } = measure
  const parts: Word[] = []
  for (const { text, font } of word) {
    let [part, wide] = ['', 0]
    for (const letter of text) {
      const more = fonts[font].widthOf(letter, size)
      if (part && wide + more > width) {
        parts.push([{ text: part, font }])
        ;[part, wide] = ['', 0]
      }
      part += letter
      wide += more
    }
    if (part) parts.push([{ text: part, font }])
  }
  return parts
}

const rightToLeft = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/

/** Words that are read from the right come in that order; letters within a word are set by the font. */
function inReadingOrder(words: Word[]): Word[] {
  const isFromRight = (word: Word | undefined) => word?.some(({ text }) => rightToLeft.test(text)) ?? false
  const order: Word[] = []
  for (let at = 0; at < words.length;) {
    let end = at
    for (let i = at; i < words.length && isFromRight(words[at]); i += 1) if (isFromRight(words[i])) end = i
    order.push(...words.slice(at, end + 1).toReversed())
    at = end + 1
  }
  return order
}

/** Neighbours of one font become one piece again, but for words from the right: the font would turn the space with them. */
function place(words: Word[], { size, fonts }: Measure): Line {
  const line: Line = []
  let x = 0
  for (const [at, word] of words.entries()) {
    for (const [part, { text, font }] of word.entries()) {
      const gap = at > 0 && part === 0 ? ' ' : ''
      const last = line.at(-1)
      if (last?.font === font && !rightToLeft.test(last.text + text)) {
        last.text += gap + text
        last.width = fonts[font].widthOf(last.text, size)
      } else {
        if (gap) x += fonts.regular.widthOf(' ', size)
        line.push({ text, font, x, width: fonts[font].widthOf(text, size) })
      }
      x = (line.at(-1)?.x ?? 0) + (line.at(-1)?.width ?? 0)
    }
  }
  return line
}
