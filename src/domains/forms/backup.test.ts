import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import pg from 'pg'
import { backupCommand } from '#/commands/backup.ts'
import { doctorCommand } from '#/commands/doctor.ts'
import { restoreCommand } from '#/commands/restore.ts'
import { newPartner } from '#/testing/commission-lines.ts'
import { testDatabase } from '#/testing/database.ts'
import { newForm, submissions, submit } from '#/testing/forms.ts'
import { runSql } from '#/testing/sql.ts'
import { runCommand } from '#/testing/terminal.ts'
import { serverOfThisFile, world } from '#/testing/world.ts'

const server = await serverOfThisFile()
const folder = await mkdtemp(join(tmpdir(), 'symbolon-forms-'))
after(() => rm(folder, { recursive: true, force: true }))

/** Every row of the domain, as text in one order. */
async function rowsOf(url: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const tables = ['form', 'form_submission', 'deal', 'deal_conflict']
  const all = tables.map((table) => `select '${table} ' || t::text as row from ${table} t`).join(' union all ')
  const { rows } = await client.query<{ row: string }>(all)
  await client.end()
  return rows.map(({ row }) => row).toSorted()
}

/** Deals of a partner that was merged, in conflict with another’s, each decided otherwise. */
async function fill() {
  const own = await world(server)
  const form = await newForm(own.admin, { purpose: 'DEAL', needsAcceptance: true })
  const [one, two, three] = [await newPartner(own), await newPartner(own), await newPartner(own)]
  const deal = { name: 'Quarry', customerDomain: 'quarry.example.com', amount: '12.5', currency: 'USD' }
  const ids: string[] = []
  for (const partnerId of [one, two, three, two])
    ids.push(await submit(own.admin, form.id, { fields: {}, partnerId, deal }))
  await own.admin.post(`${submissions}/${ids[0]}/accept`, {})
  await own.admin.post(`${submissions}/${ids[1]}/decline`, { reason: 'No' })
  await own.admin.post(`${submissions}/${ids[2]}/return`, { reason: 'Again' })
  await own.admin.post(`/api/v1/partners/${one}/merge`, { partnerId: two })
  return own
}

test('forms and deals come through a backup to the row, and the doctor finds what does not fit', async () => {
  await fill()
  const { url } = server.database
  const file = join(folder, 'forms.zip')
  const kept = await runCommand(backupCommand, url, file)
  assert.equal(kept.code, 0, kept.err)
  await using target = await testDatabase({ isEmpty: true })
  const restored = await runCommand(restoreCommand, target.url, file)
  assert.equal(restored.code, 0, restored.err)
  const rows = await rowsOf(url)
  assert.ok(rows.filter((row) => row.startsWith('deal_conflict')).length > 2)
  assert.deepEqual(await rowsOf(target.url), rows)
  const healthy = await runCommand(doctorCommand, url)
  assert.equal(healthy.code, 0, healthy.out)
  await runSql(server, `update deal set status = 'REJECTED' where status = 'APPROVED'`)
  const sick = await runCommand(doctorCommand, url)
  assert.match(sick.out, /deal_\w+ is REJECTED, and its submission fsub_\w+ is ACCEPTED/)
})
