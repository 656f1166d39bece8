import assert from 'node:assert/strict'
import { runSql } from './sql.ts'
import type { Answer, Caller, Server, World } from './world.ts'

export const lines = '/api/v1/commission-lines'

export async function newPartner({ admin }: World, body: object = {}): Promise<string> {
  const made = await admin.post('/api/v1/partners', { name: `Larkspur ${crypto.randomUUID()}`, ...body })
  assert.equal(made.status, 201, made.text)
  return made.body.data.id
}

/** A line of the pool: 100.00 USD unless said otherwise. */
export async function newLine(own: World, body: { partnerId: string } & Record<string, unknown>): Promise<string> {
  const made = await own.admin.post(lines, { amount: '100', currency: 'USD', ...body })
  assert.equal(made.status, 201, made.text)
  return made.body.data.id
}

export async function withCrmId(own: World, externalId: string): Promise<string> {
  const id = await newPartner(own)
  assert.equal((await own.admin.patch(`/api/v1/partners/${id}/crm-record`, { externalId })).status, 200)
  return id
}

/** Status, then path and code of each fault. */
export const faults = ({ status, body }: Answer) => [
  status,
  ...body.error.details.map(({ path, code }: { path: string[]; code: string }) => `${path.join('.')} ${code}`),
]

export const refused = (answer: Answer) => [answer.status, answer.body.error?.code]

export const eventsOf = async ({ admin }: World, type: string) =>
  (await admin.get(`/api/v1/events?limit=100&type=${type}`)).body.data

export const statusOf = async (caller: Caller, id: string): Promise<string> =>
  (await caller.get(`${lines}/${id}`)).body.data.status

/** Puts a line on a payout of its own, with the books in order, past the product: a test of lines needs no more of payouts. */
export async function putOnPayout(server: Server, lineId: string, stage: 'PENDING_REVIEW' | 'PAID'): Promise<string> {
  const payoutId = `pay_of_${lineId}`
  const isPaid = stage === 'PAID'
  await runSql(
    server,
    `with line as (select * from commission_line where id = $1),
     batch as (insert into payout_batch (organisation_id, id, period_start, period_end, currency, created_at, updated_at)
       select organisation_id, 'pbt_of_' || id, now(), now(), currency, now(), now() from line),
     payout as (insert into payout (organisation_id, id, batch_id, partner_id, currency, amount, line_count, stage, created_at, updated_at)
       select organisation_id, $2, 'pbt_of_' || id, partner_id, currency, amount, 1, $3, now(), now() from line),
     history as (insert into payout_stage_change (organisation_id, payout_id, number, to_stage, actor_kind, actor_id, actor_name, created_at)
       select organisation_id, $2, 1, $3, 'operator', 'test', 'test', now() from line),
     entries as (insert into ledger_entry (organisation_id, transaction_id, number, account, partner_id, commission_line_id, payout_id, currency, amount, created_at)
       select organisation_id, replace(id, 'cln_', 'ltx_'), leg.number, leg.account, partner_id, id, leg.payout_id, currency, leg.sign * amount, now()
       from line cross join (values (1, 'PAYABLE', null, -1), (2, $4, $2, 1)) as leg(number, account, payout_id, sign))
     update commission_line set status = $5, payout_id = $2, updated_at = now() where id = $1`,
    [lineId, payoutId, stage, isPaid ? 'PAID' : 'IN_PAYOUT', isPaid ? 'PAID' : 'APPROVED'],
  )
  return payoutId
}

/** Makes a line wait for its conversion, with the books in order, past the product: nothing does so yet. */
export async function makeHeld(server: Server, lineId: string): Promise<void> {
  await runSql(server, `update commission_line set status = 'HELD' where id = $1`, [lineId])
  await runSql(
    server,
    `insert into ledger_entry (organisation_id, transaction_id, number, account, partner_id, commission_line_id, currency, amount, created_at)
     select organisation_id, replace(id, 'cln_', 'ltx_'), leg.number, leg.account, partner_id, id, currency, leg.sign * amount, now()
     from commission_line cross join (values (1, 'PAYABLE', -1), (2, 'EARNED', 1)) as leg(number, account, sign) where id = $1`,
    [lineId],
  )
}
