import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import pg from 'pg'
import { newId } from '#/kernel/id.ts'
import { serverOfThisFile } from '#/testing/world.ts'
import type { Click } from './click.ts'
import { connectionForClicks } from './connection.ts'
import { insertOf } from './insert.ts'

const server = await serverOfThisFile()

const text = fc.option(
  fc
    .string({ unit: fc.constantFrom('"', '\\', ',', '{', '}', ' ', 'NULL', 'null', 'a', 'é', '🧭'), minLength: 1 })
    .filter((value) => value.trim() !== ''),
)
const click = fc.record({
  organisationId: fc.constantFrom('org_1', 'org_2'),
  linkId: fc.constantFrom('lnk_1', 'lnk_2'),
  visitor: fc.maxSafeInteger().map((n) => Math.abs(n) % 2 ** 52),
  isRepeat: fc.constant(true),
  device: fc.constantFrom('DESKTOP', 'MOBILE', 'TABLET', 'OTHER'),
  country: fc.option(fc.constantFrom('FR', 'NU')),
  referrerHost: fc.option(fc.constantFrom('null', 'blog.example.org')),
  subs: fc.tuple(text, text, text, text, text),
})

test('a batch of any size is written as it was, whatever is missing in it and whatever its texts hold', async () => {
  const client = new pg.Client(connectionForClicks(server.database.url))
  await client.connect()
  await fc.assert(
    fc.asyncProperty(fc.array(click, { minLength: 1, maxLength: 8 }), fc.boolean(), async (visits, isLate) => {
      const clicks = visits.map((visit): Click => ({ ...visit, id: newId('clk', new Date()) }))
      const ids = clicks.map(({ id }) => id)
      const statement = insertOf({ clicks, isLate, since: ids[0] ?? '', until: ids.at(-1) ?? '' })
      await client.query(statement.text, statement.values)
      const { rows } = await client.query('select * from click where id = any($1) order by id', [ids])
      const held = rows.map((row) => ({
        organisationId: row.organisation_id,
        id: row.id,
        linkId: row.link_id,
        visitor: Number(row.visitor),
        isRepeat: row.is_repeat,
        device: row.device,
        country: row.country,
        referrerHost: row.referrer_host,
        subs: [row.sub1, row.sub2, row.sub3, row.sub4, row.sub5],
      }))
      assert.deepEqual(held, clicks)
      assert.ok(rows.every(({ is_late }) => is_late === isLate))
    }),
  )
  await client.end()
})
