import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { backupCommand } from '#/commands/backup.ts'
import { doctorCommand } from '#/commands/doctor.ts'
import { restoreCommand } from '#/commands/restore.ts'
import { newCampaign, newLink } from '#/testing/affiliate.ts'
import { testDatabase } from '#/testing/database.ts'
import { runSql } from '#/testing/sql.ts'
import { runCommand } from '#/testing/terminal.ts'
import { callerOf, serverOfThisFile, startServer, world } from '#/testing/world.ts'
import { linkChecks } from './checks.ts'

const server = await serverOfThisFile()
const folder = await mkdtemp(join(tmpdir(), 'symbolon-links-'))
after(() => rm(folder, { recursive: true, force: true }))

/** Links with aliases, a coupon, keys and old addresses of a partner that was merged. */
async function fill() {
  const { admin } = await world(server)
  const campaign = await newCampaign(admin)
  const link = await newLink(admin, { campaignId: campaign.id, alias: crypto.randomUUID() })
  const old = `https://${link.code}.example/go?ref=1`
  const raw = new FormData()
  raw.append('file', new Blob([`url,code\n${old},${link.code}\n`]), 'old.csv')
  assert.equal((await admin.send('POST', '/api/v1/imports/legacy-links', { raw })).body.data.created, 1)
  await admin.post(`/api/v1/campaigns/${campaign.id}/coupons`, { partnerId: link.partnerId, code: 'SPRING' })
  const staying = (await admin.post('/api/v1/partners', { name: 'Staying' })).body.data.id
  await admin.post(`/api/v1/partners/${staying}/merge`, { partnerId: link.partnerId })
  await admin.get('/api/v1/publishable-key')
  return { admin, campaign, link, old }
}

const paths = ['campaigns', 'links', 'coupons', 'legacy-links', 'publishable-key']
const redirect = (url: string, old: string) =>
  fetch(`${url}/api/v1/affiliate/legacy-redirect?u=${encodeURIComponent(old)}`, { redirect: 'manual' })

test('links, keys, coupons and old addresses come back from a backup, and lead where they led', async () => {
  const { admin, link, old } = await fill()
  const file = join(folder, 'links.zip')
  assert.equal((await runCommand(backupCommand, server.database.url, file)).code, 0)
  await using target = await testDatabase({ isEmpty: true })
  const restored = await runCommand(restoreCommand, target.url, file)
  assert.equal(restored.code, 0, restored.err)
  const examined = await runCommand(doctorCommand, target.url)
  assert.equal(examined.code, 0, examined.out)
  await using again = await startServer({ database: target })
  const caller = callerOf(again.url, admin.key)
  for (const path of paths)
    assert.deepEqual((await caller.get(`/api/v1/${path}`)).body, (await admin.get(`/api/v1/${path}`)).body, path)
  assert.equal((await redirect(again.url, old)).headers.get('location'), link.url)
  assert.equal((await caller.post(`/api/v1/links/${link.id}/aliases`, { alias: link.aliases[0] })).status, 200)
})

test('what leads elsewhere than it says is found', async () => {
  const { db } = server.application.database
  const faults = async () =>
    (await Promise.all(linkChecks.map(({ find }) => find({ db, now: () => new Date(0) })))).flat()
  const { campaign, link } = await fill()
  assert.deepEqual(await faults(), [])
  await runSql(server, `update affiliate_link set code = 'elsewhere' where id = $1`, [link.id])
  await runSql(server, `update campaign set publishable_key = 'pk_aff_other' where id = $1`, [campaign.id])
  await runSql(server, `update legacy_link set url_hash = '\\x00' where link_id = $1`, [link.id])
  const found = await faults()
  assert.equal(found.length, 3)
  for (const [at, named] of [link.id, campaign.id, 'lgl_'].entries()) assert.match(found[at] ?? '', new RegExp(named))
})
