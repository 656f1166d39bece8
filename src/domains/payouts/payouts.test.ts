import assert from 'node:assert/strict'
import { test } from 'node:test'
import pg from 'pg'
import { payoutSetting, newPayout, refusalOf } from '#/testing/payouts.ts'
import { runSql } from '#/testing/sql.ts'
import { type Answer, type Caller, serverOfThisFile, startServer, world } from '#/testing/world.ts'

const server = await serverOfThisFile()

const newPartner = async (admin: Caller, name: string): Promise<string> =>
  (await admin.post('/api/v1/partners', { name })).body.data.id
const setting = () => payoutSetting(server)

const statusesOf = async (admin: Caller, payoutId: string): Promise<string[]> =>
  (await admin.get(`/api/v1/commission-lines?payoutId=${payoutId}`)).body.data.map(
    (line: { status: string }) => line.status,
  )

test('a payout is changed key by key, and only a difference moves it', async () => {
  const { admin, partnerId, payoutId, patchPayout, organisation } = await setting()
  const before = (await admin.get(`/api/v1/payouts/${payoutId}`)).body.data
  const changed = await patchPayout({
    stage: 'APPROVED',
    poNumber: '  PO-2026-0042 ',
    metadata: ' First line\n\nSecond ',
  })
  assert.equal(changed.status, 200, changed.text)
  const { updatedAt, ...rest } = changed.body.data
  assert.deepEqual(rest, {
    id: payoutId,
    partner: { id: partnerId, name: 'Larkspur Traders' },
    batchId: before.batchId,
    periodStart: '2026-01-01T00:00:00.000Z',
    periodEnd: '2026-03-31T23:59:59.000Z',
    amount: { value: '0.00', currency: 'USD' },
    stage: 'APPROVED',
    poNumber: 'PO-2026-0042',
    metadata: 'First line\n\nSecond',
    createdAt: before.createdAt,
  })
  assert.ok(updatedAt > before.updatedAt)
  assert.deepEqual((await admin.get(`/api/v1/payouts/${payoutId}`)).body, changed.body)
  for (const body of [{}, { stage: 'APPROVED' }, { poNumber: 'PO-2026-0042', metadata: 'First line\n\nSecond' }])
    assert.deepEqual((await patchPayout(body)).body, changed.body)
  const cleared = (await patchPayout({ poNumber: '   ', metadata: null })).body.data
  assert.deepEqual([cleared.poNumber, cleared.metadata, cleared.stage], [null, null, 'APPROVED'])
  assert.ok(cleared.updatedAt > updatedAt)
  const events = await runSql(
    server,
    `select type, before, after from event where organisation_id = $1 and subject_id = $2 and type = 'payouts.update' order by id`,
    [organisation.id, payoutId],
  )
  assert.deepEqual(events, [
    {
      type: 'payouts.update',
      before: { stage: 'DRAFT', poNumber: null, metadata: null },
      after: { stage: 'APPROVED', poNumber: 'PO-2026-0042', metadata: 'First line\n\nSecond' },
    },
    {
      type: 'payouts.update',
      before: { poNumber: 'PO-2026-0042', metadata: 'First line\n\nSecond' },
      after: { poNumber: null, metadata: null },
    },
  ])
})

test('what a payout does not take is refused by its field', async () => {
  const { admin, payoutId, patchPayout, callerWith } = await setting()
  for (const [body, field] of [
    [{ stage: 'SENT' }, 'stage'],
    [{ stage: null }, 'stage'],
    [{ poNumber: 'x'.repeat(201) }, 'poNumber'],
    [{ metadata: 'x'.repeat(2001) }, 'metadata'],
    [{ metadata: 7 }, 'metadata'],
    [{ amount: '7' }, 'amount'],
  ] as const) {
    const refused = await patchPayout(body)
    assert.deepEqual(refusalOf(refused), [422, 'VALIDATION_ERROR', field])
  }
  assert.equal((await patchPayout({ poNumber: '🙂'.repeat(200) })).status, 200)
  const reader = await callerWith('commissions:read')
  assert.equal((await reader.get(`/api/v1/payouts/${payoutId}`)).status, 200)
  assert.equal((await reader.get('/api/v1/payouts')).status, 200)
  assert.equal((await reader.patch(`/api/v1/payouts/${payoutId}`, {})).status, 403)
  const stranger = await callerWith('partners:read')
  for (const path of ['', `/${payoutId}`, `/${payoutId}/history`])
    assert.equal((await stranger.get(`/api/v1/payouts${path}`)).status, 403)
  const other = await world(server)
  for (const { caller, id } of [
    { caller: other.admin, id: payoutId },
    { caller: admin, id: 'pay_unknown' },
  ])
    for (const answer of [
      await caller.get(`/api/v1/payouts/${id}`),
      await caller.get(`/api/v1/payouts/${id}/history`),
      await caller.patch(`/api/v1/payouts/${id}`, { stage: 'PAID' }),
    ])
      assert.deepEqual([answer.status, answer.body.error.code], [404, 'PAYOUT_NOT_FOUND'])
})

