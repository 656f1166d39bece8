import type { StatementLine } from '../content.ts'
import { calculationOf } from './calculation.ts'
import type { Setting } from './layout.ts'
import { ink, inner, pageOf, roomFor, setLine, setNumber, setRule, setText, soft } from './sheet.ts'
import { type Line, wrapText } from './wrap.ts'

const dateColumn = { x: inner.left, width: 62 }
const descriptionColumn = { x: inner.left + 70, width: 203 }
const calculationColumn = { x: inner.left + 285, width: 116 }
const amountColumn = { x: inner.left + 405, width: inner.width - 405 }

const size = 8.5
const step = 11.5
const padding = 4.5

export function setTableHead({ sheet, content, words }: Setting): void {
  const label = { y: sheet.y, size: 7.5, colour: soft }
  setText(sheet, words.date, { ...label, ...dateColumn })
  setText(sheet, words.description, { ...label, ...descriptionColumn })
  setText(sheet, words.calculation, { ...label, ...calculationColumn })
  const amount = `${words.amount} (${content.currency})`
  setNumber(pageOf(sheet), sheet.fonts, amount, { ...label, ...amountColumn, alignTo: inner.right })
  sheet.y += 14
  setRule(pageOf(sheet), sheet.y, { weight: 0.8, colour: ink })
}

/** One line of the payout. A row that is long goes on over pages; a short one stays whole. */
export function setRow({ sheet, manner }: Setting, line: StatementLine): void {
  const { fonts } = sheet
  const wrapIn = (text: string | null, { width }: { width: number }) =>
    text ? wrapText(text.replace(/\s*\n\s*/g, '\n'), 'regular', width, size, fonts) : []
  const dates = wrapIn(manner.day(line.day), dateColumn)
  const descriptions = wrapIn(line.description, descriptionColumn)
  const plans = wrapIn(line.planName, descriptionColumn)
  const sums = wrapIn(calculationOf(line, manner), calculationColumn)
  const rows = Math.max(dates.length, descriptions.length + plans.length, sums.length)
  roomFor(sheet, 2 * padding + step * Math.min(rows, longest))
  sheet.y += padding
  const amountPlace = { ...amountColumn, y: sheet.y, size, alignTo: inner.right }
  setNumber(pageOf(sheet), fonts, manner.amount(line.amount), amountPlace)
  for (let at = 0; at < rows; at += 1) {
    if (roomFor(sheet, step + padding)) sheet.y += padding
    const set = (cell: Line | undefined, { x }: { x: number }, colour = ink) =>
      cell && setLine(pageOf(sheet), cell, { x, y: sheet.y, size, colour })
    set(dates[at], dateColumn)
    set(descriptions[at], descriptionColumn)
    set(plans[at - descriptions.length], descriptionColumn, soft)
    set(sums[at], calculationColumn)
    sheet.y += step
  }
  sheet.y += padding
  setRule(pageOf(sheet), sheet.y)
}

const longest = 12

export function setTotal({ sheet, manner, words }: Setting, total: bigint): void {
  roomFor(sheet, 34)
  const page = pageOf(sheet)
  setRule(page, sheet.y, { weight: 0.8, colour: ink })
  const y = sheet.y + 8
  setText(sheet, words.total, { ...descriptionColumn, y, size: 10, font: 'bold' })
  const width = inner.right - calculationColumn.x
  const place = { x: calculationColumn.x, width, y, size: 10, font: 'bold' as const, alignTo: inner.right }
  setNumber(page, sheet.fonts, manner.total(total), place)
  sheet.y += 30
}
