import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertBooks } from '#/testing/ledger.ts'
import { runSql } from '#/testing/sql.ts'
import { type Answer, bearerOf, callerOf, operatorIn, serverOfThisFile, type World, world } from '#/testing/world.ts'
import type { Context } from '../kernel/context.ts'
import { fillWithDemo } from './fill.ts'
import { storyLength } from './verbs.ts'

const server = await serverOfThisFile()

async function everyOne(own: World, path: string) {
  const all: Answer['body'][] = []
  for (let cursor: string | null = ''; cursor !== null;) {
    const { data, pagination }: Answer['body'] = (await own.admin.get(`${path}?limit=100&cursor=${cursor}`)).body
    all.push(...data)
    cursor = pagination.nextCursor
  }
  return all
}

/** What hangs on one partner. */
async function lifeOf(own: World, { id }: Answer['body']) {
  const of = (what: string) => everyOne(own, `/api/v1/partners/${id}/${what}`)
  const notifications = (await own.admin.get(`/api/v1/partners/${id}/notification-settings`)).body.data
  return { clients: await of('clients'), users: await of('users'), contacts: await of('contacts'), notifications }
}

async function partnersOf(own: World) {
  const partners: Answer['body'][] = await everyOne(own, '/api/v1/partners')
  return await Promise.all(partners.map(async (one) => ({ ...one, life: await lifeOf(own, one) })))
}

const programmeOf = async (own: World) => ({
  partners: await partnersOf(own),
  colleagues: (await bearerOf(server.url, own.admin.key).get('/v2/internal-contacts')).body,
  requests: await everyOne(own, '/api/v1/billing-change-requests'),
  // Its caller's own key is among them, and was used meanwhile.
  keys: (await everyOne(own, '/api/v1/api-keys')).map(({ lastUsedAt: _used, ...key }) => key),
  users: await everyOne(own, '/api/v1/users'),
  tiers: await everyOne(own, '/api/v1/tiers'),
  phases: await everyOne(own, '/api/v1/phases'),
  templates: await everyOne(own, '/api/v1/experience-templates'),
  visitors: await everyOne(own, '/api/v1/visitors'),
  events: await everyOne(own, '/api/v1/events'),
  lines: await everyOne(own, '/api/v1/commission-lines'),
  payouts: await everyOne(own, '/api/v1/payouts'),
  campaigns: await everyOne(own, '/api/v1/campaigns'),
  links: await everyOne(own, '/api/v1/links'),
  conversions: await everyOne(own, '/api/v1/conversions'),
  attempts: await everyOne(own, '/api/v1/conversion-attempts'),
  deals: await everyOne(own, '/api/v1/deals'),
})
type Programme = Awaited<ReturnType<typeof programmeOf>>

/** What of a programme does not depend on when it was made. */
const storyOf = ({ partners, tiers, phases, requests, keys, colleagues, lines, payouts, ...more }: Programme) => ({
  conversions: more.conversions.map((one) => `${one.email} ${one.status}`).toSorted(),
  clicks: more.links.map(({ clicks }) => clicks).toSorted(),
  deals: more.deals.map((one) => `${one.name} ${one.status}`).toSorted(),
  lines: lines.map((one) => `${one.description} ${one.amount} ${one.currency} ${one.status}`).toSorted(),
  payouts: payouts.map((one) => `${one.partner.name} ${one.amount.value} ${one.stage}`).toSorted(),
  partners: standingOf({ partners, tiers, phases }),
  lives: partners.map(({ name, life }) => JSON.stringify([name, livedBy(life)])).toSorted(),
  requests: requests
    .map((one) => `${one.organizationName} ${one.requestType} ${one.effectiveFrom} ${one.status}`)
    .toSorted(),
  keys: keys.map(({ name, actsFor }) => `${name} ${actsFor}`).toSorted(),
  colleagues: colleagues.map(({ email }: Answer['body']) => email).toSorted(),
})

