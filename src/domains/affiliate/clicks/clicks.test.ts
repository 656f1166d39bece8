import assert from 'node:assert/strict'
import { test } from 'node:test'
import { destination, newCampaign, newLink } from '#/testing/affiliate.ts'
import { chrome, clickOn, safariOnIphone, visit } from '#/testing/clicks.ts'
import { until } from '#/testing/process.ts'
import { runSql } from '#/testing/sql.ts'
import { operatorIn, serverOfThisFile, world } from '#/testing/world.ts'
import { readToken } from './token.ts'

const server = await serverOfThisFile({ settings: { TRUST_PROXY: 'loopback' } })
const { url } = server
const { organisation, admin } = await world(server)
const ctx = await operatorIn(server, organisation.id)

const clicksOf = (linkId: string) =>
  runSql(server, `select * from click where organisation_id = $1 and link_id = $2 order by id`, [
    organisation.id,
    linkId,
  ])
const withToken = (token: string) => `https://www.example.com/pricing?plan=team&irw_id=${token}#start`
const plain = destination

test('a click is in the database before its visitor is sent on with a token', async () => {
  const link = await newLink(admin)
  const begun = Date.now()
  const answer = await visit(url, `/r/${link.code}`, { headers: { referer: 'https://News.Example.com:8443/a?b=c' } })
  const [row, ...others] = await clicksOf(link.id)
  assert.equal(answer.status, 302)
  assert.equal(answer.location, withToken(answer.token))
  assert.equal(answer.headers['cache-control'], 'no-store')
  assert.equal(answer.headers['x-robots-tag'], 'noindex')
  assert.equal(answer.headers['set-cookie'], undefined)
  assert.equal(answer.text, '')
  const token = await readToken(ctx, answer.token)
  assert.ok(token && token.at.getTime() >= begun && token.at.getTime() <= Date.now())
  assert.deepEqual([token.organisationId, token.linkId, token.isRecorded], [organisation.id, link.id, true])
  assert.equal(others.length, 0)
  const { id, is_repeat, is_late, device, country, referrer_host, sub1 } = row
  assert.deepEqual(
    { id, is_repeat, is_late, device, country, referrer_host, sub1 },
    {
      id: token.clickId,
      is_repeat: false,
      is_late: false,
      device: 'DESKTOP',
      country: null,
      referrer_host: 'news.example.com',
      sub1: null,
    },
  )
})

test('a code is known by its alias, in any case, and with percent signs; nothing else is a code', async () => {
  const link = await newLink(admin, { alias: 'Lark-Spur' })
  for (const path of ['lark-spur', 'LARK-SPUR', '%6Cark-spur', 'lark%2Dspur', link.code.toUpperCase()])
    assert.ok(await clickOn(url, path), path)
  assert.equal((await clicksOf(link.id)).length, 5)
  const wrong = ['', 'nobody', 'lark-spur/', 'lark-spur/x', '%', '%zz', '%00', '-lark', 'lark_spur', 'a'.repeat(65)]
  const longer = [
    'a'.repeat(8_000),
    '%E2%80%AE',
    '%F0%9F%98%80',
    '..%2fmetrics',
    '%ff%fe',
    "';drop table click--",
    '//',
  ]
  for (const path of [...wrong, ...longer]) {
    const answer = await visit(url, `/r/${path.replaceAll(' ', '%20')}`)
    assert.equal(answer.status, 404, path)
    assert.match(String(answer.headers['content-type']), /^text\/html/)
    assert.match(answer.text, /<h1>This link leads nowhere<\/h1>/)
    assert.match(String(answer.headers['content-security-policy']), /default-src 'none'/)
    assert.equal(answer.headers['x-content-type-options'], 'nosniff')
    assert.equal(answer.location, '')
  }
})

test('a revoked link is gone for all its codes, and restored at once', async () => {
  const link = await newLink(admin, { alias: 'gone-soon' })
  await clickOn(url, 'gone-soon')
  await admin.post(`/api/v1/links/${link.id}/revoke`)
  for (const method of ['GET', 'HEAD']) {
    const answer = await visit(url, '/r/gone-soon', { method })
    assert.deepEqual([answer.status, answer.location], [410, ''])
    assert.equal(answer.headers['cache-control'], 'no-store')
  }
  assert.match((await visit(url, `/r/${link.code}`)).text, /<h1>This link has ended<\/h1>/)
  await admin.post(`/api/v1/links/${link.id}/restore`)
  await clickOn(url, 'gone-soon')
  assert.equal((await clicksOf(link.id)).length, 2)
})

