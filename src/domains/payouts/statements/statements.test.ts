import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { backupCommand } from '#/commands/backup.ts'
import { restoreCommand } from '#/commands/restore.ts'
import { testDatabase } from '#/testing/database.ts'
import { attachLines, enterBillingInfo, enterOwnBillingInfo, payoutWith } from '#/testing/payout.ts'
import { balances } from '#/testing/ledger.ts'
import { pagesOfPdf, textOfPage } from '#/testing/pdf.ts'
import { runSql } from '#/testing/sql.ts'
import { runCommand } from '#/testing/terminal.ts'
import {
  type Answer,
  type Caller,
  callerOf,
  serverOfThisFile,
  startServer,
  type Server,
  world,
} from '#/testing/world.ts'

let now = new Date('2026-04-05T08:00:00.000Z')
const server = await serverOfThisFile({ now: () => now })
const vendor = await world(server)
const { admin } = vendor

const line = { amount: '42000', sourceAmount: '420000', description: 'Referral fee, order 1001', planName: 'Referral' }
const pathOf = (id: string) => `/api/v1/payouts/${id}/statement`
const errorOf = ({ status, body }: Answer) => [status, body.error.code]

/** A payout of which a statement can be made. */
async function readyPayout(wanted: Parameters<typeof payoutWith>[2] = {}) {
  const payout = await payoutWith(server, vendor, { lines: [line], ...wanted })
  await enterBillingInfo(vendor, payout.partnerId)
  return payout
}

async function linkOf(id: string, caller: Caller = admin): Promise<string> {
  const made = await caller.post(pathOf(id))
  assert.equal(made.status, 200, made.text)
  return made.body.data.url
}

/** What a link leads to, opened as a browser does it. */
async function opened(link: string, from: Server = server) {
  const { pathname, search } = new URL(link)
  const response = await fetch(`${from.url}${pathname}${search}`)
  return { response, bytes: Buffer.from(await response.arrayBuffer()) }
}

const textOf = async (link: string) =>
  pagesOfPdf((await opened(link)).bytes)
    .map(textOfPage)
    .join('\n')

const rowOf = async (id: string) =>
  (
    await runSql(
      server,
      'select xmin::text, drawn_from, md5(drawn) as drawn, uploaded is not null as is_uploaded from payout_statement where payout_id = $1',
      [id],
    )
  )[0]

const eventsOf = async (id: string) =>
  (await runSql(server, 'select type from event where subject_id = $1 order by id', [id])).map(({ type }) => type)

function form(content: Uint8Array<ArrayBuffer> | string, part = 'file') {
  const data = new FormData()
  data.append(part, new Blob([content]), 'statement.pdf')
  return data
}
const own = '%PDF-1.7 a person’s own file'

test('a statement is linked as the contract says, and the link opens without a key', async () => {
  const named = { name: 'Larkspur Traders', poNumber: 'PO-2026-0042', metadata: 'Thank you for **this quarter**.' }
  const { id } = await readyPayout(named)
  const made = await admin.post(pathOf(id))
  assert.equal(made.status, 200, made.text)
  const { url, ...rest } = made.body.data
  assert.deepEqual(rest, { expiresAt: '2026-04-05T09:00:00.000Z', isUploaded: false })
  assert.ok(url.startsWith(`${server.config.publicUrl}/statements/${id}.pdf?signature=`), url)
  const { response, bytes } = await opened(url)
  assert.equal(response.status, 200)
  const header = (name: string) => response.headers.get(name)
  assert.equal(header('content-type'), 'application/pdf')
  assert.equal(header('content-disposition'), 'inline; filename="statement-larkspur-traders-2026-03-31.pdf"')
  assert.equal(header('cache-control'), 'private, no-store')
  assert.equal(header('x-robots-tag'), 'noindex')
  assert.equal(header('x-content-type-options'), 'nosniff')
  assert.equal(header('content-security-policy'), "frame-ancestors 'none'")
  assert.equal(header('referrer-policy'), 'no-referrer')
  assert.equal(header('content-length'), String(bytes.length))
  assert.ok(bytes.subarray(0, 5).equals(Buffer.from('%PDF-')))
  const text = await textOf(url)
  for (const shown of [
    id,
    'PO-2026-0042',
    'Jan 1, 2026 – Mar 31, 2026',
    'Larkspur Traders GmbH',
    'Tax ID DE123456789',
    vendor.organisation.name,
  ])
    assert.ok(text.includes(shown), `${shown} in\n${text}`)
  assert.match(text, /Feb 1, 2026 \| Referral fee, order 1001 \| 4,200.00 x 10% \| 420.00\nReferral\n/)
  assert.match(text, /Total \| USD\u00a0420.00\n/)

  const head = await fetch(`${server.url}${new URL(url).pathname}${new URL(url).search}`, { method: 'HEAD' })
  assert.deepEqual([head.status, head.headers.get('content-length')], [200, String(bytes.length)])
  const empty = await admin.post(pathOf(id), {})
  assert.equal(empty.status, 200, 'an empty object is no body either')
})