const livedBy = ({ clients, users, contacts, notifications }: Answer['body']) => ({
  clients: clients
    .map(
      ({
        id: _id,
        externalId: _own,
        partnerId: _of,
        createdAt: _c,
        updatedAt: _u,
        archivalAt: _a,
        ...one
      }: Answer['body']) => one,
    )
    .toSorted((a: Answer['body'], b: Answer['body']) => (a.name < b.name ? -1 : 1)),
  users: users.map((one: Answer['body']) => `${one.firstName} ${one.email} ${one.role} ${one.status}`).toSorted(),
  contacts: contacts.map((one: Answer['body']) => `${one.role} ${one.contact.name}`).toSorted(),
  defaultStyle: notifications.defaultStyle,
  styles: notifications.overrides.map((one: Answer['body']) => `${one.organizationName} ${one.notifyStyle}`).toSorted(),
})

const standingOf = ({ partners, tiers, phases }: Pick<Programme, 'partners' | 'tiers' | 'phases'>) =>
  partners
    .toSorted((a, b) => (a.domain < b.domain ? -1 : 1))
    .map(({ name, domain, categories, tierId, phaseId, owner, manager, externalId, status }) => ({
      name,
      domain,
      categories,
      externalId,
      status,
      owner: owner.email,
      manager: manager?.email,
      tier: tiers.find(({ id }) => id === tierId).name,
      phase: phases.find(({ id }) => id === phaseId).name,
    }))

const whole = await world(server)
const ctx = await operatorIn(server, whole.organisation.id)
let changesMade = 0
const isMade = await fillWithDemo(ctx, async () => void (changesMade += 1))
const programme = await programmeOf(whole)

test('the demo is a programme in which every kind of thing is there', () => {
  assert.equal(isMade, true)
  const { partners, users, tiers, phases, templates, visitors, events } = programme
  assert.deepEqual([partners.length, users.length, tiers.length, phases.length, templates.length], [63, 6, 4, 5, 2])
  assert.ok(visitors.length > 30)
  assert.ok(events.length > 700)
  assert.equal(partners.filter(({ status }) => status === 'inactive').length, 4)
  assert.ok(partners.every(({ domain }) => domain.endsWith('.example')))
  assert.equal(new Set(partners.map(({ tierId }) => tierId)).size, 4)
  assert.equal(new Set(partners.map(({ phaseId }) => phaseId)).size, 5)
  assert.equal(events.filter(({ type }) => type === 'partners.merge').length, 1)
  assert.equal(events.filter(({ type }) => type === 'partners.restore').length, 1)
})

const lives = programme.partners.map(({ life }) => life)

test('clients of active partners have what is known of them, and a few are archived', () => {
  const portfolios = lives.map(({ clients }) => clients).filter((clients) => clients.length)
  const sizes = portfolios.map((clients) => clients.length)
  assert.deepEqual([sizes.length, Math.min(...sizes), Math.max(...sizes)], [27, 1, 12])
  const clients = portfolios.flat()
  assert.equal(new Set(clients.map(({ name }) => name)).size, clients.length)
  const known = clients.filter(({ entityType }) => entityType)
  assert.ok(known.length > clients.length * 0.8)
  assert.ok(
    known.every(({ industry, address }) => industry && address.street1 && address.postalCode && address.country),
  )
  assert.ok(known.every(({ contact }) => contact.email.endsWith('.example')))
  const archived = clients.filter(({ status }) => status === 'ARCHIVED')
  assert.equal(archived.length, 3)
  assert.ok(archived.every(({ archivalReason, archivalAt }) => archivalReason && Date.parse(archivalAt) <= Date.now()))
  const [leaving, ...others] = archived.filter(({ scheduledDeletion }) => scheduledDeletion)
  assert.deepEqual([Date.parse(leaving.scheduledDeletion) > Date.now(), others.length], [true, 0])
})

test('most partners have internal contacts, in four roles, and two people float', () => {
  assert.equal(programme.colleagues.length, 9)
  const assignments = lives.map(({ contacts }) => contacts)
  assert.equal(assignments.filter((contacts) => contacts.length).length, 50)
  assert.equal(new Set(assignments.flat().map(({ role }) => role)).size, 4)
  const busy = new Set(assignments.flat().map(({ contact }) => contact.id))
  assert.equal(busy.size, 7)
})

