import assert from 'node:assert/strict'
import { test } from 'node:test'
import { serverOfThisFile, world, type World } from '#/testing/world.ts'

const server = await serverOfThisFile()
const people = '/api/v1/internal-contacts'

async function newPerson(vendor: World, body: object) {
  const made = await vendor.admin.post(people, body)
  assert.equal(made.status, 201, made.text)
  return made.body.data
}

async function newPartner(vendor: World, name: string): Promise<string> {
  const made = await vendor.admin.post('/api/v1/partners', { name })
  assert.equal(made.status, 201, made.text)
  return made.body.data.id
}

test('a person is added, found, given roles, and taken away', async () => {
  const vendor = await world(server)
  const { admin } = vendor
  const partnerId = await newPartner(vendor, 'Larkspur')
  const kim = await newPerson(vendor, { email: 'Kim@vendor.example.com', givenName: 'Kim', jobTitle: 'Success' })
  assert.deepEqual(kim, {
    id: kim.id,
    email: 'Kim@vendor.example.com',
    givenName: 'Kim',
    familyName: null,
    name: null,
    phone: null,
    jobTitle: 'Success',
    roles: [],
    partners: 0,
    floating: 0,
    createdAt: kim.createdAt,
    modifiedAt: null,
  })
  const of = `${people}/${kim.id}`
  const floating = (await admin.post(`${of}/assignments`, { role: 'csm' })).body.data
  assert.deepEqual(floating, {
    id: floating.id,
    role: 'csm',
    partner: null,
    remoteId: null,
    createdAt: floating.createdAt,
    modifiedAt: null,
  })
  assert.equal((await admin.get(`${people}?floating=true`)).body.data.length, 1)
  const attached = await admin.patch(`${of}/assignments/${floating.id}`, { partnerId, role: 'lead' })
  assert.deepEqual(
    [attached.status, attached.body.data.partner, attached.body.data.role],
    [200, { id: partnerId, name: 'Larkspur' }, 'lead'],
  )
  const repeated = await admin.post(`${of}/assignments`, { role: 'lead', partnerId })
  assert.deepEqual([repeated.status, repeated.body.data.id], [200, floating.id])
  const { roles, partners } = (await admin.get(of)).body.data
  assert.deepEqual([roles, partners], [['lead'], 1])
  assert.equal((await admin.delete(of)).body.error.code, 'IS_ASSIGNED')
  assert.equal((await admin.delete(`${of}/assignments/${floating.id}`)).status, 204)
  assert.equal((await admin.delete(of)).status, 204)
  assert.equal((await admin.get(of)).status, 404)
  const types = (await admin.get('/api/v1/events?limit=100')).body.data.map(({ type }: { type: string }) => type)
  assert.deepEqual(types.slice(0, 5), [
    'internal-contacts.delete',
    'assignments.delete',
    'assignments.update',
    'assignments.create',
    'internal-contacts.create',
  ])
})

test('people are searched by role, partner and name, and paged newest first', async () => {
  const vendor = await world(server)
  const { admin } = vendor
  const [one, two] = [await newPartner(vendor, 'One'), await newPartner(vendor, 'Two')]
  const ada = await newPerson(vendor, { email: 'ada@vendor.example.com', name: 'Ada Byron' })
  const bo = await newPerson(vendor, { email: 'bo@vendor.example.com' })
  await admin.post(`${people}/${ada.id}/assignments`, { role: 'csm', partnerId: one })
  await admin.post(`${people}/${ada.id}/assignments`, { role: 'lead', partnerId: two })
  const found = async (query: string) =>
    (await admin.get(`${people}?${query}`)).body.data.map(({ id }: { id: string }) => id)
  assert.deepEqual(await found(''), [bo.id, ada.id])
  assert.deepEqual(await found('q=BYRON'), [ada.id])
  assert.deepEqual(await found(`role=csm&partnerId=${one}`), [ada.id])
  assert.deepEqual(await found(`role=csm&partnerId=${two}`), [], 'role and partner are of one assignment')
  assert.equal((await admin.get(`${people}?partnerId=ptn_nothing`)).status, 404)
  const first = (await admin.get(`${people}?limit=1`)).body
  assert.deepEqual(await found(`limit=1&cursor=${encodeURIComponent(first.pagination.nextCursor)}`), [ada.id])
  const assigned = (await admin.get(`${people}/${ada.id}/assignments?limit=1`)).body
  assert.equal(assigned.data[0].role, 'lead')
  const rest = await admin.get(`${people}/${ada.id}/assignments?cursor=${assigned.pagination.nextCursor}`)
  assert.deepEqual([rest.body.data.length, rest.body.data[0].role], [1, 'csm'])
})

