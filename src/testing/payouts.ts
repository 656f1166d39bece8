import assert from 'node:assert/strict'
import { newId } from '#/kernel/id.ts'
import { assertBooks, balances } from './ledger.ts'
import { runSql } from './sql.ts'
import { type Answer, type Server, world } from './world.ts'

type Wanted = {
  partnerId: string
  currency?: string
  stage?: string
  periodStart?: string
  periodEnd?: string
  batchId?: string
}

/** Puts an empty payout where it stands in no request's way: on a batch of its own unless one is named. */
export async function putPayout(server: Server, organisationId: string, wanted: Wanted): Promise<string> {
  const { partnerId, currency = 'USD', stage = 'DRAFT' } = wanted
  const { periodStart = '2026-01-01T00:00:00.000Z', periodEnd = '2026-03-31T23:59:59.000Z' } = wanted
  const now = new Date()
  const [id, batchId] = [newId('pay', now), wanted.batchId ?? newId('pbt', now)]
  await runSql(
    server,
    `with batch as (
      insert into payout_batch (organisation_id, id, period_start, period_end, currency, created_at, updated_at)
      values ($1, $2, $3, $4, $5, $6, $6) on conflict do nothing
    ), made as (
      insert into payout (organisation_id, id, batch_id, partner_id, currency, stage, created_at, updated_at) values ($1, $7, $2, $8, $5, $9, $6, $6)
    )
    insert into payout_stage_change (organisation_id, payout_id, number, to_stage, actor_kind, actor_id, actor_name, created_at)
    values ($1, $7, 1, $9, 'operator', 'operator', 'The tests', $6)`,
    [organisationId, batchId, periodStart, periodEnd, currency, now, id, partnerId, stage],
  )
  return id
}

/** An organisation with a partner and an empty payout of it, and short words for what tests do with them. */
export async function payoutSetting(server: Server, currency = 'USD') {
  const vendor = await world(server)
  const { admin, organisation } = vendor
  const partnerId: string = (await admin.post('/api/v1/partners', { name: 'Larkspur Traders' })).body.data.id
  const payoutId = await putPayout(server, organisation.id, { partnerId, currency })
  const newLine = (amount: string, more: object = {}) =>
    admin.post('/api/v1/commission-lines', { partnerId, amount, currency, ...more })
  const addLine = async (amount: string, more: object = { payoutId }): Promise<string> => {
    const made = await newLine(amount, more)
    assert.equal(made.status, 201, made.text)
    return made.body.data.id
  }
  return {
    ...vendor,
    partnerId,
    payoutId,
    newLine,
    /** On the payout unless said otherwise. */
    addLine,
    line: async (id: string) => (await admin.get(`/api/v1/commission-lines/${id}`)).body.data,
    patchLine: (id: string, body: object) => admin.patch(`/api/v1/commission-lines/${id}`, body),
    decline: (id: string, body: object = { reasonType: 'DUPLICATE' }) =>
      admin.post(`/api/v1/commission-lines/${id}/decline`, body),
    detach: (id: string) => admin.post(`/api/v1/commission-lines/${id}/detach`),
    payout: async (id = payoutId) => (await admin.get(`/api/v1/payouts/${id}`)).body.data,
    patchPayout: (body: object, headers: Record<string, string> = {}) =>
      admin.patch(`/api/v1/payouts/${payoutId}`, body, { headers }),
    books: () => assertBooks(server, organisation.id),
    balances: () => balances(server, partnerId),
  }
}

/** Status and code of a refusal, and the field of its first fault where it names one. */
export const refusalOf = ({ status, body }: Answer): unknown[] => [
  status,
  body.error?.code,
  ...(Array.isArray(body.error?.details) ? [body.error.details[0].path.join('.')] : []),
]
