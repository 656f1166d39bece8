import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { dayIn } from '#/kernel/time-zone.ts'
import { newLine, newPartner } from '#/testing/commission-lines.ts'
import { serverOfThisFile, world } from '#/testing/world.ts'

const clock = { at: new Date('2026-01-01T00:00:00Z') }
const server = await serverOfThisFile({ now: () => clock.at })
const addUp = () => server.application.jobs.runNow('reports.add-up')

const zones = [
  'UTC',
  'Europe/Oslo',
  'Asia/Kolkata',
  'Asia/Kathmandu',
  'Pacific/Kiritimati',
  'America/St_Johns',
  'Pacific/Pago_Pago',
  // Its clock is put back over midnight.
  'Atlantic/Azores',
]
/** Around the turns of months, those of a year and of a leap day included, and around changes of the clock. */
const turns = ['2026-01-01', '2026-03-29', '2026-03-01', '2026-10-25', '2027-01-01', '2028-02-29', '2028-03-01']
const moment = fc
  .tuple(fc.constantFrom(...turns), fc.integer({ min: -15 * 3_600_000, max: 15 * 3_600_000 }))
  .map(([turn, off]) => new Date(Date.parse(turn) + off))

test('each amount is on its day and month in the organisation’s time zone, added up or not, and after it has changed', async () => {
  const own = await world(server)
  const partnerId = await newPartner(own)
  const made: Date[] = []
  const counted = (keyOf: (at: Date) => string) => {
    const keys = made.map(keyOf)
    return Object.fromEntries(
      [...new Set(keys)].toSorted().map((key) => [key, keys.filter((one) => one === key).length]),
    )
  }
  const reported = async (query: string) => {
    const answer = await own.admin.get(`/api/v1/reports/commissions?from=2025-12-01&to=2028-12-31&${query}`)
    assert.equal(answer.status, 200, answer.text)
    return Object.fromEntries(
      answer.body.data.rows.map((row: { key: string; amounts: { earned: string }[] }) => [
        row.key,
        Number.parseInt(row.amounts[0]?.earned ?? '0', 10),
      ]),
    )
  }
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...zones),
      fc.array(moment, { minLength: 1, maxLength: 4 }),
      async (zone, moments) => {
        assert.equal((await own.admin.patch('/api/v1/organisation', { timeZone: zone })).status, 200)
        await addUp()
        for (const at of moments) {
          clock.at = at
          made.push(at)
          await newLine(own, { partnerId, amount: '1' })
        }
        const days = counted((at) => dayIn(zone, at))
        const months = counted((at) => dayIn(zone, at).slice(0, 7))
        for (const state of ['fresh', 'added up']) {
          assert.deepEqual(await reported('groupBy=DAY'), days, state)
          assert.deepEqual(await reported('groupBy=MONTH'), months, state)
          assert.deepEqual(await reported('groupBy=PARTNER'), { [partnerId]: made.length }, state)
          const [first = '', last = ''] = [Object.keys(days)[0], Object.keys(days).at(-1)]
          const some = await own.admin.get(`/api/v1/reports/commissions?from=${first}&to=${last}&groupBy=PARTNER`)
          assert.equal(some.body.data.totals[0].earned, `${made.length}.00`, `${state} ${first} ${last}`)
          await addUp()
        }
      },
    ),
    { numRuns: 8 },
  )
})
