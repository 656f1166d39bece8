import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eventsOf, newPartner } from '#/testing/commission-lines.ts'
import { faultsOf, forms, newForm, submissions, submit } from '#/testing/forms.ts'
import { inOrder } from '#/testing/in-the-way.ts'
import { runSql } from '#/testing/sql.ts'
import { type Answer, serverOfThisFile, type World, world } from '#/testing/world.ts'

let time = Date.parse('2026-03-10T09:30:00.000Z')
const at = (moment: string) => void (time = Date.parse(moment))
const server = await serverOfThisFile({ now: () => new Date(time) })

const codes = ({ status, body }: Answer) => [status, body.error?.code]
const act = ({ admin }: World, id: string, verb: string, body: object = {}) =>
  admin.post(`${submissions}/${id}/${verb}`, body)
const mailsTo = (address: string) =>
  runSql(server, 'select subject, body from mail where recipient = $1 order by id', [address])

async function waiting(own: World, body: object = {}) {
  const form = await newForm(own.admin, {
    name: 'Contact us',
    needsAcceptance: true,
    fields: [
      { label: 'Company', dataType: 'STRING', isRequired: true },
      { label: 'Seats', dataType: 'NUMBER' },
    ],
  })
  const [company, seats] = form.fields.map(({ id }: { id: string }) => id)
  const id = await submit(own.admin, form.id, { fields: { [company]: 'Quarry' }, ...body })
  return { form, company, seats, id }
}

test('a submission is returned, sent again and accepted, and whoever sent it is told', async () => {
  at('2026-03-10T09:30:00.000Z')
  const own = await world(server)
  const partnerId = await newPartner(own)
  const email = 'robin@larkspur.example'
  const { form, company, seats, id } = await waiting(own, { email, partnerId })
  const path = `${submissions}/${id}`
  const now = '2026-03-10T09:30:00.000Z'
  const listed = {
    id,
    formId: form.id,
    status: 'PENDING',
    partnerId,
    email,
    reason: null,
    dealId: null,
    isOfConversion: false,
    decidedAt: null,
    createdAt: now,
    updatedAt: now,
  }
  assert.deepEqual((await own.admin.get(path)).body.data, {
    ...listed,
    fields: [
      { id: company, label: 'Company', dataType: 'STRING', value: 'Quarry' },
      { id: seats, label: 'Seats', dataType: 'NUMBER', value: null },
    ],
    extra: null,
    partnerObjects: [],
  })
  assert.deepEqual((await own.admin.get(submissions)).body, { data: [listed], pagination: { nextCursor: null } })
  at('2026-03-11T09:30:00.000Z')
  const returned = await act(own, id, 'return', { reason: ' How many seats? ' })
  assert.equal(returned.status, 200, returned.text)
  const { status, reason, decidedAt } = returned.body.data
  assert.deepEqual([status, reason, decidedAt], ['RETURNED', 'How many seats?', '2026-03-11T09:30:00.000Z'])
  const writer = await own.callerWith('forms:write')
  assert.deepEqual((await writer.patch(path, {})).body.data, { id, formId: form.id, status: 'RETURNED' })
  assert.deepEqual((await own.admin.get(path)).body.data, returned.body.data)
  assert.deepEqual(faultsOf(await writer.patch(path, { fields: { [seats]: 'many' } })).slice(2), [
    `fields.${seats} invalid_format`,
  ])
  assert.deepEqual(faultsOf(await writer.patch(path, { fields: { [company]: null } })).slice(2), [
    `fields.${company} invalid_type`,
  ])
  assert.deepEqual(faultsOf(await writer.patch(path, { deal: {} })).slice(2), ['deal custom'])
  const sent = await writer.patch(path, { fields: { [seats]: 40, stranger: 1 } })
  assert.equal(sent.status, 200, sent.text)
  assert.deepEqual(sent.body.data, { id, formId: form.id, status: 'PENDING' })
  const again = (await own.admin.get(path)).body.data
  assert.deepEqual([again.status, again.reason, again.decidedAt], ['PENDING', null, null])
  assert.deepEqual(
    again.fields.map(({ value }: { value: unknown }) => value),
    ['Quarry', 40],
  )
  assert.deepEqual(codes(await writer.patch(path, { fields: {} })), [422, 'FORM_SUBMISSION_STATUS'])
  const accepted = await act(own, id, 'accept')
  assert.equal(accepted.body.data.status, 'ACCEPTED')
  assert.deepEqual((await act(own, id, 'accept')).body, accepted.body)
  assert.deepEqual(codes(await act(own, id, 'decline', { reason: 'No' })), [422, 'FORM_SUBMISSION_STATUS'])
  assert.deepEqual(
    (await mailsTo(email)).map(({ subject }) => subject),
    ['Contact us: your submission needs a change', 'Contact us: your submission was accepted'],
  )
  assert.match((await mailsTo(email))[0].body, /“Contact us” was returned.+\n\nWhy: How many seats\?$/)
  const events = ['create', 'return', 'resubmit', 'accept'].map((verb) => eventsOf(own, `form-submissions.${verb}`))
  const all = (await Promise.all(events)).flat()
  assert.deepEqual(
    all.map(({ after }) => after.status),
    ['PENDING', 'RETURNED', 'PENDING', 'ACCEPTED'],
  )
  assert.ok(!JSON.stringify(all).includes(email))
})

