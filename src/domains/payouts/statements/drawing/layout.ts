import { setImmediate as othersFirst } from 'node:timers/promises'
import type { StatementContent, StatementLine } from '../content.ts'
import { type Fonts, restFonts } from './fonts.ts'
import { type Locale, type Manner, mannerOf } from './manner.ts'
import { setMasthead } from './masthead.ts'
import { setNote } from './note.ts'
import { margin, inner, newSheet, type Page, pageOf, paper, setClipped, setRule, type Sheet, soft } from './sheet.ts'
import { setRow, setTableHead, setTotal } from './table.ts'
import { wordsIn } from './words.ts'

/** All that the parts of a page are set from. */
export type Setting = {
  sheet: Sheet
  content: StatementContent
  manner: Manner
  words: ReturnType<typeof wordsIn>
}

/** Lays a statement out: every text, rule and image of every page, with its place. */
export async function layOut(
  content: StatementContent,
  lines: AsyncIterable<StatementLine[]>,
  { fonts, locale }: { fonts: Fonts; locale: Locale },
): Promise<Page[]> {
  const words = wordsIn(locale.language)
  const sheet = newSheet(fonts)
  const setting = { sheet, content, manner: mannerOf(locale, content.currency), words }
  const totalPlace = setMasthead(setting)
  setTableHead(setting)
  sheet.onNewPage = () => {
    setRunningHead(setting)
    setTableHead(setting)
  }
  let total = 0n
  for await (const some of lines) {
    for (const [at, line] of some.entries()) {
      setRow(setting, line)
      total += line.amount
      if (at % rowsAtOnce === 0) await othersFirst()
    }
    restFonts(fonts)
  }
  sheet.onNewPage = () => setRunningHead(setting)
  setTotal(setting, total)
  totalPlace(total)
  setNote(setting)
  setFooters(setting)
  return sheet.pages
}

const rowsAtOnce = 50

function setRunningHead({ sheet, content, words }: Setting): void {
  const page = pageOf(sheet)
  const place = { y: margin.top, size: 8, colour: soft }
  setClipped(page, sheet.fonts, `${words.title} · ${content.payee.legalName}`, { ...place, x: inner.left, width: 320 })
  setClipped(page, sheet.fonts, content.number, { ...place, x: inner.left, width: 175, alignTo: inner.right })
  sheet.y = margin.top + 16
  setRule(page, sheet.y)
  sheet.y += 14
}

function setFooters({ sheet, content, words }: Setting): void {
  const { pages, fonts } = sheet
  for (const [at, page] of pages.entries()) {
    const y = paper.height - 44
    const place = { y: y + 8, size: 8, colour: soft }
    setRule(page, y)
    const issuer = content.issuer.party?.legalName ?? content.issuer.name
    setClipped(page, fonts, issuer, { ...place, x: inner.left, width: 360 })
    const number = words.page(at + 1, pages.length)
    setClipped(page, fonts, number, { ...place, x: inner.left, width: 130, alignTo: inner.right })
  }
}
