import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import Pdf from 'pdfkit'
import { pagesOfPdf, textOfPage } from '#/testing/pdf.ts'
import type { StatementContent, StatementLine } from '../content.ts'
import { calculationOf } from './calculation.ts'
import { drawStatement } from './draw.ts'
import { openFonts } from './fonts.ts'
import { layOut } from './layout.ts'
import { localeOf, mannerOf } from './manner.ts'
import { readNote } from './markdown.ts'
import { bottom, type Mark, margin, paper } from './sheet.ts'

const payee = {
  legalName: 'Larkspur Traders GmbH',
  taxId: 'DE123456789',
  email: 'accounts@larkspur.example.com',
  address: { line1: 'Hauptstraße 12', line2: null, city: 'München', state: null, postalCode: '80331', country: 'DE' },
  locale: 'en',
}
const vendor = {
  ...payee,
  legalName: 'Vendor Software, Inc.',
  address: { line1: '548 Market Street', city: 'San Francisco', state: 'CA', postalCode: '94104', country: 'US' },
}

const contentWith = (given: Partial<StatementContent> = {}): StatementContent => ({
  number: 'pay_01KNBX7VE0MEM332E8F7PDPZ7Q',
  currency: 'EUR',
  periodStart: new Date('2026-01-01T00:00:00Z'),
  periodEnd: new Date('2026-03-31T23:59:59Z'),
  poNumber: 'PO-2026-0042',
  note: null,
  issuer: { name: 'Vendor', party: vendor },
  payee,
  logo: undefined,
  createdAt: new Date('2026-04-04T09:30:00Z'),
  ...given,
})
const inLocale = (locale: string, given: Partial<StatementContent> = {}) =>
  contentWith({ payee: { ...payee, locale }, ...given })

const lineWith = (given: Partial<StatementLine> = {}): StatementLine => ({
  day: new Date('2026-02-03T00:00:00Z'),
  description: 'Order 1001',
  planName: null,
  amount: 42_000n,
  sourceAmount: 420_000n,
  ...given,
})
// oxlint-disable-next-line typescript/require-await -- lines come from a database elsewhere
async function* pagesOf(...pages: StatementLine[][]) {
  yield* pages
}

async function textOf(content: StatementContent, ...lines: StatementLine[]): Promise<string> {
  const { pdf } = await drawStatement(content, pagesOf(lines), { isCompressed: false })
  return pagesOfPdf(pdf).map(textOfPage).join('\n')
}

const shownIn: Record<string, string[]> = {
  en: [
    'Commission statement',
    'Issued by | Payee',
    'Tax ID DE123456789',
    'Statement number | Period | PO number | Total',
    'Jan 1, 2026 – Mar 31, 2026',
    'Date | Description | Calculation | Amount (EUR)',
    'Feb 3, 2026 | Order 1001 | 4,200.00 x 10% | 420.00',
    'Total | EUR\u00a0420.00',
    'Germany',
    'Page 1 of 1',
    'Note',
  ],
  de: [
    'Provisionsabrechnung',
    'Aussteller | Empfänger',
    'Steuer-ID / USt-IdNr. DE123456789',
    'Abrechnungsnummer | Zeitraum | Bestellnummer | Summe',
    '01.01.2026 – 31.03.2026',
    'Datum | Beschreibung | Berechnung | Betrag (EUR)',
    '03.02.2026 | Order 1001 | 4.200,00 x 10\u00a0% | 420,00',
    'Summe | 420,00\u00a0EUR',
    'Deutschland',
    'Seite 1 von 1',
    'Hinweis',
  ],
  fr: [
    'Relevé de commissions',
    'Émetteur | Bénéficiaire',
    'Numéro fiscal DE123456789',
    'Numéro du relevé | Période | Bon de commande | Total',
    '1 janv. 2026 – 31 mars 2026',
    'Date | Description | Calcul | Montant (EUR)',
    '3 févr. 2026 | Order 1001 | 4\u202f200,00 x 10\u00a0% | 420,00',
    'Total | 420,00\u00a0EUR',
    'Allemagne',
    'Page 1 sur 1',
    'Remarque',
  ],
  nl: [
    'Commissieoverzicht',
    'Uitgegeven door | Begunstigde',
    'Fiscaal nummer DE123456789',
    'Overzichtsnummer | Periode | Inkoopordernummer | Totaal',
    '1 jan 2026 – 31 mrt 2026',
    'Datum | Omschrijving | Berekening | Bedrag (EUR)',
    '3 feb 2026 | Order 1001 | 4.200,00 x 10% | 420,00',
    'Totaal | 420,00\u00a0EUR',
    'Duitsland',
    'Pagina 1 van 1',
    'Opmerking',
  ],
  es: [
    'Liquidación de comisiones',
    'Emitida por | Beneficiario',
    'Identificación fiscal DE123456789',
    'Número de liquidación | Período | Orden de compra | Total',
    '1 ene 2026 – 31 mar 2026',
    'Fecha | Descripción | Cálculo | Importe (EUR)',
    '3 feb 2026 | Order 1001 | 4200,00 x 10\u00a0% | 420,00',
    'Total | 420,00\u00a0EUR',
    'Alemania',
    'Página 1 de 1',
    'Nota',
  ],
}