test('one that is returned may be declined, and one that nobody decides on is left alone', async () => {
  const own = await world(server)
  const { id } = await waiting(own)
  await act(own, id, 'return', { reason: 'Again' })
  assert.deepEqual(codes(await act(own, id, 'accept')), [422, 'FORM_SUBMISSION_STATUS'])
  const declined = await act(own, id, 'decline', { reason: 'No' })
  assert.deepEqual([declined.body.data.status, declined.body.data.reason], ['DECLINED', 'No'])
  assert.deepEqual(faultsOf(await act(own, id, 'decline', {})), [422, 'VALIDATION_ERROR', 'reason invalid_type'])
  assert.deepEqual(faultsOf(await act(own, id, 'return', { reason: ' ' })), [
    422,
    'VALIDATION_ERROR',
    'reason too_small',
  ])
  const auto = await submit(own.admin, (await newForm(own.admin, {})).id, { fields: {} })
  for (const verb of ['accept', 'return', 'decline'])
    assert.deepEqual(codes(await act(own, auto, verb, verb === 'accept' ? {} : { reason: 'x' })), [
      422,
      'FORM_SUBMISSION_STATUS',
    ])
})

test('the record of a conversion is shown and decided on elsewhere', async () => {
  const own = await world(server)
  const { id } = await waiting(own)
  await runSql(server, 'update form_submission set is_of_conversion = true where id = $1', [id])
  assert.equal((await own.admin.get(`${submissions}/${id}`)).body.data.isOfConversion, true)
  const refused = [422, 'FORM_SUBMISSION_OF_CONVERSION']
  assert.deepEqual(codes(await act(own, id, 'accept')), refused)
  assert.deepEqual(codes(await act(own, id, 'return', { reason: 'x' })), refused)
  assert.deepEqual(codes(await act(own, id, 'decline', { reason: 'x' })), refused)
  assert.deepEqual(codes(await own.admin.patch(`${submissions}/${id}`, { fields: {} })), refused)
})

test('submissions are listed by form, partner, status and time, in pages', async () => {
  at('2026-03-10T09:30:00.000Z')
  const own = await world(server)
  const [one, two] = [await newForm(own.admin, {}), await newForm(own.admin, { needsAcceptance: true })]
  const [partnerId, other] = [await newPartner(own), await newPartner(own)]
  const ids: string[] = []
  for (const [form, body] of [
    [one, { partnerId }],
    [two, { partnerId: other }],
    [one, {}],
    [two, { partnerId }],
  ] as const) {
    ids.push(await submit(own.admin, form.id, { fields: {}, ...body }))
    time += 24 * 60 * 60 * 1000
  }
  const list = async (query: string) => {
    const answer = await own.admin.get(`${submissions}?${query}`)
    assert.equal(answer.status, 200, answer.text)
    return answer.body.data.map(({ id }: { id: string }) => ids.indexOf(id))
  }
  assert.deepEqual(await list(''), [3, 2, 1, 0])
  assert.deepEqual(await list(`formId=${one.id}`), [2, 0])
  assert.deepEqual(await list(`partnerId=${partnerId}`), [3, 0])
  assert.deepEqual(await list(`partnerId=${partnerId}&formId=${two.id}&status=PENDING`), [3])
  assert.deepEqual(await list('status=AUTO_ACCEPTED'), [2, 0])
  assert.deepEqual(await list('from=2026-03-11&to=2026-03-12'), [2, 1])
  assert.deepEqual(await list('partnerId=nobody'), [])
  assert.deepEqual(faultsOf(await own.admin.get(`${submissions}?status=OPEN`)).slice(2), ['status invalid_value'])
  for (const filter of ['', `partnerId=${partnerId}`, `formId=${two.id}`]) {
    const all = await list(filter)
    const walked: number[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const { body }: Answer = await own.admin.get(`${submissions}?limit=1&cursor=${cursor}&${filter}`)
      walked.push(...body.data.map(({ id }: { id: string }) => ids.indexOf(id)))
      cursor = body.pagination.nextCursor
    }
    assert.deepEqual(walked, all)
  }
  assert.equal((await own.admin.post(`/api/v1/partners/${other}/merge`, { partnerId })).status, 200)
  assert.deepEqual(await list(`partnerId=${other}`), [3, 1, 0])
})

