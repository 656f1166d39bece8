import type { Account } from '../billing-info/account.ts'
import type { Party } from '../billing-info/billing-info.ts'
import { toDecimal } from '#/kernel/money.ts'
import { paymentText } from './latin.ts'
import type { Payment } from './payment.ts'

/** What a payment file says once: who pays, from which account, and when. */
export type Debtor = { name: string; party: Party; account: Account }
export type Head = { messageId: string; createdAt: string; count: number; sum: string | null; debtor: Debtor }

/** Payments that go one way: the transfers of the euro area, or any others of one currency. */
export type Way = {
  id: string
  isSepa: boolean
  count: number
  sum: string | null
  executionDate: string
  debtor: Debtor
}

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' }
const escaped = (text: string) => text.replaceAll(/[&<>"']/g, (sign) => escapes[sign] ?? sign)

const tag = (name: string, ...content: string[]) => `<${name}>${content.join('')}</${name}>`
/** An element with text in the characters of payment files; none where nothing is left of it. */
const leaf = (name: string, text: string | null | undefined, longest: number) => {
  const written = paymentText(text ?? '', longest)
  return written ? tag(name, escaped(written)) : ''
}
const sumIn = (sum: string | null) => (sum === null ? '' : tag('CtrlSum', sum))

export const opening = ({ messageId, createdAt, count, sum, debtor }: Head) =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"><CstmrCdtTrfInitn>\n${tag(
    'GrpHdr',
    tag('MsgId', messageId),
    tag('CreDtTm', createdAt),
    tag('NbOfTxs', String(count)),
    sumIn(sum),
    tag('InitgPty', leaf('Nm', debtor.party.legalName, 70)),
  )}\n`
export const closing = '</CstmrCdtTrfInitn></Document>\n'

export const wayOpening = ({ id, isSepa, count, sum, executionDate, debtor }: Way) =>
  [
    '<PmtInf>',
    tag('PmtInfId', id),
    tag('PmtMtd', 'TRF'),
    tag('NbOfTxs', String(count)),
    sumIn(sum),
    isSepa ? tag('PmtTpInf', tag('SvcLvl', tag('Cd', 'SEPA'))) : '',
    tag('ReqdExctnDt', tag('Dt', executionDate)),
    tag('Dbtr', leaf('Nm', debtor.name, 70), addressOf(debtor.party)),
    tag('DbtrAcct', accountOf(debtor.account)),
    tag('DbtrAgt', bankOf(debtor.account) || tag('FinInstnId', tag('Othr', tag('Id', 'NOTPROVIDED')))),
    tag('ChrgBr', isSepa ? 'SLEV' : 'SHAR'),
    '\n',
  ].join('')
export const wayClosing = '</PmtInf>\n'

export function transfer({ payoutId, minor, currency, name, party, account, remittance }: Payment): string {
  const bank = bankOf(account)
  return `${tag(
    'CdtTrfTxInf',
    tag('PmtId', tag('EndToEndId', endToEndId(payoutId))),
    tag('Amt', `<InstdAmt Ccy="${currency}">${toDecimal(minor, currency)}</InstdAmt>`),
    bank && tag('CdtrAgt', bank),
    tag('Cdtr', tag('Nm', escaped(name)), addressOf(party)),
    tag('CdtrAcct', accountOf(account)),
    tag('RmtInf', leaf('Ustrd', remittance, 140)),
  )}\n`
}

/** Payment files hold no underscore; an import of results reads the id in either spelling. */
export const endToEndId = (payoutId: string): string => payoutId.replaceAll('_', '-')

const accountOf = ({ iban, accountNumber }: Account) =>
  tag('Id', iban === null ? tag('Othr', tag('Id', escaped(accountNumber ?? ''))) : tag('IBAN', iban))

/** An IBAN says its bank by itself, and a BIC may stand beside it; another number needs what finds its bank. */
function bankOf({ iban, bic, routingNumber, clearingSystem }: Account): string {
  const number = iban === null ? routingNumber : null
  if (bic === null && number === null) return ''
  const system = clearingSystem === null ? '' : tag('ClrSysId', tag('Cd', clearingSystem))
  return tag(
    'FinInstnId',
    bic === null ? '' : tag('BICFI', bic),
    number === null ? '' : tag('ClrSysMmbId', system, tag('MmbId', escaped(number))),
  )
}

const addressOf = ({ address: { line1, line2, city, state, postalCode, country } }: Party) =>
  tag(
    'PstlAdr',
    leaf('StrtNm', line1, 70),
    leaf('BldgNm', line2, 35),
    leaf('PstCd', postalCode, 16),
    leaf('TwnNm', city, 35),
    leaf('CtrySubDvsn', state, 35),
    tag('Ctry', country),
  )
