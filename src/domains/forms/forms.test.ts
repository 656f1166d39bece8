import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eventsOf, newPartner, withCrmId } from '#/testing/commission-lines.ts'
import { faultsOf, forms, newForm } from '#/testing/forms.ts'
import { inOrder } from '#/testing/in-the-way.ts'
import { runSql } from '#/testing/sql.ts'
import { type Answer, type Caller, serverOfThisFile, world } from '#/testing/world.ts'

const server = await serverOfThisFile()

const company = { label: 'Company', isRequired: true, dataType: 'STRING', crmObjectType: 'COMPANY' }
const region = { label: 'Region', dataType: 'DROPDOWN', options: [{ label: 'Europe', value: 'eu' }] }
const submit = ({ post }: Caller, formId: string, body: object, headers?: Record<string, string>) =>
  post(`${forms}/${formId}/submissions`, body, { headers })
const codes = ({ status, body }: Answer) => [status, body.error?.code]

test('a form is made, shown, changed and listed, and its fields keep their ids', async () => {
  const own = await world(server)
  const form = await newForm(own.admin, { name: ' Deal registration ', fields: [company, region] })
  assert.match(form.id, /^frm_[0-9A-HJKMNP-TV-Z]{26}$/)
  const [first, second] = form.fields
  for (const { id } of form.fields) assert.match(id, /^[a-z0-9]{24}$/)
  assert.deepEqual(form, {
    id: form.id,
    name: 'Deal registration',
    purpose: 'GENERAL',
    needsAcceptance: false,
    protectionDays: 90,
    fields: [
      { id: first.id, ...company },
      { id: second.id, isRequired: false, ...region },
    ],
    status: 'ACTIVE',
    createdAt: form.createdAt,
    updatedAt: form.createdAt,
  })
  const path = `${forms}/${form.id}`
  assert.deepEqual((await own.admin.get(path)).body.data, form)
  assert.deepEqual((await own.admin.patch(path, {})).body.data, form)
  const changed = await own.admin.patch(path, {
    name: 'Leads',
    needsAcceptance: true,
    fields: [
      { label: 'Seats', dataType: 'NUMBER' },
      { ...second, label: 'Area' },
    ],
  })
  assert.equal(changed.status, 200, changed.text)
  const [seats, area] = changed.body.data.fields
  assert.deepEqual(area, { ...second, label: 'Area' })
  assert.ok(![first.id, second.id].includes(seats.id))
  assert.ok(changed.body.data.updatedAt > form.updatedAt)
  const other = await newForm(own.admin, { name: 'Other', purpose: 'LEAD' })
  const list = (query: string) => own.admin.get(`${forms}?${query}`)
  assert.deepEqual((await list('limit=1')).body.data, [other])
  assert.deepEqual((await list('purpose=GENERAL')).body.data, [changed.body.data])
  assert.deepEqual((await list('status=ARCHIVED')).body.data, [])
  assert.deepEqual(
    (await eventsOf(own, 'forms.update')).map(({ before, after }: Record<'before' | 'after', object>) => [
      before,
      after,
    ]),
    [
      [
        { name: 'Deal registration', needsAcceptance: false, fields: form.fields },
        { name: 'Leads', needsAcceptance: true, fields: changed.body.data.fields },
      ],
    ],
  )
})

