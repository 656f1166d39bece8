import assert from 'node:assert/strict'
import { test } from 'node:test'
import { closeDealAsWon } from '#/domains/forms/index.ts'
import { inTransaction } from '#/platform/perform.ts'
import { money } from '#/kernel/money.ts'
import { eventsOf, newPartner } from '#/testing/commission-lines.ts'
import { deals, faultsOf, forms, newForm, submissions, submit } from '#/testing/forms.ts'
import { inOrder } from '#/testing/in-the-way.ts'
import { runSql } from '#/testing/sql.ts'
import { type Answer, operatorIn, serverOfThisFile, type World, world } from '#/testing/world.ts'

let time = Date.parse('2026-03-10T09:30:00.000Z')
const at = (moment: string) => void (time = Date.parse(moment))
const server = await serverOfThisFile({ now: () => new Date(time) })

const codes = ({ status, body }: Answer) => [status, body.error?.code]
const accept = ({ admin }: World, submission: string, body: object = {}) =>
  admin.post(`${submissions}/${submission}/accept`, body)
const decline = ({ admin }: World, submission: string) =>
  admin.post(`${submissions}/${submission}/decline`, { reason: 'No' })

const asked = [
  { label: 'Deal', dataType: 'STRING', dealProperty: 'NAME' },
  { label: 'Worth', dataType: 'NUMBER', dealProperty: 'AMOUNT' },
  { label: 'In', dataType: 'DROPDOWN', dealProperty: 'CURRENCY', options: [{ label: 'Euro', value: 'EUR' }] },
  { label: 'Until', dataType: 'DATETIME', dealProperty: 'CLOSE_DATE' },
  { label: 'Site', dataType: 'STRING', dealProperty: 'CUSTOMER_DOMAIN' },
  { label: 'Customer', dataType: 'STRING', dealProperty: 'CUSTOMER_NAME' },
]

const dealForm = ({ admin }: World, body: object = {}) =>
  newForm(admin, { name: 'Deal registration', purpose: 'DEAL', needsAcceptance: true, ...body })

/** Registers a deal of a partner and gives the ids of its submission and of itself. */
async function register(own: World, formId: string, body: { partnerId: string; deal: object }) {
  const submission = await submit(own.admin, formId, { fields: {}, ...body })
  return { submission, deal: (await own.admin.get(`${submissions}/${submission}`)).body.data.dealId as string }
}

const dealOf = async ({ admin }: World, id: string) => (await admin.get(`${deals}/${id}`)).body.data
const rivals = async (own: World, id: string) =>
  (await dealOf(own, id)).conflicts.map(({ dealId, reason }: Record<'dealId' | 'reason', string>) => [dealId, reason])

test('a deal is registered by what fields tell, and what is said beside them wins', async () => {
  at('2026-03-10T09:30:00.000Z')
  const own = await world(server)
  const partnerId = await newPartner(own)
  const form = await dealForm(own, { fields: asked, protectionDays: 30 })
  const ids = form.fields.map(({ id }: { id: string }) => id)
  const answers = ['40 seats', 12000.5, 'euro', '2026-06-30T12:00:00Z', 'https://www.Quarry.example.com/en', 'Quarry']
  const fields = Object.fromEntries(answers.map((answer, index) => [ids[index], answer]))
  const submission = await submit(own.admin, form.id, { fields, partnerId, deal: { name: '50 seats' } })
  const id = (await own.admin.get(`${submissions}/${submission}`)).body.data.dealId
  assert.match(id, /^deal_[0-9A-HJKMNP-TV-Z]{26}$/)
  const now = '2026-03-10T09:30:00.000Z'
  const registered = {
    id,
    formSubmissionId: submission,
    partnerId,
    name: '50 seats',
    amount: '12000.50',
    currency: 'EUR',
    closeDate: '2026-06-30',
    customerDomain: 'quarry.example.com',
    customerName: 'Quarry',
    stage: 'OPEN',
    status: 'PENDING',
    protectedUntil: null,
    conflicts: [],
    createdAt: now,
    updatedAt: now,
  }
  assert.deepEqual(await dealOf(own, id), registered)
  at('2026-03-11T09:30:00.000Z')
  assert.equal((await accept(own, submission)).status, 200)
  const approved = {
    ...registered,
    status: 'APPROVED',
    protectedUntil: '2026-04-10T09:30:00.000Z',
    updatedAt: '2026-03-11T09:30:00.000Z',
  }
  assert.deepEqual(await dealOf(own, id), approved)
  assert.deepEqual(
    (
      await own.admin.get(
        `${deals}?status=APPROVED&stage=OPEN&partnerId=${partnerId}&customerDomain=quarry.example.com`,
      )
    ).body.data,
    [approved],
  )
  assert.deepEqual((await own.admin.get(`${deals}?status=PENDING`)).body.data, [])
  const [event] = await eventsOf(own, 'deals.approve')
  assert.deepEqual(
    [event.subjectId, event.partnerId, event.after],
    [id, partnerId, { status: 'APPROVED', protectedUntil: '2026-04-10T09:30:00.000Z' }],
  )
})

