import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { before, test } from 'node:test'
import { type Answer, callerOf, serverOfThisFile, startServer, type World, world } from '#/testing/world.ts'

const server = await serverOfThisFile({ settings: { HEADERS_TIMEOUT_MS: '300', BODY_TIMEOUT_MS: '300' } })
let vendor: World
before(async () => {
  vendor = await world(server)
})

const json = { 'content-type': 'application/json' }
const codeOf = (answer: Answer) => answer.body.error.code

/** Sends bytes as they are, and returns what came back until the connection ends. */
function rawExchange(bytes: string, url = server.url): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>()
  const socket = connect(Number(new URL(url).port), '127.0.0.1')
  let received = ''
  socket.on('data', (chunk) => (received += chunk.toString()))
  socket.on('close', () => resolve(received)).on('error', () => resolve(received))
  socket.write(bytes)
  return promise
}

test('a body that is no JSON object is 422, and says which fault it has', async () => {
  const bodies: [string | Uint8Array<ArrayBuffer>, Record<string, string>, string][] = [
    ['{"name":', json, 'malformed_json'],
    ['', json, 'invalid_type'],
    ['[]', json, 'invalid_type'],
    ['null', json, 'invalid_type'],
    ['"text"', json, 'invalid_type'],
    ['{"name":"x"}', { 'content-type': 'text/plain' }, 'custom'],
    ['name=x', { 'content-type': 'application/x-www-form-urlencoded' }, 'custom'],
    ['{"name":"x"}', { 'content-type': 'application/jsonx' }, 'custom'],
    ['{"name":"x"}', { 'content-type': ';' }, 'custom'],
    ['{"name":"x"}', { 'content-type': 'a' }, 'custom'],
    [new Uint8Array([...Buffer.from('{"name":"'), 0xff, 0xfe, ...Buffer.from('"}')]), json, 'malformed_json'],
    [`{"name":"x","a":${'['.repeat(5000)}${']'.repeat(5000)}}`, json, 'custom'],
  ]
  for (const [raw, headers, code] of bodies) {
    const answer = await vendor.admin.send('POST', '/api/v1/partners', { raw, headers })
    assert.deepEqual(
      [answer.status, codeOf(answer), answer.body.error.details[0].code, answer.body.error.details[0].path],
      [422, 'VALIDATION_ERROR', code, []],
      String(raw).slice(0, 30),
    )
  }
  const none = await vendor.admin.send('POST', '/api/v1/partners', { raw: '', headers: json })
  assert.match(none.body.error.message, /Send a JSON object as the body, \{\} where there is nothing to say/)
})

test('a charset beside the content type is no fault', async () => {
  const answer = await vendor.admin.send('POST', '/api/v1/partners', {
    raw: '{"name":"Charset"}',
    headers: { 'content-type': 'Application/JSON; charset=utf-8' },
  })
  assert.equal(answer.status, 201)
})

test('a body over the limit is 413, after the credential and the scope', async () => {
  const raw = JSON.stringify({ name: 'x'.repeat(1_100_000) })
  assert.equal(codeOf(await vendor.admin.send('POST', '/api/v1/partners', { raw, headers: json })), 'PAYLOAD_TOO_LARGE')
  const reader = await vendor.callerWith('partners:read')
  assert.equal((await reader.send('POST', '/api/v1/partners', { raw, headers: json })).status, 403)
  assert.equal((await callerOf(server.url, '').send('POST', '/api/v1/partners', { raw, headers: json })).status, 401)
})

test('U+0000 and half a character are 422, with their place, in keys and in nested values too', async () => {
  const partner = (await vendor.admin.post('/api/v1/partners', { name: 'Broken texts' })).body.data
  const path = `/api/v1/partners/${partner.id}/crm-record`
  const bodies: [object, string][] = [
    [{ companyCrmProperties: { a: [{ b: 'x\0' }] } }, 'companyCrmProperties.a.0.b'],
    [{ companyCrmProperties: { a: '\udc00' } }, 'companyCrmProperties.a'],
    [{ companyCrmProperties: { 'k\0': 1 } }, 'companyCrmProperties'],
    [{ externalId: '\0' }, 'externalId'],
  ]
  for (const [body, place] of bodies) {
    const answer = await vendor.admin.patch(path, body)
    assert.deepEqual([answer.status, answer.body.error.details[0].path.join('.')], [422, place])
  }
})

