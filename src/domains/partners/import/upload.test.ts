import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Answer, type Caller, serverOfThisFile, type World, world } from '#/testing/world.ts'

const server = await serverOfThisFile({ settings: { FILE_LIMIT_BYTES: '400000' } })
const vendor = await world(server)

const form = (content: string, part = 'file') => {
  const data = new FormData()
  data.append(part, new Blob([content], { type: 'text/csv' }), 'partners.csv')
  return data
}
const partnersOf = async (from: World) => (await from.admin.get('/api/v1/partners?limit=100&sort=createdAt')).body.data
const issueOf = (answer: Answer) => {
  const [{ path }] = answer.body.error.details
  return [answer.status, answer.body.error.code, path.join('.')]
}

test('what is no form with one file is refused before anything is read', async () => {
  const path = '/api/v1/imports/partners'
  const statusOf = async (call: Parameters<Caller['send']>[2], query = '') =>
    issueOf(await vendor.admin.send('POST', path + query, call))
  const refusedAt = (where: string) => [422, 'VALIDATION_ERROR', where]
  assert.deepEqual(await statusOf({ body: { file: 'x' } }), refusedAt(''))
  assert.deepEqual(await statusOf({ raw: 'name\nA', headers: { 'content-type': 'text/csv' } }), refusedAt(''))
  assert.deepEqual(await statusOf({}), refusedAt(''))
  assert.deepEqual(await statusOf({ raw: 'x', headers: { 'content-type': 'multipart/form-data' } }), refusedAt(''))
  assert.deepEqual(
    await statusOf({ raw: '--x\r\ngarbage', headers: { 'content-type': 'multipart/form-data; boundary=x' } }),
    refusedAt(''),
  )
  assert.deepEqual(await statusOf({ raw: new FormData() }), refusedAt('file'))
  assert.deepEqual(await statusOf({ raw: form('name\nA', 'upload') }), refusedAt('upload'))
  assert.deepEqual(await statusOf({ raw: form('name\nA') }, '?file=x'), refusedAt('file'))
  assert.deepEqual(await statusOf({ raw: form('name\nA') }, '?dryrun=true'), refusedAt('dryrun'))
  assert.deepEqual(await statusOf({ raw: form('name\nA') }, '?dryRun=yes'), refusedAt('dryRun'))
  const withField = form('name\nNever in')
  withField.append('dryRun', 'true')
  assert.deepEqual(await statusOf({ raw: withField }), refusedAt('dryRun'), 'also when the field comes after the file')
  const two = form('name\nNever in')
  two.append('file', new Blob(['name\nNor this']), 'b.csv')
  assert.deepEqual(await statusOf({ raw: two }), refusedAt(''))
  assert.equal((await vendor.admin.get('/api/v1/partners?q=never')).body.data.length, 0)
})

test('a file over the limit is 413, and nothing of it comes in', async () => {
  const own = await world(server)
  const row = (i: number) => `Large ${i},large-${i}.example\n`
  const content = `name,domain\n${Array.from({ length: 20_000 }, (_, i) => row(i)).join('')}`
  const answer = await own.admin.send('POST', '/api/v1/imports/partners', { raw: form(content) })
  assert.equal(answer.status, 413)
  assert.equal(answer.body.error.code, 'PAYLOAD_TOO_LARGE')
  assert.deepEqual(await partnersOf(own), [])
  const body = await own.admin.send('POST', '/api/v1/imports/partners', {
    raw: 'x'.repeat(2_000_000),
    headers: { 'content-type': 'text/csv' },
  })
  assert.equal(body.status, 413, 'a body that is no form is not taken in at the size of files')
})

test('a form that is cut off changes nothing', async () => {
  const own = await world(server)
  const raw =
    '--edge\r\ncontent-disposition: form-data; name="file"; filename="a.csv"\r\n\r\nname,domain\nCut,cut.example\nHalf,half.exam'
  const headers = { 'content-type': 'multipart/form-data; boundary=edge' }
  const cut = await own.admin.send('POST', '/api/v1/imports/partners', { raw, headers })
  assert.deepEqual(issueOf(cut), [422, 'VALIDATION_ERROR', ''])
  assert.deepEqual(await partnersOf(own), [])
})