test('what a deal cannot be is refused, with the field named where it was said', async () => {
  const own = await world(server)
  const partnerId = await newPartner(own)
  const form = await dealForm(own, { fields: asked })
  const [name, worth, , , site] = form.fields.map(({ id }: { id: string }) => id)
  const send = (body: object) => own.admin.post(`${forms}/${form.id}/submissions`, { fields: {}, partnerId, ...body })
  const good = { name: 'D' }
  const bad: [object, ...string[]][] = [
    [{}, 'deal.name invalid_type'],
    [{ deal: { name: '' } }, 'deal.name too_small'],
    [{ fields: { [name]: 'x'.repeat(201) } }, `fields.${name} too_big`],
    [{ deal: { ...good, amount: '1' } }, 'deal.currency invalid_type'],
    [{ deal: { ...good, amount: 1, currency: 'EUR' } }, 'deal.amount invalid_type'],
    [{ deal: { ...good, amount: '1.234', currency: 'EUR' } }, 'deal.amount custom'],
    [{ deal: { ...good, amount: '-1', currency: 'EUR' } }, 'deal.amount custom'],
    [{ deal: { ...good, currency: 'XAU' } }, 'deal.currency invalid_value'],
    [{ fields: { [worth]: '1.5' }, deal: { ...good, currency: 'JPY' } }, `fields.${worth} custom`],
    [
      { fields: { [worth]: Number('99999999999999.99') }, deal: { ...good, currency: 'EUR' } },
      `fields.${worth} invalid_type`,
    ],
    [{ deal: { ...good, closeDate: '2026-02-30' } }, 'deal.closeDate invalid_format'],
    [{ deal: { ...good, customerDomain: 'no domain' } }, 'deal.customerDomain invalid_format'],
    [{ fields: { [site]: 'localhost' }, deal: good }, `fields.${site} invalid_format`],
    [{ deal: { ...good, other: 1 } }, 'deal.other unrecognized_keys'],
    [{ deal: good, partnerId: undefined }, 'partnerId invalid_type'],
  ]
  for (const [body, ...faults] of bad)
    assert.deepEqual(faultsOf(await send(body)), [422, 'VALIDATION_ERROR', ...faults])
  const plain = await newForm(own.admin, {})
  const onPlain = await own.admin.post(`${forms}/${plain.id}/submissions`, { fields: {}, partnerId, deal: good })
  assert.deepEqual(faultsOf(onPlain), [422, 'VALIDATION_ERROR', 'deal custom'])
  assert.deepEqual((await own.admin.get(deals)).body.data, [])
})