test('an unknown route is 404 and a method that a route lacks is 405 with Allow', async () => {
  assert.deepEqual(
    [(await vendor.admin.get('/api/v1/nothing')).status, codeOf(await vendor.admin.get('/api/v1/nothing'))],
    [404, 'NOT_FOUND'],
  )
  assert.equal((await vendor.admin.get('/api/v1/partners/a/b/c')).status, 404)
  assert.equal((await vendor.admin.get('/api/v1/%zz')).status, 404)
  for (const method of ['DELETE', 'PUT', 'PATCH', 'OPTIONS']) {
    const answer = await vendor.admin.send(method, '/api/v1/partners')
    assert.deepEqual(
      [answer.status, codeOf(answer), answer.headers.get('allow')],
      [405, 'METHOD_NOT_ALLOWED', 'GET, POST, HEAD'],
    )
  }
  assert.equal((await vendor.admin.send('HEAD', '/api/v1/partners')).status, 200)
})

test('methods that no browser sends are refused as any other', async () => {
  const statusOf = async (method: string, path: string) => {
    const head = `${method} ${path} HTTP/1.1\r\nhost: x\r\nx-api-key: ${vendor.admin.key}\r\nconnection: close\r\n\r\n`
    return (await rawExchange(head)).split(' ')[1]
  }
  for (const method of ['TRACE', 'QUERY']) assert.equal(await statusOf(method, '/api/v1/partners'), '405', method)
  for (const method of ['TRACE', 'QUERY', 'PROPFIND'])
    assert.equal(await statusOf(method, '/api/v1/none'), '404', method)
})

test('every answer to a known key tells its limit, and the one over it is 429 with seconds to wait', async () => {
  let time = Date.parse('2026-03-01T10:00:42.000Z')
  await using slow = await startServer({ database: server.database, now: () => new Date(time) })
  const made = (
    await vendor.admin.post('/api/v1/api-keys', { name: 'Slow', scopes: ['partners:read'], rateLimitPerMinute: 3 })
  ).body.data
  const caller = callerOf(slow.url, made.key)
  const left = async (path: string) => {
    const answer = await caller.get(path)
    return [
      answer.status,
      answer.headers.get('x-ratelimit-limit-minute'),
      answer.headers.get('x-ratelimit-remaining-minute'),
    ]
  }
  assert.deepEqual(await left('/api/v1/partners'), [200, '3', '2'])
  assert.deepEqual(await left('/api/v1/partners/nothing'), [404, '3', '1'])
  assert.deepEqual(await left('/api/v1/users'), [403, '3', '0'])
  const over = await caller.get('/api/v1/partners')
  assert.deepEqual([over.status, codeOf(over), over.headers.get('retry-after')], [429, 'RATE_LIMIT_EXCEEDED', '18'])
  time += 18_000
  assert.deepEqual(await left('/api/v1/partners'), [200, '3', '2'])
  const unlimited = await vendor.admin.get('/api/v1/me')
  assert.equal(unlimited.headers.get('x-ratelimit-limit-minute'), '2147483647')
  assert.equal(unlimited.headers.get('x-ratelimit-remaining-minute'), '2147483647')
})

test('of many requests at once exactly as many pass as the limit allows', async () => {
  const fixed = new Date()
  await using node = await startServer({ database: server.database, now: () => fixed })
  const made = (
    await vendor.admin.post('/api/v1/api-keys', { name: 'Burst', scopes: ['partners:read'], rateLimitPerMinute: 10 })
  ).body.data
  const answers = await Promise.all(Array.from({ length: 30 }, () => callerOf(node.url, made.key).get('/api/v1/me')))
  assert.equal(answers.filter(({ status }) => status === 200).length, 10)
})