test('into PAID all its lines are paid, out of it none is, and every other stage leaves them', async () => {
  const { admin, payoutId, addLine, patchPayout, books, balances } = await setting()
  await addLine('1000.50')
  await addLine('-200')
  const inPayout = { 'COMMISSIONS USD': '-80050', 'IN_PAYOUT USD': '80050' }
  const paid = { 'COMMISSIONS USD': '-80050', 'PAID USD': '80050' }
  for (const [stage, status, expected] of [
    ['DECLINED', 'APPROVED', inPayout],
    ['POSTPONED', 'APPROVED', inPayout],
    ['PAID', 'PAID', paid],
    ['PAID', 'PAID', paid],
    ['FAILED', 'APPROVED', inPayout],
    ['PAID', 'PAID', paid],
    ['APPROVED', 'APPROVED', inPayout],
  ] as const) {
    const answer = await patchPayout({ stage })
    assert.deepEqual([answer.body.data.stage, answer.body.data.amount.value], [stage, '800.50'], answer.text)
    assert.deepEqual(await statusesOf(admin, payoutId), [status, status])
    assert.deepEqual(await balances(), expected)
    await books()
  }
  const line = (await admin.get(`/api/v1/commission-lines?payoutId=${payoutId}`)).body.data[0]
  assert.ok(line.updatedAt > line.createdAt)
})

test('the history tells every stage once, oldest first, with who set it', async () => {
  const { admin, payoutId, patchPayout, callerWith } = await setting()
  for (const stage of ['PENDING_REVIEW', 'PENDING_REVIEW', 'APPROVED', 'PAID']) await patchPayout({ stage })
  await patchPayout({ poNumber: 'PO-1' })
  const reader = await callerWith('commissions:read')
  const first = await reader.get(`/api/v1/payouts/${payoutId}/history?limit=3`)
  assert.equal(first.status, 200, first.text)
  const cursor = first.body.pagination.nextCursor
  const second = (await reader.get(`/api/v1/payouts/${payoutId}/history?limit=3&cursor=${cursor}`)).body
  assert.equal(second.pagination.nextCursor, null)
  const all = [...first.body.data, ...second.data]
  assert.deepEqual(
    all.map(({ from, to, reason }) => [from, to, reason]),
    [
      [null, 'DRAFT', null],
      ['DRAFT', 'PENDING_REVIEW', null],
      ['PENDING_REVIEW', 'APPROVED', null],
      ['APPROVED', 'PAID', null],
    ],
  )
  assert.deepEqual([all[3].by.kind, all[3].by.name], ['key', 'First key'])
  assert.equal(all[3].at, (await admin.get(`/api/v1/payouts/${payoutId}/history`)).body.data[3].at)
  assert.equal((await admin.get(`/api/v1/payouts/pay_x/history?cursor=${cursor}`)).status, 422)
})

test('with If-Match only what was seen is changed', async () => {
  const { admin, payoutId, addLine, patchPayout } = await setting()
  const seen = (await admin.get(`/api/v1/payouts/${payoutId}`)).headers.get('etag') ?? ''
  await addLine('5')
  const stale = await patchPayout({ stage: 'PAID' }, { 'if-match': seen })
  assert.equal(stale.status, 412, stale.text)
  const fresh = (await admin.get(`/api/v1/payouts/${payoutId}`)).headers.get('etag') ?? ''
  const answers = await Promise.all(
    ['APPROVED', 'SCHEDULED', 'PAID'].map((stage) => patchPayout({ stage }, { 'if-match': fresh })),
  )
  assert.deepEqual(answers.map(({ status }) => status).toSorted(), [200, 412, 412])
})