test('what is wrong is said beside its field', async () => {
  const vendor = await world(server)
  const { admin } = vendor
  const kim = await newPerson(vendor, { email: 'kim@vendor.example.com' })
  const bo = await newPerson(vendor, { email: 'bo@vendor.example.com' })
  for (const answer of [
    await admin.post(people, { email: 'KIM@vendor.example.com' }),
    await admin.patch(`${people}/${bo.id}`, { email: 'KIM@vendor.example.com' }),
    await admin.post(people, { email: 'no address' }),
  ])
    assert.deepEqual([answer.status, answer.body.error.details[0].path], [422, ['email']])
  const partnerId = await newPartner(vendor, 'Larkspur')
  const of = `${people}/${kim.id}/assignments`
  const lead = (await admin.post(of, { role: 'lead', partnerId })).body.data
  await admin.post(of, { role: 'csm', partnerId })
  assert.equal((await admin.patch(`${of}/${lead.id}`, { role: 'csm' })).body.error.code, 'ROLE_TAKEN')
  assert.equal((await admin.post(of, { role: 'boss' })).body.error.details[0].path[0], 'role')
  assert.equal((await admin.post(of, { role: 'csm', partnerId: 'ptn_nothing' })).status, 404)
})

test('another organisation’s people do not exist, and reading does not suffice to change', async () => {
  const [vendor, other] = [await world(server), await world(server)]
  const kim = await newPerson(vendor, { email: 'kim@vendor.example.com' })
  const of = `${people}/${kim.id}`
  const assignment = (await vendor.admin.post(`${of}/assignments`, { role: 'csm' })).body.data
  for (const answer of [
    await other.admin.get(of),
    await other.admin.patch(of, { phone: '1' }),
    await other.admin.delete(of),
    await other.admin.get(`${of}/assignments`),
    await other.admin.post(`${of}/assignments`, { role: 'csm' }),
    await other.admin.patch(`${of}/assignments/${assignment.id}`, { role: 'lead' }),
    await other.admin.delete(`${of}/assignments/${assignment.id}`),
  ])
    assert.equal(answer.status, 404, answer.text)
  assert.deepEqual((await other.admin.get(people)).body.data, [])
  const reader = await vendor.callerWith('contacts:read')
  assert.equal((await reader.get(of)).status, 200)
  assert.equal((await reader.post(people, { email: 'x@vendor.example.com' })).status, 403)
  assert.equal((await reader.delete(`${of}/assignments/${assignment.id}`)).status, 403)
  const foreign = await newPartner(other, 'Foreign')
  assert.equal((await vendor.admin.post(`${of}/assignments`, { role: 'csm', partnerId: foreign })).status, 404)
})

test('of many who add one address at once, one does', async () => {
  const vendor = await world(server)
  const answers = await Promise.all(
    Array.from({ length: 8 }, () => vendor.admin.post(people, { email: 'kim@vendor.example.com' })),
  )
  assert.deepEqual(answers.map(({ status }) => status).toSorted(), [201, ...Array.from({ length: 7 }, () => 422)])
})

test('of many who give one role at once, one makes the assignment', async () => {
  const vendor = await world(server)
  const partnerId = await newPartner(vendor, 'Larkspur')
  const kim = await newPerson(vendor, { email: 'kim@vendor.example.com' })
  const of = `${people}/${kim.id}/assignments`
  const answers = await Promise.all(Array.from({ length: 8 }, () => vendor.admin.post(of, { role: 'csm', partnerId })))
  assert.deepEqual(answers.map(({ status }) => status).toSorted(), [...Array.from({ length: 7 }, () => 200), 201])
  assert.equal((await vendor.admin.get(of)).body.data.length, 1)
})
