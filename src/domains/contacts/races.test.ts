import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { inOrder } from '#/testing/in-the-way.ts'
import { runSql } from '#/testing/sql.ts'
import { type Answer, bearerOf, type Caller, serverOfThisFile, type World, world } from '#/testing/world.ts'

const server = await serverOfThisFile({ settings: { DATABASE_POOL: '20' } })
let vendor: World
let api: Caller
before(async () => {
  vendor = await world(server)
  api = bearerOf(server.url, vendor.admin.key)
})

const people = '/v2/internal-contacts'
const on = (partner: string) => `/v2/partners/${partner}/internal-contacts`
const newPartner = async (name: string): Promise<string> =>
  (await vendor.admin.post('/api/v1/partners', { name })).body.data.id
const atOnce = (count: number, call: (n: number) => Promise<Answer>) =>
  Promise.all(Array.from({ length: count }, (_, n) => call(n)))
const count = (answers: Answer[], status: number) => answers.filter((answer) => answer.status === status).length
const idsOf = (answers: Answer[]) => new Set(answers.map(({ body }) => body.id))

test('of 24 equal POSTs at once one makes the assignment, and all answer the same row', async () => {
  const partner = await newPartner('Equal posts')
  const bodies = [
    { email: 'equal@race.example.com', internal_role: 'csm' },
    { email: 'equal-2@race.example.com', internal_role: 'lead', remote_id: 'equal-2', given_name: 'Equal' },
  ]
  for (const body of bodies) {
    for (const path of [on(partner), people]) {
      const remote_id = body.remote_id && `${body.remote_id} ${path === people}`
      const answers = await atOnce(24, (n) =>
        api.post(path, { ...body, remote_id, email: n % 2 ? body.email.toUpperCase() : body.email }),
      )
      assert.deepEqual([count(answers, 201), count(answers, 200)], [1, 23])
      assert.equal(idsOf(answers).size, 1)
    }
  }
  assert.equal((await api.get(`${people}?search=equal`)).body.length, 2)
})

test('whatever the spelling, PostgreSQL folds an e-mail alike where it is found and where it is unique', async () => {
  const spellings = ['straße@race.example.com', 'STRASSE@race.example.com', 'İ@race.example.com', 'i̇@race.example.com']
  for (const email of spellings) {
    const answers = await atOnce(6, () => api.post(people, { email, internal_role: 'csm' }))
    assert.deepEqual(
      answers.map(({ status }) => status).filter((status) => status > 201),
      [],
      email,
    )
    assert.equal(idsOf(answers).size, 1)
  }
})

test('equal remote ids at once with different people end as one assignment', async () => {
  const [one, two] = [await newPartner('Remote race 1'), await newPartner('Remote race 2')]
  const answers = await atOnce(24, (n) =>
    api.post(on(n % 2 ? one : two), {
      email: `p${n % 3}@remote-race.example.com`,
      internal_role: n % 4 ? 'csm' : 'lead',
      remote_id: 'remote-race',
    }),
  )
  assert.deepEqual([count(answers, 201), count(answers, 200)], [1, 23])
  assert.equal(idsOf(answers).size, 1)
  const left = [...(await api.get(on(one))).body, ...(await api.get(on(two))).body]
  assert.deepEqual([left.length, left[0].remote_id], [1, 'remote-race'])
})

test('role changes that cross never leave two equal roles', async () => {
  const partner = await newPartner('Crossing')
  const email = 'crossing@race.example.com'
  const roles = ['csm', 'lead', 'co_lead']
  const ids: string[] = []
  for (const internal_role of roles) ids.push((await api.post(on(partner), { email, internal_role })).body.id)
  const all = ['csm', 'lead', 'co_lead', 'practice_lead', 'account_manager']
  for (let round = 0; round < 4; round += 1) {
    const answers = await atOnce(9, (n) =>
      api.patch(`${on(partner)}/${ids[n % 3]}`, { internal_role: all[(n * 2 + round) % all.length] }),
    )
    for (const answer of answers) {
      assert.ok([200, 409].includes(answer.status), answer.text)
      if (answer.status === 409)
        assert.equal(answer.body.detail, 'The internal contact already has this role on this partner')
    }
    const held = (await api.get(on(partner))).body.map((one: Answer['body']) => one.internal_role)
    assert.equal(new Set(held).size, 3, held.join())
  }
})

