import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { after, test } from 'node:test'
import pino from 'pino'
import { seedBatch } from '#/testing/payout-batch.ts'
import { serverOfThisFile, world } from '#/testing/world.ts'
import { readConfig } from '../config.ts'
import type { TerminalCommand } from './command.ts'
import { exportCommand } from './export.ts'
import { importCommand } from './import.ts'

const server = await serverOfThisFile()
const folder = await mkdtemp(join(tmpdir(), 'symbolon-payouts-test-'))
after(() => rm(folder, { recursive: true }))

async function run(command: TerminalCommand, args: string[]) {
  const written = { out: '', err: '' }
  const into = (key: 'out' | 'err') =>
    new Writable({ write: (text, _encoding, done) => void ((written[key] += String(text)), done()) })
  const config = readConfig({ DATABASE_URL: server.database.url })
  const code = await command.run(args, { config, log: pino({ level: 'silent' }), out: into('out'), err: into('err') })
  return { code, ...written }
}

test('payouts go out and their results come in by the command line', async () => {
  const own = await world(server)
  const { id: partnerId } = (await own.admin.post('/api/v1/partners', { name: 'Larkspur' })).body.data
  const { ids } = await seedBatch(server, own, [{ partnerId, amount: '0' }])
  const inOwn = ['--organisation', own.organisation.id]
  const out = await run(exportCommand, ['payouts', ...inOwn])
  assert.deepEqual([out.code, out.err], [0, ''])
  assert.match(out.out, new RegExp(`^payoutId,.*\n${ids[0]},`))
  const path = join(folder, 'results.csv')
  await writeFile(path, `${out.out.replace('APPROVED', 'PAID')}pay_none,,,,,,,,,,PAID,,,,,,\n`)
  const result = await run(importCommand, ['payout-results', path, ...inOwn])
  assert.equal(result.out, '2 rows: 0 created, 1 updated, 0 unchanged, 1 refused.\n')
  assert.equal(result.code, 2)
  assert.match(result.err, /Line 3, payoutId: There is no payout with this id\./)
  assert.equal((await own.admin.get(`/api/v1/payouts/${ids[0]}`)).body.data.stage, 'PAID')
})