test('a lead registers a deal where it tells of one and has a partner', async () => {
  const own = await world(server)
  const partnerId = await newPartner(own)
  const form = await newForm(own.admin, { purpose: 'LEAD', fields: [asked[5]] })
  const [customer] = form.fields.map(({ id }: { id: string }) => id)
  const dealIdOf = async (body: object) =>
    (await own.admin.get(`${submissions}/${await submit(own.admin, form.id, body)}`)).body.data.dealId
  assert.equal(await dealIdOf({ fields: {}, partnerId }), null)
  assert.equal(await dealIdOf({ fields: { [customer]: 'Quarry' } }), null)
  const id = await dealIdOf({ fields: { [customer]: 'Quarry' }, partnerId })
  assert.deepEqual([(await dealOf(own, id)).name, (await dealOf(own, id)).status], ['Quarry', 'APPROVED'])
  const nobody = await own.admin.post(`${forms}/${form.id}/submissions`, { fields: {}, deal: { name: 'D' } })
  assert.deepEqual(faultsOf(nobody).slice(2), ['partnerId invalid_type'])
})

test('a customer of another partner is a conflict: by domain in any spelling, and by a name that is alike', async () => {
  at('2026-03-10T09:30:00.000Z')
  const own = await world(server)
  const form = await dealForm(own)
  const [one, two] = [await newPartner(own), await newPartner(own)]
  const first = await register(own, form.id, {
    partnerId: one,
    deal: { customerName: 'Quarry Tools GmbH', customerDomain: 'quarry.example.com' },
  })
  const site = await register(own, form.id, {
    partnerId: two,
    deal: { name: 'Other', customerDomain: 'kim@WWW.quarry.example.com' },
  })
  const name = await register(own, form.id, {
    partnerId: two,
    deal: { name: 'Deal', customerName: 'QUARRY TOOLS Inc.' },
  })
  const typo = await register(own, form.id, { partnerId: two, deal: { name: 'Quarry Tool' } })
  const unlike = await register(own, form.id, { partnerId: two, deal: { name: 'Quaint Toys' } })
  const mine = await register(own, form.id, {
    partnerId: one,
    deal: { customerName: 'Quarry Tools', customerDomain: 'quarry.example.com' },
  })
  assert.deepEqual((await dealOf(own, site.deal)).conflicts.slice(0, 1), [
    { dealId: first.deal, partnerId: one, reason: 'DOMAIN', similarity: 0, status: 'PENDING', isEarlier: true },
  ])
  const [byName] = (await dealOf(own, name.deal)).conflicts
  assert.deepEqual([byName.dealId, byName.reason, byName.similarity, byName.isEarlier], [first.deal, 'NAME', 1, true])
  const [byTypo] = (await dealOf(own, typo.deal)).conflicts
  assert.ok(byTypo.similarity >= 0.6 && byTypo.similarity < 1)
  assert.deepEqual(await rivals(own, unlike.deal), [])
  assert.deepEqual(await rivals(own, first.deal), [
    [site.deal, 'DOMAIN'],
    [name.deal, 'NAME'],
    [typo.deal, 'NAME'],
  ])
  assert.ok((await dealOf(own, first.deal)).conflicts.every(({ isEarlier }: { isEarlier: boolean }) => !isEarlier))
  assert.deepEqual((await rivals(own, mine.deal)).length, 3)
  const free = { name: 'A', customerDomain: 'robin@gmail.com' }
  await register(own, form.id, { partnerId: one, deal: free })
  assert.deepEqual(
    await rivals(own, (await register(own, form.id, { partnerId: two, deal: { ...free, name: 'B' } })).deal),
    [],
  )
})

test('an approval against a conflict is to be asked for, and both stand then', async () => {
  const own = await world(server)
  const form = await dealForm(own)
  const [one, two] = [await newPartner(own), await newPartner(own)]
  const deal = { name: 'Quarry', customerDomain: 'quarry.example.com' }
  const [first, second] = [
    await register(own, form.id, { partnerId: one, deal }),
    await register(own, form.id, { partnerId: two, deal }),
  ]
  const refused = await accept(own, second.submission)
  assert.deepEqual(codes(refused), [409, 'DEAL_CONFLICT'])
  assert.deepEqual(
    refused.body.error.details.conflicts.map(({ dealId }: { dealId: string }) => dealId),
    [first.deal],
  )
  assert.equal((await own.admin.get(`${submissions}/${second.submission}`)).body.data.status, 'PENDING')
  assert.equal((await accept(own, second.submission, { overrideConflicts: true })).status, 200)
  assert.deepEqual(codes(await accept(own, first.submission)), [409, 'DEAL_CONFLICT'])
  assert.equal((await accept(own, first.submission, { overrideConflicts: true })).status, 200)
  assert.deepEqual(await rivals(own, first.deal), [[second.deal, 'DOMAIN']])
  await own.admin.patch(`${deals}/${second.deal}`, { stage: 'LOST' })
  assert.deepEqual(await rivals(own, first.deal), [])
})