test('a submission of another organisation does not exist, and each step has its scope', async () => {
  const [own, other] = [await world(server), await world(server)]
  const { form, id } = await waiting(own)
  const asked = [
    () => other.admin.get(`${submissions}/${id}`),
    () => other.admin.patch(`${submissions}/${id}`, { fields: {} }),
    () => act(other, id, 'accept'),
    () => act(other, id, 'return', { reason: 'x' }),
    () => act(other, id, 'decline', { reason: 'x' }),
  ]
  for (const ask of asked) assert.deepEqual(codes(await ask()), [404, 'FORM_SUBMISSION_NOT_FOUND'])
  assert.deepEqual((await other.admin.get(`${submissions}?formId=${form.id}`)).body.data, [])
  const [reader, writer] = [await own.callerWith('forms:read'), await own.callerWith('forms:write')]
  assert.equal((await reader.get(submissions)).status, 200)
  assert.equal((await writer.get(submissions)).status, 403)
  assert.equal((await writer.get(`${submissions}/${id}`)).status, 403)
  assert.equal((await reader.patch(`${submissions}/${id}`, {})).status, 403)
  for (const caller of [reader, writer])
    assert.equal((await caller.post(`${submissions}/${id}/accept`, {})).status, 403)
})

test('of a decision and another at once, the first is made and the second is told where it stands', async () => {
  const own = await world(server)
  const { id } = await waiting(own, { email: 'race@larkspur.example' })
  const lock = `select 1 from form_submission where id = '${id}' for update`
  const [declined, accepted] = await inOrder(server, lock, [
    () => act(own, id, 'decline', { reason: 'No' }),
    () => act(own, id, 'accept'),
  ])
  assert.equal(declined?.status, 200, declined?.text)
  assert.deepEqual(codes(accepted as Answer), [422, 'FORM_SUBMISSION_STATUS'])
  assert.equal((await mailsTo('race@larkspur.example')).length, 1)
})

test('32 decisions at once are one decision: one event and one letter', async () => {
  const own = await world(server)
  const { id } = await waiting(own, { email: 'many@larkspur.example' })
  const verbs = Array.from({ length: 32 }, (_, index) => (index % 2 ? 'accept' : 'decline'))
  const answers = await Promise.all(verbs.map((verb) => act(own, id, verb, verb === 'accept' ? {} : { reason: 'No' })))
  const { status } = (await own.admin.get(`${submissions}/${id}`)).body.data
  for (const [index, answer] of answers.entries()) {
    const isThat = (verbs[index] === 'accept' ? 'ACCEPTED' : 'DECLINED') === status
    assert.equal(answer.status, isThat ? 200 : 422, answer.text)
  }
  const events = [
    ...(await eventsOf(own, 'form-submissions.accept')),
    ...(await eventsOf(own, 'form-submissions.decline')),
  ]
  assert.equal(events.length, 1)
  assert.equal((await mailsTo('many@larkspur.example')).length, 1)
})

test('what a form asks no more is shown without its label, and an archived form’s submissions are still decided on', async () => {
  const own = await world(server)
  const { form, company, id } = await waiting(own)
  await own.admin.patch(`${forms}/${form.id}`, { fields: [form.fields[1]] })
  await own.admin.post(`${forms}/${form.id}/archive`)
  const shown = (await act(own, id, 'accept')).body.data
  assert.equal(shown.status, 'ACCEPTED')
  assert.deepEqual(shown.fields[1], { id: company, label: null, dataType: null, value: 'Quarry' })
})
