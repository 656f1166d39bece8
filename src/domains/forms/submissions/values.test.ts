import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { DataType, Field } from '../fields.ts'
import { mapToFields } from './map.ts'
import { readValue } from './values.ts'

const options = [
  { label: 'Europe', value: 'eu' },
  { label: 'North; South', value: 'ns' },
  { label: 'eu', value: 'label-is-a-value' },
]
const field = (dataType: DataType): Field => ({ id: 'f', label: 'F', isRequired: false, dataType, options })

const read = (dataType: DataType, sent: unknown) => {
  const found = readValue(field(dataType), sent)
  if ('value' in found) return found.value
  return 'issues' in found ? found.issues.map(({ code }) => code).join() : undefined
}

const taken: [DataType, unknown, unknown][] = [
  ['STRING', ' as sent ', ' as sent '],
  ['STRING', '😀'.repeat(10_000), '😀'.repeat(10_000)],
  ['EMAIL', 'Robin@Larkspur.example.com', 'Robin@Larkspur.example.com'],
  ['NUMBER', 0, 0],
  ['NUMBER', -12.5, -12.5],
  ['NUMBER', '1250.00', '1250.00'],
  ['NUMBER', '12345678901234567890.12', '12345678901234567890.12'],
  ['BOOLEAN', false, false],
  ['BOOLEAN', 'true', true],
  ['BOOLEAN', 'false', false],
  ['DATE', '2028-02-29', '2028-02-29'],
  ['DATETIME', '2026-04-05T09:00:00Z', '2026-04-05T09:00:00.000Z'],
  ['DATETIME', '2026-04-05', '2026-04-05T00:00:00.000Z'],
  ['DROPDOWN', 'eu', 'eu'],
  ['DROPDOWN', 'EUROPE', 'eu'],
  ['DROPDOWN', 'Elsewhere', 'Elsewhere'],
  ['DROPDOWN_MULTI', 'europe; Elsewhere;eu', ['eu', 'Elsewhere']],
  ['DROPDOWN_MULTI', 'north; south', ['ns']],
  ['DROPDOWN_MULTI', ['north; south', 'Europe', ''], ['ns', 'eu']],
  ['PARTNER_SELECT', '77001', '77001'],
  ['FILE_URL', 'https://files.example.com/a%20b.pdf?x=1#2', 'https://files.example.com/a%20b.pdf?x=1#2'],
  ['FILE_URL', 'http://8.8.8.8/a', 'http://8.8.8.8/a'],
  ['CRM_OBJECT_ID', '991', '991'],
  ['QUOTE_SELECTOR', 'q-1', 'q-1'],
]

test('each data type takes its values, in one spelling', () => {
  for (const [type, sent, value] of taken) assert.deepEqual(read(type, sent), value, `${type} ${String(sent)}`)
})

const refused: [DataType, unknown, string][] = [
  ['STRING', 7, 'invalid_type'],
  ['STRING', 'x'.repeat(10_001), 'too_big'],
  ['STRING', ['x'], 'invalid_type'],
  ['EMAIL', 'robin@larkspur', 'invalid_format'],
  ['EMAIL', 'Robin <robin@larkspur.example.com>', 'invalid_format'],
  ['NUMBER', '1,250', 'invalid_format'],
  ['NUMBER', '1e3', 'invalid_format'],
  ['NUMBER', Infinity, 'invalid_type'],
  ['NUMBER', true, 'invalid_type'],
  ['BOOLEAN', 'yes', 'invalid_union'],
  ['BOOLEAN', 1, 'invalid_union'],
  ['DATE', '2026-02-29', 'invalid_format'],
  ['DATE', '05.04.2026', 'invalid_format'],
  ['DATE', '2026-04-05T09:00:00Z', 'invalid_format'],
  ['DATETIME', '2026-04-05T09:00:00+02:00', 'custom'],
  ['DATETIME', 'tomorrow', 'custom'],
  ['DROPDOWN', 7, 'invalid_type'],
  ['DROPDOWN_MULTI', { eu: true }, 'invalid_union'],
  ['DROPDOWN_MULTI', [7], 'invalid_union'],
  ['PARTNER_SELECT', {}, 'invalid_type'],
  ['CRM_OBJECT_ID', 7, 'invalid_type'],
  ['QUOTE_SELECTOR', [], 'invalid_type'],
]

test('what does not fit its data type is refused', () => {
  for (const [type, sent, code] of refused) assert.equal(read(type, sent), code, `${type} ${String(sent)}`)
})

