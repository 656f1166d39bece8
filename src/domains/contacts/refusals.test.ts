import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { type Answer, bearerOf, type Caller, callerOf, serverOfThisFile, type World, world } from '#/testing/world.ts'

const server = await serverOfThisFile({ settings: { BODY_TIMEOUT_MS: '300' } })
let vendor: World
let api: Caller
let partner: string
let made: Answer['body']
before(async () => {
  vendor = await world(server)
  api = bearerOf(server.url, vendor.admin.key)
  partner = (await vendor.admin.post('/api/v1/partners', { name: 'Refusals' })).body.data.id
  const answer = await api.post(`/v2/partners/${partner}/internal-contacts`, { email: 'k@r.example.com', ...csm })
  made = answer.body
})

const people = '/v2/internal-contacts'
const csm = { internal_role: 'csm' }
const json = { 'content-type': 'application/json' }
const ofPartner = () => `/v2/partners/${partner}/internal-contacts`
const person = () => `${people}/${made.internal_contact.id}`

const faultsOf = (answer: Answer) => {
  assert.equal(answer.status, 422, answer.text)
  return answer.body.detail.map(({ loc, type }: { loc: (string | number)[]; type: string }) => [loc.join('.'), type])
}

const everyRoute = (): [method: string, path: string, isWrite: boolean][] => [
  ['POST', ofPartner(), true],
  ['GET', ofPartner(), false],
  ['GET', `${ofPartner()}/${made.id}`, false],
  ['PATCH', `${ofPartner()}/${made.id}`, true],
  ['DELETE', `${ofPartner()}/${made.id}`, true],
  ['POST', people, true],
  ['GET', people, false],
  ['GET', person(), false],
  ['PATCH', person(), true],
  ['DELETE', person(), true],
  ['POST', `${person()}/assignments`, true],
  ['GET', `${person()}/assignments`, false],
  ['GET', `${person()}/assignments/${made.id}`, false],
  ['DELETE', `${person()}/assignments/${made.id}`, true],
]

test('no route opens without a token of this kind, whatever the header says', async () => {
  const { key } = vendor.admin
  const nobody = callerOf(server.url, '')
  for (const [method, path] of everyRoute()) {
    const answer = await nobody.send(method, path)
    assert.deepEqual([answer.status, answer.body], [401, { detail: 'Not authenticated' }], `${method} ${path}`)
    assert.equal(answer.headers.get('www-authenticate'), 'Bearer')
  }
  for (const authorization of ['Bearer', 'Bearer ', `Basic ${key}`, `Bearer ${key} more`, `Bearer x${key}`, key]) {
    const answer = await nobody.get(people, { headers: { authorization } })
    assert.deepEqual([answer.status, answer.body], [401, { detail: 'Not authenticated' }], authorization)
  }
  assert.equal((await vendor.admin.get(people)).status, 401, 'x-api-key is not looked at')
  const revoked = bearerOf(server.url, (await vendor.callerWith('contacts:read')).key)
  const { id } = (await callerOf(server.url, revoked.key).get('/api/v1/me')).body.data.key
  await vendor.admin.delete(`/api/v1/api-keys/${id}`)
  assert.equal((await revoked.get(people)).status, 401)
})

test('the scheme ignores case', async () => {
  for (const scheme of ['bearer', 'BEARER', 'Bearer']) {
    const headers = { authorization: `${scheme} ${vendor.admin.key}` }
    assert.equal((await callerOf(server.url, '').get(people, { headers })).status, 200, scheme)
  }
})

test('each route asks for its scope, before it looks at anything else', async () => {
  const reader = bearerOf(server.url, (await vendor.callerWith('contacts:read')).key)
  const writer = bearerOf(server.url, (await vendor.callerWith('contacts:write')).key)
  const bound = bearerOf(server.url, (await vendor.callerBoundTo(partner)).key)
  for (const [method, path, isWrite] of everyRoute()) {
    for (const caller of [bound, isWrite ? reader : writer]) {
      const answer = await caller.send(method, path)
      assert.deepEqual([answer.status, answer.body], [403, { detail: 'Not enough permissions' }], `${method} ${path}`)
    }
  }
  assert.equal((await reader.get(people)).status, 200)
  assert.equal((await writer.patch(person(), {})).status, 200)
})