test('what a form cannot be is refused, with the field named', async () => {
  const { admin } = await world(server)
  const make = (body: object) => admin.post(forms, { name: 'F', fields: [], ...body })
  const text = (more: object) => ({ label: 'A', dataType: 'STRING', ...more })
  const bad: [object, ...string[]][] = [
    [{ name: ' ' }, 'name too_small'],
    [{ purpose: 'OTHER' }, 'purpose invalid_value'],
    [{ protectionDays: 0 }, 'protectionDays too_small'],
    [{ fields: Array.from({ length: 201 }, () => text({})) }, 'fields too_big'],
    [{ fields: [text({ dataType: 'TEXT' })] }, 'fields.0.dataType invalid_value'],
    [{ fields: [text({ id: 'sztswcbwub6sj95y2psa0x43' })] }, 'fields.0.id unrecognized_keys'],
    [{ fields: [text({ options: [] })] }, 'fields.0.options custom'],
    [
      { fields: [{ ...region, options: [region.options[0], { label: 'E', value: 'eu' }] }] },
      'fields.0.options.1.value already_taken',
    ],
    [{ fields: [text({ dealProperty: 'NAME' })] }, 'fields.0.dealProperty custom'],
    [{ purpose: 'DEAL', fields: [text({ dealProperty: 'CLOSE_DATE' })] }, 'fields.0.dealProperty custom'],
    [
      { purpose: 'DEAL', fields: [text({ dealProperty: 'NAME' }), text({ dealProperty: 'NAME' })] },
      'fields.1.dealProperty already_taken',
    ],
    [{ secret: 1 }, 'secret unrecognized_keys'],
  ]
  for (const [body, ...faults] of bad)
    assert.deepEqual(faultsOf(await make(body)), [422, 'VALIDATION_ERROR', ...faults])
  const form = await newForm(admin, { fields: [company] })
  const change = (fields: object[]) => admin.patch(`${forms}/${form.id}`, { fields })
  const [known] = form.fields
  assert.deepEqual(faultsOf(await change([{ ...known, id: 'sztswcbwub6sj95y2psa0x43' }])).slice(2), [
    'fields.0.id unknown_reference',
  ])
  assert.deepEqual(faultsOf(await change([known, known])).slice(2), ['fields.1.id already_taken'])
})

test('the data type of a field is fixed by the first submission, and what is asked no more keeps its answers', async () => {
  const { admin } = await world(server)
  const form = await newForm(admin, { fields: [company, region] })
  const [first, second] = form.fields
  const path = `${forms}/${form.id}`
  const retype = () => admin.patch(path, { fields: [{ ...first, dataType: 'EMAIL' }] })
  assert.equal((await admin.patch(path, { fields: [{ ...first, dataType: 'NUMBER' }, second] })).status, 200)
  assert.equal((await admin.patch(path, { fields: [first, second] })).status, 200)
  assert.equal((await submit(admin, form.id, { fields: { [first.id]: 'Quarry', [second.id]: 'eu' } })).status, 201)
  assert.deepEqual(faultsOf(await retype()), [422, 'VALIDATION_ERROR', 'fields.0.dataType custom'])
  assert.equal((await admin.patch(path, { fields: [second] })).status, 200)
})

test('the schema is the contract’s: options exactly where there is a choice, resolved at the call', async () => {
  const own = await world(server)
  const types = ['STRING', 'DROPDOWN', 'DROPDOWN_MULTI', 'PARTNER_SELECT', 'FILE_URL', 'BATCH_UPLOAD']
  const fields = types.map((dataType) => ({ label: dataType, dataType }))
  const form = await newForm(own.admin, { name: 'Choices', fields, purpose: 'DEAL' })
  await own.admin.patch(`${forms}/${form.id}`, {
    fields: form.fields.map((field: { dataType: string }) =>
      field.dataType === 'STRING' ? { ...field, ...company, dealProperty: 'CUSTOMER_NAME' } : field,
    ),
  })
  const reader = await own.callerWith('forms:read')
  const schema = async () => (await reader.get(`${forms}/${form.id}/schema`)).body
  const shown = (index: number, more: object) => ({
    id: form.fields[index].id,
    label: types[index],
    isRequired: false,
    dataType: types[index],
    ...more,
  })
  assert.deepEqual(await schema(), {
    data: {
      id: form.id,
      name: 'Choices',
      fields: [
        { id: form.fields[0].id, ...company },
        shown(1, { options: [] }),
        shown(2, { options: [] }),
        shown(3, { options: [] }),
        shown(4, {}),
        shown(5, {}),
      ],
    },
  })
  const [b, a] = [await newPartner(own, { name: 'Birch' }), await newPartner(own, { name: 'alder' })]
  const gone = await newPartner(own, { name: 'Cedar' })
  await own.admin.post(`/api/v1/partners/${gone}/archive`)
  assert.deepEqual((await schema()).data.fields[3].options, [
    { label: 'alder', value: a },
    { label: 'Birch', value: b },
  ])
  assert.equal((await (await own.callerWith('forms:write')).get(`${forms}/${form.id}/schema`)).status, 200)
  assert.deepEqual(codes(await (await own.callerWith('forms:manage')).get(`${forms}/${form.id}/schema`)), [
    403,
    'FORBIDDEN',
  ])
})

