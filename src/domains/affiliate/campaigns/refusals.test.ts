import assert from 'node:assert/strict'
import { test } from 'node:test'
import { campaignRoutes, linkRoutes } from '../index.ts'
import { destination, newCampaign } from '#/testing/affiliate.ts'
import { faults, refused } from '#/testing/commission-lines.ts'
import { runSql } from '#/testing/sql.ts'
import { serverOfThisFile, world } from '#/testing/world.ts'

const server = await serverOfThisFile()
const { admin, callerWith, callerBoundTo } = await world(server)
const campaign = await newCampaign(admin)
const post = (body: object) => admin.post('/api/v1/campaigns', { name: 'X', destinationUrl: destination, ...body })

test('a destination is a web address that leads nowhere else than it shows', async () => {
  const wrong = [
    'javascript:alert(1)',
    'JavaScript:alert(1)//https://www.example.com/',
    'java\tscript:alert(1)',
    'data:text/html,x',
    'ftp://example.com/',
    'file:///etc/passwd',
    '//example.com/',
    '/pricing',
    'www.example.com',
    'https:www.example.com',
    'https:/www.example.com',
    'https:///www.example.com',
    'https://',
    'https://?x',
    'https://kim@www.example.com/',
    'https://kim:secret@www.example.com/',
    'https://www.example.com@evil.example/',
    'https://:@www.example.com/',
    'https://www.example.com\\@evil.example/',
    'https://www.example.com/\r\nSet-Cookie: a=b',
    'https://www.example.com/a b',
    'https://www.example.com/\u007f',
    'https://exa mple.com/',
    'https://www.example.com:99999/',
    'https://[::1/',
    `https://www.example.com/${'a'.repeat(2000)}`,
    `https://www.example.com/${'ä'.repeat(1000)}`,
    '',
  ]
  for (const destinationUrl of wrong) {
    const answer = await post({ destinationUrl })
    assert.deepEqual([answer.status, answer.body.error?.details?.[0].path], [422, ['destinationUrl']], destinationUrl)
  }
  assert.deepEqual(faults(await post({ destinationUrl: 'https://a.example/\0' })), [422, 'destinationUrl custom'])
  assert.deepEqual(faults(await post({ destinationUrl: 7 })), [422, 'destinationUrl invalid_type'])
  const right = {
    'https://www.example.com': 'https://www.example.com/',
    'http://localhost:8080/a?b': 'http://localhost:8080/a?b',
    'https://MÜLLER.example/ä?q=ä%20+&a=[1]{2}|"\'#ö': `https://xn--mller-kva.example/%C3%A4?q=%C3%A4%20+&a=[1]{2}|"'#%C3%B6`,
    'https://www.example.com/a@b?c=@d': 'https://www.example.com/a@b?c=@d',
    'https://www.example.com?go=https://x.example/@y': 'https://www.example.com/?go=https://x.example/@y',
  }
  for (const [given, kept] of Object.entries(right))
    assert.equal((await post({ destinationUrl: given })).body.data?.destinationUrl, kept)
})

test('an origin is scheme, host and port, and nothing else', async () => {
  const wrong = [
    'null',
    '*',
    'https://*.example.com',
    'www.example.com',
    'https://www.example.com/shop',
    'https://www.example.com?x',
    'https://www.example.com#x',
    'https://kim@www.example.com',
    'ftp://www.example.com',
    'chrome-extension://abc',
    'https://a.example, https://b.example',
  ]
  for (const origin of wrong)
    assert.deepEqual(faults(await post({ allowedOrigins: [origin] })), [422, 'allowedOrigins.0 custom'], origin)
  assert.deepEqual(faults(await post({ allowedOrigins: 'https://a.example' })), [422, 'allowedOrigins invalid_type'])
})

test('a path that deep links may have begins with one slash and has no query', async () => {
  for (const path of ['shop', '//evil.example', '/a?b', '/a#b', '/a\\b', '/a b', 'https://x.example/', ''])
    assert.equal((await post({ allowedPaths: [path] })).status, 422, path)
  const kept = (await post({ allowedPaths: ['/a/../shop', '/é', '/shop'] })).body.data.allowedPaths
  assert.deepEqual(kept, ['/shop', '/%C3%A9'])
})

