import assert from 'node:assert/strict'
import { test } from 'node:test'
import { runSql } from '#/testing/sql.ts'
import { type PortalProgramme, portalProgramme } from '#/testing/portal-programme.ts'
import { portalPage, visitorOf } from '#/testing/portal.ts'
import { type Answer, serverOfThisFile, world } from '#/testing/world.ts'

const server = await serverOfThisFile()
const own: PortalProgramme = await portalProgramme(server)
const { caller } = own.visitor

const portal = async (path: string) => {
  const { status, text, body } = await caller.get(`/api/v1/portal/${path}`)
  assert.equal(status, 200, text)
  return body.data
}
const refusal = ({ status, body }: Answer) => [status, body.error.code, body.error.details?.[0]?.path.join('.')]

test('home has this month, what is held, and what is paid next', async () => {
  const home = await portal('home')
  assert.deepEqual(Object.keys(home), ['month', 'held', 'paid', 'nextPayouts', 'hasBillingInfo'])
  assert.deepEqual(home.month.conversions, { pending: 1, review: 1, accepted: 1, declined: 1 })
  assert.deepEqual(home.month.earned, [{ value: '205.00', currency: 'USD' }])
  assert.deepEqual(
    [home.held, home.paid],
    [[{ value: '40.00', currency: 'USD' }], [{ value: '20.00', currency: 'USD' }]],
  )
  const [onItsWay, waiting] = home.nextPayouts
  assert.deepEqual(onItsWay, {
    amount: { value: '70.00', currency: 'USD' },
    expectedOn: '2026-04-15',
    payoutId: own.payouts.awaited,
    stage: 'PENDING_PAYMENT',
    minimum: null,
    isBelowMinimum: false,
  })
  assert.deepEqual([waiting.amount, waiting.payoutId], [{ value: '75.00', currency: 'USD' }, null])
  assert.equal(waiting.expectedOn, nextPayDay())
  assert.equal(home.hasBillingInfo, true)
})

/** The fifteenth after the end of this month, or of one before that is not past yet. */
function nextPayDay(): string {
  const now = new Date()
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 15)).toISOString().slice(0, 10)
}

test('a link has what came of it, and a deep link leads where the campaign allows', async () => {
  const [link] = await portal('links')
  assert.deepEqual(link, {
    id: own.link.id,
    code: own.link.code,
    url: own.link.url,
    campaign: { id: own.campaign.id, name: 'Spring launch', status: 'ACTIVE' },
    aliases: link.aliases,
    aliasCount: 1,
    status: 'ACTIVE',
    clicks: 0,
    conversions: 3,
    earned: [{ value: '60.00', currency: 'USD' }],
    createdAt: own.link.createdAt,
  })
  const deep = (to: string) => caller.get(`/api/v1/portal/links/${link.id}/deep-link?to=${encodeURIComponent(to)}`)
  assert.deepEqual((await deep('/shop/new')).body.data, {
    url: `${own.link.url}?to=/shop/new`,
    destination: 'https://www.example.com/shop/new?plan=team#start',
  })
  assert.equal((await deep('https://www.example.com/shop/a%20b?x=1')).body.data.url, `${own.link.url}?to=/shop/a%2520b`)
  assert.deepEqual(refusal(await deep('https://evil.example.net/shop')), [422, 'VALIDATION_ERROR', 'to'])
  assert.deepEqual(refusal(await deep('/shopping')), [422, 'VALIDATION_ERROR', 'to'])
  assert.deepEqual(refusal(await deep('//evil.example.net')), [422, 'VALIDATION_ERROR', 'to'])
  const qr = await caller.get(`/api/v1/portal/links/${link.id}/qr?format=svg`)
  assert.match(qr.text, /<svg/)
})