test('a submission is taken as the contract says, and its answer says where it stands', async () => {
  const own = await world(server)
  const auto = await newForm(own.admin, { fields: [company, region] })
  const writer = await own.callerWith('forms:write')
  const fields = { [auto.fields[0].id]: 'Quarry Tools', [auto.fields[1].id]: 'europe', unknown: { a: 1 } }
  const answer = await submit(writer, auto.id, { fields, partnerObjects: [{ objectType: 'DEAL', objectId: '9' }] })
  assert.equal(answer.status, 201, answer.text)
  const { id } = answer.body.data
  assert.match(id, /^fsub_[0-9A-HJKMNP-TV-Z]{26}$/)
  assert.deepEqual(answer.body, { data: { id, formId: auto.id, status: 'AUTO_ACCEPTED' } })
  const [stored] = await runSql(server, 'select fields, partner_objects from form_submission where id = $1', [id])
  assert.deepEqual(stored.fields, { [auto.fields[0].id]: 'Quarry Tools', [auto.fields[1].id]: 'eu' })
  assert.deepEqual(stored.partner_objects, [{ objectType: 'DEAL', objectId: '9' }])
  const decided = await newForm(own.admin, { needsAcceptance: true })
  assert.equal((await submit(writer, decided.id, { fields: {} })).body.data.status, 'PENDING')
  const again = { 'idempotency-key': 'one' }
  const [first, second] = [
    await submit(writer, auto.id, { fields }, again),
    await submit(writer, auto.id, { fields }, again),
  ]
  assert.deepEqual(first.body, second.body)
  assert.equal(second.headers.get('idempotency-replayed'), 'true')
  assert.deepEqual(codes(await submit(writer, auto.id, { fields: {} }, again)), [409, 'IDEMPOTENCY_CONFLICT'])
  assert.notEqual((await submit(writer, auto.id, { fields })).body.data.id, first.body.data.id)
})