test('the first is approved without a word, and a rejected one stands in nobody’s way', async () => {
  const own = await world(server)
  const form = await dealForm(own)
  const [one, two] = [await newPartner(own), await newPartner(own)]
  const deal = { name: 'Quarry', customerDomain: 'quarry.example.com' }
  const [first, second] = [
    await register(own, form.id, { partnerId: one, deal }),
    await register(own, form.id, { partnerId: two, deal }),
  ]
  assert.equal((await decline(own, first.submission)).status, 200)
  assert.deepEqual(
    [(await dealOf(own, first.deal)).status, (await dealOf(own, first.deal)).conflicts],
    ['REJECTED', []],
  )
  assert.deepEqual(await rivals(own, second.deal), [])
  const third = await register(own, form.id, { partnerId: one, deal })
  assert.equal((await accept(own, second.submission)).status, 200)
  assert.deepEqual(codes(await accept(own, third.submission)), [409, 'DEAL_CONFLICT'])
})

test('where nobody is to decide, a deal is approved at once, but for one that conflicts', async () => {
  const own = await world(server)
  const form = await dealForm(own, { needsAcceptance: false })
  const [one, two] = [await newPartner(own), await newPartner(own)]
  const deal = { name: 'Quarry', customerDomain: 'quarry.example.com' }
  const [first, second] = [
    await register(own, form.id, { partnerId: one, deal }),
    await register(own, form.id, { partnerId: two, deal }),
  ]
  const statusOf = async (id: string) => (await own.admin.get(`${submissions}/${id}`)).body.data.status
  assert.deepEqual(
    [await statusOf(first.submission), (await dealOf(own, first.deal)).status],
    ['AUTO_ACCEPTED', 'APPROVED'],
  )
  assert.deepEqual([await statusOf(second.submission), (await dealOf(own, second.deal)).status], ['PENDING', 'PENDING'])
  assert.equal((await accept(own, second.submission, { overrideConflicts: true })).body.data.status, 'ACCEPTED')
})

test('of registrations of one customer at once, exactly one is first and each of the others sees it', async () => {
  const own = await world(server)
  const form = await dealForm(own, { needsAcceptance: false })
  const partners = await Promise.all(Array.from({ length: 12 }, () => newPartner(own)))
  const made = await Promise.all(
    partners.map((partnerId, index) =>
      register(own, form.id, {
        partnerId,
        deal:
          index % 2
            ? { name: 'Quarry', customerDomain: 'quarry.example.com' }
            : { customerName: 'Quarry Ltd', customerDomain: 'quarry.example.com' },
      }),
    ),
  )
  const all = await Promise.all(made.map(({ deal }) => dealOf(own, deal)))
  assert.equal(all.filter(({ status }) => status === 'APPROVED').length, 1)
  const earlier = all.map(
    ({ conflicts }) => conflicts.filter(({ isEarlier }: { isEarlier: boolean }) => isEarlier).length,
  )
  assert.deepEqual(
    earlier.toSorted((a, b) => a - b),
    Array.from({ length: 12 }, (_, index) => index),
  )
})

test('of two approvals at once, the second sees the first', async () => {
  const own = await world(server)
  const form = await dealForm(own)
  const [one, two] = [await newPartner(own), await newPartner(own)]
  const [a, b] = [
    { name: 'Quarry One', customerDomain: 'quarry.example.com' },
    { name: 'Else', customerDomain: 'quarry.example.com' },
  ]
  const [first, second] = [
    await register(own, form.id, { partnerId: one, deal: a }),
    await register(own, form.id, { partnerId: two, deal: b }),
  ]
  const lock = `select 1 from deal where organisation_id = '${own.organisation.id}' for update`
  const answers = await inOrder(server, lock, [
    () => accept(own, second.submission, { overrideConflicts: true }),
    () => accept(own, first.submission),
  ])
  assert.deepEqual(answers.map(codes), [
    [200, undefined],
    [409, 'DEAL_CONFLICT'],
  ])
})