test('another organisation’s rows are as those that never were', async () => {
  const other = bearerOf(server.url, (await world(server)).admin.key)
  const bodies: Record<string, object> = {
    POST: { email: 'o@r.example.com', ...csm, partner_id: partner },
    PATCH: { internal_role: 'lead', phone: '1' },
  }
  for (const [method, path] of everyRoute()) {
    if (path === people) continue
    const nothing = path
      .replace(partner, 'ptn_none')
      .replace(made.id, 'ica_none')
      .replace(/ict_\w+/, 'ict_none')
    const [foreign, none] = [
      await other.send(method, path, { body: bodies[method] }),
      await other.send(method, nothing, { body: bodies[method] }),
    ]
    assert.deepEqual([foreign.status, foreign.text], [404, none.text], `${method} ${path}`)
    assert.deepEqual(Object.keys(foreign.body), ['detail'])
  }
  const own = (await other.post(people, { email: 'k@r.example.com', ...csm })).body
  const attach = `${people}/${own.internal_contact.id}/assignments`
  const foreign = await other.post(attach, { partner_id: partner })
  assert.deepEqual([foreign.status, foreign.body], [404, { detail: 'Partner not found' }])
  assert.deepEqual((await other.get(people)).body, [own.internal_contact])
})

test('two organisations may use one remote id and one e-mail', async () => {
  const other = bearerOf(server.url, (await world(server)).admin.key)
  const body = { email: 'both@r.example.com', ...csm, remote_id: 'both-1' }
  const [mine, theirs] = [await api.post(people, body), await other.post(people, body)]
  assert.deepEqual([mine.status, theirs.status], [201, 201])
  assert.notEqual(mine.body.id, theirs.body.id)
  assert.notEqual(mine.body.internal_contact.id, theirs.body.internal_contact.id)
})

test('a body that is none is told in Pydantic’s words', async () => {
  const bodies: [raw: string | undefined, headers: Record<string, string>, fault: unknown[]][] = [
    [undefined, {}, ['body', 'missing']],
    ['', json, ['body', 'missing']],
    ['{"email": nope}', json, ['body.10', 'json_invalid']],
    ['{', json, ['body.1', 'json_invalid']],
    ['[]', json, ['body', 'model_attributes_type']],
    ['null', json, ['body', 'model_attributes_type']],
    ['"text"', json, ['body', 'model_attributes_type']],
    ['{}', { 'content-type': 'text/plain' }, ['body', 'model_attributes_type']],
  ]
  for (const [method, path] of everyRoute().filter(([method]) => method === 'POST' || method === 'PATCH')) {
    for (const [raw, headers, fault] of bodies) {
      const answer = await api.send(method, path, { raw, headers })
      assert.deepEqual(faultsOf(answer), [fault], `${method} ${path} ${raw}`)
    }
  }
})

const emoji = '🧭'

test('each fault of a body is one item, with its place and type', async () => {
  const email = 'f@r.example.com'
  const cases: [body: object, faults: [string, string][]][] = [
    [
      {},
      [
        ['body.email', 'missing'],
        ['body.internal_role', 'missing'],
      ],
    ],
    [{ ...csm, email: null }, [['body.email', 'string_type']]],
    [{ ...csm, email: 5 }, [['body.email', 'string_type']]],
    [{ ...csm, email: '' }, [['body.email', 'string_too_short']]],
    [{ ...csm, email: '  \n ' }, [['body.email', 'string_too_short']]],
    [{ ...csm, email: `${'x'.repeat(318)}@yz` }, [['body.email', 'string_too_long']]],
    ...['plain', '@x', 'x@', 'a@@b', 'a@b@c', '@'].map((wrong): [object, [string, string][]] => [
      { ...csm, email: wrong },
      [['body.email', 'value_error']],
    ]),
    [{ ...csm, email: 'a\0@b' }, [['body.email', 'value_error']]],
    ...['boss', '', 'CSM', null, 5, ['csm'], {}].map((role): [object, [string, string][]] => [
      { email, internal_role: role },
      [['body.internal_role', 'enum']],
    ]),
    ...['given_name', 'family_name', 'name', 'job_title'].map((key): [object, [string, string][]] => [
      { ...csm, email, [key]: emoji.repeat(256) },
      [[`body.${key}`, 'string_too_long']],
    ]),
    [{ ...csm, email, phone: '1'.repeat(65) }, [['body.phone', 'string_too_long']]],
    [{ ...csm, email, phone: 5 }, [['body.phone', 'string_type']]],
    [{ ...csm, email, name: 'x\0y' }, [['body.name', 'value_error']]],
    [{ ...csm, email, remote_id: '' }, [['body.remote_id', 'string_too_short']]],
    [{ ...csm, email, remote_id: '  ' }, [['body.remote_id', 'string_too_short']]],
    [{ ...csm, email, remote_id: 7 }, [['body.remote_id', 'string_type']]],
    [{ ...csm, email, remote_id: emoji.repeat(256) }, [['body.remote_id', 'string_too_long']]],
    [
      { email: 'x', internal_role: 'y', name: 5 },
      [
        ['body.email', 'value_error'],
        ['body.internal_role', 'enum'],
        ['body.name', 'string_type'],
      ],
    ],
  ]
  for (const path of [people, ofPartner()]) {
    for (const [body, faults] of cases) {
      assert.deepEqual(faultsOf(await api.post(path, body)), faults, JSON.stringify(body).slice(0, 80))
    }
  }
  assert.equal((await api.get(`${people}?search=${email}`)).body.length, 0)
})

