import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { backupCommand } from '#/commands/backup.ts'
import { doctorCommand } from '#/commands/doctor.ts'
import { restoreCommand } from '#/commands/restore.ts'
import { visit } from '#/testing/clicks.ts'
import { testDatabase } from '#/testing/database.ts'
import { portalPage, portalUrlFor, visitorOf } from '#/testing/portal.ts'
import { runCommand } from '#/testing/terminal.ts'
import { callerOf, serverOfThisFile, startServer, world } from '#/testing/world.ts'

const server = await serverOfThisFile()
const folder = await mkdtemp(join(tmpdir(), 'symbolon-portal-'))
after(() => rm(folder, { recursive: true, force: true }))

test('a restore keeps who may enter and which sites may frame the portal, and signs nobody in', async () => {
  const vendor = await world(server)
  await vendor.admin.put('/api/v1/embed-domains', { domains: ['app.example.com'] })
  const { email, cookie } = await visitorOf(server, vendor)
  const url = await portalUrlFor(vendor.admin, email)
  const file = join(folder, 'portal.zip')
  assert.equal((await runCommand(backupCommand, server.database.url, file)).code, 0)
  await using database = await testDatabase({ isEmpty: true })
  const restored = await runCommand(restoreCommand, database.url, file)
  assert.equal(restored.code, 0, restored.err)
  const examined = await runCommand(doctorCommand, database.url)
  assert.equal(examined.code, 0, examined.out)
  await using copy = await startServer({ database })
  assert.equal((await portalPage(copy.url, cookie).get('/api/v1/portal/session')).status, 401)
  assert.equal((await visit(copy.url, url.slice(new URL(url).origin.length))).status, 401)
  const admin = callerOf(copy.url, vendor.admin.key)
  assert.deepEqual((await admin.get('/api/v1/embed-domains')).body.data.domains, ['app.example.com'])
  const again = await portalUrlFor(admin, email)
  assert.equal((await visit(copy.url, again.slice(new URL(again).origin.length))).status, 302)
})
