import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { type Answer, bearerOf, type Caller, serverOfThisFile, type World, world } from '#/testing/world.ts'

const server = await serverOfThisFile()
let vendor: World
let api: Caller
before(async () => {
  vendor = await world(server)
  api = bearerOf(server.url, vendor.admin.key)
})

const people = '/v2/internal-contacts'
const on = (partner: string, assignment = '') =>
  `/v2/partners/${partner}/internal-contacts${assignment && `/${assignment}`}`
const newPartner = async (name: string): Promise<string> =>
  (await vendor.admin.post('/api/v1/partners', { name })).body.data.id
const add = async (partner: string, body: object): Promise<Answer['body']> => {
  const answer = await api.post(on(partner), { internal_role: 'csm', ...body })
  assert.equal(answer.status, 201, answer.text)
  return answer.body
}
const refused = (answer: Answer, status: number, detail: string) =>
  assert.deepEqual([answer.status, answer.body], [status, { detail }])

const contactKeys =
  '["created_at","modified_at","id","email","given_name","family_name","name","phone","job_title","object"]'
const assignmentKeys =
  '["created_at","modified_at","id","internal_role","partner_id","remote_id","internal_contact","object"]'
const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/

test('a person is added to a partner with every key of the contract, in its order', async () => {
  const partner = await newPartner('Shapes')
  const answer = await api.post(on(partner), {
    email: ' Kim@shapes.example.com',
    internal_role: 'csm',
    given_name: 'Kim',
    job_title: ' Customer success ',
    phone: '   ',
    remote_id: 'shapes-501',
    object: 'something else',
    unknown: { passed: 'over' },
  })
  assert.equal(answer.status, 201, answer.text)
  const { id, created_at, internal_contact: person, ...rest } = answer.body
  assert.equal(JSON.stringify(Object.keys(answer.body)), assignmentKeys)
  assert.equal(JSON.stringify(Object.keys(person)), contactKeys)
  assert.match(id, /^ica_[0-9A-HJKMNP-TV-Z]{26}$/)
  assert.match(person.id, /^ict_[0-9A-HJKMNP-TV-Z]{26}$/)
  assert.match(created_at, time)
  assert.deepEqual(rest, {
    modified_at: null,
    internal_role: 'csm',
    partner_id: partner,
    remote_id: 'shapes-501',
    object: 'internal_contact_assignment',
  })
  assert.deepEqual(person, {
    created_at: person.created_at,
    modified_at: null,
    id: person.id,
    email: 'Kim@shapes.example.com',
    given_name: 'Kim',
    family_name: null,
    name: null,
    phone: null,
    job_title: 'Customer success',
    object: 'internal_contact',
  })
  assert.deepEqual((await api.get(on(partner, id))).body, answer.body)
  assert.deepEqual((await api.get(on(partner))).body, [answer.body])
  assert.deepEqual((await api.get(`${people}/${person.id}`)).body, person)
  assert.deepEqual((await api.get(`${people}/${person.id}/assignments`)).body, [answer.body])
  assert.deepEqual((await api.get(`${people}/${person.id}/assignments/${id}`)).body, answer.body)
})

test('the same POST is the same assignment: 200, and only empty fields of the person are filled', async () => {
  const partner = await newPartner('Repeats')
  const first = await add(partner, { email: 'Ada@repeats.example.com', given_name: 'Ada' })
  const again = await api.post(on(partner), { email: 'ADA@repeats.example.com', internal_role: 'csm' })
  assert.deepEqual([again.status, again.body], [200, first])
  const filled = await api.post(on(partner), {
    email: 'ada@repeats.example.com',
    internal_role: 'csm',
    given_name: 'Another',
    family_name: 'Byron',
    phone: null,
  })
  assert.deepEqual([filled.status, filled.body.id, filled.body.modified_at], [200, first.id, null])
  const { given_name, family_name, email, modified_at } = filled.body.internal_contact
  assert.deepEqual([given_name, family_name, email], ['Ada', 'Byron', 'Ada@repeats.example.com'])
  assert.match(modified_at, time)
  const same = await api.post(on(partner), { email: 'ada@repeats.example.com', internal_role: 'csm', name: ' ' })
  assert.deepEqual(same.body, filled.body)
})

