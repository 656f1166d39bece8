import assert from 'node:assert/strict'
import { test } from 'node:test'
import { gunzipSync, gzipSync } from 'node:zlib'
import { callerOf, operatorIn, serverOfThisFile, world } from '#/testing/world.ts'
import { mintToken } from '../clicks/token.ts'
import { buildSnippet } from './build.ts'

const server = await serverOfThisFile()
const anybody = callerOf(server.url, '')
const { organisation } = await world(server)
const ctx = await operatorIn(server, organisation.id)
const click = () =>
  mintToken(ctx, {
    clickId: ctx.newId('clk'),
    organisationId: organisation.id,
    linkId: ctx.newId('lnk'),
    isRecorded: true,
  })

const script = await anybody.get('/affiliate.js', { headers: { 'accept-encoding': 'identity' } })

test('affiliate.js is served to any site, and asked for again only when it changed', async () => {
  assert.equal(script.status, 200)
  const headers = {
    'content-type': 'text/javascript; charset=utf-8',
    'cache-control': 'public, max-age=3600',
    'access-control-allow-origin': '*',
    'cross-origin-resource-policy': 'cross-origin',
    'content-length': String(Buffer.byteLength(script.text)),
    'content-encoding': null,
  }
  for (const [name, value] of Object.entries(headers)) assert.equal(script.headers.get(name), value, name)
  const etag = script.headers.get('etag') ?? ''
  assert.match(etag, /^W\/"[\w-]+"$/)
  const again = await anybody.get('/affiliate.js?v=2', { headers: { 'if-none-match': `"other", ${etag}` } })
  assert.deepEqual([again.status, again.text, again.headers.get('etag')], [304, '', etag])
  assert.equal(again.headers.get('cache-control'), 'public, max-age=3600')
  assert.equal((await anybody.get('/affiliate.js', { headers: { 'if-none-match': '"other"' } })).status, 200)
})

test('HEAD tells the same without the script, and no other method is there', async () => {
  const head = await anybody.send('HEAD', '/affiliate.js', { headers: { 'accept-encoding': 'identity' } })
  assert.deepEqual([head.status, head.text], [200, ''])
  for (const name of ['content-type', 'cache-control', 'etag', 'access-control-allow-origin', 'content-length'])
    assert.equal(head.headers.get(name), script.headers.get(name), name)
  const post = await anybody.post('/affiliate.js', {})
  assert.deepEqual([post.status, post.headers.get('allow')], [405, 'GET, HEAD'])
})

test('servers of one process that are asked at once build it once and alike', async () => {
  const builds = await Promise.all([buildSnippet(), buildSnippet()])
  assert.deepEqual([...new Set(builds)], [script.text])
})

test('who takes gzip gets it', async () => {
  for (const [accepted, encoding] of [
    ['gzip, deflate, br', 'gzip'],
    ['br;q=1, GZIP;q=0.5', 'gzip'],
    ['gzip;q=0, identity', null],
    ['x-gzip-like', null],
    ['br', null],
  ] as const) {
    const response = await fetch(`${server.url}/affiliate.js`, { headers: { 'accept-encoding': accepted } })
    assert.deepEqual(
      [response.headers.get('content-encoding'), response.headers.get('vary')],
      [encoding, 'accept-encoding'],
    )
    assert.equal(await response.text(), script.text)
  }
})