test('the words of a fault are those of the contract, with what was sent', async () => {
  const expected = "'account_manager', 'account_executive', 'csm', 'lead', 'co_lead' or 'practice_lead'"
  const answer = await api.patch(`${ofPartner()}/${made.id}`, { internal_role: 'boss' })
  assert.deepEqual(answer.body, {
    detail: [
      {
        type: 'enum',
        loc: ['body', 'internal_role'],
        msg: `Input should be ${expected}`,
        input: 'boss',
        ctx: { expected },
      },
    ],
  })
  const [short, long] = [
    await api.post(people, { ...csm, email: ' ' }),
    await api.post(people, { ...csm, email: 'a@b', phone: '1'.repeat(65) }),
  ]
  assert.deepEqual(
    [short, long].map(({ body }) => [body.detail[0].msg, body.detail[0].ctx]),
    [
      ['String should have at least 1 character', { min_length: 1 }],
      ['String should have at most 64 characters', { max_length: 64 }],
    ],
  )
  const [address] = (await api.post(people, { ...csm, email: 'a' })).body.detail
  assert.match(address.msg, /^Value error, /)
  assert.equal(`Value error, ${address.ctx.error}`, address.msg)
  const [missing] = (await api.post(people, {})).body.detail
  assert.deepEqual([missing.msg, missing.input], ['Field required', null])
})

test('the longest texts go in: measured in code points, after trimming', async () => {
  const longest = {
    email: `${emoji.repeat(318)}@y`,
    given_name: ` ${emoji.repeat(255)} `,
    phone: '1'.repeat(64),
    remote_id: ` ${emoji.repeat(255)}`,
  }
  const answer = await api.post(people, { ...csm, ...longest })
  assert.equal(answer.status, 201, answer.text)
  assert.deepEqual(
    [answer.body.internal_contact.given_name, answer.body.remote_id],
    [emoji.repeat(255), emoji.repeat(255)],
  )
})

test('the person’s PATCH and the attachment name their faults too', async () => {
  for (const [body, fault] of [
    [{ email: null }, ['body.email', 'string_type']],
    [{ email: ' ' }, ['body.email', 'string_too_short']],
    [{ email: 'a' }, ['body.email', 'value_error']],
    [{ name: 1 }, ['body.name', 'string_type']],
  ]) {
    assert.deepEqual(faultsOf(await api.patch(person(), body)), [fault])
  }
  const attach = `${person()}/assignments`
  for (const [body, fault] of [
    [{}, ['body.partner_id', 'missing']],
    [{ partner_id: null }, ['body.partner_id', 'string_type']],
    [{ partner_id: ' ' }, ['body.partner_id', 'string_too_short']],
    [{ partner_id: 'ptn_none', internal_role: null }, ['body.internal_role', 'enum']],
  ]) {
    assert.deepEqual(faultsOf(await api.post(attach, body)), [fault])
  }
})