test('a person may hold several roles on a partner, and several people one role', async () => {
  const partner = await newPartner('Many roles')
  const one = await add(partner, { email: 'one@many.example.com', internal_role: 'lead' })
  const other = await add(partner, { email: 'one@many.example.com', internal_role: 'co_lead' })
  const third = await add(partner, { email: 'two@many.example.com', internal_role: 'lead' })
  assert.equal(one.internal_contact.id, other.internal_contact.id)
  assert.notEqual(one.internal_contact.id, third.internal_contact.id)
  assert.deepEqual((await api.get(on(partner))).body, [third, other, one])
})

test('an inactive partner still works, and a CRM id is no partner id here', async () => {
  const partner = await newPartner('Inactive')
  await vendor.admin.patch(`/api/v1/partners/${partner}/crm-record`, { externalId: 'crm-of-inactive' })
  await vendor.admin.post(`/api/v1/partners/${partner}/archive`)
  await add(partner, { email: 'a@inactive.example.com' })
  const body = { email: 'a@inactive.example.com', internal_role: 'csm' }
  refused(await api.post(on('crm-of-inactive'), body), 404, 'Partner not found')
  refused(await api.get(on('crm-of-inactive')), 404, 'Partner not found')
})

test('a change of role changes the role alone', async () => {
  const partner = await newPartner('Role changes')
  const made = await add(partner, { email: 'r@roles.example.com', remote_id: 'roles-1' })
  const changed = await api.patch(on(partner, made.id), { internal_role: 'practice_lead', remote_id: 'ignored' })
  assert.equal(changed.status, 200, changed.text)
  assert.match(changed.body.modified_at, time)
  assert.deepEqual(changed.body, {
    ...made,
    internal_role: 'practice_lead',
    modified_at: changed.body.modified_at,
  })
  assert.equal(JSON.stringify(Object.keys(changed.body)), assignmentKeys)
  const same = await api.patch(on(partner, made.id), { internal_role: 'practice_lead' })
  assert.deepEqual([same.status, same.body], [200, changed.body])
  await add(partner, { email: 'r@roles.example.com', internal_role: 'lead' })
  refused(
    await api.patch(on(partner, made.id), { internal_role: 'lead' }),
    409,
    'The internal contact already has this role on this partner',
  )
  assert.deepEqual((await api.get(on(partner, made.id))).body, changed.body)
})

test('a role is changed on its own partner only: another’s, a floating and an unknown assignment are not found', async () => {
  const [partner, other] = [await newPartner('Own'), await newPartner('Other')]
  const { id } = await add(partner, { email: 'own@place.example.com' })
  const floating = (await api.post(people, { email: 'own@place.example.com', internal_role: 'lead' })).body
  for (const path of [on(other, id), on(partner, floating.id), on(partner, 'ica_nothing'), on('ptn_nothing', id)]) {
    refused(await api.patch(path, { internal_role: 'lead' }), 404, 'Internal contact assignment not found')
    refused(await api.get(path), 404, 'Internal contact assignment not found')
    refused(await api.delete(path), 404, 'Internal contact assignment not found')
  }
})

test('a person declared for the organisation has a floating assignment, and one only', async () => {
  const body = { email: 'lee@floating.example.com', internal_role: 'account_manager', name: 'Lee Sample' }
  const first = await api.post(people, body)
  assert.equal(first.status, 201)
  assert.deepEqual([first.body.partner_id, first.body.internal_contact.name], [null, 'Lee Sample'])
  assert.equal(JSON.stringify(Object.keys(first.body)), assignmentKeys)
  const again = await api.post(people, body)
  assert.deepEqual([again.status, again.body], [200, first.body])
  const partner = await newPartner('Not floating')
  const added = await add(partner, { email: 'lee@floating.example.com', internal_role: 'account_manager' })
  assert.notEqual(added.id, first.body.id)
  assert.deepEqual(
    (await api.get(`${people}/${first.body.internal_contact.id}/assignments`)).body,
    [added, first.body],
    'the floating one is left as it is',
  )
})