test('what a submission cannot be is refused, with the field named', async () => {
  const own = await world(server)
  const form = await newForm(own.admin, {
    fields: [
      company,
      { label: 'Files', dataType: 'BATCH_UPLOAD', isRequired: true },
      { label: 'P', dataType: 'PARTNER_SELECT' },
    ],
  })
  const [name, , partner] = form.fields.map(({ id }: { id: string }) => id)
  const good = { [name]: 'Quarry' }
  const many = Object.fromEntries(Array.from({ length: 201 }, (_, index) => [`f${index}`, 1]))
  const bad: [object, ...string[]][] = [
    [{}, 'fields invalid_type'],
    [{ fields: [] }, 'fields invalid_type'],
    [{ fields: {} }, `fields.${name} invalid_type`],
    [{ fields: { [name]: null } }, `fields.${name} invalid_type`],
    [{ fields: { [name]: '' } }, `fields.${name} invalid_type`],
    [{ fields: { [name]: 7 } }, `fields.${name} invalid_type`],
    [{ fields: { ...good, ...many } }, 'fields too_big'],
    [{ fields: { ...good, [partner]: 'nobody' } }, `fields.${partner} unknown_reference`],
    [{ fields: good, email: '' }, 'email invalid_format'],
    [{ fields: good, email: null }, 'email invalid_type'],
    [{ fields: good, partnerObjects: [{ objectType: '', objectId: '1' }] }, 'partnerObjects.0.objectType too_small'],
    [
      { fields: good, partnerObjects: [{ objectType: 'A', objectId: 'x'.repeat(256) }] },
      'partnerObjects.0.objectId too_big',
    ],
    [
      { fields: good, partnerObjects: Array.from({ length: 21 }, () => ({ objectType: 'A', objectId: '1' })) },
      'partnerObjects too_big',
    ],
    [{ fields: good, other: 1 }, 'other unrecognized_keys'],
  ]
  for (const [body, ...faults] of bad)
    assert.deepEqual(faultsOf(await submit(own.admin, form.id, body)), [422, 'VALIDATION_ERROR', ...faults])
  assert.deepEqual(codes(await submit(own.admin, form.id, { fields: good, partnerId: 'nobody' })), [
    404,
    'PARTNER_NOT_FOUND',
  ])
  assert.deepEqual(codes(await submit(own.admin, 'frm_nothing', { fields: good })), [404, 'FORM_NOT_FOUND'])
  assert.deepEqual(codes(await submit(own.admin, 'frm_nothing', { fields: good, email: 'x' })), [
    422,
    'VALIDATION_ERROR',
  ])
  assert.deepEqual(codes(await submit(await own.callerWith('forms:read', 'forms:manage'), form.id, { fields: good })), [
    403,
    'FORBIDDEN',
  ])
  assert.deepEqual(codes(await submit(await own.callerBoundTo(await newPartner(own)), form.id, { fields: good })), [
    403,
    'FORBIDDEN',
  ])
})

test('every data type is taken and refused over HTTP, each fault under its field', async () => {
  const own = await world(server)
  const partnerId = await withCrmId(own, '77001')
  const values: [string, unknown, unknown, unknown][] = [
    ['STRING', 'Quarry', 'Quarry', 1],
    ['EMAIL', 'kim@quarry.example.com', 'kim@quarry.example.com', 'kim'],
    ['NUMBER', '12.50', '12.50', 'twelve'],
    ['BOOLEAN', 'true', true, 'yes'],
    ['DATE', '2026-04-05', '2026-04-05', '2026-04-31'],
    ['DATETIME', '2026-04-05T09:00:00Z', '2026-04-05T09:00:00.000Z', '2026-04-05T09:00:00+02:00'],
    ['DROPDOWN', 'EUROPE', 'eu', {}],
    ['DROPDOWN_MULTI', 'Europe; other', ['eu', 'other'], 7],
    ['PARTNER_SELECT', '77001', partnerId, 7],
    ['FILE_URL', 'https://files.example.com/a', 'https://files.example.com/a', 'http://10.0.0.1/a'],
    ['CRM_OBJECT_ID', '991', '991', 991],
    ['QUOTE_SELECTOR', 'q-1', 'q-1', null],
    ['BATCH_UPLOAD', 'ignored', undefined, 7],
  ]
  const { options } = region
  const fields = values.map(([dataType]) => ({
    label: dataType,
    dataType,
    isRequired: true,
    ...(dataType.startsWith('DROPDOWN') && { options }),
  }))
  const form = await newForm(own.admin, { fields })
  const ids: string[] = form.fields.map(({ id }: { id: string }) => id)
  const bodyOf = (column: 1 | 3) => ({
    fields: Object.fromEntries(ids.map((id, index) => [id, values[index]?.[column]])),
  })
  const good = await submit(own.admin, form.id, bodyOf(1))
  assert.equal(good.status, 201, good.text)
  const shown = (await own.admin.get(`/api/v1/form-submissions/${good.body.data.id}`)).body.data.fields
  assert.deepEqual(
    shown.map(({ value }: { value: unknown }) => value),
    values.map(([, , stored]) => stored ?? null),
  )
  const bad = await submit(own.admin, form.id, bodyOf(3))
  assert.equal(bad.status, 422)
  assert.deepEqual(
    bad.body.error.details.map(({ path }: { path: string[] }) => path),
    ids.slice(0, -1).map((id) => ['fields', id]),
  )
})