test('three partners have users who share the clients, and settings of their own', async () => {
  const teams = lives.filter(({ users }) => users.length > 1)
  assert.equal(teams.length, 3)
  for (const { users, clients, notifications } of teams) {
    const roles = users.map(({ role, status }: Answer['body']) => `${role} ${status}`).toSorted()
    assert.deepEqual(roles, ['ADMIN ACTIVE', 'MEMBER ACTIVE', 'MEMBER PENDING', 'OWNER ACTIVE'])
    assert.equal(notifications.overrides.length, 2)
    const [assigned] = await runSql(
      server,
      'select count(distinct client_id)::int as clients, count(distinct partner_user_id)::int as users from client_assignment where client_id = any($1)',
      [clients.map(({ id }: Answer['body']) => id)],
    )
    assert.equal(assigned.users, 2)
    assert.ok(assigned.clients > clients.length / 2)
  }
  const states = programme.requests.map(({ status, effectiveFrom }) => `${status}${effectiveFrom ? ' later' : ''}`)
  assert.deepEqual(states.toSorted(), ['APPROVED', 'APPROVED later', 'PENDING', 'REJECTED'])
  const { organizationId } = programme.requests.find(
    ({ status, effectiveFrom }) => status === 'APPROVED' && !effectiveFrom,
  )
  const client = lives.flatMap(({ clients }) => clients).find(({ id }) => id === organizationId)
  assert.equal(client.billingMode, 'CLIENT_MANAGED')
})

test('partners earn, by a plan and by hand, and a quarter of it is paid, waits or is blocked', async () => {
  const { lines, payouts } = programme
  const count = (all: Answer['body'][], key: string) =>
    Object.fromEntries([...Map.groupBy(all, (one) => one[key])].map(([value, some]) => [value, some.length]))
  assert.deepEqual(Object.keys(count(payouts, 'stage')).toSorted(), ['BLOCKED', 'PAID', 'PENDING_INVOICE'])
  assert.deepEqual(Object.keys(count(lines, 'status')).toSorted(), [
    'APPROVED',
    'HELD',
    'PAID',
    'PENDING',
    'POSTPONED',
    'VOIDED',
  ])
  assert.ok(payouts.every(({ amount }) => Number(amount.value) > 0))
  assert.ok(lines.some(({ amount, planName }) => amount.startsWith('-') && planName === 'Resellers'))
  await assertBooks(server, whole.organisation.id)
})

test('partners spread links that are clicked, and what that led to stands in every status', async () => {
  const { conversions, campaigns, links, attempts } = programme
  const statuses = [...Map.groupBy(conversions, ({ status }) => status).keys()]
  assert.deepEqual(statuses.toSorted(), ['accepted', 'declined', 'pending', 'review'])
  assert.deepEqual(campaigns.map(({ status }) => status).toSorted(), ['ACTIVE', 'ACTIVE', 'ENDED'])
  assert.ok(links.every(({ clicks, aliases }) => clicks > 100 && aliases.length === 1))
  assert.ok(attempts.length > 0 && conversions.some(({ attributedBy }) => attributedBy === 'COUPON'))
  const { totals, rows } = (
    await whole.admin.get('/api/v1/reports/affiliate?groupBy=CAMPAIGN&from=2020-01-01&to=2029-12-31')
  ).body.data
  assert.deepEqual([rows.length, totals.clicks > 10_000, totals.earned.length], [3, true, 2])
  assert.ok(Number(totals.rate) > 0.001)
})

test('leads and deals are registered, and two partners want one customer', async () => {
  const { deals } = programme
  assert.equal(deals.length, 5)
  assert.ok(deals.some(({ conflicts }) => conflicts.length))
})

test('who was paid has what a statement and a payment file need', async () => {
  for (const { partner } of programme.payouts.filter(({ stage }) => stage === 'PAID')) {
    const { data } = (await whole.admin.get(`/api/v1/partners/${partner.id}/billing-info`)).body
    assert.ok(data.legalName === partner.name && data.payoutMethod.iban, partner.name)
  }
})

test('its letters are never sent, since nobody has their addresses', async () => {
  const mails = await runSql(server, 'select recipient, state from mail where organisation_id = $1', [
    whole.organisation.id,
  ])
  assert.equal(mails.length, 12)
  assert.ok(mails.every(({ recipient, state }) => recipient.endsWith('.example') && state === 'held'))
})

test('its history lies in the past, in order, and its ids agree with its times', () => {
  const { partners, events } = programme
  const times = partners.map(({ createdAt }) => Date.parse(createdAt))
  assert.deepEqual(
    times,
    times.toSorted((a, b) => b - a),
    'newest first by id is newest first by time',
  )
  const now = Date.now()
  assert.ok(events.every(({ createdAt }) => Date.parse(createdAt) <= now))
  assert.ok(Math.min(...times) < now - 200 * 86_400_000)
})