test('a remote id names the assignment: it moves to the partner, person and role of the request', async () => {
  const [one, two] = [await newPartner('Remote one'), await newPartner('Remote two')]
  const remote_id = 'remote-1'
  const made = await add(one, { email: 'a@remote.example.com', remote_id })
  const same = await api.post(on(one), { email: 'a@remote.example.com', internal_role: 'csm', remote_id })
  assert.deepEqual([same.status, same.body], [200, made])
  const moved = await api.post(on(two), { email: 'b@remote.example.com', internal_role: 'lead', remote_id })
  assert.equal(moved.status, 200)
  assert.deepEqual(
    [moved.body.id, moved.body.partner_id, moved.body.internal_role, moved.body.internal_contact.email],
    [made.id, two, 'lead', 'b@remote.example.com'],
  )
  assert.match(moved.body.modified_at, time)
  assert.deepEqual((await api.get(on(one))).body, [])
  const floated = await api.post(people, { email: 'b@remote.example.com', internal_role: 'lead', remote_id })
  assert.deepEqual([floated.status, floated.body.id, floated.body.partner_id], [200, made.id, null])
})

test('an assignment without a remote id takes one; one that has another keeps it', async () => {
  const partner = await newPartner('Takes')
  const body = { email: 'takes@remote.example.com', internal_role: 'csm' }
  const made = await add(partner, body)
  const taken = await api.post(on(partner), { ...body, remote_id: 'Takes-1' })
  assert.deepEqual([taken.status, taken.body.id, taken.body.remote_id], [200, made.id, 'Takes-1'])
  assert.match(taken.body.modified_at, time)
  const without = await api.post(on(partner), { ...body, remote_id: null })
  assert.deepEqual([without.status, without.body], [200, taken.body])
  refused(await api.post(on(partner), { ...body, remote_id: 'takes-1' }), 409, 'The assignment has another remote_id')
  await add(partner, { ...body, internal_role: 'lead', remote_id: 'takes-2' })
  refused(
    await api.post(on(partner), { ...body, remote_id: 'takes-2' }),
    409,
    'The internal contact already has this role on this partner',
  )
  assert.equal((await api.get(`${people}?search=takes@remote`)).body.length, 1)
})

test('a refused POST leaves nothing behind', async () => {
  const partner = await newPartner('Leaves nothing')
  await add(partner, { email: 'there@nothing.example.com', remote_id: 'nothing-1' })
  const body = {
    email: 'there@nothing.example.com',
    internal_role: 'csm',
    family_name: 'Filled',
    remote_id: 'nothing-2',
  }
  assert.equal((await api.post(on(partner), body)).status, 409)
  assert.equal((await api.post(on('ptn_nothing'), { ...body, email: 'new@nothing.example.com' })).status, 404)
  const found = (await api.get(`${people}?search=@nothing.example`)).body
  assert.deepEqual(
    found.map((person: { email: string; family_name: null }) => [person.email, person.family_name]),
    [['there@nothing.example.com', null]],
  )
})

test('a person is updated key by key: null clears, nothing different moves nothing', async () => {
  const made = (await api.post(people, { email: 'lee@update.example.com', internal_role: 'lead', name: 'Lee Sample' }))
    .body.internal_contact
  const path = `${people}/${made.id}`
  const body = { phone: '+1 555 0100', name: null, given_name: 'Lee', family_name: 'Sample' }
  const changed = await api.patch(path, body)
  assert.deepEqual([changed.status, changed.body], [200, { ...made, ...body, modified_at: changed.body.modified_at }])
  assert.match(changed.body.modified_at, time)
  assert.equal(JSON.stringify(Object.keys(changed.body)), contactKeys)
  for (const nothing of [{}, body, { email: 'lee@update.example.com' }, { unknown: 1 }, { job_title: '  ' }]) {
    const same = await api.patch(path, nothing)
    assert.deepEqual([same.status, same.body], [200, changed.body])
  }
  const cleared = await api.patch(path, { phone: '' })
  assert.equal(cleared.body.phone, null)
  const spelled = await api.patch(path, { email: ' LEE@update.example.com ' })
  assert.deepEqual([spelled.status, spelled.body.email], [200, 'LEE@update.example.com'])
  await api.post(people, { email: 'Taken@update.example.com', internal_role: 'lead' })
  refused(
    await api.patch(path, { email: 'tAKEN@update.example.com' }),
    409,
    'An internal contact with this email already exists',
  )
  refused(await api.patch(`${people}/ict_nothing`, { phone: '1' }), 404, 'Internal contact not found')
  refused(await api.get(`${people}/ict_nothing`), 404, 'Internal contact not found')
})

