import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { serverOfThisFile, type World, world } from '#/testing/world.ts'

const server = await serverOfThisFile()

type Row = { name: string; domain?: string; tierId?: string }

/** Few names and domains, so that rows meet; a tier stands for whatever else a row may write. */
const rows = fc.array(
  fc.record(
    {
      name: fc.constantFrom('Alder', 'ALDER', 'Birch', 'İpek', 'ipek', 'Söhne', 'SÖHNE'),
      domain: fc.constantFrom('a.example', 'www.a.example', 'b.example', 'merged.example'),
      tierId: fc.constantFrom('Silver', 'Gold'),
    },
    { requiredKeys: ['name'] },
  ),
  { minLength: 1, maxLength: 12 },
)

/** A partner, another that was merged into it, and two of one name. */
async function prepared() {
  const own = await world(server)
  const post = async (path: string, body: object) =>
    (await own.admin.post(`/api/v1/${path}`, body)).body.data.id as string
  const tiers = { Silver: await post('tiers', { name: 'Silver' }), Gold: await post('tiers', { name: 'Gold' }) }
  const staying = await post('partners', { name: 'Staying', domain: 'staying.example' })
  await post(`partners/${staying}/merge`, {
    partnerId: await post('partners', { name: 'Merged', domain: 'merged.example' }),
  })
  await post('partners', { name: 'Birch', domain: 'birch-1.example' })
  await post('partners', { name: 'birch', domain: 'birch-2.example' })
  return { own, tiers }
}

async function imported(all: Row[], dryRun: boolean, { own }: { own: World }) {
  const lines = all.map(({ name, domain = '', tierId = '' }) => `${name},${domain},${tierId}`)
  const raw = new FormData()
  raw.append('file', new Blob([`name,domain,tier\n${lines.join('\n')}`]))
  const { body } = await own.admin.send('POST', `/api/v1/imports/partners?dryRun=${dryRun}`, { raw })
  return { created: body.data.created as number, refused: body.data.refused as number }
}

const outcomeOf = async ({ own, tiers }: Awaited<ReturnType<typeof prepared>>) =>
  (await own.admin.get('/api/v1/partners?limit=100&sort=createdAt')).body.data.map(
    ({ name, domain, tierId }: Record<string, unknown>) => [
      name,
      domain,
      tierId && (tierId === tiers.Gold ? 'Gold' : 'Silver'),
    ],
  )

test('an import does what creating its rows one after another does', async () => {
  await fc.assert(
    fc.asyncProperty(rows, async (all) => {
      const [byFile, byHand] = [await prepared(), await prepared()]
      let created = 0
      for (const { tierId, ...row } of all) {
        const tier = tierId && byHand.tiers[tierId as 'Gold' | 'Silver']
        created += (await byHand.own.admin.post('/api/v1/partners', { ...row, tierId: tier })).status === 201 ? 1 : 0
      }
      assert.deepEqual(await imported(all, true, byFile), { created, refused: 0 })
      assert.deepEqual(await imported(all, false, byFile), { created, refused: 0 })
      assert.deepEqual(await outcomeOf(byFile), await outcomeOf(byHand))
    }),
    { numRuns: 20 },
  )
})
