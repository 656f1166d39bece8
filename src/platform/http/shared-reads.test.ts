import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { type Caller, serverOfThisFile, type World, world } from '#/testing/world.ts'
import { SharedReads } from './shared-reads.ts'

const server = await serverOfThisFile()
let vendor: World
before(async () => {
  vendor = await world(server)
})

const many = Array.from({ length: 24 })
const turn = () => new Promise((resolve) => setImmediate(resolve))

test('equal reads of one turn are done once, when all have asked', async () => {
  const reads = new SharedReads<number>()
  const caller = {}
  let done = 0
  const answers = many.map(() => reads.read(caller, '{}', async () => (done += 1)))
  await Promise.resolve()
  assert.equal(done, 0)
  assert.deepEqual(
    await Promise.all(answers),
    many.map(() => 1),
  )
  assert.equal(await reads.read(caller, '{}', async () => (done += 1)), 2)
})

test('whoever asks while a read runs gets one that begins afterwards', async () => {
  const reads = new SharedReads<string>()
  const caller = {}
  const slow = Promise.withResolvers<string>()
  const first = reads.read(caller, '{}', () => slow.promise)
  await turn()
  assert.equal(await reads.read(caller, '{}', async () => 'new'), 'new')
  slow.resolve('old')
  assert.equal(await first, 'old')
})

test('another input and another caller share nothing', async () => {
  const reads = new SharedReads<string>()
  const [one, other] = [{}, {}]
  const answers = [
    reads.read(one, '{"limit":"1"}', async () => 'one'),
    reads.read(one, '{"limit":"2"}', async () => 'another page'),
    reads.read(other, '{"limit":"1"}', async () => 'another caller'),
  ]
  assert.deepEqual(await Promise.all(answers), ['one', 'another page', 'another caller'])
})

test('a fault is told to all who shared it, and to nobody later', async () => {
  const reads = new SharedReads<string>()
  const caller = {}
  const answers = many.map(() => reads.read(caller, '{}', () => Promise.reject(new Error('away'))))
  for (const { status } of await Promise.allSettled(answers)) assert.equal(status, 'rejected')
  assert.equal(await reads.read(caller, '{}', async () => 'back'), 'back')
})

test('of many who read while a partner changes, each sees what was answered before they asked', async () => {
  const { id } = (await vendor.admin.post('/api/v1/partners', { name: 'Change 0' })).body.data
  const changes = { answered: 0, isOver: false }
  const read = async () => {
    while (!changes.isOver) {
      const least = changes.answered
      const answer = await vendor.admin.get('/api/v1/partners?limit=1')
      assert.equal(answer.status, 200)
      const at = Number(answer.body.data[0].name.split(' ')[1])
      assert.ok(at >= least, `change ${at} was read after change ${least} had been answered`)
    }
  }
  const readers = many.map(read)
  for (let n = 1; n <= 40; n += 1) {
    await vendor.admin.patch(`/api/v1/partners/${id}`, { name: `Change ${n}` })
    changes.answered = n
  }
  changes.isOver = true
  await Promise.all(readers)
})

test('keys, organisations and pages that are asked for at once each get their own', async () => {
  const other = await world(server)
  await other.admin.post('/api/v1/partners', { name: 'Of another' })
  await vendor.admin.post('/api/v1/partners', { name: 'Second' })
  const firstName = async (from: Caller, query: string) =>
    (await from.get(`/api/v1/partners?${query}`)).body.data[0]?.name
  const asked = many.flatMap(() => [
    firstName(vendor.admin, 'limit=1'),
    firstName(other.admin, 'limit=1'),
    firstName(vendor.admin, 'limit=1&q=change'),
  ])
  assert.deepEqual(
    await Promise.all(asked),
    many.flatMap(() => ['Second', 'Of another', 'Change 40']),
  )
})
