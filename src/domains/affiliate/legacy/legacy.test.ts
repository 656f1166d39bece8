import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newLink } from '#/testing/affiliate.ts'
import { eventsOf, newPartner, refused } from '#/testing/commission-lines.ts'
import { callerOf, serverOfThisFile, type World, world } from '#/testing/world.ts'

const server = await serverOfThisFile()
const host = () => `old-${crypto.randomUUID().slice(0, 8)}.example`

async function importInto({ admin }: World, content: string, query = '') {
  const raw = new FormData()
  raw.append('file', new Blob([content], { type: 'text/csv' }), 'old.csv')
  const answer = await admin.send('POST', `/api/v1/imports/legacy-links${query}`, { raw })
  assert.equal(answer.status, 200, answer.text)
  const { created, updated, unchanged, refused, errors } = answer.body.data
  const reasons = errors.map(({ line, column, reason }: { line: number; column: string; reason: string }) =>
    [line, column, reason].join(' | '),
  )
  return { counts: [created, updated, unchanged, refused], reasons }
}

const path = '/api/v1/affiliate/legacy-redirect'
const follow = (url: string | undefined, headers: Record<string, string> = {}, method = 'GET') =>
  fetch(`${server.url}${path}${url === undefined ? '' : `?u=${encodeURIComponent(url)}`}`, {
    method,
    headers,
    redirect: 'manual',
  })
const leadsTo = async (url: string | undefined, headers: Record<string, string> = {}) => {
  const answer = await follow(url, headers)
  return answer.status === 302 ? answer.headers.get('location') : answer.status
}

test('an old address leads to the link that took its place, in each of its spellings', async () => {
  const own = await world(server)
  const [old, link] = [host(), await newLink(own.admin)]
  assert.deepEqual((await importInto(own, `url,code\nhttps://${old}/Go/?b=2&a=1,${link.code}\n`)).counts, [1, 0, 0, 0])
  const answer = await follow(`https://${old}/Go?a=1&b=2`)
  assert.equal(answer.status, 302)
  assert.equal(answer.headers.get('location'), link.url)
  assert.equal(answer.headers.get('cache-control'), 'no-store')
  for (const same of [`HTTPS://${old.toUpperCase()}:443/Go/?a=1&b=2`, `https://${old}/Go?b=2&a=1#top`])
    assert.equal(await leadsTo(same), link.url, same)
  for (const other of ['http', 'go', 'v', 'more', 'port']) {
    const url = {
      http: `http://${old}/Go?a=1&b=2`,
      go: `https://${old}/go?a=1&b=2`,
      v: `https://${old}/Go?a=1&b=3`,
      more: `https://${old}/Go?a=1&b=2&c=3`,
      port: `https://${old}:8443/Go?a=1&b=2`,
    }[other]
    assert.equal(await leadsTo(url), 404, other)
  }
  const head = await follow(`https://${old}/Go?a=1&b=2`, {}, 'HEAD')
  assert.deepEqual([head.status, head.headers.get('location')], [302, link.url])
})

test('the address is that of the query, else of the first header that names one', async () => {
  const own = await world(server)
  const old = host()
  const links = [await newLink(own.admin), await newLink(own.admin), await newLink(own.admin), await newLink(own.admin)]
  const rows = links.map(({ code }, at) => `https://${old}/${at},${code}\n`).join('')
  await importInto(own, `url,code\n${rows}`)
  const [u, original, forwarded, referer] = links.map((_, at) => `https://${old}/${at}`) as [
    string,
    string,
    string,
    string,
  ]
  const headers = { 'x-original-url': original, 'x-forwarded-uri': forwarded, referer }
  const { 'x-original-url': _first, ...second } = headers
  assert.equal(await leadsTo(u, headers), links[0].url)
  assert.equal(await leadsTo(undefined, headers), links[1].url)
  assert.equal(await leadsTo('', headers), links[1].url)
  assert.equal(await leadsTo(undefined, second), links[2].url)
  assert.equal(await leadsTo(undefined, { referer }), links[3].url)
  assert.equal(await leadsTo(`https://${old}/none`, headers), 404, 'the next is not tried')
  const behind = { 'x-forwarded-uri': '/2', 'x-forwarded-host': old, 'x-forwarded-proto': 'https' }
  assert.equal(await leadsTo(undefined, behind), links[2].url, 'a proxy names path and host apart')
})