test('role changes of one assignment that wait for each other each begin where another one ended', async () => {
  const partner = await newPartner('One after another')
  const made = (await api.post(on(partner), { email: 'chain@race.example.com', internal_role: 'csm' })).body
  const path = `${on(partner)}/${made.id}`
  const wanted = ['lead', 'co_lead', 'practice_lead', 'account_manager', 'lead', 'co_lead']
  const acts = wanted.map((internal_role) => () => api.patch(path, { internal_role }))
  const answers = await inOrder(
    server,
    `select from internal_contact_assignment where id = '${made.id}' for update`,
    acts,
  )
  assert.deepEqual(
    answers.map(({ status, body }) => [status, body.internal_role]),
    wanted.map((role) => [200, role]),
  )
  const steps = await runSql(
    server,
    `select before ->> 'internal_role' as was, after ->> 'internal_role' as becomes from event
     where organisation_id = $1 and subject_id = $2 and type = 'assignments.change-role'`,
    [vendor.organisation.id, made.id],
  )
  const held = (await api.get(path)).body.internal_role
  const ends = (role: string) =>
    steps.filter(({ becomes }) => becomes === role).length - steps.filter(({ was }) => was === role).length
  for (const role of new Set(['csm', ...wanted]))
    assert.equal(ends(role), Number(role === held) - Number(role === 'csm'), role)
  for (const { was, becomes } of steps) assert.notEqual(was, becomes)
})

test('a role change that waits for a removal finds nothing', async () => {
  const partner = await newPartner('Removed meanwhile')
  const made = (await api.post(on(partner), { email: 'removed@race.example.com', internal_role: 'csm' })).body
  const path = `${on(partner)}/${made.id}`
  const acts = [() => api.delete(path), () => api.patch(path, { internal_role: 'lead' })]
  const answers = await inOrder(
    server,
    `select from internal_contact_assignment where id = '${made.id}' for update`,
    acts,
  )
  assert.deepEqual(
    answers.map(({ status }) => status),
    [204, 404],
  )
})

test('of two that take one role at once, one is 409', async () => {
  const partner = await newPartner('Taking')
  const email = 'taking@race.example.com'
  const one = (await api.post(on(partner), { email, internal_role: 'csm' })).body.id
  const two = (await api.post(on(partner), { email, internal_role: 'lead' })).body.id
  const answers = await atOnce(2, (n) =>
    api.patch(`${on(partner)}/${n ? one : two}`, { internal_role: 'practice_lead' }),
  )
  assert.deepEqual(answers.map(({ status }) => status).toSorted(), [200, 409])
})

test('of two attachments to different partners at once, one is 201 and the other 404', async () => {
  const partners = [await newPartner('Attach race 1'), await newPartner('Attach race 2')]
  for (let round = 0; round < 5; round += 1) {
    const floating = (await api.post(people, { email: `a${round}@attach-race.example.com`, internal_role: 'csm' })).body
    const path = `${people}/${floating.internal_contact.id}/assignments`
    const named = round % 2 ? { internal_role: 'csm' } : {}
    const answers = await atOnce(2, (n) => api.post(path, { partner_id: partners[n], ...named }))
    assert.deepEqual(answers.map(({ status }) => status).toSorted(), [201, 404])
    const refused = answers.find(({ status }) => status === 404)
    assert.deepEqual(refused?.body, { detail: 'Internal contact assignment not found' })
  }
})

test('of 24 equal attachments that name the role, one is 201 and all answer the same row', async () => {
  const partner = await newPartner('Attach equally')
  const floating = (await api.post(people, { email: 'equally@attach-race.example.com', internal_role: 'csm' })).body
  const path = `${people}/${floating.internal_contact.id}/assignments`
  const answers = await atOnce(24, () => api.post(path, { partner_id: partner, internal_role: 'csm' }))
  assert.deepEqual([count(answers, 201), count(answers, 200)], [1, 23])
  assert.deepEqual([...idsOf(answers)], [floating.id])
})

test('attaching while the same role is added or taken never answers a failure', async () => {
  const partner = await newPartner('Attach against add')
  for (let round = 0; round < 5; round += 1) {
    const email = `against${round}@attach-race.example.com`
    const { internal_contact: person } = (await api.post(people, { email, internal_role: 'csm' })).body
    const other = (await api.post(on(partner), { email, internal_role: 'lead' })).body
    const attach = `${people}/${person.id}/assignments`
    const [added, attached, changed] = await Promise.all([
      api.post(on(partner), { email, internal_role: 'csm' }),
      api.post(attach, { partner_id: partner, internal_role: 'csm' }),
      api.patch(`${on(partner)}/${other.id}`, { internal_role: 'csm' }),
    ])
    assert.ok([200, 201].includes(added.status), added.text)
    assert.ok([200, 201].includes(attached.status), attached.text)
    assert.ok([200, 409].includes(changed.status), changed.text)
    assert.equal([added, attached, changed].filter(({ status }) => status === 201 || status === 200).length >= 2, true)
  }
})