test('a list is narrowed by stage, partner, batch and period, and pages through without a gap', async () => {
  const { admin, partnerId, payoutId } = await setting()
  const other = await newPartner(admin, 'Basalt Studio')
  const put = (wanted: object) => newPayout(admin, { partnerId, ...wanted })
  const q2 = { periodStart: '2026-04-01T00:00:00.000Z', periodEnd: '2026-06-30T23:59:59.000Z' }
  const second = await put({ ...q2, stage: 'PENDING_REVIEW' })
  const batchId = (await admin.get(`/api/v1/payouts/${second}`)).body.data.batchId
  const third = await put({ batchId, partnerId: other, stage: 'PAID' })
  const fourth = await put({ ...q2, periodStart: '2026-05-01T00:00:00.000Z', partnerId: other, stage: 'PAID' })
  const all = [fourth, third, second, payoutId]
  const list = async (query: string): Promise<string[]> => {
    const answer = await admin.get(`/api/v1/payouts${query}`)
    assert.equal(answer.status, 200, answer.text)
    return answer.body.data.map(({ id }: { id: string }) => id)
  }
  for (const [query, expected] of [
    ['', all],
    ['?stage=PAID', [fourth, third]],
    [`?partnerId=${partnerId}`, [second, payoutId]],
    [`?partnerId=${partnerId}&stage=DRAFT`, [payoutId]],
    [`?partnerId=${partnerId}&batchId=${batchId}`, [second]],
    [`?partnerId=${other}&periodStart=2026-05-01`, [fourth]],
    [`?batchId=${batchId}`, [third, second]],
    [`?batchId=${batchId}&stage=PENDING_REVIEW`, [second]],
    [`?batchId=${batchId}&periodStart=2026-05-01`, []],
    ['?periodStart=2026-01-01&periodEnd=2026-03-31', [payoutId]],
    ['?periodEnd=2026-03-30', []],
    ['?periodEnd=2026-03-31T23:59:58.000Z', []],
    ['?periodStart=2026-04-01', [fourth, third, second]],
    ['?periodStart=2026-04-01T00:00:00.001Z', [fourth]],
    ['?periodStart=2026-04-01&stage=PAID&limit=1', [fourth]],
    ['?partnerId=ptn_unknown', []],
    ['?batchId=pbt_unknown', []],
  ] as const)
    assert.deepEqual(await list(query), expected, query)

  for (const query of ['limit=1', 'limit=1&periodEnd=2026-12-31', `limit=1&stage=PAID`, `limit=1&batchId=${batchId}`]) {
    const ids: string[] = []
    for (let cursor: string | null = ''; cursor !== null;) {
      const { body }: Answer = await admin.get(`/api/v1/payouts?${query}&cursor=${cursor}`)
      ids.push(...body.data.map(({ id }: { id: string }) => id))
      cursor = body.pagination.nextCursor
    }
    assert.deepEqual(ids, await list(`?${query.replace('limit=1', 'limit=100')}`), query)
  }
  for (const query of ['stage=SENT', 'periodStart=yesterday', 'partnerId=', 'limit=0', 'page=2', 'cursor=x'])
    assert.equal((await admin.get(`/api/v1/payouts?${query}`)).status, 422, query)
})

test('the payouts of a partner are found by its CRM id, and those of a merged one with it', async () => {
  const { admin, organisation, partnerId, payoutId } = await setting()
  const staying = await newPartner(admin, 'Staying')
  await runSql(server, `update partner set external_id = 'crm-7' where organisation_id = $1 and id = $2`, [
    organisation.id,
    staying,
  ])
  const later = await newPayout(admin, { partnerId: staying })
  assert.equal((await admin.post(`/api/v1/partners/${staying}/merge`, { partnerId })).status, 200)
  for (const ref of [staying, 'crm-7', partnerId]) {
    const { data } = (await admin.get(`/api/v1/payouts?partnerId=${ref}`)).body
    assert.deepEqual(
      data.map(({ id }: { id: string }) => id),
      [later, payoutId],
    )
  }
})

test('more than a hundred periods are gone through payout by payout', async () => {
  const { admin, partnerId } = await setting()
  const ids = []
  for (let day = 0; day < 110; day += 1) {
    const start = new Date(Date.UTC(2025, 0, 1 + day)).toISOString()
    ids.unshift(await newPayout(admin, { partnerId, periodStart: start, periodEnd: start }))
  }
  const found = (await admin.get('/api/v1/payouts?periodEnd=2025-12-31&limit=100')).body
  assert.deepEqual(
    found.data.map(({ id }: { id: string }) => id),
    ids.slice(0, 100),
  )
  assert.notEqual(found.pagination.nextCursor, null)
})

test('a payout of very many lines may take longer to be PAID than any other statement', async () => {
  await using hasty = await startServer({ settings: { DATABASE_STATEMENT_TIMEOUT_MS: '1000' } })
  const { payoutId, addLine, patchPayout } = await payoutSetting(hasty)
  const id = await addLine('1')
  await runSql(hasty, 'update payout set line_count = 20001 where id = $1', [payoutId])
  const holder = new pg.Client({ connectionString: hasty.database.url })
  await holder.connect()
  await holder.query('begin')
  await holder.query('select from commission_line where id = $1 for update', [id])
  const paying = patchPayout({ stage: 'PAID' })
  const waiting = `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and clock_timestamp() - query_start > interval '1.2 s'`
  const answered = paying.then(() => true)
  while (!(await Promise.race([answered, runSql(hasty, waiting).then((rows) => rows.length > 0)]))) continue
  await holder.query('commit')
  await holder.end()
  assert.equal((await paying).status, 200)
})
