import type { Party } from '#/domains/payouts/billing-info/billing-info.ts'
import { addressLines } from './address.ts'
import type { Setting } from './layout.ts'
import { inner, leading, pageOf, setNumber, setRule, setText, soft } from './sheet.ts'

const logoBox = { width: 190, height: 56 }
const titleWidth = 270

/** The first page's head: who issues it, what it is, what it is about and for whom. Returns where the total goes. */
export function setMasthead(setting: Setting): (total: bigint) => void {
  const { sheet } = setting
  const begin = sheet.y
  const afterIssuer = setIssuer(setting)
  const x = inner.right - titleWidth
  const afterTitle = setText(sheet, setting.words.title, { x, width: titleWidth, y: begin, size: 19, font: 'bold' })
  sheet.y = Math.max(afterIssuer, afterTitle) + 22
  setParties(setting)
  return setFacts(setting)
}

function setIssuer({ sheet, content }: Setting): number {
  const { logo, issuer } = content
  const [x, y] = [inner.left, sheet.y]
  if (!logo) {
    const width = inner.width - titleWidth - 24
    return setText(sheet, issuer.party?.legalName ?? issuer.name, {
      x,
      width,
      y: y + 3,
      size: 13,
      font: 'bold',
      mostLines: 3,
    })
  }
  const scale = Math.min(logoBox.width / logo.width, logoBox.height / logo.height)
  const height = logo.height * scale
  pageOf(sheet).push({ kind: 'logo', x, y, width: logo.width * scale, height })
  return y + height
}

function setParties(setting: Setting): void {
  const { sheet, content, words } = setting
  const left = setParty(setting, words.issuedBy, content.issuer.party ?? content.issuer.name, inner.left)
  const right = setParty(setting, words.payee, content.payee, inner.right - titleWidth)
  sheet.y = Math.max(left, right) + 16
}

function setParty({ sheet, manner, words }: Setting, label: string, party: Party | string, x: number): number {
  const width = x === inner.left ? inner.width - titleWidth - 24 : titleWidth
  const known = typeof party === 'string' ? undefined : party
  const name = known?.legalName ?? String(party)
  let y = setText(sheet, label, { x, width, y: sheet.y, size: 7.5, colour: soft })
  y = setText(sheet, name, { x, width, y: y + 2, size: 10, font: 'bold' })
  if (!known) return y
  const taxId = known.taxId ? `${words.taxId} ${known.taxId}` : null
  for (const line of [...addressLines(known.address, manner), taxId, known.email])
    if (line) y = setText(sheet, line, { x, width, y, size: 9, mostLines: 4 })
  return y
}

/** Number, period, order and total in one band. */
function setFacts({ sheet, content, manner, words }: Setting): (total: bigint) => void {
  const page = pageOf(sheet)
  setRule(page, sheet.y)
  const y = sheet.y + 9
  const period = `${manner.day(content.periodStart)} – ${manner.day(content.periodEnd)}`
  const facts = [
    { x: inner.left, width: 172, label: words.number, value: content.number },
    { x: inner.left + 182, width: 118, label: words.period, value: period },
    { x: inner.left + 308, width: 86, label: words.poNumber, value: content.poNumber ?? '–' },
  ]
  const ends = facts.map(({ x, width, label, value }) => {
    const under = setText(sheet, label, { x, width, y, size: 7.5, colour: soft })
    return Math.max(setText(sheet, value, { x, width, y: under + 2, size: 9 }), under + 2 + leading(9))
  })
  const total = { x: inner.left + 402, width: inner.width - 402, alignTo: inner.right }
  setNumber(page, sheet.fonts, words.total, { ...total, y, size: 7.5, colour: soft })
  sheet.y = Math.max(...ends) + 7
  setRule(page, sheet.y)
  sheet.y += 20
  const place = { ...total, y: y + leading(7.5) + 1, size: 10, font: 'bold' as const }
  return (minor) => setNumber(page, sheet.fonts, manner.total(minor), place)
}