test('what nobody knows is a page for people, and never leads to the address that was given', async () => {
  const odd = [
    'https://evil.example/',
    'javascript:alert(1)',
    '//evil.example',
    '<script>alert(1)</script>',
    '\0',
    '%',
    'a'.repeat(8000),
  ]
  for (const url of [undefined, '', ...odd]) {
    const answer = await follow(url)
    assert.deepEqual([answer.status, answer.headers.get('location')], [404, null], url)
    assert.match(answer.headers.get('content-type') ?? '', /^text\/html/)
    assert.match(answer.headers.get('content-security-policy') ?? '', /default-src 'none'/)
    assert.equal(answer.headers.get('cache-control'), 'no-store')
    const page = await answer.text()
    assert.match(page, /This link does not work/)
    assert.doesNotMatch(page, /evil|alert/)
  }
  const twice = await fetch(`${server.url}${path}?u=https://a.example&u=https://b.example&utm=x`, {
    redirect: 'manual',
  })
  assert.equal(twice.status, 404, 'whatever else the query holds')
  const posted = await callerOf(server.url, '').post(path, {})
  assert.deepEqual([...refused(posted), posted.headers.get('allow')], [405, 'METHOD_NOT_ALLOWED', 'GET, HEAD'])
})

test('each row of a file is told what became of it', async () => {
  const own = await world(server)
  const [old, one, two] = [host(), await newLink(own.admin), await newLink(own.admin, { alias: host().slice(0, 12) })]
  const lonely = await newPartner(own)
  const rows = [
    'Old URL,Link code,Partner,Campaign,Note',
    `https://${old}/1,${one.code.toUpperCase()},,,by code`,
    `https://${old}/2,${two.aliases[0]},,,by alias`,
    `https://${old}/3,,${one.partnerId},${one.campaignId},by partner and campaign`,
    `https://${old}/1/,${one.code},,,again`,
    `https://${old}/2,${one.code},,,elsewhere`,
    `ftp://${old}/4,${one.code},,,`,
    `https://${old}/5,nobody,,,`,
    `https://${old}/6,,${one.partnerId},,`,
    `https://${old}/7,,ptn_none,${one.campaignId},`,
    `https://${old}/8,,${lonely},${one.campaignId},`,
    `,${one.code},,,`,
  ].join('\n')
  const dry = await importInto(own, rows, '?dryRun=true')
  assert.deepEqual((await own.admin.get('/api/v1/legacy-links')).body.data, [])
  const done = await importInto(own, rows)
  assert.deepEqual(done, dry, 'a rehearsal says the same')
  assert.deepEqual(done.counts, [3, 1, 1, 6])
  assert.deepEqual(done.reasons, [
    '7 | Old URL | This is no web address that begins with http:// or https://.',
    '8 |  | No link has this code.',
    '9 |  | The row names no link: give its code, or a partnerId and a campaignId.',
    '10 |  | No partner has this id, CRM id or domain.',
    '11 |  | The partner has no link in this campaign.',
    '12 |  | The row has no url.',
  ])
  assert.deepEqual((await importInto(own, rows)).counts, [0, 2, 3, 6], 'row 2 and its correction move it to and fro')
  assert.equal(await leadsTo(`https://${old}/2`), one.url)
  assert.equal(await leadsTo(`https://${old}/3`), one.url)
})