test('a statement speaks the five languages, with the numbers and dates of each', async () => {
  for (const [locale, texts] of Object.entries(shownIn)) {
    const text = await textOf(inLocale(locale, { note: 'A word.' }), lineWith())
    for (const shown of texts) assert.ok(text.includes(shown), `${locale}: ${shown} is not in\n${text}`)
    assert.ok(!text.includes('?'), `${locale}: a letter is in no map of its font`)
  }
})

test('the language is the payee’s, else the issuer’s, else English; a region counts for numbers', () => {
  assert.deepEqual(localeOf(['fr', 'de']), { language: 'fr', tag: 'fr' })
  assert.deepEqual(localeOf(['it-IT', 'de-AT']), { language: 'de', tag: 'de-AT' })
  assert.deepEqual(localeOf([null, undefined]), { language: 'en', tag: 'en' })
  assert.deepEqual(localeOf(['no locale at all', 'nl-u-nu-arab']), { language: 'nl', tag: 'nl' })
  assert.deepEqual(localeOf(['es-Latn-MX']), { language: 'es', tag: 'es-MX' })
  const amountIn = (tag: string, currency: string) => mannerOf(localeOf([tag]), currency).amount(-123456789n)
  assert.match(amountIn('de-CH', 'CHF'), /^-1['’]234['’]567\.89$/)
  assert.equal(amountIn('de-AT', 'EUR'), '-1\u00a0234\u00a0567,89')
  assert.equal(amountIn('en-IN', 'INR'), '-12,34,567.89')
  assert.equal(amountIn('es-MX', 'MXN'), '-1,234,567.89')
})

test('amounts keep all their digits, in the decimals of ISO 4217', async () => {
  const cases: [string, string, bigint, string][] = [
    ['en', 'USD', 99_999_999_999_999_999n, '999,999,999,999,999.99'],
    ['de', 'EUR', -99_999_999_999_999_997n, '-999.999.999.999.999,97'],
    ['fr', 'KWD', 999_999_999_999_999_999n, '999\u202f999\u202f999\u202f999\u202f999,999'],
    ['es', 'JPY', 999_999_999_999_999n, '999.999.999.999.999'],
    ['nl', 'CLF', 9_223_372_036_854_775_807n, '922.337.203.685.477,5807'],
    ['en', 'IQD', 1n, '0.001'],
    ['en', 'HUF', 123_456n, '1,234.56'],
  ]
  for (const [locale, currency, amount, shown] of cases) {
    const text = await textOf(inLocale(locale, { currency }), lineWith({ amount, sourceAmount: null }))
    assert.ok(text.includes(`Order 1001 | ${shown}\n`), `${locale} ${currency}: ${shown} is not in\n${text}`)
  }
  const most = lineWith({ amount: 99_999_999_999_999_999n })
  const many = await textOf(contentWith({ currency: 'USD' }), ...Array.from({ length: 2000 }, () => most))
  assert.match(many, /Total \| USD\u00a01,999,999,999,999,999,980\.00\n/)
})