const partnerOf = async (answer: Answer) => {
  assert.equal(answer.status, 201, answer.text)
  const [row] = await runSql(server, 'select partner_id from form_submission where id = $1', [answer.body.data.id])
  return row.partner_id
}

test('a submission is the partner’s that it names, else that of the e-mail, else nobody’s', async () => {
  const own = await world(server)
  const form = await newForm(own.admin, { fields: [{ label: 'P', dataType: 'PARTNER_SELECT' }] })
  const [named, known] = [await withCrmId(own, '77001'), await newPartner(own)]
  const email = 'Robin@larkspur.example.com'
  await own.admin.post('/api/v1/visitors', { email: email.toLowerCase(), partnerId: known })
  const send = (body: object) => submit(own.admin, form.id, { fields: {}, ...body })
  assert.equal(await partnerOf(await send({ partnerId: '77001', email })), named)
  assert.equal(await partnerOf(await send({ email })), known)
  assert.equal(await partnerOf(await send({ email: 'nobody@elsewhere.example.com' })), null)
  assert.equal(await partnerOf(await send({})), null)
  const [stored] = await runSql(server, 'select fields from form_submission where id = $1', [
    (await send({ fields: { [form.fields[0].id]: '77001' } })).body.data.id,
  ])
  assert.deepEqual(stored.fields, { [form.fields[0].id]: named })
  await own.admin.post(`/api/v1/partners/${known}/archive`)
  assert.equal(await partnerOf(await send({ email })), null)
  assert.deepEqual(faultsOf(await send({ partnerId: known })), [422, 'VALIDATION_ERROR', 'partnerId custom'])
  assert.equal((await own.admin.post('/api/v1/partners/' + named + '/merge', { partnerId: known })).status, 200)
  assert.equal(await partnerOf(await send({ partnerId: known })), named)
})

test('a partner of another organisation is none', async () => {
  const [own, other] = [await world(server), await world(server)]
  const form = await newForm(own.admin, { fields: [{ label: 'P', dataType: 'PARTNER_SELECT' }] })
  const foreign = await newPartner(other)
  await other.admin.post('/api/v1/visitors', { email: 'robin@foreign.example.com', partnerId: foreign })
  const send = (body: object) => submit(own.admin, form.id, { fields: {}, ...body })
  assert.deepEqual(codes(await send({ partnerId: foreign })), [404, 'PARTNER_NOT_FOUND'])
  const [{ id }] = form.fields
  assert.deepEqual(faultsOf(await send({ fields: { [id]: foreign } })).slice(2), [`fields.${id} unknown_reference`])
  assert.equal(await partnerOf(await send({ email: 'robin@foreign.example.com' })), null)
})

test('a data type and a first submission at once: whichever comes second sees the other', async () => {
  const own = await world(server)
  const form = await newForm(own.admin, { fields: [company] })
  const [field] = form.fields
  const lock = `select 1 from form where id = '${form.id}' for update`
  const answers = await inOrder(server, lock, [
    () => submit(own.admin, form.id, { fields: { [field.id]: 'Quarry' } }),
    () => own.admin.patch(`${forms}/${form.id}`, { fields: [{ ...field, dataType: 'NUMBER' }] }),
  ])
  assert.deepEqual(
    answers.map(({ status }) => status),
    [201, 422],
  )
})

test('a form that is being archived takes nothing more', async () => {
  const own = await world(server)
  const form = await newForm(own.admin, {})
  const lock = `select 1 from form where id = '${form.id}' for update`
  const answers = await inOrder(server, lock, [
    () => own.admin.post(`${forms}/${form.id}/archive`),
    () => submit(own.admin, form.id, { fields: {} }),
  ])
  assert.deepEqual(answers.map(codes), [
    [200, undefined],
    [404, 'FORM_NOT_FOUND'],
  ])
})