test('what cannot be stated is refused by name: no payout, then no billing information, then no lines', async () => {
  assert.deepEqual(errorOf(await admin.post(pathOf('pay_nobody'))), [404, 'PAYOUT_NOT_FOUND'])
  const bare = await payoutWith(server, vendor)
  assert.deepEqual(errorOf(await admin.post(pathOf(bare.id))), [422, 'NO_BILLING_INFO'])
  await enterBillingInfo(vendor, bare.partnerId)
  assert.deepEqual(errorOf(await admin.post(pathOf(bare.id))), [422, 'NO_COMMISSION_LINES'])
  await attachLines(server, bare.id, [line])
  assert.equal((await admin.post(pathOf(bare.id))).status, 200)
  const stray = await admin.post(pathOf(bare.id), { stage: 'PAID' })
  assert.deepEqual([...errorOf(stray), stray.body.error.details[0].path], [422, 'VALIDATION_ERROR', ['stage']])
})

test('another organisation’s payout is none, and a key that may only read links nothing', async () => {
  const { id } = await readyPayout()
  const other = await world(server)
  for (const method of ['POST', 'DELETE']) {
    const answer = await other.admin.send(method, pathOf(id))
    assert.deepEqual(errorOf(answer), [404, 'PAYOUT_NOT_FOUND'], method)
  }
  assert.deepEqual(errorOf(await other.admin.send('PUT', pathOf(id), { raw: form(own) })), [404, 'PAYOUT_NOT_FOUND'])
  const reader = await vendor.callerWith('commissions:read')
  const refused = [
    await reader.post(pathOf(id)),
    await reader.send('PUT', pathOf(id), { raw: form(own) }),
    await reader.delete(pathOf(id)),
  ]
  assert.deepEqual(
    refused.map(errorOf),
    refused.map(() => [403, 'FORBIDDEN']),
  )
  assert.equal((await callerOf(server.url, '').post(pathOf(id))).status, 401)
  assert.equal(await rowOf(id), undefined)
})

test('a link that was altered in any letter, that expired, or that is another’s opens nothing and says nothing', async () => {
  const [{ id }, another] = [await readyPayout(), await readyPayout()]
  const link = await linkOf(id)
  await linkOf(another.id)
  const signature = new URL(link).searchParams.get('signature') ?? ''
  const altered = Array.from(
    signature,
    (letter, at) => signature.slice(0, at) + (letter === 'A' ? 'B' : 'A') + signature.slice(at + 1),
  )
  const links = [
    ...altered.map((other) => link.replace(signature, other)),
    link.replace(id, another.id),
    link.replace(id, id.toLowerCase()),
    link.replace('.pdf', ''),
    link.replace(/\?.*/, ''),
    link.replace(/\?.*/, '?signature='),
    `${link}&signature=${signature}`,
    link.replace(signature, `${signature}=`),
    link.replace(signature, `${signature}.`),
    link.replace(id, '%00'),
  ]
  const dead = await Promise.all(links.map(async (one) => ({ one, ...(await opened(one)) })))
  for (const { one, response, bytes } of dead) {
    assert.equal(response.status, 404, one)
    assert.match(String(bytes), /This link does not work/)
    assert.equal(response.headers.get('cache-control'), 'private, no-store')
  }
  assert.equal((await opened(link)).response.status, 200)
  now = new Date('2026-04-05T08:59:59.999Z')
  assert.equal((await opened(link)).response.status, 200)
  now = new Date('2026-04-05T09:00:00.000Z')
  assert.equal((await opened(link)).response.status, 404)
})