test('an assignment that is removed leaves the person, and its remote id is free', async () => {
  const partner = await newPartner('Removes')
  const made = await add(partner, { email: 'gone@remove.example.com', remote_id: 'remove-1' })
  const removed = await api.delete(on(partner, made.id))
  assert.deepEqual([removed.status, removed.text], [204, ''])
  refused(await api.delete(on(partner, made.id)), 404, 'Internal contact assignment not found')
  assert.equal((await api.get(`${people}/${made.internal_contact.id}`)).status, 200)
  const again = await add(partner, { email: 'other@remove.example.com', remote_id: 'remove-1' })
  assert.notEqual(again.id, made.id)
})

test('a person is deleted when on no partner, or by force; the e-mail is free again', async () => {
  const partner = await newPartner('Deletes')
  const { id, internal_contact: person } = await add(partner, { email: 'del@delete.example.com' })
  await api.post(people, { email: 'del@delete.example.com', internal_role: 'lead' })
  const path = `${people}/${person.id}`
  refused(await api.delete(path), 409, 'The internal contact is assigned to partners')
  refused(await api.delete(`${path}?force=false`), 409, 'The internal contact is assigned to partners')
  assert.equal((await api.get(`${path}/assignments`)).body.length, 2, 'a refusal removes nothing')
  const forced = await api.delete(`${path}?force=true`)
  assert.deepEqual([forced.status, forced.text], [204, ''])
  refused(await api.delete(`${path}?force=true`), 404, 'Internal contact not found')
  refused(await api.get(on(partner, id)), 404, 'Internal contact assignment not found')
  const again = await api.post(people, { email: 'Del@delete.example.com', internal_role: 'lead' })
  assert.equal(again.status, 201)
  assert.equal((await api.delete(`${people}/${again.body.internal_contact.id}`)).status, 204, 'floating ones go along')
})

test('a floating assignment is removed through its person', async () => {
  const { id, internal_contact: person } = (
    await api.post(people, { email: 'f@unfloat.example.com', internal_role: 'lead' })
  ).body
  const other = (await api.post(people, { email: 'g@unfloat.example.com', internal_role: 'lead' })).body
  const path = `${people}/${person.id}/assignments`
  refused(await api.delete(`${path}/${other.id}`), 404, 'Internal contact assignment not found')
  refused(await api.get(`${path}/${other.id}`), 404, 'Internal contact assignment not found')
  assert.equal((await api.delete(`${path}/${id}`)).status, 204)
  refused(await api.delete(`${path}/${id}`), 404, 'Internal contact assignment not found')
  assert.deepEqual((await api.get(path)).body, [])
  refused(await api.get(`${people}/ict_nothing/assignments`), 404, 'Internal contact not found')
})

test('a floating assignment is attached: the same assignment, with its partner', async () => {
  const partner = await newPartner('Attaches')
  const floating = (await api.post(people, { email: 'a@attach.example.com', internal_role: 'lead' })).body
  const path = `${people}/${floating.internal_contact.id}/assignments`
  const attached = await api.post(path, { partner_id: partner })
  assert.equal(attached.status, 201)
  assert.match(attached.body.modified_at, time)
  assert.deepEqual(attached.body, { ...floating, partner_id: partner, modified_at: attached.body.modified_at })
  refused(await api.post(path, { partner_id: partner }), 404, 'Internal contact assignment not found')
  const named = await api.post(path, { partner_id: partner, internal_role: 'lead' })
  assert.deepEqual([named.status, named.body], [200, attached.body], 'held there already')
  const body = { partner_id: partner, internal_role: 'csm' }
  refused(await api.post(path, body), 404, 'Internal contact assignment not found')
  refused(await api.post(path, { partner_id: 'ptn_nothing' }), 404, 'Partner not found')
  refused(await api.post(`${people}/ict_nothing/assignments`, body), 404, 'Internal contact not found')
})