test('of two people who take one e-mail at once, one is refused', async () => {
  const made = await atOnce(2, (n) => api.post(people, { email: `m${n}@mail-race.example.com`, internal_role: 'csm' }))
  const answers = await atOnce(2, (n) =>
    api.patch(`${people}/${made[n]?.body.internal_contact.id}`, {
      email: n ? 'One@mail-race.example.com' : 'oNE@mail-race.example.com',
    }),
  )
  assert.deepEqual(answers.map(({ status }) => status).toSorted(), [200, 409])
})

test('a person who is deleted while added leaves no assignment without a person', async () => {
  const partner = await newPartner('Delete against add')
  for (let round = 0; round < 5; round += 1) {
    const email = `d${round}@delete-race.example.com`
    const { internal_contact: person } = (await api.post(on(partner), { email, internal_role: 'csm' })).body
    const [deleted, added] = await Promise.all([
      api.delete(`${people}/${person.id}?force=true`),
      api.post(on(partner), { email, internal_role: 'lead' }),
    ])
    assert.deepEqual([deleted.status, added.status], [204, 201])
  }
})

test('a merge of partners moves their assignments; a double one is kept once and takes over the remote id', async () => {
  const [staying, going] = [await newPartner('Staying'), await newPartner('Going')]
  const add = async (partner: string, body: object) =>
    (await api.post(on(partner), { internal_role: 'csm', ...body })).body
  const doubled = await add(staying, { email: 'double@merge.example.com' })
  await add(going, { email: 'double@merge.example.com', remote_id: 'merge-1' })
  const kept = await add(staying, { email: 'kept@merge.example.com', remote_id: 'merge-2' })
  await add(going, { email: 'kept@merge.example.com', remote_id: 'merge-3' })
  const moved = await add(going, { email: 'moved@merge.example.com', remote_id: 'merge-4' })
  const merged = await vendor.admin.post(`/api/v1/partners/${staying}/merge`, { partnerId: going })
  assert.equal(merged.status, 200, merged.text)
  const left = (await api.get(on(staying))).body
  assert.deepEqual(
    left.map((one: Answer['body']) => [one.id, one.remote_id, one.partner_id, one.modified_at !== null]),
    [
      [moved.id, 'merge-4', staying, true],
      [kept.id, 'merge-2', staying, false],
      [doubled.id, 'merge-1', staying, true],
    ],
  )
  assert.deepEqual((await api.get(on(going))).body, left, 'the id of the merged partner leads to the other')
  assert.equal((await api.get(`${on(going)}/${moved.id}`)).status, 200)
  assert.equal((await api.patch(`${on(going)}/${moved.id}`, { internal_role: 'lead' })).body.internal_role, 'lead')
  const again = await api.post(on(going), { email: 'kept@merge.example.com', internal_role: 'csm' })
  assert.deepEqual([again.status, again.body.id, again.body.partner_id], [200, kept.id, staying])
  const floating = (await api.post(people, { email: 'kept@merge.example.com', internal_role: 'lead' })).body
  const attach = `${people}/${floating.internal_contact.id}/assignments`
  assert.equal((await api.post(attach, { partner_id: going })).body.partner_id, staying)
  assert.equal((await api.delete(`${on(going)}/${moved.id}`)).status, 204)
  assert.equal(
    (await api.post(people, { email: 'x@merge.example.com', internal_role: 'csm', remote_id: 'merge-3' })).status,
    201,
  )
})

test('whoever is added, attached or moved while partners are merged is on the one that stays', async () => {
  for (let round = 0; round < 5; round += 1) {
    const [staying, going] = [await newPartner(`Stays ${round}`), await newPartner(`Goes ${round}`)]
    const email = (n: number) => `w${n}-${round}@while.example.com`
    const floating = (await api.post(people, { email: email(1), internal_role: 'csm' })).body
    const synced = { email: email(2), internal_role: 'csm', remote_id: `while-${round}` }
    await api.post(people, synced)
    const held = (await api.post(on(going), { email: email(3), internal_role: 'csm' })).body
    await api.post(on(staying), { email: email(3), internal_role: 'co_lead' })
    const answers = await Promise.all([
      vendor.admin.post(`/api/v1/partners/${staying}/merge`, { partnerId: going }),
      api.post(on(going), { email: email(0), internal_role: 'csm' }),
      api.post(on(staying), { email: email(0), internal_role: 'csm' }),
      api.post(`${people}/${floating.internal_contact.id}/assignments`, { partner_id: going }),
      api.post(on(going), synced),
      api.patch(`${on(going)}/${held.id}`, { internal_role: 'lead' }),
    ])
    for (const { status, text } of answers) assert.ok(status === 200 || status === 201, text)
    const left = (await api.get(on(staying))).body.map((one: Answer['body']) => one.internal_contact.email)
    assert.deepEqual(left.toSorted(), [email(0), email(1), email(2), email(3), email(3)])
  }
})