test('a payout that is made, changed and paid over HTTP has the statement of each moment', async () => {
  const partnerId = (await admin.post('/api/v1/partners', { name: 'Ledgerline' })).body.data.id
  await enterBillingInfo(vendor, partnerId, { legalName: 'Ledgerline B.V.', locale: 'nl' })
  const period = { periodStart: '2026-04-01', periodEnd: '2026-06-30' }
  const payout = await admin.post('/api/v1/payouts', { partnerId, ...period, metadata: 'Dank **u**' })
  assert.equal(payout.status, 201, payout.text)
  const { id } = payout.body.data
  const entered = { partnerId, currency: 'USD', payoutId: id }
  const kept = await admin.post('/api/v1/commission-lines', { ...entered, amount: '125.50', sourceAmount: '1255' })
  const other = await admin.post('/api/v1/commission-lines', { ...entered, amount: '-25.5', description: 'Retour' })
  assert.deepEqual([kept.status, other.status], [201, 201])
  const first = await textOf(await linkOf(id))
  for (const shown of [
    '1.255,00 x 10% | 125,50',
    'Retour | -25,50',
    'Totaal | 100,00\u00a0USD',
    'Dank | u',
    '1 apr 2026 – 30 jun 2026',
  ])
    assert.ok(first.includes(shown), `${shown} is not in\n${first}`)
  assert.deepEqual(await balances(server, partnerId), { 'COMMISSIONS USD': '-10000', 'IN_PAYOUT USD': '10000' })

  await admin.patch(`/api/v1/payouts/${id}`, { poNumber: 'PO-99' })
  const declined = await admin.post(`/api/v1/commission-lines/${other.body.data.id}/decline`, {
    reasonType: 'DISPUTED',
  })
  assert.equal(declined.status, 200, declined.text)
  const second = await textOf(await linkOf(id))
  assert.ok(
    second.includes('PO-99') && second.includes('Totaal | 125,50\u00a0USD') && !second.includes('Retour'),
    second,
  )

  const drawn = await rowOf(id)
  assert.equal((await admin.patch(`/api/v1/payouts/${id}`, { stage: 'PAID' })).status, 200)
  await linkOf(id)
  assert.deepEqual(await rowOf(id), drawn, 'being paid changes nothing on paper')
  assert.deepEqual(await balances(server, partnerId), { 'COMMISSIONS USD': '-12550', 'PAID USD': '12550' })
})

