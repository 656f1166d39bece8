import type { FontName, Fonts } from './fonts.ts'
import { clip, type Line, wrapText } from './wrap.ts'

/** A4, in points. */
export const paper = { width: 595.28, height: 841.89 }
export const margin = { left: 46, right: 46, top: 46, bottom: 62 }
export const inner = {
  left: margin.left,
  right: paper.width - margin.right,
  width: paper.width - margin.left - margin.right,
}

export const ink = '#1c2421'
export const soft = '#5d6863'
export const hair = '#d9ddd9'

/** What is drawn, and where; `y` is the upper edge. */
export type Mark =
  | { kind: 'text'; x: number; y: number; width: number; text: string; font: FontName; size: number; colour: string }
  | { kind: 'rule'; x: number; y: number; width: number; weight: number; colour: string }
  | { kind: 'logo'; x: number; y: number; width: number; height: number }
export type Page = Mark[]

/** Pages that are being filled from above; `onNewPage` puts the heads on each page after the first. */
export type Sheet = { pages: Page[]; y: number; fonts: Fonts; onNewPage(sheet: Sheet): void }

export const newSheet = (fonts: Fonts): Sheet => ({ pages: [[]], y: margin.top, fonts, onNewPage: () => {} })

export const bottom = paper.height - margin.bottom

/** Sees that so much room is left on the page, by beginning another one: then it says so. */
export function roomFor(sheet: Sheet, height: number): boolean {
  if (sheet.y + height <= bottom) return false
  sheet.pages.push([])
  sheet.y = margin.top
  sheet.onNewPage(sheet)
  return true
}

type Place = { x: number; y: number; size: number; colour?: string; alignTo?: number }

/** Sets one line; with `alignTo` it ends there. */
export function setLine(page: Page, line: Line, { x, y, size, colour = ink, alignTo }: Place): void {
  const end = line.at(-1)
  const start = alignTo === undefined ? x : alignTo - (end ? end.x + end.width : 0)
  for (const piece of line)
    if (piece.text.trim()) page.push({ kind: 'text', ...piece, x: start + piece.x, y, size, colour })
}

export function setRule(
  page: Page,
  y: number,
  { weight = 0.5, colour = hair, x = inner.left, width = inner.width } = {},
): void {
  page.push({ kind: 'rule', x, y, width, weight, colour })
}

export const pageOf = (sheet: Sheet): Page => sheet.pages.at(-1) ?? []

export const leading = (size: number): number => size * 1.4

type Column = {
  x: number
  width: number
  y: number
  size: number
  font?: FontName
  colour?: string
  mostLines?: number
}

/** Sets a text in a column, over as many lines as it needs and may have, and returns where it ends. */
export function setText(sheet: Sheet, text: string, column: Column): number {
  const { width, size, font = 'regular', mostLines = 6, ...place } = column
  const lines = wrapText(text, font, width, size, sheet.fonts)
  const last = lines[mostLines - 1]
  if (last && lines.length > mostLines)
    lines[mostLines - 1] = clip({ text: `${textOf(last)}\n`, font }, width, size, sheet.fonts)
  let { y } = place
  for (const line of lines.slice(0, mostLines)) {
    setLine(pageOf(sheet), line, { ...place, y, size })
    y += leading(size)
  }
  return y
}

const textOf = (line: Line) => line.map(({ text }) => text).join(' ')

type OneLine = { x: number; width: number; y: number; size: number; font?: FontName; colour?: string; alignTo?: number }

/** Sets a text in one line, cut short where it is longer. */
export function setClipped(page: Page, fonts: Fonts, text: string, place: OneLine): void {
  setLine(page, clip({ text, font: place.font ?? 'regular' }, place.width, place.size, fonts), place)
}

/** Sets a number in one line that ends at `alignTo`, smaller where it is wider than its place: no digit is ever cut. */
export function setNumber(page: Page, fonts: Fonts, text: string, place: OneLine & { alignTo: number }): void {
  const font = place.font ?? 'regular'
  const width = fonts[font].widthOf(text, place.size)
  const scale = Math.min(1, place.width / width)
  const size = place.size * scale
  setLine(page, [{ text, font, x: 0, width: width * scale }], {
    ...place,
    size,
    y: place.y + (place.size - size) * 0.93,
  })
}