test('a form of another organisation, and one that is archived, does not exist', async () => {
  const [own, other] = [await world(server), await world(server)]
  const form = await newForm(own.admin, {})
  const path = `${forms}/${form.id}`
  const asked = [
    () => other.admin.get(path),
    () => other.admin.patch(path, { name: 'Mine' }),
    () => other.admin.post(`${path}/archive`),
    () => other.admin.post(`${path}/restore`),
    () => other.admin.get(`${path}/schema`),
    () => submit(other.admin, form.id, { fields: {} }),
  ]
  for (const ask of asked) assert.deepEqual(codes(await ask()), [404, 'FORM_NOT_FOUND'])
  assert.deepEqual((await other.admin.get(forms)).body.data, [])
  assert.equal((await own.admin.post(`${path}/archive`)).body.data.status, 'ARCHIVED')
  assert.equal((await own.admin.post(`${path}/archive`)).status, 200)
  assert.deepEqual(codes(await own.admin.get(`${path}/schema`)), [404, 'FORM_NOT_FOUND'])
  assert.deepEqual(codes(await submit(own.admin, form.id, { fields: {} })), [404, 'FORM_NOT_FOUND'])
  assert.equal((await own.admin.post(`${path}/restore`)).body.data.status, 'ACTIVE')
  assert.equal((await submit(own.admin, form.id, { fields: {} })).status, 201)
  assert.equal((await eventsOf(own, 'forms.archive')).length, 1)
})

test('a form is read, answered and changed by three scopes', async () => {
  const own = await world(server)
  const form = await newForm(own.admin, {})
  const [reader, writer] = [await own.callerWith('forms:read'), await own.callerWith('forms:write')]
  for (const caller of [reader, writer]) {
    assert.equal((await caller.post(forms, { name: 'F', fields: [] })).status, 403)
    assert.equal((await caller.patch(`${forms}/${form.id}`, {})).status, 403)
    assert.equal((await caller.post(`${forms}/${form.id}/archive`)).status, 403)
  }
  assert.equal((await reader.get(`${forms}/${form.id}`)).status, 200)
  assert.equal((await writer.get(`${forms}/${form.id}`)).status, 403)
  assert.equal((await writer.get(forms)).status, 403)
})

test('a fault that nobody expected is FORM_SUBMISSION_FAILED, keeps nothing and may be sent again', async () => {
  const own = await world(server)
  const form = await newForm(own.admin, {})
  await runSql(
    server,
    `alter table form_submission add constraint fault check (organisation_id <> '${own.organisation.id}')`,
  )
  const failed = await submit(own.admin, form.id, { fields: {} }, { 'idempotency-key': 'one' })
  assert.deepEqual(codes(failed), [500, 'FORM_SUBMISSION_FAILED'])
  await runSql(server, 'alter table form_submission drop constraint fault')
  assert.equal((await submit(own.admin, form.id, { fields: {} }, { 'idempotency-key': 'one' })).status, 201)
  assert.equal((await eventsOf(own, 'form-submissions.create')).length, 1)
})

test('a form that a running campaign uses is not archived, and one that ended lets it go', async () => {
  const own = await world(server)
  const form = await newForm(own.admin, { purpose: 'CONVERSION' })
  const campaign = `insert into campaign (organisation_id, id, name, destination_url, allowed_paths, attribution_window_days, attribution_model,
    allowed_origins, commission, form_id, field_mapping, quality_rules, late_binding, acceptance, status, publishable_key, created_at, updated_at)
    values ($1, 'cmp_1', 'C', 'https://example.com', '{}', 90, 'LAST_CLICK', '{}', '{}', $2, '{}', '{}', '{}', '{}', 'PAUSED', 'k', now(), now())`
  await runSql(server, campaign, [own.organisation.id, form.id])
  assert.deepEqual(codes(await own.admin.post(`${forms}/${form.id}/archive`)), [409, 'IN_USE'])
  await runSql(server, `update campaign set status = 'ENDED' where organisation_id = $1`, [own.organisation.id])
  assert.equal((await own.admin.post(`${forms}/${form.id}/archive`)).status, 200)
})