test('protection ends by itself: the customer is free at that moment, and a job says so', async () => {
  at('2026-03-10T09:30:00.000Z')
  const own = await world(server)
  const form = await dealForm(own, { needsAcceptance: false, protectionDays: 10 })
  const [one, two] = [await newPartner(own), await newPartner(own)]
  const deal = { name: 'Quarry', customerDomain: 'quarry.example.com' }
  const first = await register(own, form.id, { partnerId: one, deal })
  at('2026-03-20T09:29:59.999Z')
  await server.application.jobs.runNow('deals.expire')
  assert.equal((await dealOf(own, first.deal)).status, 'APPROVED')
  assert.equal((await rivals(own, (await register(own, form.id, { partnerId: two, deal })).deal)).length, 1)
  at('2026-03-20T09:30:00.000Z')
  const free = await register(own, form.id, { partnerId: await newPartner(own), deal: { ...deal, name: 'Elsewhere' } })
  assert.deepEqual(
    (await rivals(own, free.deal)).map(([id]: string[]) => id === first.deal),
    [false],
  )
  await server.application.jobs.runNow('deals.expire')
  const expired = await dealOf(own, first.deal)
  assert.deepEqual([expired.status, expired.stage, expired.conflicts], ['EXPIRED', 'OPEN', []])
  await server.application.jobs.runNow('deals.expire')
  const events = await eventsOf(own, 'deals.expire')
  assert.deepEqual(
    events.map(({ subjectId, after }: { subjectId: string; after: object }) => [subjectId, after]),
    [[first.deal, { status: 'EXPIRED', protectedUntil: '2026-03-20T09:30:00.000Z' }]],
  )
  const extend = (body: object) => own.admin.post(`${deals}/${first.deal}/extend`, body)
  assert.deepEqual(codes(await extend({ days: 5 })), [409, 'DEAL_CONFLICT'])
  assert.equal((await dealOf(own, first.deal)).status, 'EXPIRED')
  const again = await extend({ days: 5, overrideConflicts: true })
  assert.deepEqual([again.body.data.status, again.body.data.protectedUntil], ['APPROVED', '2026-03-25T09:30:00.000Z'])
  assert.equal((await extend({ days: 30 })).body.data.protectedUntil, '2026-04-24T09:30:00.000Z')
  assert.deepEqual(faultsOf(await extend({ days: 3650 })).slice(2), ['days too_big'])
  assert.deepEqual(faultsOf(await extend({ days: 0 })).slice(2), ['days too_small'])
})

test('of extensions at once, each counts', async () => {
  at('2026-03-10T09:30:00.000Z')
  const own = await world(server)
  const form = await dealForm(own, { needsAcceptance: false, protectionDays: 10 })
  const { deal } = await register(own, form.id, { partnerId: await newPartner(own), deal: { name: 'Quarry' } })
  await Promise.all(Array.from({ length: 8 }, () => own.admin.post(`${deals}/${deal}/extend`, { days: 10 })))
  assert.equal((await dealOf(own, deal)).protectedUntil, '2026-06-08T09:30:00.000Z')
})