test('queries that are not what they should be are 422', async () => {
  for (const [query, ...fault] of [
    ['page=x', 'query.page', 'int_parsing'],
    ['page=', 'query.page', 'int_parsing'],
    ['page=1.5', 'query.page', 'int_parsing'],
    ['page=-1', 'query.page', 'greater_than_equal'],
    ['limit=0', 'query.limit', 'greater_than_equal'],
    ['limit=501', 'query.limit', 'less_than_equal'],
    [`limit=${'9'.repeat(40)}`, 'query.limit', 'less_than_equal'],
    ['limit=1&limit=x', 'query.limit', 'int_parsing'],
  ]) {
    for (const path of [people, ofPartner(), `${person()}/assignments`]) {
      assert.deepEqual(faultsOf(await api.get(`${path}?${query}`)), [fault], query)
    }
  }
  assert.deepEqual(faultsOf(await api.get(`${people}?search=a%00`)), [['query.search', 'value_error']])
  for (const force of ['yes', '', 'TRUE', '1']) {
    assert.deepEqual(faultsOf(await api.delete(`${person()}?force=${force}`)), [['query.force', 'bool_parsing']])
  }
})

test('what is invalid is told before what does not exist, and that before a conflict', async () => {
  const nowhere = '/v2/partners/ptn_none/internal-contacts'
  assert.equal((await api.post(nowhere, { email: 'x' })).status, 422)
  assert.equal((await api.patch(`${nowhere}/${made.id}`, {})).status, 422)
  assert.equal((await api.get(`${nowhere}?page=x`)).status, 422)
  assert.equal((await api.patch(`${people}/ict_none`, { email: null })).status, 422)
  assert.equal((await api.delete(`${people}/ict_none?force=x`)).status, 422)
  await api.post(ofPartner(), { email: 'order@r.example.com', ...csm, remote_id: 'order-1' })
  const conflict = { email: 'order@r.example.com', ...csm, remote_id: 'order-2' }
  assert.equal((await api.post(nowhere, conflict)).status, 404)
  assert.equal((await api.post(ofPartner(), conflict)).status, 409)
  assert.equal((await api.patch(`${people}/ict_none`, { email: 'order@r.example.com' })).status, 404)
})

test('ids of any shape are looked for, and found nowhere', async () => {
  for (const id of ['0', '%00', 'ict_%F0%9F%A7%AD', 'a'.repeat(3000), '%20', "'", '..%2f']) {
    assert.equal((await api.get(`${people}/${id}`)).text, '{"detail":"Internal contact not found"}', id)
    assert.equal(
      (await api.delete(`${ofPartner()}/${id}`)).text,
      '{"detail":"Internal contact assignment not found"}',
      id,
    )
  }
})

test('no such route, no such method, too large a body: one sentence each', async () => {
  for (const path of ['/v2/nothing', `${people}/a/b/c/d`]) {
    const answer = await api.get(path)
    assert.deepEqual([answer.status, answer.text], [404, '{"detail":"Not Found"}'], path)
  }
  for (const [method, path] of [
    ['PUT', people],
    ['DELETE', people],
    ['POST', person()],
    ['PATCH', `${person()}/assignments/${made.id}`],
  ] as const) {
    const answer = await api.send(method, path)
    assert.deepEqual([answer.status, answer.text], [405, '{"detail":"Method Not Allowed"}'], `${method} ${path}`)
  }
  const raw = JSON.stringify({ email: 'big@r.example.com', ...csm, name: 'x'.repeat(1_100_000) })
  const large = await api.send('POST', people, { raw, headers: json })
  assert.deepEqual([large.status, large.text], [413, '{"detail":"Request body too large"}'])
})

test('a key has its own rate; the answer says when to come again, and tells no rate otherwise', async () => {
  const key = await vendor.admin.post('/api/v1/api-keys', {
    name: 'Slow',
    scopes: ['contacts:read'],
    rateLimitPerMinute: 2,
  })
  const slow = bearerOf(server.url, key.body.data.key)
  const answers = [await slow.get(people), await slow.get(person()), await slow.get('/v2/internal-contacts?page=x')]
  assert.deepEqual(
    answers.map(({ status }) => status),
    [200, 200, 429],
  )
  assert.equal(answers[2]?.text, '{"detail":"Rate limit exceeded"}')
  assert.match(answers[2]?.headers.get('retry-after') ?? '', /^\d+$/)
  for (const { headers } of answers) {
    assert.deepEqual(
      [...headers.keys()].filter((name) => name.startsWith('x-ratelimit')),
      [],
    )
  }
})