test('of several floating assignments the role names one; where it is held already, the floating one stays', async () => {
  const partner = await newPartner('Attaches one of several')
  const email = 'b@attach.example.com'
  const lead = (await api.post(people, { email, internal_role: 'lead' })).body
  const path = `${people}/${lead.internal_contact.id}/assignments`
  const held = await add(partner, { email, internal_role: 'lead' })
  for (const body of [{ partner_id: partner }, { partner_id: partner, internal_role: 'lead' }]) {
    const answer = await api.post(path, body)
    assert.deepEqual([answer.status, answer.body], [200, held])
  }
  const csm = (await api.post(people, { email, internal_role: 'csm' })).body
  refused(await api.post(path, { partner_id: partner }), 409, 'Several floating assignments: name internal_role')
  const attached = await api.post(path, { partner_id: partner, internal_role: 'csm' })
  assert.deepEqual([attached.status, attached.body.id], [201, csm.id])
  assert.equal((await api.get(`${path}/${lead.id}`)).body.partner_id, null)
})

test('lists are bare arrays, newest first, paged from 0 and searched in e-mail and names', async () => {
  const own = await world(server)
  const caller = bearerOf(server.url, own.admin.key)
  assert.deepEqual((await caller.get(people)).body, [])
  const partner = (await own.admin.post('/api/v1/partners', { name: 'Listed' })).body.data.id
  const profiles = [{ given_name: 'ÄRGER' }, { family_name: '100%_sure' }, { name: 'Full Name' }, { job_title: 'Full' }]
  for (const [index, profile] of profiles.entries()) {
    await caller.post(on(partner), { email: `p${index}@list.example.com`, internal_role: 'csm', ...profile })
  }
  const emails = async (query: string, path = people) =>
    (await caller.get(`${path}?${query}`)).body.map((one: Answer['body']) =>
      (one.internal_contact ?? one).email.slice(0, 2),
    )
  for (const path of [people, on(partner)]) {
    assert.deepEqual(await emails('', path), ['p3', 'p2', 'p1', 'p0'])
    assert.deepEqual(await emails('limit=3', path), ['p3', 'p2', 'p1'])
    assert.deepEqual(await emails('limit=3&page=1', path), ['p0'])
    assert.deepEqual(await emails('limit=3&page=2', path), [])
    assert.deepEqual(await emails(`page=${'9'.repeat(30)}&limit=500`, path), [])
    assert.deepEqual(await emails('search=%C3%A4rger', path), ['p0'])
    assert.deepEqual(await emails('search=0%25_S', path), ['p1'])
    assert.deepEqual(await emails('search=0%25x', path), [])
    assert.deepEqual(await emails('search=full', path), ['p2'], 'not the job title')
    assert.deepEqual(await emails('search=%20P1%40LIST', path), ['p1'])
    assert.deepEqual(await emails('search=&unknown=1', path), ['p3', 'p2', 'p1', 'p0'])
    assert.deepEqual(await emails('search=list.example&limit=2&page=1', path), ['p1', 'p0'])
  }
  refused(await caller.get(on('ptn_nothing')), 404, 'Partner not found')
})