test('unknown keys are limited by address, and a key in use is not held up by them', async () => {
  const fixed = new Date()
  await using node = await startServer({
    database: server.database,
    settings: { FAILED_KEYS_PER_MINUTE: '5' },
    now: () => fixed,
  })
  const known = callerOf(node.url, vendor.admin.key)
  assert.equal((await known.get('/api/v1/me')).status, 200)
  const statuses: number[] = []
  for (let n = 0; n < 8; n += 1) statuses.push((await callerOf(node.url, `sym_guess_${n}`).get('/api/v1/me')).status)
  assert.deepEqual(statuses, [401, 401, 401, 401, 401, 429, 429, 429])
  assert.equal((await known.get('/api/v1/me')).status, 200)
})

test('the same Idempotency-Key and body give the same answer once; another body is 409', async () => {
  const headers = { 'idempotency-key': 'create-1' }
  const first = await vendor.admin.post('/api/v1/partners', { name: 'Once', domain: 'once.example.com' }, { headers })
  assert.equal(first.headers.get('idempotency-replayed'), null)
  const reordered = { raw: '{"domain": "once.example.com", "name": "Once"}', headers: { ...headers, ...json } }
  const again = await vendor.admin.send('POST', '/api/v1/partners', reordered)
  assert.deepEqual([again.status, again.text, again.headers.get('idempotency-replayed')], [201, first.text, 'true'])
  const other = await vendor.admin.post('/api/v1/partners', { name: 'Other' }, { headers })
  assert.deepEqual([other.status, codeOf(other)], [409, 'IDEMPOTENCY_CONFLICT'])
  const neighbour = await world(server)
  assert.equal((await neighbour.admin.post('/api/v1/partners', { name: 'Theirs' }, { headers })).status, 201)
  assert.equal(
    (await vendor.admin.post('/api/v1/tiers', { name: 'Elsewhere' }, { headers })).status,
    201,
    'another path is another request',
  )
})

test('24 requests at once with one Idempotency-Key run once', async () => {
  const send = () =>
    vendor.admin.post('/api/v1/users', { email: 'once@v.example.com' }, { headers: { 'idempotency-key': 'race' } })
  const answers = await Promise.all(Array.from({ length: 24 }, send))
  assert.ok(answers.every(({ status, text }) => status === 201 && text === answers[0]?.text))
  assert.equal(answers.filter(({ headers }) => headers.get('idempotency-replayed') === null).length, 1)
})

test('a request that failed may be corrected and sent again under its key', async () => {
  const headers = { 'idempotency-key': 'corrected' }
  assert.equal(
    (await vendor.admin.post('/api/v1/partners', { name: 'Corrected', tierId: 'nothing' }, { headers })).status,
    422,
  )
  assert.equal((await vendor.admin.post('/api/v1/partners', { name: 'Corrected' }, { headers })).status, 201)
})

test('an Idempotency-Key lives for 24 hours', async () => {
  let time = Date.parse('2026-03-01T10:00:00.000Z')
  await using node = await startServer({ database: server.database, now: () => new Date(time) })
  const caller = callerOf(node.url, vendor.admin.key)
  const send = (name: string) => caller.post('/api/v1/tiers', { name }, { headers: { 'idempotency-key': 'day' } })
  assert.equal((await send('Day')).status, 201)
  time += 24 * 3600_000 - 1
  assert.equal((await send('Day')).headers.get('idempotency-replayed'), 'true')
  time += 2
  assert.equal((await send('Next day')).status, 201)
})

test('an Idempotency-Key that is no key is 422, and where it has no meaning it is ignored', async () => {
  for (const key of ['', 'with space', 'x'.repeat(256)]) {
    const answer = await vendor.admin.post(
      '/api/v1/partners',
      { name: 'Keyed' },
      { headers: { 'idempotency-key': key } },
    )
    assert.deepEqual(
      [answer.status, answer.body?.error.details[0].path],
      [422, ['Idempotency-Key']],
      JSON.stringify(key),
    )
  }
  const headers = { 'idempotency-key': 'same' }
  const keys = await Promise.all(
    [1, 2].map(() => vendor.admin.post('/api/v1/api-keys', { name: 'K', scopes: ['forms:read'] }, { headers })),
  )
  assert.notEqual(keys[0]?.body.data.id, keys[1]?.body.data.id)
})