test('a calculation is shown where the percentage is exact, else the sale alone', () => {
  const manner = mannerOf(localeOf(['en']), 'USD')
  const shown = (amount: bigint, sourceAmount: bigint | null, percent?: string | null) =>
    calculationOf({ amount, sourceAmount, percent }, manner)
  assert.equal(shown(42_000n, 420_000n), '4,200.00 x 10%')
  assert.equal(shown(1n, 1_000_000n), '10,000.00 x 0.0001%')
  assert.equal(shown(12_345n, 100_000n), '1,000.00 x 12.345%')
  assert.equal(shown(-4_050n, 500_000n), '5,000.00 x -0.81%')
  assert.equal(shown(150_000n, 100_000n), '1,000.00 x 150%')
  assert.equal(shown(-100n, -1_000n), '-10.00 x 10%')
  assert.equal(shown(333n, 3_333n), '33.33', 'rounded to the cent: no percentage is exact')
  assert.equal(shown(1n, 3_000_000n), '30,000.00')
  assert.equal(shown(500n, 0n), '0.00')
  assert.equal(shown(500n, null), '')
  const tens = mannerOf(localeOf(['de']), 'USD')
  assert.equal(calculationOf({ amount: 12_345n, sourceAmount: 100_000n }, tens), '1.000,00 x 12,345\u00a0%')
  assert.equal(shown(333n, 3_333n, '10'), '33.33 x 10%', 'the plan has rounded it')
  assert.equal(shown(333n, 3_333n, '10.00005'), '33.33', 'more decimals than are shown')
  assert.equal(shown(21_000n, 300_000n, null), '3,000.00', 'no plan has this share')
})

test('a note is read as a small part of Markdown, and all else stands as it was typed', () => {
  const plain = (text: string) => [{ text, isBold: false, isItalic: false }]
  const typed = [
    '# No heading',
    '> no quote',
    '2 * 3 * 4',
    'snake_case_name',
    '**open',
    '`code`',
    '<b>x</b>',
    '---',
    '|a|b|',
    '[x]',
    '1986. was',
    '** **',
    '\\*x\\',
  ]
  for (const text of typed.filter((text) => !/^\d/.test(text)))
    assert.deepEqual(readNote(text), [{ mark: '', runs: plain(text) }], text)
  assert.deepEqual(readNote('1986. was'), [{ mark: '', runs: plain('1986. was') }], 'a year is no number of a list')
  assert.deepEqual(readNote('a **b** _c_ ***d***')[0]?.runs, [
    { text: 'a ', isBold: false, isItalic: false },
    { text: 'b', isBold: true, isItalic: false },
    { text: ' ', isBold: false, isItalic: false },
    { text: 'c', isBold: false, isItalic: true },
    { text: ' ', isBold: false, isItalic: false },
    { text: 'd', isBold: true, isItalic: true },
  ])
  assert.deepEqual(readNote('- one\n2. two\n\nthree'), [
    { mark: '•', runs: plain('one') },
    { mark: '2.', runs: plain('two') },
    { mark: '', runs: [] },
    { mark: '', runs: plain('three') },
  ])
  const [linked] = readNote('see [our *terms*](https://vendor.example.com/a_b_c)')
  assert.deepEqual(linked?.runs.map(({ text }) => text).join(''), 'see our *terms* (https://vendor.example.com/a_b_c)')
})

test('the same content gives the same bytes, whenever it is drawn', async () => {
  const draw = async (content: StatementContent) =>
    (await drawStatement(content, pagesOf([lineWith()], [lineWith()]))).pdf
  const [first, again] = [await draw(contentWith()), await draw(contentWith())]
  assert.ok(first.equals(again))
  assert.ok(!first.equals(await draw(contentWith({ poNumber: 'PO-2026-0043' }))))
})

test('others are served while a long statement is drawn', async () => {
  let [turns, isDrawn] = [0, false]
  const turn = () => {
    turns += 1
    if (!isDrawn) setImmediate(turn)
  }
  setImmediate(turn)
  const { pages } = await drawStatement(contentWith(), pagesOf(Array.from({ length: 2000 }, () => lineWith())))
  isDrawn = true
  assert.ok(pages > 40)
  assert.ok(turns > pages, `${turns} turns for ${pages} pages`)
})

