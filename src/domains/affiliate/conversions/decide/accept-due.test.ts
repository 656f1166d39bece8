import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eventsOf } from '#/testing/commission-lines.ts'
import { conversionSetting } from '#/testing/decisions.ts'
import { runSql } from '#/testing/sql.ts'
import { serverOfThisFile, startServer } from '#/testing/world.ts'

let now = new Date('2026-05-01T12:00:00.000Z')
const server = await serverOfThisFile({ now: () => now })
const due = new Date('2026-05-14T12:00:00.000Z')

test('a conversion is accepted when its time has come, and not while it is under review', async () => {
  const own = await conversionSetting(server)
  const ids = [
    await own.convert({ acceptAt: due }),
    await own.convert({ acceptAt: due, status: 'review' }),
    await own.convert({ acceptAt: new Date(due.getTime() + 1) }),
    await own.convert(),
    await own.convert({ acceptAt: due, commission: null }),
  ]
  const statuses = () => Promise.all(ids.map(async (id) => (await own.conversion(id)).status))
  now = new Date(due.getTime() - 1)
  await server.application.jobs.runNow('conversions.accept-due')
  assert.deepEqual(await statuses(), ['pending', 'review', 'pending', 'pending', 'pending'])
  now = due
  await server.application.jobs.runNow('conversions.accept-due')
  assert.deepEqual(await statuses(), ['accepted', 'review', 'pending', 'pending', 'accepted'])
  const [accepted] = await eventsOf(own, 'conversions.accept')
  assert.equal(accepted.actor.name, 'Background job')
  assert.deepEqual(await own.balances(), { 'COMMISSIONS USD': '-8000', 'EARNED USD': '6000', 'PAYABLE USD': '2000' })
  await own.books()
})

test('what a person has taken back is not accepted by time', async () => {
  const own = await conversionSetting(server)
  const id = await own.convert({ acceptAt: due })
  now = due
  await server.application.jobs.runNow('conversions.accept-due')
  const { status, acceptAt } = (await own.undo(id)).body.data
  assert.deepEqual([status, acceptAt], ['pending', null])
  await server.application.jobs.runNow('conversions.accept-due')
  assert.equal((await own.conversion(id)).status, 'pending')
})

test('several nodes accept what is due once, more than a batch of it, while a person declines some', async () => {
  const own = await conversionSetting(server)
  const ids: string[] = []
  for (let round = 0; round < 23; round += 1)
    ids.push(...(await Promise.all(Array.from({ length: 10 }, () => own.convert({ acceptAt: due })))))
  await using second = await startServer({ database: server.database, now: () => due })
  now = due
  const declined = ids.slice(0, 5)
  await Promise.all([
    ...[server, second, server, second].map((node) => node.application.jobs.runNow('conversions.accept-due')),
    ...declined.map((id) => own.decline(id)),
  ])
  await server.application.jobs.runNow('conversions.accept-due')
  const statuses = await Promise.all(ids.map(async (id) => (await own.conversion(id)).status))
  assert.equal(statuses.filter((status) => status === 'accepted').length, 225)
  const steps = await runSql(
    server,
    `select max(number) as most from conversion_change where conversion_id = any($1)`,
    [ids.slice(5)],
  )
  assert.deepEqual(steps, [{ most: 1 }])
  assert.deepEqual(await own.balances(), { 'COMMISSIONS USD': '-450000', 'PAYABLE USD': '450000' })
  await own.books()
})