test('an alias is one’s own to make, up to a number, and leads at once', async () => {
  const path = `/api/v1/portal/links/${own.link.id}/aliases`
  const alias = `summer-${own.link.id.slice(-8)}`
  const made = await caller.post(path, { alias })
  assert.deepEqual([made.status, made.body.data.aliasCount], [201, 2])
  assert.equal((await caller.post(path, { alias })).status, 200)
  const visit = await fetch(`${server.url}/r/${alias.toLowerCase()}`, { redirect: 'manual' })
  assert.equal(visit.status, 302)
  assert.deepEqual(refusal(await caller.post(path, { alias: 'not a code' })), [422, 'VALIDATION_ERROR', 'alias'])
  const answers = await Promise.all(
    Array.from({ length: 22 }, (_, at) => caller.post(path, { alias: `race-${own.link.id.slice(-8)}-${at}` })),
  )
  const made18 = answers.filter(({ status }) => status === 201)
  assert.equal(made18.length, 18)
  assert.deepEqual([...new Set(answers.flatMap((one) => one.body.error?.code ?? []))], ['TOO_MANY_ALIASES'])
  assert.equal((await portal(`links/${own.link.id}`)).aliasCount, 20)
})

test('a partner takes one link in a campaign that is open, however often it asks, and sees none that is closed', async () => {
  const open = (
    await own.admin.post('/api/v1/campaigns', {
      name: 'Open',
      destinationUrl: 'https://www.example.com',
      isOpenToPartners: true,
    })
  ).body.data
  const closed = (
    await own.admin.post('/api/v1/campaigns', { name: 'Closed', destinationUrl: 'https://www.example.com' })
  ).body.data
  const seen = await portal('campaigns')
  assert.deepEqual(
    seen.map(({ id }: { id: string }) => id),
    [open.id, own.campaign.id],
  )
  assert.deepEqual(seen[0], {
    id: open.id,
    name: 'Open',
    status: 'ACTIVE',
    destinationUrl: 'https://www.example.com/',
    allowedPaths: [],
    attributionWindowDays: 90,
    commission: { type: 'NONE', amount: null, currency: null, percent: null },
    acceptance: { type: 'MANUAL' },
    linkId: null,
  })
  const take = (id: string) => caller.post(`/api/v1/portal/campaigns/${id}/link`, {})
  const answers = await Promise.all(Array.from({ length: 8 }, () => take(open.id)))
  assert.deepEqual(answers.map(({ status }) => status).toSorted(), [200, 200, 200, 200, 200, 200, 200, 201])
  assert.equal((await portal(`campaigns/${open.id}`)).linkId, answers[0]?.body.data.id)
  assert.deepEqual(refusal(await take(closed.id)), [404, 'CAMPAIGN_NOT_FOUND', undefined])
  assert.equal((await caller.get(`/api/v1/portal/campaigns/${closed.id}`)).status, 404)
})

test('a conversion says where it stands and why, and its customer is masked', async () => {
  const { pending, accepted, declined, review } = own.conversions
  const all = await portal('conversions')
  const of = (id: string) => all.find((one: { id: string }) => one.id === id)
  assert.deepEqual(of(pending), {
    id: pending,
    status: 'pending',
    reason: 'WAITING_PERIOD',
    campaign: { id: own.campaign.id, name: 'Spring launch' },
    link: { id: own.link.id, code: own.link.code },
    couponCode: null,
    attributedBy: 'CLICK',
    customer: 'b…@customer.example.com',
    amount: '100.00',
    currency: 'USD',
    commission: {
      lineId: of(pending).commission.lineId,
      amount: '20.00',
      currency: 'USD',
      status: 'HELD',
    },
    sub1: 'newsletter',
    acceptAt: '2030-01-10T00:00:00.000Z',
    decidedAt: null,
    createdAt: of(pending).createdAt,
  })
  assert.equal(of(review).reason, 'BEING_CHECKED')
  const { history, reason } = await portal(`conversions/${declined}`)
  assert.equal(reason, 'OTHER')
  assert.deepEqual(
    history.map((step: { action: string; reason: string | null }) => [step.action, step.reason]),
    [
      ['RECORDED', null],
      ['DECLINED', 'OTHER'],
    ],
  )
  assert.equal((await portal('conversions?status=accepted'))[0].id, accepted)
})

test('a conversion that came from another partner tells nothing of the time there', async () => {
  const other = await visitorOf(server, own)
  const id = await own.convert({})
  await own.decline(id)
  await own.undo(id)
  const moved = await own.reattribute(id, { partnerId: other.partnerId, reason: 'It was theirs.' })
  assert.equal(moved.status, 200, moved.text)
  assert.equal((await caller.get(`/api/v1/portal/conversions/${id}`)).status, 404)
  const { data } = (await other.caller.get(`/api/v1/portal/conversions/${id}`)).body
  assert.deepEqual(
    data.history.map(({ action }: { action: string }) => action),
    ['CREDITED'],
  )
  assert.deepEqual([data.link, data.sub1, data.couponCode], [null, null, null])
})