test('a file is a public address: no credentials, and no host of a private network in whatever spelling', () => {
  const hosts = ['127.0.0.1', '2130706433', '0x7f.1', '017700000001', '10.0.0.8', '172.16.4.4', '192.168.1.1']
  const more = [
    '169.254.169.254',
    '[::1]',
    '[::ffff:10.0.0.8]',
    '[fd00::1]',
    '[fe80::1]',
    '0',
    'localhost',
    'LOCALHOST.',
  ]
  const names = ['files', 'db.internal', 'printer.local', 'a.localhost', '127。0。0。1', 'a..example.com', '100.64.0.1']
  for (const host of [...hosts, ...more, ...names])
    assert.equal(read('FILE_URL', `https://${host}/a`), 'invalid_format', host)
  const addresses = [
    'ftp://files.example.com/a',
    'javascript:alert(1)',
    'data:text/plain,a',
    '//files.example.com/a',
    'a.pdf',
  ]
  const odd = ['https://u:p@files.example.com/', 'https://u@files.example.com/', 'https://files.example.com/a b']
  const odder = [
    'https://files.example.com\\@10.0.0.8/',
    'https://files.example.com/\n',
    `https://e.com/${'a'.repeat(2048)}`,
  ]
  for (const address of [...addresses, ...odd, ...odder])
    assert.equal(read('FILE_URL', address), 'invalid_format', address)
})

test('nothing is what is absent, null or empty, and a batch is never sent', () => {
  for (const sent of [undefined, null, '']) assert.equal(read('STRING', sent), undefined)
  for (const sent of [';', ' ; ', [], ['']]) assert.equal(read('DROPDOWN_MULTI', sent), undefined)
  assert.equal(read('BATCH_UPLOAD', 'a file'), undefined)
})

const form = {
  fields: [
    { id: 'plan', label: 'Plan', isRequired: true, dataType: 'DROPDOWN' as const, options },
    { id: 'seats', label: 'Seats', isRequired: false, dataType: 'NUMBER' as const },
    { id: 'mail', label: 'E-mail', isRequired: true, dataType: 'EMAIL' as const },
    { id: 'partner', label: 'Partner', isRequired: false, dataType: 'PARTNER_SELECT' as const },
  ],
}

test('properties become fields by the mapping, and what does not fit is kept beside them', () => {
  const mapping = { region: 'plan', seats: 'seats', licences: 'seats', who: 'partner', gone: 'no-such-field' }
  const properties = { region: 'europe', seats: 'many', licences: 12, who: 'ptn_1', gone: 1, more: { a: [1] } }
  assert.deepEqual(mapToFields(form, properties, mapping, 'kim@customer.example.com'), {
    fields: { plan: 'eu', seats: 12, mail: 'kim@customer.example.com' },
    extra: { seats: 'many', who: 'ptn_1', gone: 1, more: { a: [1] } },
  })
})

test('a mapping is refused nothing: neither no property, nor a bad e-mail, nor a name of JavaScript’s own', () => {
  assert.deepEqual(mapToFields(form, {}, {}), { fields: {}, extra: null })
  assert.deepEqual(mapToFields(form, {}, {}, 'no address'), { fields: {}, extra: null })
  const hostile = JSON.parse('{"__proto__": {"a": 1}, "constructor": "x", "toString": "y"}')
  const mapped = mapToFields(form, hostile, { seats: 'seats' })
  assert.equal(JSON.stringify(mapped.extra), '{"__proto__":{"a":1},"constructor":"x","toString":"y"}')
})

test('an e-mail that was mapped to a field stands there, and the first of two wins', () => {
  const mapping = { email: 'mail', address: 'mail' }
  assert.deepEqual(
    mapToFields(form, { address: 'a@one.example.com', email: 'b@two.example.com' }, mapping, 'c@d.example.com'),
    {
      fields: { mail: 'a@one.example.com' },
      extra: { email: 'b@two.example.com' },
    },
  )
})

test('an answer of thousands of choices among hundreds of options is read at once', () => {
  const many = Array.from({ length: 500 }, (_, index) => ({ label: `${'x'.repeat(190)} ${index}`, value: `v${index}` }))
  const sent = Array.from({ length: 5000 }, () => 'a').join(';')
  const began = process.cpuUsage().user
  for (let i = 0; i < 100; i += 1) readValue({ ...field('DROPDOWN_MULTI'), options: many }, sent)
  assert.ok(process.cpuUsage().user - began < 5_000_000)
})