test('the vendor reads a partner’s contacts in the manner of its own API', async () => {
  const partner = await newPartner('Vendor side')
  await vendor.admin.patch(`/api/v1/partners/${partner}/crm-record`, { externalId: 'crm-vendor-side' })
  const one = await add(partner, { email: 'one@side.example.com', given_name: 'One', remote_id: 'side-1' })
  const two = await add(partner, { email: 'two@side.example.com', internal_role: 'lead' })
  const path = '/api/v1/partners/crm-vendor-side/contacts'
  const first = await vendor.admin.get(`${path}?limit=1`)
  assert.deepEqual(
    first.body.data.map(({ id }: { id: string }) => id),
    [two.id],
  )
  const cursor = encodeURIComponent(first.body.pagination.nextCursor)
  const second = await vendor.admin.get(`${path}?limit=1&cursor=${cursor}`)
  assert.deepEqual(second.body, {
    data: [
      {
        id: one.id,
        role: 'csm',
        remoteId: 'side-1',
        createdAt: one.created_at,
        modifiedAt: null,
        contact: {
          id: one.internal_contact.id,
          email: 'one@side.example.com',
          givenName: 'One',
          familyName: null,
          name: null,
          phone: null,
          jobTitle: null,
        },
      },
    ],
    pagination: { nextCursor: null },
  })
  const unknown = await vendor.admin.get('/api/v1/partners/ptn_nothing/contacts')
  assert.deepEqual([unknown.status, unknown.body.error.code], [404, 'PARTNER_NOT_FOUND'])
  assert.equal((await (await vendor.callerWith('partners:read')).get(path)).status, 403)
  assert.equal((await (await world(server)).admin.get(path)).status, 404)
})

test('every change leaves its events, with what differs and under its partner', async () => {
  const own = await world(server)
  const caller = bearerOf(server.url, own.admin.key)
  const partner = (await own.admin.post('/api/v1/partners', { name: 'Audited' })).body.data.id
  const body = { email: 'e@audit.example.com', internal_role: 'csm', remote_id: 'audit-1' }
  const { id, internal_contact: person } = (await caller.post(on(partner), body)).body
  await caller.post(on(partner), { ...body, phone: '1' })
  await caller.patch(on(partner, id), { internal_role: 'lead' })
  await caller.patch(on(partner, id), { internal_role: 'lead' })
  await caller.post(people, { ...body, internal_role: 'lead' })
  await caller.post(`${people}/${person.id}/assignments`, { partner_id: partner })
  await caller.patch(`${people}/${person.id}`, { phone: null })
  await caller.delete(on(partner, id))
  await caller.post(people, { email: 'e@audit.example.com', internal_role: 'csm' })
  await caller.delete(`${people}/${person.id}`)
  const events = (await own.admin.get('/api/v1/events?limit=100')).body.data.toReversed().slice(-11)
  const at = (where: string | null) => ({ internal_contact_id: person.id, partner_id: where })
  const told = events.map((one: Answer['body']) => [one.type, one.partnerId, one.before, one.after])
  assert.deepEqual(told.slice(0, 10), [
    ['internal-contacts.create', null, null, { email: 'e@audit.example.com' }],
    ['assignments.create', partner, null, { ...at(partner), internal_role: 'csm', remote_id: 'audit-1' }],
    ['internal-contacts.update', null, { phone: null }, { phone: '1' }],
    ['assignments.change-role', partner, { internal_role: 'csm' }, { internal_role: 'lead' }],
    ['assignments.update', partner, { partner_id: partner }, { partner_id: null }],
    ['assignments.attach', partner, { partner_id: null }, { partner_id: partner }],
    ['internal-contacts.update', null, { phone: '1' }, { phone: null }],
    ['assignments.delete', partner, { ...at(partner), internal_role: 'lead', remote_id: 'audit-1' }, null],
    ['assignments.create', null, null, { ...at(null), internal_role: 'csm', remote_id: null }],
    ['assignments.delete', null, { ...at(null), internal_role: 'csm', remote_id: null }, null],
  ])
  assert.deepEqual([told[10][0], told[10][2].email, told[10][3]], ['internal-contacts.delete', person.email, null])
  assert.equal(told.length, 11, 'what changes nothing leaves nothing')
  assert.equal(
    (await own.admin.post('/api/v1/events/redact', { text: 'e@audit.example.com' })).body.data.events,
    2,
    'personal data can be taken out',
  )
})