test('a commission line says why it is not paid and when it is expected', async () => {
  const { onItsWay, waiting, voided } = own.lines
  assert.deepEqual(await portal(`commission-lines/${waiting.id}`), {
    id: waiting.id,
    description: 'Launch bonus',
    amount: '30.00',
    currency: 'USD',
    status: 'PENDING',
    reason: 'WAITING_FOR_PAYOUT',
    sourceAmount: '300.00',
    percent: '10',
    planName: null,
    payoutId: null,
    takesBack: null,
    expectedOn: nextPayDay(),
    createdAt: waiting.createdAt,
  })
  const lines = await portal('commission-lines?limit=100')
  const of = (id: string) => lines.find((one: { id: string }) => one.id === id)
  assert.deepEqual([of(voided.id).reason, of(voided.id).expectedOn], ['OTHER', null])
  assert.deepEqual(
    [of(onItsWay.id).payoutId, of(onItsWay.id).reason, of(onItsWay.id).expectedOn],
    [own.payouts.awaited, null, '2026-04-15'],
  )
  const preparing = lines.filter((one: { reason: string }) => one.reason === 'PAYOUT_IN_PREPARATION')
  assert.deepEqual(
    preparing.map((one: { amount: string; payoutId: null }) => [one.amount, one.payoutId]),
    [['45.00', null]],
  )
  const held = lines.filter(
    (one: { status: string; expectedOn: string | null }) => one.status === 'HELD' && one.expectedOn,
  )
  assert.deepEqual(
    held.map((one: { reason: string; expectedOn: string }) => [one.reason, one.expectedOn]),
    [['WAITING_FOR_CONVERSION', '2030-02-15']],
  )
})

test('a payout is shown once it is on its way, with its stages, its lines and its statement', async () => {
  const payouts = await portal('payouts')
  assert.deepEqual(
    payouts.map(({ id, stage }: { id: string; stage: string }) => [id, stage]),
    [
      [own.payouts.awaited, 'PENDING_PAYMENT'],
      [own.payouts.paid, 'PAID'],
    ],
  )
  const paid = await portal(`payouts/${own.payouts.paid}`)
  assert.deepEqual(paid, {
    ...payouts[1],
    amount: { value: '20.00', currency: 'USD' },
    lineCount: 1,
    expectedOn: null,
    history: [{ stage: 'PAID', at: paid.paidAt }],
  })
  assert.equal((await portal(`commission-lines?payoutId=${paid.id}`)).length, 1)
  const statement = await caller.post(`/api/v1/portal/payouts/${paid.id}/statement`)
  assert.equal(statement.status, 200, statement.text)
  const pdf = await fetch(statement.body.data.url.replace(server.config.publicUrl, server.url))
  assert.deepEqual([pdf.status, pdf.headers.get('content-type')], [200, 'application/pdf'])
  assert.equal((await caller.post(`/api/v1/portal/payouts/${own.payouts.preparing}/statement`)).status, 404)
})

test('a deal is registered for one’s own partner, whatever is typed, and sent again when it was returned', async () => {
  const other = await visitorOf(server, own)
  const [form] = await portal('forms')
  assert.deepEqual(form.fields, [
    {
      id: own.customer,
      label: 'Customer',
      isRequired: true,
      dataType: 'STRING',
      options: null,
      dealProperty: 'CUSTOMER_NAME',
    },
  ])
  const path = `/api/v1/portal/forms/${form.id}/submissions`
  const fields = { [own.customer]: 'Harbour Freight', [own.by]: other.partnerId }
  const made = await caller.post(path, { fields })
  assert.deepEqual([made.status, made.body.data.status], [201, 'PENDING'])
  const stored = (await own.admin.get(`/api/v1/form-submissions/${made.body.data.id}`)).body.data
  assert.deepEqual(
    [stored.partnerId, stored.email, stored.fields[1].value],
    [own.partnerId, own.visitor.email, own.partnerId],
  )
  const deal = await portal('deals').then((all) => all[0])
  assert.deepEqual([deal.name, deal.status, 'conflicts' in deal], ['Harbour Freight', 'PENDING', false])
  assert.deepEqual(refusal(await caller.post(path, { fields: {} })), [
    422,
    'VALIDATION_ERROR',
    `fields.${own.customer}`,
  ])
  const { id } = made.body.data
  await own.admin.post(`/api/v1/form-submissions/${id}/return`, { reason: 'Which harbour?' })
  const returned = await portal(`submissions/${id}`)
  assert.deepEqual([returned.status, returned.reason], ['RETURNED', 'Which harbour?'])
  const again = await Promise.all(
    [1, 2].map((at) =>
      caller.patch(`/api/v1/portal/submissions/${id}`, { fields: { [own.customer]: `Harbour ${at}` } }),
    ),
  )
  assert.deepEqual(again.map(({ status }) => status).toSorted(), [200, 422])
  assert.equal((await caller.post(`/api/v1/portal/forms/${own.internal.id}/submissions`, { fields: {} })).status, 404)
})