const hard = [
  'x'.repeat(2000),
  'A long description that goes on. '.repeat(60),
  'שלום עולם 123 חברה and English',
  'مرحبا بالعالم شركة الأمل',
  '日本語の説明文です、とても長い文章。'.repeat(100),
  '👩‍👩‍👧‍👦🇩🇪😀✍🏽'.repeat(80),
  'Z̷̨̛a̴͜l̶̈́g̸̈́o̷ '.repeat(50),
  'tab\there\r\nand\u2028lines\u0085more\u0007\u202eoverride\u200b\ufeff\u00ad',
  '\n'.repeat(500),
  'W'.repeat(200),
  ' '.repeat(300),
  '\ud800 half a character',
]
const anyText = (maxLength: number) =>
  fc.oneof(
    fc.constantFrom(...hard).map((text) => Array.from(text).slice(0, maxLength).join('')),
    fc.string({ unit: 'binary', maxLength, size: 'max' }),
    fc.string({ unit: 'grapheme', maxLength, size: 'max' }),
  )
const name = anyText(200).map((text) => text || 'x')
const anyParty = fc.record({
  legalName: name,
  taxId: anyText(50),
  email: fc.constant(`${'a'.repeat(300)}@vendor.example.com`),
  address: fc.record({
    line1: name,
    line2: name,
    city: anyText(100),
    state: anyText(100),
    postalCode: anyText(20),
    country: fc.constantFrom('DE', 'US', 'GB', 'ZZ'),
  }),
  locale: fc.constantFrom('en', 'de', 'fr', 'nl', 'es', 'it'),
})
const most = 2n ** 63n - 1n
const anyLine = fc.record({
  day: fc.constant(new Date('2026-12-28T00:00:00Z')),
  description: fc.option(anyText(2000)),
  planName: fc.option(anyText(200)),
  amount: fc.bigInt({ min: -most, max: most }),
  sourceAmount: fc.option(fc.bigInt({ min: -most, max: most })),
})

test('whatever the texts are, nothing overlaps and nothing leaves its page', async () => {
  const document = new Pdf({ autoFirstPage: false })
  const fonts = await openFonts(document)
  const property = fc.asyncProperty(
    anyParty,
    anyParty,
    anyText(200),
    anyText(2000),
    fc.array(anyLine, { minLength: 1, maxLength: 8 }),
    fc.constantFrom('USD', 'CLF', 'JPY'),
    async (payee, party, poNumber, note, lines, currency) => {
      const content = contentWith({ payee, issuer: { name: 'Vendor', party }, poNumber, note, currency })
      const pages = await layOut(content, pagesOf(lines), { fonts, locale: localeOf([payee.locale]) })
      for (const page of pages) seeThatNothingTouches(page)
    },
  )
  await fc.assert(property, { numRuns: 40 })
})

function seeThatNothingTouches(page: Mark[]): void {
  const texts = page.filter((mark) => mark.kind === 'text')
  const foot = paper.height - 44
  for (const [at, one] of texts.entries()) {
    assert.ok(
      one.x >= margin.left - 0.5 && one.x + one.width <= paper.width - margin.right + 3,
      `outside: ${JSON.stringify(one)}`,
    )
    assert.ok(one.y + one.size <= bottom + 2 || one.y > foot, `below: ${JSON.stringify(one)}`)
    for (const other of texts.slice(at + 1)) {
      const isApart =
        one.x + one.width <= other.x + 0.5 ||
        other.x + other.width <= one.x + 0.5 ||
        one.y + one.size <= other.y + 0.5 ||
        other.y + other.size <= one.y + 0.5
      assert.ok(isApart, `${JSON.stringify(one)} touches ${JSON.stringify(other)}`)
    }
  }
}

test('hard texts are drawn, with a box where no font of ours has the letter', async () => {
  const content = contentWith({ note: `*${hard[2]}* **${hard[3]}** ${hard[5]}` })
  const text = await textOf(content, ...hard.map((description) => lineWith({ description })))
  assert.match(text, /□□□□/)
  assert.match(text, /tab here .*\nand\nlines\nmore override\n/)
  const emoji = await textOf(contentWith(), lineWith({ description: 'A 👩‍👩‍👧‍👦 of 漢字' }))
  assert.match(emoji, /A □ of □□/, 'one box for what a reader counts as one')
})