test('old addresses are listed and deleted, and lead nowhere then', async () => {
  const own = await world(server)
  const [old, one, two] = [host(), await newLink(own.admin), await newLink(own.admin)]
  await importInto(own, `url,code\nhttps://${old}/1?X=y,${one.code}\nhttps://${old}/2,${two.code}\n`)
  const listed = async (query = '') => (await own.admin.get(`/api/v1/legacy-links?${query}`)).body.data
  const [second, first] = await listed()
  const { id, createdAt, updatedAt, ...rest } = first
  assert.match(id, /^lgl_/)
  assert.equal(createdAt, updatedAt)
  assert.deepEqual(rest, { url: `https://${old}/1?X=y`, linkId: one.id })
  assert.deepEqual(await listed(`linkId=${two.id}`), [second])
  assert.deepEqual(await listed(`url=${encodeURIComponent(`HTTPS://${old}/2/`)}`), [second])
  const { body } = await own.admin.get('/api/v1/legacy-links?limit=1')
  assert.deepEqual(await listed(`cursor=${body.pagination.nextCursor}`), [first])
  const stranger = await world(server)
  const missing = [404, 'LEGACY_LINK_NOT_FOUND']
  assert.deepEqual(refused(await stranger.admin.delete(`/api/v1/legacy-links/${id}`)), missing)
  assert.deepEqual((await stranger.admin.get(`/api/v1/legacy-links?url=https://${old}/2`)).body.data, [])
  assert.equal((await own.admin.delete(`/api/v1/legacy-links/${id}`)).status, 204)
  assert.deepEqual(refused(await own.admin.delete(`/api/v1/legacy-links/${id}`)), missing)
  assert.equal(await leadsTo(`https://${old}/1?X=y`), 404)
  assert.equal(await leadsTo(`https://${old}/2`), two.url)
  const types = ['create', 'delete', 'import'].map((verb) => eventsOf(own, `legacy-links.${verb}`))
  assert.deepEqual(
    (await Promise.all(types)).map(({ length }) => length),
    [2, 1, 1],
  )
})

test('an address that one organisation has brought in is refused to another, which is not told whose it is', async () => {
  const [own, other] = [await world(server), await world(server)]
  const [old, link, foreign] = [host(), await newLink(own.admin), await newLink(other.admin)]
  await importInto(own, `url,code\nhttps://${old}/,${link.code}\n`)
  for (const query of ['', '?dryRun=true']) {
    const taken = await importInto(
      other,
      `url,code\nhttps://${old},${foreign.code}\nhttps://${old}/a,${foreign.code}\n`,
      query,
    )
    assert.deepEqual(taken.reasons, ['2 |  | This address is taken on this installation. Ask who runs it.'])
    assert.deepEqual(taken.counts.slice(3), [1])
  }
  assert.equal(await leadsTo(`https://${old}`), link.url)
  const stolen = await importInto(other, `url,code\nhttps://${old}/b,${link.code}\n`)
  assert.deepEqual(stolen.reasons, ['2 |  | No link has this code.'])
})

test('of two organisations that bring in the same addresses at once, each address is that of one', async () => {
  const [own, other] = [await world(server), await world(server)]
  const old = host()
  const [link, foreign] = [await newLink(own.admin), await newLink(other.admin)]
  const file = (code: string, order: number[]) =>
    `url,code\n${order.map((at) => `https://${old}/${at},${code}\n`).join('')}`
  const upwards = Array.from({ length: 2000 }, (_, at) => at)
  const reports = await Promise.all([
    importInto(own, file(link.code, upwards)),
    importInto(other, file(foreign.code, upwards.toReversed())),
  ])
  const [mine = [], theirs = []] = reports.map(({ counts }) => counts)
  assert.equal((mine[0] ?? 0) + (theirs[0] ?? 0), 2000)
  assert.deepEqual([mine[3], theirs[3]], [theirs[0], mine[0]])
  const places = await Promise.all([0, 777, 1999].map((at) => leadsTo(`https://${old}/${at}`)))
  for (const place of places) assert.ok([link.url, foreign.url].includes(place))
})