test('a plan’s line tells the day of the sale, and the percentage that the plan has, never another', async () => {
  const partnerId = (await admin.post('/api/v1/partners', { name: 'Basalt' })).body.data.id
  await enterBillingInfo(vendor, partnerId, { locale: 'en' })
  const plan = { effectiveFrom: '2026-01-01', appliesTo: { partnerIds: [partnerId] } }
  const percent = { type: 'PERCENT', percent: '10' }
  const bands = [
    { from: '0', percent: '5' },
    { from: '1000', percent: '8' },
  ]
  const plans = [
    { ...plan, name: 'Plain', commission: percent },
    { ...plan, name: 'Capped', commission: percent, caps: { currency: 'USD', perLine: '40' } },
    {
      ...plan,
      name: 'Banded',
      commission: { type: 'TIERED', by: 'AMOUNT', period: 'YEAR', method: 'GRADUATED', currency: 'USD', bands },
    },
    { ...plan, name: 'Fixed', commission: { type: 'FIXED', amount: '25', currency: 'USD' } },
  ]
  for (const one of plans) {
    const made = await admin.post('/api/v1/commission-plans', one)
    assert.equal(made.status, 201, made.text)
  }
  const sale = { type: 'SALE', partnerId, amount: '3000.03', currency: 'USD', occurredAt: '2026-02-14T10:00:00.000Z' }
  const sold = await admin.post('/api/v1/source-events', { ...sale, sourceId: 'order-of-the-statement' })
  assert.equal(sold.body.data.lines.length, 4, sold.text)
  const asked = { partnerId, periodStart: '2026-01-01', periodEnd: '2026-12-31', attachPendingLines: true }
  const { id } = (await admin.post('/api/v1/payouts', asked)).body.data
  const text = await textOf(await linkOf(id))
  for (const [name, shown] of Object.entries({
    Plain: '3,000.03 x 10% | 300.00',
    Capped: '3,000.03 | 40.00',
    Banded: '3,000.03 | 210.00',
    Fixed: '3,000.03 | 25.00',
  }))
    assert.ok(text.includes(shown), `${name}: ${shown} is not in\n${text}`)
  assert.equal(text.match(/Feb 14, 2026 \|/g)?.length, 4, text)
  assert.doesNotMatch(text, /x (7|1\.3|0\.8)/)
})

test('the same content is not drawn again; a line, the PO number, the note or a party draws another file', async () => {
  const { id, partnerId } = await readyPayout()
  const first = await linkOf(id)
  const kept = await rowOf(id)
  now = new Date(now.getTime() + 60_000)
  const second = await linkOf(id)
  assert.deepEqual(await rowOf(id), kept, 'the row was not even written')
  assert.deepEqual((await opened(second)).bytes, (await opened(first)).bytes)
  const changes: [string, () => Promise<unknown>][] = [
    ['line', () => runSql(server, `update commission_line set description = 'Corrected' where payout_id = $1`, [id])],
    ['further line', () => attachLines(server, id, [{ amount: '-100' }])],
    ['PO number', () => runSql(server, `update payout set po_number = 'PO-7' where id = $1`, [id])],
    ['note', () => runSql(server, `update payout set metadata = 'A word' where id = $1`, [id])],
    ['payee', () => enterBillingInfo(vendor, partnerId, { taxId: 'DE999999999' })],
    ['issuer', () => enterOwnBillingInfo(vendor)],
  ]
  let before = kept
  for (const [what, change] of changes) {
    await change()
    const link = await linkOf(id)
    const after = await rowOf(id)
    assert.notEqual(after.drawn, before.drawn, what)
    assert.notEqual(after.drawn_from, before.drawn_from, what)
    await linkOf(id)
    assert.deepEqual(await rowOf(id), after, what)
    assert.equal((await opened(link)).response.status, 200)
    before = after
  }
  await runSql(server, `update payout set stage = 'APPROVED', updated_at = now() where id = $1`, [id])
  await runSql(server, `update commission_line set note = 'internal', updated_at = now() where payout_id = $1`, [id])
  await linkOf(id)
  assert.deepEqual(await rowOf(id), before, 'what is not shown changes nothing')
  assert.deepEqual(
    await eventsOf(id),
    Array.from({ length: changes.length + 1 }, () => 'statements.draw'),
  )
})

test('many who ask at once get one file, and one event tells of it', async () => {
  const { id } = await readyPayout()
  const links = await Promise.all(Array.from({ length: 8 }, () => linkOf(id)))
  const files = await Promise.all(links.map(async (link) => (await opened(link)).bytes.toString('base64')))
  assert.equal(new Set(files).size, 1)
  assert.deepEqual(await eventsOf(id), ['statements.draw'])
})