test('a path that deep links may have is kept in the one spelling that deep links are read in', async () => {
  const allowedPaths = ['/%7Eteam', '/~team', '/%c3%a9', '/a%20b', '/%73hop', '/a%3fb']
  const kept = (await post({ allowedPaths })).body.data.allowedPaths
  assert.deepEqual(kept, ['/~team', '/%C3%A9', '/a%20b', '/shop', '/a%3Fb'])
})

test('windows, models, commissions and rules out of bounds are refused at their field', async () => {
  const money = { type: 'FIXED', amount: '5', currency: 'USD' }
  const share = { type: 'PERCENT', percent: '10', property: 'amount' }
  const cases: [object, string][] = [
    [{ attributionWindowDays: 0 }, 'attributionWindowDays too_small'],
    [{ attributionWindowDays: 366 }, 'attributionWindowDays too_big'],
    [{ attributionWindowDays: 1.5 }, 'attributionWindowDays invalid_type'],
    [{ attributionWindowDays: '90' }, 'attributionWindowDays invalid_type'],
    [{ attributionModel: 'LINEAR' }, 'attributionModel invalid_value'],
    [{ commission: { ...money, amount: '0' } }, 'commission.amount custom'],
    [{ commission: { ...money, amount: '-5' } }, 'commission.amount custom'],
    [{ commission: { ...money, amount: '5.001' } }, 'commission.amount custom'],
    [{ commission: { ...money, currency: 'XXX' } }, 'commission.currency invalid_value'],
    [{ commission: { ...share, currency: 'XXX' } }, 'commission.currency invalid_value'],
    [{ commission: { ...share, currency: 'USD', percent: 10 } }, 'commission.percent invalid_type'],
    [{ commission: { ...share, currency: 'USD', percent: '100.000001' } }, 'commission.percent custom'],
    [{ commission: { type: 'NONE', amount: '5' } }, 'commission.amount unrecognized_keys'],
    [{ qualityRules: { sunspots: 'REVIEW' } }, 'qualityRules.sunspots unrecognized_keys'],
    [{ acceptance: { type: 'AUTOMATIC', afterDays: 366 } }, 'acceptance.afterDays too_big'],
    [{ publishableKey: 'pk_aff_x' }, 'publishableKey unrecognized_keys'],
    [{ status: 'ENDED' }, 'status unrecognized_keys'],
    [{ name: '  ' }, 'name too_small'],
    [{ name: 'a'.repeat(201) }, 'name too_big'],
  ]
  for (const [body, fault] of cases) assert.deepEqual(faults(await post(body)), [422, fault])
  for (const [body, fault] of cases) {
    const answer = await admin.patch(`/api/v1/campaigns/${campaign.id}`, body)
    assert.deepEqual(faults(answer), [422, fault])
  }
  assert.deepEqual((await admin.get(`/api/v1/campaigns/${campaign.id}`)).body.data, campaign)
})