test('headers that are too large are 431, and what is no HTTP is answered and closed', async () => {
  const large = await rawExchange(`GET / HTTP/1.1\r\nhost: x\r\nx-large: ${'a'.repeat(65_536)}\r\n\r\n`)
  assert.match(large, /^HTTP\/1\.1 431 /)
  assert.match(large, /"code":"HEADERS_TOO_LARGE"/)
  assert.match(await rawExchange('nonsense\r\n\r\n'), /^HTTP\/1\.1 400 /)
})

test('a request that drips in too slowly loses its connection: its headers and its body', async () => {
  assert.match(await rawExchange('GET /healthz HTTP/1.1\r\nhost: x\r\n'), /^HTTP\/1\.1 408 /)
  const head = `POST /api/v1/partners HTTP/1.1\r\nhost: x\r\nx-api-key: ${vendor.admin.key}\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n`
  assert.match(await rawExchange(`${head}{"name"`), /^HTTP\/1\.1 408 /)
})

test('answers carry security headers and name the request', async () => {
  const answer = await vendor.admin.get('/api/v1/me')
  assert.equal(answer.headers.get('x-content-type-options'), 'nosniff')
  assert.match(answer.headers.get('content-security-policy') ?? '', /default-src 'none'/)
  assert.match(answer.headers.get('x-request-id') ?? '', /^req_/)
  assert.equal(answer.headers.get('access-control-allow-origin'), null)
})

test('the log names the request and the route, and holds no secret, no query and no body', async () => {
  const change = await vendor.admin.post('/api/v1/partners', { name: 'Personal Name', domain: 'personal.example.com' })
  const refused = await vendor.admin.get('/api/v1/partners?q=personal-data&limit=0')
  for (const answer of [change, refused]) {
    const id = answer.headers.get('x-request-id') ?? 'none'
    const lines = server.logged.filter((line) => line.includes(id))
    assert.equal(lines.length, 1)
    assert.equal(JSON.parse(lines[0] ?? '{}').route, '/api/v1/partners')
  }
  const read = await vendor.admin.get('/api/v1/partners')
  assert.ok(
    !server.logged.join('').includes(read.headers.get('x-request-id') ?? 'none'),
    'a read that went well is for the metrics',
  )
  for (const secret of ['personal-data', 'Personal Name', 'personal.example', vendor.admin.key])
    assert.ok(!server.logged.join('').includes(secret))
})

test('health, readiness and metrics need no key', async () => {
  const visitor = callerOf(server.url, '')
  assert.deepEqual((await visitor.get('/healthz')).body, { status: 'alive' })
  assert.deepEqual((await visitor.get('/readyz')).body, { status: 'ready' })
  const metrics = (await visitor.get('/metrics')).text
  assert.match(
    metrics,
    /symbolon_http_request_duration_seconds_count\{method="GET",route="\/api\/v1\/partners",status="200"\} \d+/,
  )
  assert.match(metrics, /symbolon_pool_connections \d+/)
  await using guarded = await startServer({
    database: server.database,
    settings: { METRICS_TOKEN: 'a-token-for-metrics' },
  })
  assert.equal((await callerOf(guarded.url, '').get('/metrics')).status, 404)
  assert.equal(
    (await callerOf(guarded.url, '').get('/metrics', { headers: { authorization: 'Bearer a-token-for-metrics' } }))
      .status,
    200,
  )
})

test('the caller’s address is the proxy’s word only where the proxy is trusted', async () => {
  const fixed = new Date()
  const attempts = async (settings: Record<string, string>) => {
    await using node = await startServer({
      database: server.database,
      settings: { FAILED_KEYS_PER_MINUTE: '2', ...settings },
      now: () => fixed,
    })
    const statuses: number[] = []
    for (let n = 0; n < 4; n += 1) {
      const headers = { 'x-forwarded-for': `198.51.100.${n}` }
      statuses.push((await callerOf(node.url, `sym_forwarded_${n}`).get('/api/v1/me', { headers })).status)
    }
    return statuses
  }
  assert.deepEqual(await attempts({}), [401, 401, 429, 429])
  for (const trusted of ['true', 'loopback', '10.0.0.0/8, 127.0.0.1'])
    assert.deepEqual(await attempts({ TRUST_PROXY: trusted }), [401, 401, 401, 401], trusted)
  assert.deepEqual(await attempts({ TRUST_PROXY: '203.0.113.0/24' }), [401, 401, 429, 429])
})