test('a code that nobody had leads on as soon as somebody has it', async () => {
  assert.equal((await visit(url, '/r/to-be-taken')).status, 404)
  await newLink(admin, { alias: 'to-be-taken' })
  await clickOn(url, 'to-be-taken')
})

test('a changed campaign is followed at once: its destination, its pause and its end', async () => {
  const campaign = await newCampaign(admin)
  const link = await newLink(admin, { campaignId: campaign.id })
  await clickOn(url, link.code)
  await admin.patch(`/api/v1/campaigns/${campaign.id}`, { destinationUrl: 'https://shop.example.com/?irw_id=old' })
  const answer = await visit(url, `/r/${link.code}`)
  assert.equal(answer.location, `https://shop.example.com/?irw_id=${answer.token}`)
  assert.notEqual(answer.token, 'old')
  const set = (status: string) =>
    runSql(server, 'update campaign set status = $2 where organisation_id = $1 and id = $3', [
      organisation.id,
      status,
      campaign.id,
    ])
  for (const status of ['PAUSED', 'ENDED']) {
    await set(status)
    await ctx.announce('campaign_changed', campaign.id)
    const quiet = await until(async () => {
      const answer = await visit(url, `/r/${link.code}`)
      return answer.token ? undefined : answer
    })
    assert.deepEqual([quiet.status, quiet.location], [302, 'https://shop.example.com/'])
    await set('ACTIVE')
    await ctx.announce('campaign_changed', '*')
    await until(async () => (await visit(url, `/r/${link.code}`)).token !== '')
  }
})

test('the links of an archived partner are gone until it is restored', async () => {
  const link = await newLink(admin)
  await clickOn(url, link.code)
  await admin.post(`/api/v1/partners/${link.partnerId}/archive`)
  await until(async () => (await visit(url, `/r/${link.code}`)).status === 410)
  await admin.post(`/api/v1/partners/${link.partnerId}/restore`)
  await until(async () => (await visit(url, `/r/${link.code}`)).status === 302)
})

