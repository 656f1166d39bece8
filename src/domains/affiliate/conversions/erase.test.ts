import assert from 'node:assert/strict'
import { test } from 'node:test'
import { refused } from '#/testing/commission-lines.ts'
import { conversionSetting } from '#/testing/decisions.ts'
import { runSql } from '#/testing/sql.ts'
import { serverOfThisFile, type World, world } from '#/testing/world.ts'

const server = await serverOfThisFile()
const email = 'Robin.Buyer@customer.example.com'

/** The tables of an organisation that hold a text anywhere. */
async function whereIs({ organisation }: World, text: string): Promise<string[]> {
  const tables = [
    'conversion',
    'form_submission',
    'event',
    'conversion_attempt',
    'conversion_change',
    'commission_line',
  ]
  const found = await Promise.all(
    tables.map((table) =>
      runSql(server, `select from ${table} t where t.organisation_id = $1 and t::text ilike '%' || $2 || '%' limit 1`, [
        organisation.id,
        text,
      ]),
    ),
  )
  return tables.filter((_, index) => found[index]?.length)
}

const seedTraces = async ({ organisation }: World, id: string) => {
  await runSql(
    server,
    `insert into event (organisation_id, id, type, actor_kind, actor_id, actor_name, request_id, partner_id, subject_id, before, after, created_at)
     select organisation_id, 'evt_' || substr(id, 5), 'conversions.record', 'operator', 'test', 'test', 'req', partner_id, id, null,
       json_build_object('email', email, 'customerId', customer_id), now() from conversion where id = $1`,
    [id],
  )
  await runSql(
    server,
    `insert into conversion_attempt (organisation_id, id, reason, email, explanation, created_at)
     values ($1, 'cva_' || $2, 'EMAIL_ONCE_PER_CAMPAIGN', lower($3), '{}', now())`,
    [organisation.id, id, email],
  )
}

test('erasing takes a customer out of a conversion, its submission, its events and attempts, and keeps the sums', async () => {
  const own = await conversionSetting(server)
  const id = await own.convert({ email, customerId: 'customer-7', status: 'review' })
  await seedTraces(own, id)
  const kept = await own.convert({ email: 'other@customer.example.com' })
  const before = await own.conversion(id)
  assert.deepEqual(await whereIs(own, email), ['conversion', 'form_submission', 'event', 'conversion_attempt'])
  const answer = await own.admin.post(`/api/v1/conversions/${id}/erase`, {})
  assert.equal(answer.status, 200, answer.text)
  const { erasedAt, updatedAt, ...after } = answer.body.data
  assert.ok(erasedAt && updatedAt >= before.updatedAt)
  const { erasedAt: _none, updatedAt: _then, ...was } = before
  assert.deepEqual(after, { ...was, email: null })
  assert.deepEqual(await whereIs(own, email), [])
  assert.deepEqual(
    await runSql(server, 'select fields, extra, email from form_submission where id = $1', [after.formSubmissionId]),
    [{ fields: {}, extra: null, email: null }],
  )
  const { recorded, sentences } = (await own.admin.get(`/api/v1/conversions/${id}/explanation`)).body.data
  assert.deepEqual([recorded.rules[0].verdict, recorded.rules[0].values], ['FAIL', {}])
  assert.match(sentences.at(-1), /^The personal data of its customer was erased by /)
  assert.deepEqual(
    (await own.admin.post(`/api/v1/conversions/${id}/erase`, {})).body,
    answer.body,
    'a repeat changes nothing',
  )
  assert.equal((await own.conversion(kept)).email, 'other@customer.example.com')
  assert.equal((await own.accept(id)).status, 200, 'it is decided all the same')
  await own.books()
})

test('the customer is known by its hash until it is to be forgotten too', async () => {
  const own = await conversionSetting(server)
  const id = await own.convert({ email, customerId: 'customer-7' })
  await seedTraces(own, id)
  const keyOf = async () =>
    (await runSql(server, 'select email_key, customer_id from conversion where id = $1', [id]))[0]
  await own.admin.post(`/api/v1/conversions/${id}/erase`, {})
  const { email_key: key, customer_id: customer } = await keyOf()
  assert.ok(Buffer.isBuffer(key))
  assert.equal(customer, 'customer-7')
  assert.deepEqual((await own.admin.get(`/api/v1/conversions?email=${encodeURIComponent(email)}`)).body.data, [])
  await own.admin.post(`/api/v1/conversions/${id}/erase`, { forgetCustomer: true })
  assert.deepEqual(await keyOf(), { email_key: null, customer_id: null })
  assert.deepEqual(await whereIs(own, 'customer-7'), [])
})

test('only a manager of the organisation erases', async () => {
  const own = await conversionSetting(server)
  const id = await own.convert()
  const path = `/api/v1/conversions/${id}/erase`
  const stranger = (await world(server)).admin
  assert.deepEqual(refused(await stranger.post(path, {})), [404, 'CONVERSION_NOT_FOUND'])
  assert.equal((await (await own.callerWith('affiliate:read', 'affiliate:write')).post(path, {})).status, 403)
  assert.equal((await own.admin.post(path, { forgetCustomer: 'yes' })).status, 422)
  assert.equal((await own.conversion(id)).email, 'buyer@customer.example.com')
})