test('forms, their fields and plans that a campaign names are there', async () => {
  const other = await world(server)
  const foreign = await newCampaign(other.admin)
  const plan = { name: 'P', commission: { type: 'PERCENT', percent: '10' } }
  const [foreignPlan, archived] = [
    (await other.admin.post('/api/v1/commission-plans', plan)).body.data.id,
    (await admin.post('/api/v1/commission-plans', plan)).body.data.id,
  ]
  await admin.post(`/api/v1/commission-plans/${archived}/archive`)
  const byPlan = (planId: string) => ({ commission: { type: 'PLAN', planId, property: 'amount', currency: 'USD' } })
  for (const planId of ['cpl_none', foreignPlan, archived])
    assert.deepEqual(faults(await post(byPlan(planId))), [422, 'commission.planId unknown_reference'])
  for (const formId of ['frm_none', foreign.formId])
    assert.deepEqual(faults(await post({ formId })), [422, 'formId unknown_reference'])
  const mapped = { fieldMapping: { company: 'sztswcbwub6sj95y2psa0x43' } }
  const noField = [422, 'fieldMapping.company unknown_reference']
  assert.deepEqual(faults(await post(mapped)), noField)
  assert.deepEqual(faults(await post({ ...mapped, formId: campaign.formId })), noField)
  assert.deepEqual(faults(await admin.patch(`/api/v1/campaigns/${campaign.id}`, mapped)), noField)
  const field = [{ id: 'sztswcbwub6sj95y2psa0x43', label: 'Company', isRequired: false, dataType: 'STRING' }]
  await runSql(server, 'update form set fields = $1 where id = $2', [JSON.stringify(field), campaign.formId])
  const own = (await post({ ...mapped, formId: campaign.formId })).body.data
  assert.deepEqual(own.fieldMapping, mapped.fieldMapping)
  const formless = await newCampaign(admin)
  const moved = await admin.patch(`/api/v1/campaigns/${own.id}`, { formId: formless.formId })
  assert.deepEqual(faults(moved), noField, 'the mapping that stays is not one of the new form')
  await runSql(server, `update form set purpose = 'DEAL' where id = $1`, [formless.formId])
  assert.deepEqual(faults(await post({ formId: formless.formId })), [422, 'formId unknown_reference'])
})

test('another organisation’s campaign does not exist', async () => {
  const { admin: stranger } = await world(server)
  const partnerId = (await stranger.post('/api/v1/partners', { name: 'Larkspur' })).body.data.id
  const missing = [404, 'CAMPAIGN_NOT_FOUND']
  for (const id of [campaign.id, 'cmp_none', '%20', 'a'.repeat(3000)]) {
    const at = `/api/v1/campaigns/${id}`
    assert.deepEqual(refused(await stranger.get(at)), missing)
    assert.deepEqual(refused(await stranger.patch(at, { name: 'Mine' })), missing)
    for (const verb of ['pause', 'resume', 'end', 'rotate-publishable-key'])
      assert.deepEqual(refused(await stranger.post(`${at}/${verb}`)), missing)
    for (const what of ['links', 'coupons'])
      assert.deepEqual(refused(await stranger.post(`${at}/${what}`, { partnerId })), missing)
  }
  assert.deepEqual((await stranger.get('/api/v1/campaigns')).body.data, [])
  assert.deepEqual((await admin.get(`/api/v1/campaigns/${campaign.id}`)).body.data, campaign)
})

test('every verb of campaigns, links, coupons and old addresses reads or manages', () => {
  for (const [method, path, { may, opensTo }] of [...campaignRoutes.routes, ...linkRoutes.routes]) {
    assert.equal(may, method === 'GET' ? 'affiliate:read' : 'affiliate:manage', `${method} ${path}`)
    assert.equal(opensTo, undefined, 'keys of partners do not get in')
  }
})

test('a key reads with one scope and changes with another', async () => {
  const [reader, reporter] = [await callerWith('affiliate:read'), await callerWith('affiliate:write')]
  const partnerId = (await admin.post('/api/v1/partners', { name: 'Larkspur' })).body.data.id
  const bound = await callerBoundTo(partnerId)
  const reads = ['campaigns', `campaigns/${campaign.id}`, 'links', 'coupons', 'legacy-links', 'publishable-key']
  for (const path of reads) {
    assert.equal((await reader.get(`/api/v1/${path}`)).status, 200, path)
    assert.deepEqual(refused(await reporter.get(`/api/v1/${path}`)), [403, 'FORBIDDEN'], path)
    assert.deepEqual(refused(await bound.get(`/api/v1/${path}`)), [403, 'FORBIDDEN'], path)
  }
  const at = `campaigns/${campaign.id}`
  const changes = [
    'campaigns',
    `${at}/pause`,
    `${at}/end`,
    `${at}/links`,
    `${at}/coupons`,
    `${at}/rotate-publishable-key`,
  ]
  for (const path of [...changes, 'publishable-key/rotate', 'imports/legacy-links', 'links/lnk_x/revoke'])
    for (const caller of [reader, reporter, bound])
      assert.deepEqual(refused(await caller.post(`/api/v1/${path}`, {})), [403, 'FORBIDDEN'], path)
})