test('HEAD, programs, previews and prefetches are sent on without a token and not counted', async () => {
  const link = await newLink(admin)
  const quiet: [string, Record<string, string>, string?][] = [
    ['HEAD', {}, 'HEAD'],
    ['a crawler', { 'user-agent': 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)' }],
    ['a preview', { 'user-agent': 'Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)' }],
    ['a program', { 'user-agent': 'curl/8.5.0' }],
    ['nobody', { 'user-agent': '' }],
    ['a prefetch', { 'sec-purpose': 'prefetch' }],
    ['a prerender', { 'sec-purpose': 'prefetch;prerender' }],
    ['an old prefetch', { purpose: 'prefetch' }],
    ['an older prefetch', { 'x-moz': 'prefetch' }],
  ]
  for (const [name, headers, method] of quiet) {
    const answer = await visit(url, `/r/${link.code}`, { headers, method })
    assert.deepEqual([answer.status, answer.location], [302, plain], name)
    assert.equal(answer.headers['cache-control'], 'no-store')
  }
  assert.deepEqual(await clicksOf(link.id), [])
})

test('other methods are refused with those that are taken', async () => {
  const link = await newLink(admin)
  for (const method of ['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS']) {
    const answer = await visit(url, `/r/${link.code}`, { method })
    assert.deepEqual([answer.status, answer.headers.allow], [405, 'GET, HEAD'], method)
  }
  assert.deepEqual(await clicksOf(link.id), [])
})

test('a deep link leads to another path of the same host, and to nothing else', async () => {
  const campaign = await newCampaign(admin)
  const link = await newLink(admin, { campaignId: campaign.id })
  const to = async (path: string) => {
    const answer = await visit(url, `/r/${link.code}?to=${path}`)
    assert.equal(answer.status, 302)
    return answer.location.replace(answer.token, 'T')
  }
  assert.equal(await to('/shop/new'), 'https://www.example.com/shop/new?plan=team&irw_id=T#start')
  assert.equal(await to('%2Fshop%2Fnew'), 'https://www.example.com/shop/new?plan=team&irw_id=T#start')
  assert.equal(await to('//evil.example'), withToken('T'))
  await admin.patch(`/api/v1/campaigns/${campaign.id}`, { allowedPaths: ['/shop'] })
  assert.equal(await to('/shop/new'), 'https://www.example.com/shop/new?plan=team&irw_id=T#start')
  assert.equal(await to('/shopping'), withToken('T'))
  assert.equal(await to('/other'), withToken('T'))
})

test('sub-ids are kept with the click, and nothing else of the query is read', async () => {
  const link = await newLink(admin)
  const query = `sub1=spring+sale&sub2=%E2%98%80%00%0A&sub3=${'x'.repeat(300)}&sub4=%zz&sub5=&sub6=no&irw_id=mine&to2=/x&sub1=second`
  const answer = await visit(url, `/r/${link.code}?${query}`)
  assert.equal(answer.location, withToken(answer.token))
  const [row] = await clicksOf(link.id)
  assert.deepEqual(
    [row.sub1, row.sub2, row.sub3, row.sub4, row.sub5],
    ['spring sale', '☀', 'x'.repeat(255), null, null],
  )
  await visit(url, `/r/${link.code}?sub1=${encodeURIComponent(`{"a\\,b"}', NULL`)}&sub2=%ED%A0%80&sub3=NULL`)
  const [, odd] = await clicksOf(link.id)
  assert.deepEqual([odd.sub1, odd.sub2, odd.sub3], [`{"a\\,b"}', NULL`, null, 'NULL'])
})

test('what the browser says of itself becomes a device, and no more', async () => {
  const link = await newLink(admin)
  const browsers: Record<string, Record<string, string>> = {
    MOBILE: { 'user-agent': safariOnIphone },
    DESKTOP: { 'user-agent': chrome },
    TABLET: {
      'user-agent': 'Mozilla/5.0 (iPad; CPU OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Version/17.5 Safari/604.1',
    },
  }
  for (const headers of Object.values(browsers)) await clickOn(url, link.code, { headers })
  await clickOn(url, link.code, { headers: { 'user-agent': `${chrome} Edg/131`, 'sec-ch-ua-mobile': '?1' } })
  const rows = await clicksOf(link.id)
  assert.deepEqual(
    rows.map(({ device }) => device),
    ['MOBILE', 'DESKTOP', 'TABLET', 'MOBILE'],
  )
})

test('a visitor counts once an hour on a link, whichever process he meets, and is no one without the key of the day', async () => {
  const link = await newLink(admin)
  const from = (address: string) => ({ headers: { 'x-forwarded-for': address } })
  await clickOn(url, link.code, from('203.0.113.7'))
  await clickOn(url, link.code, from('203.0.113.7'))
  await clickOn(url, link.code, from('203.0.113.8'))
  await clickOn(url, link.code, { headers: { 'x-forwarded-for': '203.0.113.7', 'user-agent': safariOnIphone } })
  const rows = await clicksOf(link.id)
  assert.deepEqual(
    rows.map((row) => row.is_repeat),
    [false, true, false, false],
  )
  const visitors = rows.map(({ visitor }) => visitor as string)
  assert.equal(visitors[0], visitors[1])
  assert.equal(new Set(visitors).size, 3)
  assert.match(rows[0].visitor, /^\d{1,16}$/)
  assert.doesNotMatch(server.logged.join(''), /203\.0\.113/)
})

test('the answers are counted under one route', async () => {
  const { text } = await admin.get('/metrics')
  for (const status of [302, 404, 405, 410])
    assert.match(
      text,
      new RegExp(`duration_seconds_count{method="\\w+",route="/r/:code",status="${status}"`),
      `${status}`,
    )
  const count = (name: string) => Number(new RegExp(`^symbolon_clicks_${name}_total (\\d+)$`, 'm').exec(text)?.[1])
  const [{ many }] = await runSql(server, 'select count(*)::integer as many from click')
  assert.deepEqual([count('recorded'), count('late'), count('missed')], [many, 0, 0])
})
