import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { type Answer, callerOf, rootKey, serverOfThisFile, type World, world } from '#/testing/world.ts'

const server = await serverOfThisFile()
let vendor: World
before(async () => {
  vendor = await world(server)
})

const issuesOf = (answer: Answer) =>
  answer.body.error.details.map((one: { path: string[]; code: string }) => [one.path.join('.'), one.code])
const made = async (from: World, body: object) => (await from.admin.post('/api/v1/partners', body)).body.data

test('a partner is made with every key of the contract', async () => {
  const answer = await vendor.admin.post('/api/v1/partners', {
    name: '  Harbour & Pine ',
    domain: 'https://www.Harbour-Pine.example.com/',
  })
  assert.equal(answer.status, 201)
  const { id, createdAt, updatedAt, ...rest } = answer.body.data
  assert.match(id, /^ptn_[0-9A-HJKMNP-TV-Z]{26}$/)
  assert.match(createdAt, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
  assert.equal(updatedAt, createdAt)
  assert.deepEqual(rest, {
    name: 'Harbour & Pine',
    domain: 'harbour-pine.example.com',
    externalCompanyId: null,
    externalId: null,
    externalIdType: null,
    managerEmail: null,
    categories: [],
    tierId: null,
    phaseId: null,
    owner: null,
    manager: null,
    partnerObjectCrmProperties: null,
    companyCrmProperties: null,
    crmProperties: null,
    status: 'active',
  })
  assert.deepEqual((await vendor.admin.get(`/api/v1/partners/${id}`)).body, { data: answer.body.data })
})

test('a known domain is the same partner: 200, and only the given keys are written', async () => {
  const tier = (await vendor.admin.post('/api/v1/tiers', { name: 'Gold' })).body.data
  const first = await made(vendor, { name: 'Larkspur', domain: 'larkspur.example.com', tierId: tier.id })
  const again = await vendor.admin.post('/api/v1/partners', {
    name: 'Larkspur Traders',
    domain: 'larkspur.example.com.',
  })
  assert.equal(again.status, 200)
  assert.equal(again.body.data.id, first.id)
  assert.equal(again.body.data.name, 'Larkspur Traders')
  assert.equal(again.body.data.tierId, tier.id)
})

test('without a domain the name is the match: one without a domain first, then the oldest', async () => {
  const withDomain = await made(vendor, { name: 'Quayside', domain: 'quayside.example.com' })
  const byName = await vendor.admin.post('/api/v1/partners', { name: ' QUAYSIDE', domain: null })
  assert.equal(byName.status, 200)
  assert.equal(byName.body.data.id, withDomain.id)
  assert.equal(byName.body.data.domain, 'quayside.example.com', 'a null domain clears nothing')
  const otherDomain = await vendor.admin.post('/api/v1/partners', {
    name: 'Quayside',
    domain: 'quayside-2.example.com',
  })
  assert.equal(otherDomain.status, 201, 'an unknown domain is a new partner even if the name is known')
  await vendor.admin.patch(`/api/v1/partners/${otherDomain.body.data.id}`, { domain: null })
  const again = await vendor.admin.post('/api/v1/partners', { name: 'quayside' })
  assert.equal(again.body.data.id, otherDomain.body.data.id)
})

test('24 equal creates at once make one partner: one 201, the rest 200', async () => {
  const send = () => vendor.admin.post('/api/v1/partners', { name: 'Racing', domain: 'racing.example.com' })
  const answers = await Promise.all(Array.from({ length: 24 }, send))
  assert.deepEqual(countBy(answers.map(({ status }) => status)), { 200: 23, 201: 1 })
  assert.equal(new Set(answers.map(({ body }) => body.data.id)).size, 1)
  const byName = await Promise.all(
    Array.from({ length: 24 }, () => vendor.admin.post('/api/v1/partners', { name: 'Racing by name' })),
  )
  assert.deepEqual(countBy(byName.map(({ status }) => status)), { 200: 23, 201: 1 })
})

test('creates and changes that race for one domain leave it with one partner', async () => {
  const others = await Promise.all(
    [1, 2, 3, 4].map((n) => made(vendor, { name: `Contender ${n}`, domain: `contender-${n}.example.com` })),
  )
  const wanted = 'prize.example.com'
  const answers = await Promise.all([
    ...others.map(({ id }) => vendor.admin.patch(`/api/v1/partners/${id}`, { domain: wanted })),
    ...[1, 2, 3, 4].map(() => vendor.admin.post('/api/v1/partners', { name: 'Winner', domain: wanted })),
  ])
  for (const answer of answers) assert.ok([200, 201, 422].includes(answer.status), answer.text)
  const holders = (await vendor.admin.get(`/api/v1/partners?q=${wanted}`)).body.data
  assert.equal(holders.length, 1)
})

test('a change writes the given keys and moves updatedAt only when a value differs', async () => {
  const partner = await made(vendor, { name: 'Steady', domain: 'steady.example.com' })
  const same = await vendor.admin.patch(`/api/v1/partners/${partner.id}`, { name: 'Steady' })
  assert.equal(same.status, 200)
  assert.deepEqual(same.body.data, partner)
  assert.deepEqual((await vendor.admin.patch(`/api/v1/partners/${partner.id}`, {})).body.data, partner)
  const changed = await vendor.admin.patch(`/api/v1/partners/${partner.id}`, { name: 'Moving', domain: null })
  assert.equal(changed.body.data.name, 'Moving')
  assert.equal(changed.body.data.domain, null)
  assert.ok(changed.body.data.updatedAt > partner.updatedAt)
})

test('the owner is shown as an object, and so is the manager', async () => {
  const owner = (
    await vendor.admin.post('/api/v1/users', { email: 'kim@vendor.example.com', name: 'Kim Sample', role: 'ADMIN' })
  ).body.data
  const partner = await made(vendor, { name: 'Owned', domain: 'owned.example.com', partnerOwnerId: owner.id })
  assert.deepEqual(partner.owner, { id: owner.id, name: 'Kim Sample', email: 'kim@vendor.example.com' })
  const visitor = (
    await vendor.admin.post('/api/v1/visitors', { email: 'robin@owned.example.com', partnerId: partner.id })
  ).body.data
  const managed = await vendor.admin.put(`/api/v1/partners/${partner.id}/manager`, { visitorId: visitor.id })
  assert.deepEqual(managed.body.data.manager, { id: visitor.id, name: null, email: 'robin@owned.example.com' })
  assert.equal(managed.body.data.managerEmail, 'robin@owned.example.com')
  assert.equal((await vendor.admin.delete(`/api/v1/users/${owner.id}`)).body.error.code, 'IN_USE')
  assert.equal((await vendor.admin.delete(`/api/v1/visitors/${visitor.id}`)).status, 204)
  assert.equal((await vendor.admin.get(`/api/v1/partners/${partner.id}`)).body.data.manager, null)
})

test('the visitor of one partner cannot manage another', async () => {
  const [one, two] = [
    await made(vendor, { name: 'One', domain: 'one.example.com' }),
    await made(vendor, { name: 'Two', domain: 'two.example.com' }),
  ]
  const visitor = (await vendor.admin.post('/api/v1/visitors', { email: 'v@one.example.com', partnerId: one.id })).body
    .data
  const refused = await vendor.admin.put(`/api/v1/partners/${two.id}/manager`, { visitorId: visitor.id })
  assert.equal(refused.status, 422)
  assert.deepEqual(issuesOf(refused), [['visitorId', 'unknown_reference']])
  const absent = await vendor.admin.put('/api/v1/partners/ptn_nobody/manager', { visitorId: visitor.id })
  assert.equal(absent.body.error.code, 'PARTNER_NOT_FOUND')
})

test('an unknown reference is 422 and names its field', async () => {
  const partner = await made(vendor, { name: 'Refers', domain: 'refers.example.com' })
  for (const field of ['tierId', 'phaseId', 'partnerOwnerId', 'experienceTemplateId']) {
    const onPatch = await vendor.admin.patch(`/api/v1/partners/${partner.id}`, { [field]: 'nothing' })
    assert.deepEqual([onPatch.status, issuesOf(onPatch)], [422, [[field, 'unknown_reference']]])
    const onPost = await vendor.admin.post('/api/v1/partners', { name: `New by ${field}`, [field]: 'nothing' })
    assert.deepEqual([onPost.status, issuesOf(onPost)], [422, [[field, 'unknown_reference']]])
  }
})

test('a domain of another partner is 422 already_taken', async () => {
  const partner = await made(vendor, { name: 'Late', domain: 'late.example.com' })
  await made(vendor, { name: 'Early', domain: 'early.example.com' })
  const refused = await vendor.admin.patch(`/api/v1/partners/${partner.id}`, { domain: 'EARLY.example.com' })
  assert.deepEqual([refused.status, issuesOf(refused)], [422, [['domain', 'already_taken']]])
})

test('portal access acts only together with a template, and is restricted to users unless said', async () => {
  const template = (await vendor.admin.post('/api/v1/experience-templates', { name: 'Standard' })).body.data
  const partner = await made(vendor, { name: 'Portal', domain: 'portal.example.com' })
  const alone = await vendor.admin.patch(`/api/v1/partners/${partner.id}`, { portalAccess: 'RESTRICTED_DOMAINS' })
  assert.equal(alone.body.data.updatedAt, partner.updatedAt)
  assert.equal((await vendor.admin.get(`/api/v1/partners/${partner.id}/portal`)).body.data, null)
  await vendor.admin.patch(`/api/v1/partners/${partner.id}`, { experienceTemplateId: template.id })
  const portal = (await vendor.admin.get(`/api/v1/partners/${partner.id}/portal`)).body.data
  assert.deepEqual([portal.experienceTemplateId, portal.portalAccess], [template.id, 'RESTRICTED_USERS'])
  assert.equal((await vendor.admin.delete(`/api/v1/experience-templates/${template.id}`)).status, 409)
})

test('a partner is found by its CRM id; ours wins, and two with one CRM id are ambiguous', async () => {
  const partner = await made(vendor, { name: 'CRM', domain: 'crm.example.com' })
  const record = {
    externalId: '77002',
    externalIdType: 'PARTNER',
    externalCompanyId: '88002',
    companyCrmProperties: { z: 1, a: { deep: [true, null, 'é'] } },
  }
  const set = await vendor.admin.patch(`/api/v1/partners/${partner.id}/crm-record`, record)
  assert.deepEqual(set.body.data.crmProperties, record.companyCrmProperties)
  const own = await vendor.admin.patch('/api/v1/partners/77002/crm-record', { partnerObjectCrmProperties: { own: 1 } })
  assert.deepEqual(own.body.data.crmProperties, { own: 1 })
  assert.equal((await vendor.admin.get('/api/v1/partners/77002')).body.data.id, partner.id)
  assert.equal((await vendor.admin.patch('/api/v1/partners/77002', { name: 'By CRM id' })).body.data.name, 'By CRM id')
  const twin = await made(vendor, { name: 'Twin', domain: 'twin.example.com' })
  await vendor.admin.patch(`/api/v1/partners/${twin.id}/crm-record`, { externalId: '77002' })
  const ambiguous = await vendor.admin.get('/api/v1/partners/77002')
  assert.deepEqual([ambiguous.status, issuesOf(ambiguous)], [422, [['id', 'ambiguous_reference']]])
  await vendor.admin.patch(`/api/v1/partners/${twin.id}/crm-record`, { externalId: partner.id })
  assert.equal((await vendor.admin.get(`/api/v1/partners/${partner.id}`)).body.data.id, partner.id, 'our id wins')
})

test('what does not exist is 404, whatever its shape, and so is a row of another organisation', async () => {
  const other = await world(server)
  const foreign = await made(other, { name: 'Foreign', domain: 'foreign.example.com' })
  const ids = [
    foreign.id,
    'ptn_nothing',
    "'; drop table partner; --",
    '%00',
    'a'.repeat(5000),
    '%ED%A0%80',
    encodeURIComponent('ü/…'),
    '..%2f..',
  ]
  for (const id of ids) {
    for (const answer of [
      await vendor.admin.get(`/api/v1/partners/${id}`),
      await vendor.admin.patch(`/api/v1/partners/${id}`, { name: 'x' }),
    ]) {
      assert.equal(answer.status, 404, `${id.slice(0, 20)}: ${answer.text}`)
    }
  }
  assert.equal((await vendor.admin.get(`/api/v1/partners/${foreign.id}`)).body.error.code, 'PARTNER_NOT_FOUND')
  assert.equal((await other.admin.get(`/api/v1/partners/${foreign.id}`)).body.data.name, 'Foreign')
})

test('another organisation’s tier, user or visitor is no reference here', async () => {
  const other = await world(server)
  const tier = (await other.admin.post('/api/v1/tiers', { name: 'Theirs' })).body.data
  const user = (await other.admin.post('/api/v1/users', { email: 'a@b.example.com', role: 'viewer' })).body.data
  const partner = await made(vendor, { name: 'Mine', domain: 'mine.example.com' })
  assert.equal((await vendor.admin.patch(`/api/v1/partners/${partner.id}`, { tierId: tier.id })).status, 422)
  assert.equal((await vendor.admin.patch(`/api/v1/partners/${partner.id}`, { partnerOwnerId: user.id })).status, 422)
  assert.equal(
    (await vendor.admin.patch(`/api/v1/tiers/${tier.id}`, { name: 'Ours' })).body.error.code,
    'TIER_NOT_FOUND',
  )
  assert.equal((await vendor.admin.delete(`/api/v1/users/${user.id}`)).body.error.code, 'USER_NOT_FOUND')
})

test('pages go newest first and neither repeat nor skip while rows come and go', async () => {
  const own = await world(server)
  const ids: string[] = []
  for (let n = 0; n < 7; n += 1) ids.unshift((await made(own, { name: `Page ${n}` })).id)
  const first = (await own.admin.get('/api/v1/partners?limit=3')).body
  await made(own, { name: 'Comes between' })
  const second = (await own.admin.get(`/api/v1/partners?limit=3&cursor=${first.pagination.nextCursor}`)).body
  const third = (await own.admin.get(`/api/v1/partners?limit=3&cursor=${second.pagination.nextCursor}`)).body
  assert.deepEqual(
    [...first.data, ...second.data, ...third.data].map(({ id }) => id),
    ids,
  )
  assert.equal(third.pagination.nextCursor, null)
  assert.equal(
    (await own.admin.get('/api/v1/partners?cursor=')).body.data.length,
    8,
    'an empty cursor is the first page',
  )
})

test('a cursor of garbage, of another organisation or of another order is 422 malformed_cursor', async () => {
  const other = await world(server)
  for (let n = 0; n < 3; n += 1) await made(other, { name: `Foreign page ${n}` })
  const foreign = (await other.admin.get('/api/v1/partners?limit=1')).body.pagination.nextCursor
  for (const cursor of [foreign, 'garbage', 'a.b.c', '%00', 'cHRuXzAx.000000000000', `${foreign}x`]) {
    const answer = await vendor.admin.get(`/api/v1/partners?cursor=${cursor}`)
    assert.equal(answer.status, 422, cursor)
  }
  const named = await other.admin.get(`/api/v1/partners?sort=name&cursor=${foreign}`)
  assert.deepEqual(issuesOf(named), [['cursor', 'malformed_cursor']])
})

test('search finds part of the name or the domain whatever its case, and takes % and _ literally', async () => {
  const own = await world(server)
  await made(own, { name: 'Ärzte & Söhne 100%', domain: 'aerzte.example.com' })
  await made(own, { name: 'Other_Name', domain: 'other.example.org' })
  const names = async (q: string) =>
    (await own.admin.get(`/api/v1/partners?q=${encodeURIComponent(q)}`)).body.data.map(
      (one: { name: string }) => one.name,
    )
  assert.deepEqual(await names('SÖHNE'), ['Ärzte & Söhne 100%'])
  assert.deepEqual(await names('EXAMPLE.ORG'), ['Other_Name'])
  assert.deepEqual(await names('0%'), ['Ärzte & Söhne 100%'])
  assert.deepEqual(await names('r_n'), ['Other_Name'])
  assert.deepEqual(await names('%%'), [])
  assert.equal((await names('')).length, 2)
})

test('filters narrow the list, an unknown id gives an empty one, an unknown enum is 422', async () => {
  const own = await world(server)
  const tier = (await own.admin.post('/api/v1/tiers', { name: 'Gold' })).body.data
  const phase = (await own.admin.post('/api/v1/phases', { name: 'Live' })).body.data
  const user = (await own.admin.post('/api/v1/users', { email: 'o@v.example.com' })).body.data
  const full = await made(own, { name: 'Full', tierId: tier.id, phaseId: phase.id, partnerOwnerId: user.id })
  await own.admin.put(`/api/v1/partners/${full.id}/categories`, { categories: ['Reseller', 'Reseller', ' Referral '] })
  const bare = await made(own, { name: 'Bare' })
  await own.admin.post(`/api/v1/partners/${bare.id}/archive`)
  const found = async (query: string) =>
    (await own.admin.get(`/api/v1/partners?${query}`)).body.data.map((one: { name: string }) => one.name)
  for (const query of [
    `tierId=${tier.id}`,
    `phaseId=${phase.id}`,
    `ownerId=${user.id}`,
    'category=Referral',
    'status=active',
  ]) {
    assert.deepEqual(await found(query), ['Full'], query)
  }
  assert.deepEqual(await found('status=inactive'), ['Bare'])
  assert.deepEqual(await found('tierId=nothing'), [])
  assert.deepEqual(await found(`updatedAfter=${bare.createdAt}&q=bare`), ['Bare'])
  assert.deepEqual(await found('updatedAfter=2999-01-01'), [])
  assert.deepEqual(await found('sort=name'), ['Bare', 'Full'])
  assert.deepEqual(await found('sort=-name'), ['Full', 'Bare'])
  assert.deepEqual(await found('sort=createdAt'), ['Full', 'Bare'])
  assert.deepEqual(await found('sort=-updatedAt'), ['Bare', 'Full'])
  for (const query of [
    'status=gone',
    'sort=age',
    'limit=0',
    'limit=101',
    'limit=ten',
    'limit=1.5',
    'unknown=1',
    'limit=5&limit=6',
    'updatedAfter=yesterday',
    'q=%00',
  ]) {
    assert.equal((await own.admin.get(`/api/v1/partners?${query}`)).status, 422, query)
  }
})

test('every order pages through all rows once', async () => {
  const own = await world(server)
  for (const name of ['b', 'A', 'c', 'B', 'a', 'É'])
    await made(own, {
      name,
      domain: `${encodeURIComponent(name).replaceAll('%', '')}-${name.codePointAt(0)}.example.com`,
    })
  for (const sort of ['name', '-name', 'createdAt', '-createdAt', 'updatedAt', '-updatedAt']) {
    const seen: string[] = []
    let cursor: string | null = ''
    do {
      const { data, pagination }: Answer['body'] = (
        await own.admin.get(`/api/v1/partners?limit=2&sort=${sort}&cursor=${cursor}`)
      ).body
      seen.push(...data.map((one: { id: string }) => one.id))
      cursor = pagination.nextCursor
    } while (cursor)
    assert.equal(new Set(seen).size, 6, sort)
    assert.equal(seen.length, 6, sort)
  }
})

test('archive and restore change the status, and twice is the same as once', async () => {
  const partner = await made(vendor, { name: 'Archived', domain: 'archived.example.com' })
  const archived = await vendor.admin.post(`/api/v1/partners/${partner.id}/archive`)
  assert.equal(archived.body.data.status, 'inactive')
  assert.deepEqual((await vendor.admin.post(`/api/v1/partners/${partner.id}/archive`, {})).body, archived.body)
  const matched = await vendor.admin.post('/api/v1/partners', { name: 'Archived', domain: 'archived.example.com' })
  assert.equal(matched.body.data.status, 'inactive', 'a match does not change the status')
  assert.equal((await vendor.admin.post(`/api/v1/partners/${partner.id}/restore`)).body.data.status, 'active')
})

test('a merged partner leads to the one it became, by id, domain and CRM id, and is listed no more', async () => {
  const own = await world(server)
  const staying = await made(own, { name: 'Staying' })
  const going = await made(own, { name: 'Going', domain: 'going.example.com' })
  await own.admin.patch(`/api/v1/partners/${going.id}/crm-record`, {
    externalId: 'crm-9',
    companyCrmProperties: { a: 1 },
  })
  await own.admin.put(`/api/v1/partners/${going.id}/categories`, { categories: ['B'] })
  await own.admin.put(`/api/v1/partners/${staying.id}/categories`, { categories: ['A'] })
  const visitor = (await own.admin.post('/api/v1/visitors', { email: 'x@going.example.com', partnerId: going.id })).body
    .data
  const bound = await own.callerBoundTo(going.id)
  const merged = await own.admin.post(`/api/v1/partners/${staying.id}/merge`, { partnerId: going.id })
  assert.equal(merged.status, 200, merged.text)
  const { domain, externalId, categories, companyCrmProperties } = merged.body.data
  assert.deepEqual(
    { domain, externalId, categories, companyCrmProperties },
    {
      domain: 'going.example.com',
      externalId: 'crm-9',
      categories: ['A', 'B'],
      companyCrmProperties: { a: 1 },
    },
  )
  for (const ref of [going.id, 'crm-9', staying.id])
    assert.equal((await own.admin.get(`/api/v1/partners/${ref}`)).body.data.id, staying.id, ref)
  assert.equal((await own.admin.get('/api/v1/partners')).body.data.length, 1)
  assert.equal((await own.admin.get(`/api/v1/visitors/${visitor.id}`)).body.data.partnerId, staying.id)
  assert.equal((await bound.get('/api/v1/me')).body.data.key.partnerId, staying.id)
  assert.equal(
    (await own.admin.post('/api/v1/partners', { name: 'Again', domain: 'going.example.com' })).body.data.id,
    staying.id,
  )
  assert.equal((await own.admin.post(`/api/v1/partners/${staying.id}/merge`, { partnerId: going.id })).status, 422)
  const events = (await own.admin.get(`/api/v1/events?partnerId=${going.id}`)).body.data
  assert.ok(events.some((one: { type: string }) => one.type === 'partners.merge'))
})

test('merges that cross end with one partner, or one merge and one refusal', async () => {
  const own = await world(server)
  const [a, b] = [
    await made(own, { name: 'A', domain: 'a.example.com' }),
    await made(own, { name: 'B', domain: 'b.example.com' }),
  ]
  const answers = await Promise.all([
    own.admin.post(`/api/v1/partners/${a.id}/merge`, { partnerId: b.id }),
    own.admin.post(`/api/v1/partners/${b.id}/merge`, { partnerId: a.id }),
  ])
  assert.equal(answers.filter(({ status }) => status === 200).length, 1, answers.map(({ text }) => text).join('\n'))
  assert.equal((await own.admin.get('/api/v1/partners')).body.data.length, 1)
})

test('reads carry an ETag, and what has not changed is 304', async () => {
  const partner = await made(vendor, { name: 'Tagged', domain: 'tagged.example.com' })
  for (const path of [`/api/v1/partners/${partner.id}`, '/api/v1/partners?limit=1&q=tagged', '/api/v1/tiers']) {
    const first = await vendor.admin.get(path)
    const tag = first.headers.get('etag') ?? ''
    const again = await vendor.admin.get(path, { headers: { 'if-none-match': `"other", W/${tag}` } })
    assert.deepEqual([again.status, again.text, again.headers.get('etag')], [304, '', tag], path)
  }
})

test('If-Match changes only what the caller has seen: 412 otherwise', async () => {
  const partner = await made(vendor, { name: 'Guarded', domain: 'guarded.example.com' })
  const path = `/api/v1/partners/${partner.id}`
  const tag = (await vendor.admin.get(path)).headers.get('etag') ?? ''
  const racing = await Promise.all(
    [1, 2, 3, 4].map((n) => vendor.admin.patch(path, { name: `Guarded ${n}` }, { headers: { 'if-match': tag } })),
  )
  assert.deepEqual(countBy(racing.map(({ status }) => status)), { 200: 1, 412: 3 })
  assert.equal(racing.find(({ status }) => status === 412)?.body.error.code, 'PRECONDITION_FAILED')
  const fresh = racing.find(({ status }) => status === 200)?.headers.get('etag') ?? ''
  assert.equal((await vendor.admin.patch(path, { name: 'Again' }, { headers: { 'if-match': fresh } })).status, 200)
  assert.equal((await vendor.admin.patch(path, { name: 'Any' }, { headers: { 'if-match': '*' } })).status, 200)
})

test('scopes open what they say, and a key bound to a partner opens nothing', async () => {
  const partner = await made(vendor, { name: 'Scoped', domain: 'scoped.example.com' })
  const [reader, writer, other] = [
    await vendor.callerWith('partners:read'),
    await vendor.callerWith('partners:write'),
    await vendor.callerWith('forms:read'),
  ]
  const path = `/api/v1/partners/${partner.id}`
  assert.equal((await reader.get(path)).status, 200)
  assert.equal((await reader.patch(path, { name: 'x' })).body.error.code, 'FORBIDDEN')
  assert.equal((await writer.get(path)).status, 403)
  assert.equal((await writer.patch(path, { name: 'Scoped 2' })).status, 200)
  assert.equal((await other.get('/api/v1/partners')).status, 403)
  const bound = await vendor.callerBoundTo(partner.id)
  assert.equal((await bound.get('/api/v1/partners')).body.error.code, 'FORBIDDEN')
  assert.equal((await bound.get('/api/v1/me')).body.data.key.partnerId, partner.id)
})

test('the root key acts for the first organisation alone', async () => {
  const root = callerOf(server.url, rootKey)
  const partner = await made(vendor, { name: 'Not roots', domain: 'not-roots.example.com' })
  assert.equal((await root.get('/api/v1/me')).body.data.organisation.name, 'Default')
  assert.equal((await root.get(`/api/v1/partners/${partner.id}`)).status, 404)
})

test('names are measured in code points after trimming, and written as sent', async () => {
  const accepted = ['x', '😀'.repeat(200), 'a'.repeat(200), ' é\u0301 ', '‮rtl', '0', 'null']
  for (const name of accepted) {
    const answer = await vendor.admin.post('/api/v1/partners', { name })
    assert.equal(answer.status, 201, `${name.slice(0, 10)}: ${answer.text}`)
    assert.equal(answer.body.data.name, name.trim())
  }
  const refused: [unknown, string][] = [
    ['', 'too_small'],
    ['   ', 'too_small'],
    ['😀'.repeat(201), 'too_big'],
    ['a\0b', 'custom'],
    ['\ud800', 'custom'],
    [null, 'invalid_type'],
    [7, 'invalid_type'],
    [['x'], 'invalid_type'],
    [undefined, 'invalid_type'],
  ]
  for (const [name, code] of refused) {
    const answer = await vendor.admin.post('/api/v1/partners', { name })
    assert.deepEqual([answer.status, issuesOf(answer)], [422, [['name', code]]], JSON.stringify(name))
  }
})

test('a body key or query key that is not known is 422, once for each, with the key in its path', async () => {
  const partner = await made(vendor, { name: 'Strict', domain: 'strict.example.com' })
  const answer = await vendor.admin.patch(`/api/v1/partners/${partner.id}`, {
    name: 'x',
    id: 'ptn_1',
    status: 'inactive',
    nope: 1,
  })
  assert.deepEqual(issuesOf(answer).toSorted(), [['id', 'unrecognized_keys']])
  const others = await vendor.admin.patch(`/api/v1/partners/${partner.id}`, { status: 'inactive', nope: 1 })
  assert.deepEqual(issuesOf(others), [
    ['status', 'unrecognized_keys'],
    ['nope', 'unrecognized_keys'],
  ])
  assert.deepEqual(issuesOf(await vendor.admin.post('/api/v1/partners?x=1', { name: 'y' })), [
    ['x', 'unrecognized_keys'],
  ])
  const proto = await vendor.admin.send('POST', '/api/v1/partners', {
    raw: '{"name":"p","__proto__":{"a":1}}',
    headers: { 'content-type': 'application/json' },
  })
  assert.deepEqual(issuesOf(proto), [['__proto__', 'unrecognized_keys']])
})

test('search and matching fold letters of every script as the database does', async () => {
  const own = await world(server)
  const count = async (q: string) =>
    (await own.admin.get(`/api/v1/partners?q=${encodeURIComponent(q)}`)).body.data.length
  for (const name of ['Ärzte AG', 'Яндекс', 'ΟΔΟΣ'])
    await made(own, { name, domain: `d${name.codePointAt(0)}.example.com` })
  for (const q of ['Ärzte', 'ÄRZTE', 'ärzte', 'яндекс', 'ЯНД', 'οδο', 'ΟΔΟΣ']) assert.equal(await count(q), 1, q)
  for (const names of [
    ['X ΟΔΟΣ', 'X οδοσ'],
    ['İstanbul', 'istanbul'],
  ]) {
    const [oneByOne, atOnce] = [await world(server), await world(server)]
    for (const name of names) await made(oneByOne, { name })
    await Promise.all(Array.from({ length: 24 }, (_, n) => made(atOnce, { name: names[n % 2] })))
    const listed = async (from: World) => (await from.admin.get('/api/v1/partners')).body.data.length
    assert.equal(await listed(atOnce), await listed(oneByOne), names.join())
  }
})

test('an id longer than any is an unknown reference', async () => {
  const partner = await made(vendor, { name: 'Long ids', domain: 'long-ids.example.com' })
  const id = Array.from({ length: 8_000 }, (_, n) => String.fromCodePoint(97 + ((n * 7919) % 26))).join('')
  for (const field of ['tierId', 'phaseId', 'partnerOwnerId', 'experienceTemplateId']) {
    const refused = await vendor.admin.patch(`/api/v1/partners/${partner.id}`, { [field]: id })
    assert.deepEqual([refused.status, issuesOf(refused)], [422, [[field, 'unknown_reference']]])
  }
  const key = await vendor.admin.post('/api/v1/api-keys', { name: 'Long', scopes: ['admin'], partnerId: id })
  assert.deepEqual([key.status, key.body.error.code], [404, 'PARTNER_NOT_FOUND'])
})

test('a visitor or key that is made while its partner is merged follows it', async () => {
  const own = await world(server)
  for (let round = 0; round < 6; round += 1) {
    const [staying, going] = [await made(own, { name: `Stays ${round}` }), await made(own, { name: `Goes ${round}` })]
    const [merged, ...bound] = await Promise.all([
      own.admin.post(`/api/v1/partners/${staying.id}/merge`, { partnerId: going.id }),
      ...[1, 2, 3].map((n) =>
        own.admin.post('/api/v1/visitors', { email: `v${n}@r${round}.example.com`, partnerId: going.id }),
      ),
      ...[1, 2].map(() => own.admin.post('/api/v1/api-keys', { name: 'K', scopes: ['admin'], partnerId: going.id })),
    ])
    assert.equal(merged.status, 200)
    assert.ok(bound.every(({ status }) => status === 201))
    assert.equal((await own.admin.get(`/api/v1/visitors?partnerId=${staying.id}`)).body.data.length, 3)
  }
  const keys = (await own.admin.get('/api/v1/api-keys?limit=100')).body.data.filter(
    (one: { partnerId: string | null }) => one.partnerId,
  )
  for (const { partnerId } of keys)
    assert.equal((await own.admin.get(`/api/v1/partners/${partnerId}`)).body.data.id, partnerId)
  const later = await own.admin.post('/api/v1/api-keys', {
    name: 'Later',
    scopes: ['admin'],
    partnerId: keys[0].partnerId,
  })
  assert.equal(later.body.data.partnerId, keys[0].partnerId)
})

test('a merged partner pins neither tier nor user', async () => {
  const own = await world(server)
  const tier = (await own.admin.post('/api/v1/tiers', { name: 'Pinned' })).body.data
  const other = (await own.admin.post('/api/v1/tiers', { name: 'Other' })).body.data
  const staying = await made(own, { name: 'Stays', tierId: other.id })
  const going = await made(own, { name: 'Goes', tierId: tier.id })
  await own.admin.post(`/api/v1/partners/${staying.id}/merge`, { partnerId: going.id })
  assert.equal((await own.admin.delete(`/api/v1/tiers/${tier.id}`)).status, 204)
})

test('If-Match holds for the CRM record and the manager too, and an empty one matches nothing', async () => {
  const partner = await made(vendor, { name: 'CRM guarded', domain: 'crm-guarded.example.com' })
  const path = `/api/v1/partners/${partner.id}`
  const stale = { headers: { 'if-match': '"bogus"' } }
  assert.equal((await vendor.admin.put(`${path}/manager`, { visitorId: null }, stale)).status, 412)
  assert.equal(
    (await vendor.admin.patch(`${path}/crm-record`, { externalId: 'g-1' }, { headers: { 'if-match': '"bogus"' } }))
      .status,
    412,
  )
  assert.equal((await vendor.admin.patch(path, { name: 'Unguarded' }, { headers: { 'if-match': '""' } })).status, 412)
  const tag = (await vendor.admin.get(path)).headers.get('etag') ?? ''
  assert.equal(
    (await vendor.admin.patch(`${path}/crm-record`, { externalId: 'g-1' }, { headers: { 'if-match': tag } })).status,
    200,
  )
})

function countBy(values: number[]): Record<number, number> {
  const counts: Record<number, number> = {}
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1
  return counts
}
