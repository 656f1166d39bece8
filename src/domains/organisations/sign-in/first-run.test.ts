import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fromPage, signIn } from '#/testing/members.ts'
import { rootKey, callerOf, startServer } from '#/testing/world.ts'
import { testDatabase } from '#/testing/database.ts'
import { startServerProcess } from '#/testing/process.ts'

const owner = { email: 'kim@vendor.example', name: 'Kim Sample', password: 'correct horse battery' }
const tokenOf = (link: string | undefined) => new URL(link ?? '').searchParams.get('token') ?? ''

test('the printed link makes the first owner, once, even when 32 use it at the same time', async () => {
  await using server = await startServer()
  const page = fromPage(server)
  assert.deepEqual((await page.get('/api/v1/console')).body.data, {
    isFirstRun: false,
    signInBy: ['PASSWORD', 'EMAIL_CODE'],
  })
  const old = tokenOf(await server.application.prepareFirstRun())
  const token = tokenOf(await server.application.prepareFirstRun())
  assert.equal((await page.get('/api/v1/console')).body.data.isFirstRun, true)
  assert.equal((await page.post('/api/v1/first-run', { token: old, ...owner })).body.error.code, 'FIRST_RUN_OVER')
  const weak = await page.post('/api/v1/first-run', { token, ...owner, password: 'short' })
  assert.deepEqual([weak.status, weak.body.error.details[0].path], [422, ['password']])
  const tries = Array.from({ length: 32 }, (_, at) => ({ token, ...owner, email: `kim${at}@vendor.example` }))
  const answers = await Promise.all(tries.map((one) => page.post('/api/v1/first-run', one)))
  assert.deepEqual(answers.map(({ status }) => status).toSorted(), [200, ...Array<number>(31).fill(404)])
  const email = answers.find(({ status }) => status === 200)?.body.data.email
  const member = fromPage(server, await signIn(server, email))
  const profile = (await member.get('/api/v1/me/profile')).body.data
  assert.deepEqual([profile.member.role, profile.scopes, profile.organisation.name], ['OWNER', ['admin'], 'Default'])
  const users = (await callerOf(server.url, rootKey).get('/api/v1/users')).body.data
  assert.deepEqual(
    users.map(({ status }: { status: string }) => status),
    ['ACTIVE'],
  )
  assert.equal(await server.application.prepareFirstRun(), undefined)
  assert.equal((await page.get('/api/v1/console')).body.data.isFirstRun, false)
  assert.equal((await page.post('/api/v1/first-run', { token, ...owner })).status, 404)
})

test('a server prints the link at each start until it is used', async () => {
  await using database = await testDatabase()
  const settings = { DATABASE_URL: database.url }
  const first = await startServerProcess(settings)
  const link = /http\S+first-run\?token=\S+/.exec(first.output())?.[0]
  await first.stop()
  const second = await startServerProcess(settings)
  const newer = /http\S+first-run\?token=\S+/.exec(second.output())?.[0]
  assert.notEqual(newer, link)
  const post = (token: string) =>
    callerOf(second.url, '').post('/api/v1/first-run', { token, ...owner, organisationName: 'Northwind' })
  assert.deepEqual([(await post(tokenOf(link))).status, (await post(tokenOf(newer))).status], [404, 200])
  assert.equal((await callerOf(second.url, rootKey).get('/api/v1/me')).body.data.organisation.name, 'Northwind')
  await second.stop()
  const third = await startServerProcess(settings)
  assert.doesNotMatch(third.output(), /first-run/)
  await third.stop()
})