test('lines that come while others ask, and a file that a person puts meanwhile: in the end all of it counts', async () => {
  const { id } = await readyPayout({ lines: Array.from({ length: 1500 }, () => ({ amount: '100' })) })
  const further = Array.from({ length: 12 }, (_, at) => ({ amount: '100', description: `Late order ${at}` }))
  const put = async () => assert.equal((await admin.send('PUT', pathOf(id), { raw: form(own) })).status, 200)
  const asked = further.flatMap((one) => [attachLines(server, id, [one]), linkOf(id)])
  await Promise.all([...asked, put(), admin.delete(pathOf(id)), put()])
  assert.equal(String((await opened(await linkOf(id))).bytes), own)
  await admin.delete(pathOf(id))
  const text = await textOf(await linkOf(id))
  for (const { description } of further) assert.equal(text.split(`${description} |`).length, 2, description)
  assert.match(text, /Total \| USD\u00a01,512\.00\n/)
})

test('a person’s PDF is served untouched until it is deleted; then the drawn one is back', async () => {
  const { id } = await readyPayout()
  const drawn = (await opened(await linkOf(id))).bytes
  const uploaded = await admin.send('PUT', pathOf(id), { raw: form(own) })
  assert.equal(uploaded.status, 200, uploaded.text)
  assert.equal(uploaded.body.data.isUploaded, true)
  assert.equal(String((await opened(uploaded.body.data.url)).bytes), own)
  await runSql(server, `update payout set po_number = 'PO-8' where id = $1`, [id])
  const linked = await admin.post(pathOf(id))
  assert.equal(linked.body.data.isUploaded, true)
  assert.equal(String((await opened(linked.body.data.url)).bytes), own)
  assert.equal((await admin.send('PUT', pathOf(id), { raw: form(own) })).status, 200)
  const gone = await admin.delete(pathOf(id))
  assert.deepEqual([gone.status, gone.text], [204, ''])
  assert.equal((await admin.delete(pathOf(id))).status, 204, 'again changes nothing')
  const back = await admin.post(pathOf(id))
  assert.equal(back.body.data.isUploaded, false)
  assert.match(await textOf(back.body.data.url), /PO-8/)
  assert.notDeepEqual((await opened(back.body.data.url)).bytes, drawn)
  const types = ['statements.draw', 'statements.upload', 'statements.delete-upload', 'statements.draw']
  assert.deepEqual(await eventsOf(id), types)
})

test('a PDF may be uploaded where none could be drawn; what is no PDF, or too large, is refused', async () => {
  const { id } = await payoutWith(server, vendor)
  const refused = await admin.send('PUT', pathOf(id), { raw: form('no PDF at all') })
  assert.deepEqual([...errorOf(refused), refused.body.error.details[0].path], [422, 'VALIDATION_ERROR', ['file']])
  assert.equal((await admin.send('PUT', pathOf(id), { body: { file: own } })).status, 422)
  const wrongPart = await admin.send('PUT', pathOf(id), { raw: form(own, 'pdf') })
  assert.deepEqual(wrongPart.body.error.details[0].path, ['pdf'])
  const large = Buffer.alloc(10_485_761, '%PDF-')
  assert.deepEqual(errorOf(await admin.send('PUT', pathOf(id), { raw: form(large) })), [413, 'PAYLOAD_TOO_LARGE'])
  assert.equal(await rowOf(id), undefined)
  const most = Buffer.concat([Buffer.from('%PDF-'), randomBytes(10_485_755)])
  const uploaded = await admin.send('PUT', pathOf(id), { raw: form(most) })
  assert.equal(uploaded.status, 200, uploaded.text)
  assert.ok((await opened(uploaded.body.data.url)).bytes.equals(most))
  await admin.delete(pathOf(id))
  const link = uploaded.body.data.url
  assert.equal((await opened(link)).response.status, 404, 'there is no file any more')
})

test('a merged partner’s payout is stated with the billing information of what it became', async () => {
  const { id, partnerId } = await payoutWith(server, vendor, { lines: [line] })
  const survivor = (await admin.post('/api/v1/partners', { name: 'The whole' })).body.data.id
  await enterBillingInfo(vendor, survivor, { legalName: 'The Whole Company' })
  const merged = await admin.post(`/api/v1/partners/${survivor}/merge`, { partnerId })
  assert.ok(merged.status < 300, merged.text)
  assert.match(await textOf(await linkOf(id)), /The Whole Company/)
})