test('a bar of progress knows about how long the story is', () => {
  assert.ok(changesMade > storyLength * 0.7 && changesMade < storyLength * 1.3, `${changesMade} of ${storyLength}`)
})

test('a second time there is nothing to do', async () => {
  assert.equal(await fillWithDemo(ctx), false)
  assert.deepEqual(await programmeOf(whole), programme)
})

test('a demo that was broken off is played to the same end', async () => {
  const broken = await world(server)
  const inside = await operatorIn(server, broken.organisation.id)
  for (const most of [60, 140, 440, 260, 300])
    await assert.rejects(fillWithDemo(endingAfter(inside, most)), /broken off/)
  const asked = await Promise.all([1, 2, 3, 4].map(() => broken.admin.post('/api/v1/demo', {})))
  assert.deepEqual(asked.map(({ status }) => status).toSorted(), [201, 409, 409, 409])
  await server.application.jobs.runNow('demo.fill')
  const { state, percent } = (await broken.admin.get('/api/v1/demo')).body.data
  assert.deepEqual([state, percent], ['DONE', 100])
  assert.deepEqual(storyOf(await programmeOf(broken)), storyOf(programme))
})

test('a demo beside work of your own leaves it as it is', async () => {
  const own = await world(server)
  const partnerId = (await own.admin.post('/api/v1/partners', { name: 'Ours' })).body.data.id
  const line = { partnerId, amount: '500', currency: 'USD', idempotencyKey: 'bonus-1' }
  const made = (await own.admin.post('/api/v1/commission-lines', line)).body.data
  const quarter = { periodStart: '2026-01-01', periodEnd: '2026-03-31', currency: 'EUR', partnerIds: [partnerId] }
  const batch = (await own.admin.post('/api/v1/payout-batches', quarter)).body.data
  const campaign = { name: 'Spring licences', destinationUrl: 'https://www.example.com/pricing' }
  const { id } = (await own.admin.post('/api/v1/campaigns', campaign)).body.data
  await own.admin.post(`/api/v1/campaigns/${id}/coupons`, { partnerId, code: 'SPRING20' })
  const refused = await own.admin.post('/api/v1/demo', {})
  assert.deepEqual([refused.status, refused.body.error.code], [409, 'PARTNERS_EXIST'])
  await fillWithDemo(await operatorIn(server, own.organisation.id))
  const shown = await own.admin.get(`/api/v1/payout-batches/${batch.id}`)
  assert.deepEqual(shown.body.data, batch)
  assert.deepEqual((await own.admin.get(`/api/v1/commission-lines/${made.id}`)).body.data, made)
  assert.ok((await everyOne(own, '/api/v1/links')).every(({ campaignId }) => campaignId !== id))
  const payouts = await everyOne(own, '/api/v1/payouts')
  assert.deepEqual(
    payouts.filter(({ batchId }) => batchId !== batch.id).map(({ amount, stage }) => `${amount.value} ${stage}`),
    programme.payouts.map(({ amount, stage }) => `${amount.value} ${stage}`),
  )
})

test('a referral partner has brought three partners, of which one is still onboarding', async () => {
  const { id } = programme.partners.find(({ domain }) => domain === 'redfern.example')
  const made = await whole.admin.post('/api/v1/api-keys', {
    name: 'To look at them',
    scopes: ['clients:read'],
    partnerId: id,
    actsFor: 'REFERRAL',
  })
  const { body } = await callerOf(server.url, made.body.data.key).get('/v2/referral/partners')
  const states = body.items.map(({ name, status }: Answer['body']) => [name, status])
  assert.deepEqual(states, [
    ['Coolabah & Daughters', 'PENDING_ONBOARDING'],
    ['Banksia Bookkeeping', 'ACTIVE'],
    ['Wattle Row Advisors', 'ACTIVE'],
  ])
})

/** A context in which somebody pulls the plug once this many transactions have begun. */
function endingAfter(real: Context, most: number): Context {
  let asked = 0
  const db = new Proxy(real.db, {
    get(target, key) {
      if (key === 'transaction' && (asked += 1) > most) throw new Error('broken off')
      const value: unknown = Reflect.get(target, key, target)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
  return { ...real, db }
}