test('where the money goes is changed by the partner, masked, and everybody there is told', async () => {
  const before = await portal('billing-info')
  const { updatedAt: _updated, payoutMethod: _method, ...party } = before
  const change = { ...party, payoutMethod: { type: 'BANK', accountHolder: 'Larkspur', iban: 'DE89370400440532013000' } }
  const set = await caller.put('/api/v1/portal/billing-info', change)
  assert.deepEqual([set.status, set.body.data.payoutMethod.iban], [200, 'DE****3000'])
  const letters = () =>
    runSql(
      server,
      `select recipient from mail where organisation_id = $1 and subject like 'Your payout account%' order by recipient`,
      [own.organisation.id],
    )
  const people = [own.visitor.email, own.colleague.email].toSorted()
  assert.deepEqual(
    (await letters()).map(({ recipient }: { recipient: string }) => recipient),
    people,
  )
  await caller.put('/api/v1/portal/billing-info', { ...party, legalName: 'Larkspur Traders SE' })
  assert.equal((await letters()).length, 2)
  const [event] = (await own.admin.get('/api/v1/events?limit=1&type=partner-billing-info.set')).body.data
  assert.equal(event.actor.kind, 'visitor')
  const wrong = { ...party, payoutMethod: { type: 'BANK', accountHolder: 'Larkspur', iban: 'DE89370400440532013001' } }
  assert.deepEqual(refusal(await caller.put('/api/v1/portal/billing-info', wrong)), [
    422,
    'VALIDATION_ERROR',
    'payoutMethod.iban',
  ])
})

test('colleagues are invited and removed, but not oneself, not the manager, and not people of other partners', async () => {
  const stranger = await visitorOf(server, own)
  const team = '/api/v1/portal/team'
  const invited = await caller.post(team, { email: 'sam@larkspur.example.com', name: 'Sam' })
  assert.deepEqual([invited.status, invited.body.data.email], [201, 'sam@larkspur.example.com'])
  const [letter] = await runSql(
    server,
    `select body from mail where organisation_id = $1 and recipient = 'sam@larkspur.example.com'`,
    [own.organisation.id],
  )
  assert.match(letter.body, new RegExp(`${own.visitor.email} has given you access`))
  assert.deepEqual(refusal(await caller.post(team, { email: 'SAM@larkspur.example.com' }))[1], 'ALREADY_IN_TEAM')
  assert.deepEqual(refusal(await caller.post(team, { email: stranger.email }))[1], 'CANNOT_INVITE')
  await own.admin.put(`/api/v1/partners/${own.partnerId}/manager`, { visitorId: own.colleague.id })
  const remove = (id: string) => caller.delete(`${team}/${id}`)
  assert.deepEqual(refusal(await remove(own.visitor.id))[1], 'CANNOT_REMOVE_YOURSELF')
  assert.deepEqual(refusal(await remove(own.colleague.id))[1], 'CANNOT_REMOVE_MANAGER')
  assert.deepEqual(refusal(await remove(stranger.id))[1], 'VISITOR_NOT_FOUND')
  assert.equal((await remove(invited.body.data.id)).status, 204)
  const people = await portal('team')
  assert.deepEqual(
    people.map(({ id, isYou, isManager }: { id: string; isYou: boolean; isManager: boolean }) => [
      id,
      isYou,
      isManager,
    ]),
    [
      [own.colleague.id, false, true],
      [own.visitor.id, true, false],
    ],
  )
})

