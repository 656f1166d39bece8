import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { Bic, Iban, ibanFault } from './iban.ts'

const examples =
  `AD1200012030200359100100 AE070331234567890123456 AT611904300234573201 BE68539007547034 BR1800360305000010009795493C1
  CH9300762011623852957 CR05015202001026284066 CY17002001280000001200527600 CZ6508000000192000145399 DE89370400440532013000
  DK5000400440116243 EE382200221020145685 ES9121000418450200051332 FI2112345600000785 FR1420041010050500013M02606
  GB29NWBK60161331926819 GR1601101250000000012300695 HU42117730161111101800000000 IE29AIBK93115212345678 IL620108000000099999999
  IS140159260076545510730339 IT60X0542811101000000123456 LC55HEMM000100010012001200023015 LI21088100002324013AA LT121000011101001000
  LU280019400644750000 LV80BANK0000435195001 MC5811222000010123456789030 MT84MALT011000012345MTLCAST001S NL91ABNA0417164300
  NO9386011117947 PL61109010140000071219812874 PT50000201231234567890154 RO49AAAA1B31007593840000 SA0380000000608010167519
  SE4550000000058398257466 SI56263300012039086 SK3112000000198742637541 SM86U0322509800000000270100 TR330006100519786457841326
  UA213223130000026007233566001 VG96VPVG0000012345678901 XK051212012345678906`.split(/\s+/)

test('the examples of the registry are IBANs', () => {
  for (const iban of examples) assert.equal(ibanFault(iban), undefined, iban)
})

test('a digit for another digit, or a letter for another letter, makes it none', () => {
  fc.assert(
    fc.property(fc.constantFrom(...examples), fc.nat(), fc.nat(25), (iban, place, value) => {
      const at = 4 + (place % (iban.length - 4))
      const isDigit = /[0-9]/.test(iban[at] ?? '')
      const character = isDigit ? String(value % 10) : String.fromCodePoint(65 + value)
      const other = iban.slice(0, at) + character + iban.slice(at + 1)
      assert.equal(ibanFault(other) === undefined, other === iban, other)
    }),
  )
  assert.match(ibanFault('DE98370400440532013000') ?? '', /check digits/)
})

test('a wrong length, a country without IBANs and what is none at all are told apart', () => {
  assert.match(ibanFault('DE8937040044053201300') ?? '', /An IBAN of DE has 22 characters: this one has 21/)
  assert.match(ibanFault('US89370400440532013000') ?? '', /no IBANs of US/)
  for (const text of [
    '',
    '370400440532013000',
    'DEXX370400440532013000',
    'DE89-3704',
    '****3000',
    'ＤＥ89370400440532013000',
  ])
    assert.match(ibanFault(text) ?? '', /This is no IBAN/, text)
})

test('spaces and case make no difference to an IBAN and a BIC', () => {
  assert.equal(Iban.parse(' gb29 nwbk 6016 1331 9268 19\u00a0'), 'GB29NWBK60161331926819')
  assert.equal(Bic.parse('cobadeff xxx'), 'COBADEFFXXX')
  for (const text of ['', 'COBADEFFX', 'COBA1EFF', 'COBADEFFXXXX', 'COBA DE'])
    assert.ok(!Bic.safeParse(text).success, text)
})