test('a deal is changed, won and lost, once its registration was approved', async () => {
  at('2026-03-10T09:30:00.000Z')
  const own = await world(server)
  const form = await dealForm(own)
  const partnerId = await newPartner(own)
  const { submission, deal } = await register(own, form.id, { partnerId, deal: { name: 'Quarry' } })
  const path = `${deals}/${deal}`
  const change = (body: object) => own.admin.patch(path, body)
  assert.deepEqual(codes(await change({ stage: 'WON' })), [422, 'DEAL_STATUS'])
  assert.deepEqual(codes(await own.admin.post(`${path}/extend`, { days: 1 })), [422, 'DEAL_STATUS'])
  await accept(own, submission)
  const before = await dealOf(own, deal)
  assert.deepEqual((await change({})).body.data, before)
  assert.deepEqual(faultsOf(await change({ amount: '5' })).slice(2), ['currency invalid_type'])
  const worth = await change({ amount: '5', currency: 'usd', closeDate: '2026-05-01' })
  assert.deepEqual(
    [worth.body.data.amount, worth.body.data.currency, worth.body.data.closeDate],
    ['5.00', 'USD', '2026-05-01'],
  )
  assert.deepEqual(faultsOf(await change({ amount: '5.001' })).slice(2), ['amount custom'])
  assert.deepEqual(faultsOf(await change({ currency: 'JPY' })).slice(2), ['amount custom'])
  const none = await change({ amount: null, closeDate: null })
  assert.deepEqual([none.body.data.amount, none.body.data.currency, none.body.data.closeDate], [null, null, null])
  const won = await change({ stage: 'WON' })
  assert.equal(won.body.data.stage, 'WON')
  assert.deepEqual(codes(await own.admin.post(`${path}/extend`, { days: 1 })), [422, 'DEAL_NOT_OPEN'])
  assert.equal((await change({ stage: 'OPEN', name: 'Quarry 2' })).body.data.name, 'Quarry 2')
  const [event] = await eventsOf(own, 'deals.update')
  assert.deepEqual(
    [event.before, event.after],
    [
      { name: 'Quarry', stage: 'WON' },
      { name: 'Quarry 2', stage: 'OPEN' },
    ],
  )
})

test('a sale that is heard of closes its deal as won, once, and gives it its worth', async () => {
  const own = await world(server)
  const form = await dealForm(own)
  const partnerId = await newPartner(own)
  const { submission, deal } = await register(own, form.id, { partnerId, deal: { name: 'Quarry' } })
  const ctx = await operatorIn(server, own.organisation.id)
  const close = () => inTransaction(ctx, (inside) => closeDealAsWon(inside, deal, { worth: money(1250n, 'EUR') }))
  await assert.rejects(close(), { code: 'DEAL_STATUS' })
  await accept(own, submission)
  const [first, second] = [await close(), await close()]
  assert.deepEqual([first.deal.stage, first.changes.length, second.changes.length], ['WON', 1, 0])
  assert.deepEqual([(await dealOf(own, deal)).amount, (await dealOf(own, deal)).currency], ['12.50', 'EUR'])
  await assert.rejects(closeDealAsWon(ctx, 'deal_nothing'), { code: 'DEAL_NOT_FOUND' })
})

test('a returned registration is sent again with another customer, and conflicts are seen anew', async () => {
  const own = await world(server)
  const form = await dealForm(own, { fields: asked })
  const [, worth, , , site, customer] = form.fields.map(({ id }: { id: string }) => id)
  const [one, two] = [await newPartner(own), await newPartner(own)]
  const first = await register(own, form.id, {
    partnerId: one,
    deal: { name: 'Q', customerDomain: 'quarry.example.com' },
  })
  const submission = await submit(own.admin, form.id, {
    partnerId: two,
    fields: { [customer]: 'Slate Works', [worth]: '7' },
    deal: { currency: 'EUR' },
  })
  const id = (await own.admin.get(`${submissions}/${submission}`)).body.data.dealId
  assert.deepEqual([(await dealOf(own, id)).name, await rivals(own, id)], ['Slate Works', []])
  await own.admin.post(`${submissions}/${submission}/return`, { reason: 'Which site?' })
  const sent = await own.admin.patch(`${submissions}/${submission}`, {
    fields: { [site]: 'quarry.example.com', [customer]: 'Slate Yard' },
  })
  assert.equal(sent.status, 200, sent.text)
  const { name, amount, currency, customerName, customerDomain } = await dealOf(own, id)
  assert.deepEqual(
    [name, amount, currency, customerName, customerDomain],
    ['Slate Yard', '7.00', 'EUR', 'Slate Yard', 'quarry.example.com'],
  )
  assert.deepEqual(await rivals(own, id), [[first.deal, 'DOMAIN']])
})