test('of two colleagues who remove each other one stays', async () => {
  const vendor = await world(server)
  const one = await visitorOf(server, vendor)
  const other = await visitorOf(server, vendor, { partnerId: one.partnerId })
  const answers = await Promise.all([
    one.caller.delete(`/api/v1/portal/team/${other.id}`),
    other.caller.delete(`/api/v1/portal/team/${one.id}`),
  ])
  assert.equal(answers.filter(({ status }) => status === 204).length, 1)
  assert.equal((await vendor.admin.get(`/api/v1/visitors?partnerId=${one.partnerId}`)).body.data.length, 1)
})

test('a profile has a name and a language of one’s own choice', async () => {
  const set = await caller.patch('/api/v1/portal/profile', { language: 'nl', name: 'Robin Sample' })
  assert.deepEqual(set.body.data, {
    id: own.visitor.id,
    email: own.visitor.email,
    name: 'Robin Sample',
    language: 'nl',
  })
  assert.deepEqual(refusal(await caller.patch('/api/v1/portal/profile', { language: 'xx' })), [
    422,
    'VALIDATION_ERROR',
    'language',
  ])
  assert.equal((await caller.patch('/api/v1/portal/profile', { email: 'new@larkspur.example.com' })).status, 422)
  await caller.patch('/api/v1/portal/profile', { language: null })
})

test('the resources are those of the template that is published for the partner', async () => {
  const resources = await portal('resources')
  assert.deepEqual(resources, [
    {
      id: own.resource.id,
      title: 'Guide',
      description: null,
      category: null,
      url: 'https://vendor.example.com',
      file: null,
      updatedAt: own.resource.updatedAt,
    },
  ])
  const other = (await own.admin.post('/api/v1/experience-templates', { name: 'Other' })).body.data
  const hidden = (await own.admin.post(`/api/v1/experience-templates/${other.id}/resources`, { title: 'Theirs' })).body
    .data
  const form = new FormData()
  form.set('file', new Blob(['text']), 'a.txt')
  assert.equal(
    (await own.admin.send('PUT', `/api/v1/experience-resources/${hidden.id}/file?name=a.txt`, { raw: form })).status,
    200,
  )
  assert.equal((await caller.get(`/api/v1/portal/resources/${hidden.id}/file`)).status, 404)
  await own.admin.patch(`/api/v1/partners/${own.partnerId}`, { experienceTemplateId: other.id })
  assert.deepEqual(
    (await portal('resources')).map(({ title }: { title: string }) => title),
    ['Theirs'],
  )
  const file = await caller.get(`/api/v1/portal/resources/${hidden.id}/file`)
  assert.deepEqual([file.text, file.headers.get('content-type')], ['text', 'application/octet-stream'])
})

test('what a partner became sees all, and one that is archived sees nothing', async () => {
  const setting = await portalProgramme(server)
  const heir = await visitorOf(server, setting)
  const merged = await setting.admin.post(`/api/v1/partners/${heir.partnerId}/merge`, { partnerId: setting.partnerId })
  assert.equal(merged.status, 200, merged.text)
  for (const one of [heir, setting.visitor])
    for (const path of ['links', 'coupons', 'conversions', 'commission-lines', 'payouts', 'submissions', 'deals']) {
      const answer = await one.caller.get(`/api/v1/portal/${path}`)
      assert.equal(answer.status, 200, answer.text)
      assert.ok(answer.body.data.length > 0, path)
    }
  assert.equal((await heir.caller.get(`/api/v1/portal/payouts/${setting.payouts.paid}`)).status, 200)
  const alias = await heir.caller.post(`/api/v1/portal/links/${setting.link.id}/aliases`, {
    alias: `heir-${setting.link.id.slice(-8)}`,
  })
  assert.equal(alias.status, 201, alias.text)
  await setting.admin.post(`/api/v1/partners/${heir.partnerId}/archive`, {})
  assert.equal((await heir.caller.get('/api/v1/portal/home')).status, 401)
})

test('a change that another site asks for with the cookie is refused', async () => {
  const evil = portalPage(server.url, own.visitor.cookie)
  const headers = { 'sec-fetch-site': 'cross-site' }
  const answer = await evil.post(`/api/v1/portal/links/${own.link.id}/aliases`, { alias: 'stolen' }, { headers })
  assert.deepEqual(refusal(answer).slice(0, 2), [403, 'CROSS_SITE_REFUSED'])
})
