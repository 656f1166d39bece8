import type { FontName, Fonts } from './fonts.ts'
import type { Setting } from './layout.ts'
import { type Paragraph, readNote, type Run } from './markdown.ts'
import { box, printable } from './printable.ts'
import { inner, leading, pageOf, roomFor, setLine, setText, soft } from './sheet.ts'
import { type Piece, wrap, wrapText } from './wrap.ts'

const size = 9
const indent = 16

/** The note of the payout under its total. */
export function setNote(setting: Setting): void {
  const { sheet, content, words } = setting
  if (!content.note) return
  roomFor(sheet, 12 + 3 * leading(size))
  sheet.y += 12
  sheet.y = setText(sheet, words.note, { x: inner.left, width: inner.width, y: sheet.y, size: 7.5, colour: soft }) + 2
  for (const paragraph of readNote(content.note)) setParagraph(setting, paragraph)
}

function setParagraph({ sheet }: Setting, { mark, runs }: Paragraph): void {
  const x = inner.left + (mark ? indent : 0)
  const lines = wrap(piecesOf(runs, sheet.fonts), inner.right - x, size, sheet.fonts)
  for (const [at, line] of (lines.length ? lines : [[]]).entries()) {
    roomFor(sheet, leading(size))
    const place = { y: sheet.y, size }
    if (mark && at === 0)
      for (const first of wrapText(mark, 'regular', indent, size, sheet.fonts))
        setLine(pageOf(sheet), first, { ...place, x: inner.left })
    setLine(pageOf(sheet), line, { ...place, x })
    sheet.y += leading(size)
  }
}

const piecesOf = (runs: Run[], fonts: Fonts): Piece[] =>
  runs.map((run) => ({ text: run.text, font: fontOf(run, fonts) }))

/** Slanted letters are fewer: where one is missing, upright ones stand for them. */
function fontOf({ text, isBold, isItalic }: Run, fonts: Fonts): FontName {
  const upright: FontName = isBold ? 'bold' : 'regular'
  if (!isItalic) return upright
  const slanted: FontName = isBold ? 'boldItalic' : 'italic'
  return printable(text, fonts[slanted]).includes(box) ? upright : slanted
}