test('the deals of a merged partner go along, and no longer conflict with its own', async () => {
  const own = await world(server)
  const form = await dealForm(own)
  const [one, two] = [await newPartner(own), await newPartner(own)]
  const deal = { name: 'Quarry', customerDomain: 'quarry.example.com' }
  const [first, second] = [
    await register(own, form.id, { partnerId: one, deal }),
    await register(own, form.id, { partnerId: two, deal }),
  ]
  assert.equal((await own.admin.post(`/api/v1/partners/${one}/merge`, { partnerId: two })).status, 200)
  const moved = await dealOf(own, second.deal)
  assert.deepEqual([moved.partnerId, moved.conflicts], [one, []])
  assert.equal((await accept(own, second.submission)).status, 200)
  assert.deepEqual((await own.admin.get(`${deals}?partnerId=${two}`)).body.data.length, 2)
  assert.equal((await accept(own, first.submission)).status, 200)
})

test('of registrations and a merge at once, none is left with the partner that is no more', async () => {
  const own = await world(server)
  const form = await dealForm(own, { needsAcceptance: false })
  const [going, staying] = [await newPartner(own), await newPartner(own)]
  const registrations = Array.from({ length: 12 }, (_, index) =>
    register(own, form.id, {
      partnerId: going,
      deal: { name: `Deal ${index}`, customerDomain: `c${index}.example.com` },
    }),
  )
  const merged = own.admin.post(`/api/v1/partners/${staying}/merge`, { partnerId: going })
  const [answer] = await Promise.all([merged, ...registrations])
  assert.equal(answer.status, 200, answer.text)
  const { data } = (await own.admin.get(`${deals}?limit=100`)).body
  assert.deepEqual(
    data.map(({ partnerId }: { partnerId: string }) => partnerId),
    Array.from({ length: 12 }, () => staying),
  )
})

test('a deal of another organisation does not exist, and each step has its scope', async () => {
  const [own, other] = [await world(server), await world(server)]
  const form = await dealForm(own)
  const deal = { name: 'Quarry', customerDomain: 'quarry.example.com' }
  const { deal: id } = await register(own, form.id, { partnerId: await newPartner(own), deal })
  const theirs = await register(other, (await dealForm(other)).id, { partnerId: await newPartner(other), deal })
  assert.deepEqual(await rivals(other, theirs.deal), [])
  for (const answer of [
    await other.admin.get(`${deals}/${id}`),
    await other.admin.patch(`${deals}/${id}`, { name: 'Mine' }),
    await other.admin.post(`${deals}/${id}/extend`, { days: 1 }),
  ])
    assert.deepEqual(codes(answer), [404, 'DEAL_NOT_FOUND'])
  const [reader, writer] = [await own.callerWith('forms:read'), await own.callerWith('forms:write')]
  assert.equal((await reader.get(deals)).status, 200)
  assert.equal((await writer.get(deals)).status, 403)
  for (const caller of [reader, writer]) {
    assert.equal((await caller.patch(`${deals}/${id}`, {})).status, 403)
    assert.equal((await caller.post(`${deals}/${id}/extend`, { days: 1 })).status, 403)
  }
})

test('a change of a deal that was read before another’s change is refused by its version', async () => {
  const own = await world(server)
  const form = await dealForm(own)
  const { deal } = await register(own, form.id, { partnerId: await newPartner(own), deal: { name: 'Quarry' } })
  const etag = (await own.admin.get(`${deals}/${deal}`)).headers.get('etag') ?? ''
  const change = (name: string) => own.admin.patch(`${deals}/${deal}`, { name }, { headers: { 'if-match': etag } })
  const answers = await Promise.all([change('One'), change('Two')])
  assert.deepEqual(
    answers.map(({ status }) => status).toSorted((a, b) => a - b),
    [200, 412],
  )
  assert.equal((await runSql(server, 'select count(*)::integer as many from deal where id = $1', [deal]))[0].many, 1)
})