test('three thousand lines fill their pages, each once and in order', async () => {
  const lines = Array.from({ length: 3000 }, (_, at) => ({
    amount: String(at + 1),
    description: `Order ${at + 1} of many`,
  }))
  const { id } = await readyPayout({ lines })
  const pages = pagesOfPdf((await opened(await linkOf(id))).bytes)
  const texts = pages.flatMap((page) => page.map(({ text }) => text))
  assert.deepEqual(
    texts.filter((text) => text.startsWith('Order')),
    lines.map(({ description }) => description),
  )
  assert.deepEqual(
    texts.filter((text) => text.startsWith('Page')),
    pages.map((_, at) => `Page ${at + 1} of ${pages.length}`),
  )
  for (const page of pages.slice(1))
    assert.ok(page.some(({ text }) => text === 'Description') && page.some(({ text }) => text === id))
  assert.ok(pages.length > 60 && pages.length < 110, String(pages.length))
  assert.equal(texts.filter((text) => text === 'USD\u00a045,015.00').length, 2)
})

test('drawing may take longer than a body may', async () => {
  await using hasty = await startServer({ settings: { BODY_TIMEOUT_MS: '100' } })
  const own = await world(hasty)
  const lines = Array.from({ length: 3000 }, () => ({ amount: '1' }))
  const { id, partnerId } = await payoutWith(hasty, own, { lines })
  await enterBillingInfo(own, partnerId)
  assert.match(await linkOf(id, own.admin), /signature=/)
})

test('an archive carries statements and the logo, and the restored server serves the same bytes', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'symbolon-statements-'))
  after(() => rm(folder, { recursive: true, force: true }))
  await using source = await startServer({ settings: { SYMBOLON_SECRET: 'the-same-secret-on-both-of-the-servers' } })
  const origin = await world(source)
  const [drawn, uploaded] = [await payoutWith(source, origin, { lines: [line] }), await payoutWith(source, origin)]
  await enterBillingInfo(origin, drawn.partnerId)
  const logo = '/api/v1/billing-info/logo'
  assert.equal((await origin.admin.send('PUT', logo, { raw: form(dot) })).status, 200)
  const links = [await linkOf(drawn.id, origin.admin)]
  const put = await origin.admin.send('PUT', pathOf(uploaded.id), { raw: form(randomPdf) })
  links.push(put.body.data.url)
  const file = join(folder, 'archive.zip')
  const saved = await runCommand(backupCommand, source.database.url, file)
  assert.equal(saved.code, 0, saved.err)
  await using database = await testDatabase({ isEmpty: true })
  const restored = await runCommand(restoreCommand, database.url, file)
  assert.equal(restored.code, 0, restored.err)
  await using target = await startServer({
    database,
    settings: { SYMBOLON_SECRET: 'the-same-secret-on-both-of-the-servers' },
  })
  for (const link of links) assert.ok((await opened(link, target)).bytes.equals((await opened(link, source)).bytes))
  assert.ok((await opened(links[1] ?? '', target)).bytes.equals(randomPdf))
  const there = callerOf(target.url, origin.admin.key)
  assert.deepEqual((await there.get(logo)).body, (await origin.admin.get(logo)).body)
  const before = await runSql(target, 'select xmin::text, payout_id from payout_statement order by payout_id')
  await linkOf(drawn.id, there)
  assert.deepEqual(
    await runSql(target, 'select xmin::text, payout_id from payout_statement order by payout_id'),
    before,
    'what was drawn there is not drawn again',
  )
})

/** A PNG of one pixel. */
const dot = Uint8Array.from(
  Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  ),
)
const randomPdf = Buffer.concat([Buffer.from('%PDF-'), randomBytes(200_000)])
