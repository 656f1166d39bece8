import { buffer } from 'node:stream/consumers'
import { setImmediate as othersFirst } from 'node:timers/promises'
import type { StatementContent, StatementLine } from '../content.ts'
import { openFonts, restFonts } from './fonts.ts'
import { layOut } from './layout.ts'
import { type Locale, localeOf } from './manner.ts'
import { type Mark, type Page, paper } from './sheet.ts'
import { wordsIn } from './words.ts'

/** Changes with whatever would make another file of the same content, so that kept files are drawn anew. */
export const templateVersion = 2

type Options = { isCompressed?: boolean }
type Document = PDFKit.PDFDocument

/**
 * Draws a statement as a PDF: the same bytes for the same content.
 *
 * Others are served between two pages, and while lines are read.
 */
export async function drawStatement(
  content: StatementContent,
  lines: AsyncIterable<StatementLine[]>,
  { isCompressed = true }: Options = {},
): Promise<{ pdf: Buffer; pages: number }> {
  const { default: PDFDocument } = await import('pdfkit')
  const locale = localeOf([content.payee.locale, content.issuer.party?.locale])
  const document = new PDFDocument({ ...plainDocument, ...nameOf(content, locale), compress: isCompressed })
  const bytes = buffer(document)
  const fonts = await openFonts(document)
  const pages = await layOut(content, lines, { fonts, locale })
  for (const [at, page] of pages.entries()) {
    drawPage(document, page, content)
    pages[at] = []
    if (at % pagesBetweenRests === 0) restFonts(fonts)
    await othersFirst()
  }
  document.end()
  return { pdf: await bytes, pages: pages.length }
}

const pagesBetweenRests = 25

const plainDocument = {
  size: [paper.width, paper.height] as [number, number],
  margin: 0,
  autoFirstPage: false,
  // None of pdfkit's own: those have no letters beyond Western Europe's.
  font: '',
  pdfVersion: '1.7',
  displayTitle: true,
} as const

/** The time of drawing would make each file another one: the payout's own time stands for it. */
const nameOf = (content: StatementContent, { language, tag }: Locale) => ({
  lang: tag,
  info: {
    Title: `${wordsIn(language).title} ${content.number}`,
    Author: content.issuer.party?.legalName ?? content.issuer.name,
    Subject: content.payee.legalName,
    Creator: 'Symbolon',
    Producer: 'Symbolon',
    CreationDate: content.createdAt,
  },
})

function drawPage(document: Document, page: Page, { logo }: StatementContent): void {
  document.addPage()
  const state = { style: '' }
  for (const mark of page) {
    if (mark.kind === 'text') drawText(document, mark, state)
    if (mark.kind === 'rule') drawRule(document, mark)
    if (mark.kind === 'logo' && logo)
      document.image(logo.bytes, mark.x, mark.y, { width: mark.width, height: mark.height })
  }
}

type Text = Extract<Mark, { kind: 'text' }>
type Rule = Extract<Mark, { kind: 'rule' }>

/** Font and colour are said again only where they differ from those of the text before. */
function drawText(document: Document, { text, x, y, font, size, colour }: Text, state: { style: string }): void {
  const style = `${font} ${size} ${colour}`
  if (state.style !== style) document.font(font, size).fillColor(colour)
  state.style = style
  document.text(text, x, y, { lineBreak: false })
}

function drawRule(document: Document, { x, y, width, weight, colour }: Rule): void {
  document
    .lineWidth(weight)
    .strokeColor(colour)
    .moveTo(x, y)
    .lineTo(x + width, y)
    .stroke()
}