test('affiliate.js is under 2.5 KB gzipped, and is written for the browsers that are promised', () => {
  const zipped = gzipSync(script.text)
  assert.ok(zipped.length < 2500, `${zipped.length} bytes`)
  assert.equal(gunzipSync(zipped).toString(), script.text)
  assert.doesNotMatch(script.text, /\?\.|\?\?|catch\{/)
  assert.doesNotMatch(script.text, /eval|Function\(|innerHTML|localStorage|sessionStorage|document\.write|\bimport\b/)
})

test('a genuine click is kept by an answer', async () => {
  const [clickId, first] = [click(), click()]
  const kept = await anybody.post('/affiliate/first-party', {
    clickId,
    earlierClickIds: [first, `${first}x`],
    domain: 'shop.example',
  })
  assert.deepEqual([kept.status, kept.text], [204, ''])
  const rest = 'Path=/; Max-Age=7776000; SameSite=Lax; Domain=shop.example'
  assert.deepEqual(kept.headers.getSetCookie(), [`_introw_aff=${clickId}; ${rest}`, `_introw_aff_t=${first}; ${rest}`])
  assert.equal(kept.headers.get('cache-control'), 'no-store')
  assert.equal(kept.headers.get('access-control-allow-origin'), null)
  const alone = await anybody.post('/affiliate/first-party', { clickId })
  assert.deepEqual(alone.headers.getSetCookie(), [`_introw_aff=${clickId}; Path=/; Max-Age=7776000; SameSite=Lax`])
})

test('a cookie is Secure when its page came by https', async () => {
  const headers = { origin: 'https://www.shop.example', 'sec-fetch-site': 'same-origin' }
  const kept = await anybody.post('/affiliate/first-party', { clickId: click(), domain: 'Shop.example' }, { headers })
  assert.match(kept.headers.getSetCookie()[0] ?? '', /; Domain=Shop\.example; Secure$/)
})

test('what is no genuine click, or no domain of the page, sets nothing and names the field', async () => {
  const genuine = click()
  const [first = '', ...rest] = genuine.split('.')
  const forged = [first.replace(/.$/, (last) => (last === '0' ? '1' : '0')), ...rest].join('.')
  const origin = 'https://www.shop.example'
  for (const [body, field] of [
    [{ clickId: forged }, 'clickId'],
    [{ clickId: genuine.slice(0, -1) }, 'clickId'],
    [{ clickId: `${genuine}\r\nSet-Cookie: a=b` }, 'clickId'],
    [{ clickId: `${genuine}; Domain=evil.example` }, 'clickId'],
    [{ clickId: 'x'.repeat(257) }, 'clickId'],
    [{ clickId: '☃' }, 'clickId'],
    [{ clickId: [genuine] }, 'clickId'],
    [{}, 'clickId'],
    [{ clickId: genuine, domain: 'shop.example\r\nSet-Cookie: a=b' }, 'domain'],
    [{ clickId: genuine, domain: 'shop.example; HttpOnly' }, 'domain'],
    [{ clickId: genuine, domain: '' }, 'domain'],
    [{ clickId: genuine, domain: 'other.example' }, 'domain'],
    [{ clickId: genuine, domain: 'op.example' }, 'domain'],
    [{ clickId: genuine, earlierClickIds: [1] }, 'earlierClickIds'],
    [{ clickId: genuine, earlierClickIds: Array(5).fill(genuine) }, 'earlierClickIds'],
    [{ clickId: genuine, name: 'session' }, 'name'],
  ] as const) {
    const refused = await anybody.post('/affiliate/first-party', body, { headers: { origin } })
    assert.equal(refused.status, 422, JSON.stringify(body))
    assert.equal(refused.body.error.details[0].path[0], field)
    assert.deepEqual(refused.headers.getSetCookie(), [])
  }
})

test('another site, a body that is no JSON or too long, and other methods are refused', async () => {
  const body = { clickId: click() }
  const foreign = { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }
  assert.equal((await anybody.post('/affiliate/first-party', body, { headers: foreign })).status, 403)
  for (const raw of ['', '{', 'null', '[]', '"text"', 'clickId=1'])
    assert.equal((await anybody.send('POST', '/affiliate/first-party', { raw })).status, 422, raw)
  assert.equal((await anybody.send('POST', '/affiliate/first-party', { raw: ' '.repeat(5000) })).status, 413)
  const get = await anybody.get('/affiliate/first-party')
  assert.deepEqual([get.status, get.headers.get('allow')], [405, 'POST'])
})
