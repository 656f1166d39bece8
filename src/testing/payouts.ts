import assert from 'node:assert/strict'
import { assertBooks, balances } from './ledger.ts'
import { type Answer, type Caller, type Server, world } from './world.ts'

type Wanted = {
  partnerId: string
  currency?: string
  stage?: string
  periodStart?: string
  periodEnd?: string
  batchId?: string
}

/** Makes an empty payout, on a batch of its own unless one is named, and brings it to its stage. */
export async function newPayout(admin: Caller, { stage, ...wanted }: Wanted): Promise<string> {
  const period = wanted.batchId ? {} : { periodStart: '2026-01-01', periodEnd: '2026-03-31' }
  const made = await admin.post('/api/v1/payouts', { ...period, ...wanted })
  assert.equal(made.status, 201, made.text)
  const { id } = made.body.data
  if (stage) assert.equal((await admin.patch(`/api/v1/payouts/${id}`, { stage })).status, 200)
  return id
}

/** An organisation with a partner and an empty payout of it, and short words for what tests do with them. */
export async function payoutSetting(server: Server, currency = 'USD') {
  const vendor = await world(server)
  const { admin, organisation } = vendor
  const partnerId: string = (await admin.post('/api/v1/partners', { name: 'Larkspur Traders' })).body.data.id
  const payoutId = await newPayout(admin, { partnerId, currency })
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
