import assert from 'node:assert/strict'
import { newId } from '#/kernel/id.ts'
import { runSql } from './sql.ts'
import type { Server, World } from './world.ts'

const party = {
  legalName: 'Larkspur Traders GmbH',
  taxId: 'DE123456789',
  email: 'accounts@larkspur.example.com',
  address: { line1: 'Hauptstraße 12', line2: null, city: 'München', state: null, postalCode: '80331', country: 'DE' },
  locale: 'en',
}

/** The partner's billing information, with these of its values. */
export async function enterBillingInfo({ admin }: World, partnerId: string, given: object = {}) {
  const entered = await admin.put(`/api/v1/partners/${partnerId}/billing-info`, { ...party, ...given })
  assert.equal(entered.status, 200, entered.text)
}

/** The organisation's own billing information, with these of its values. */
export async function enterOwnBillingInfo({ admin }: World, given: object = {}) {
  const own = { ...party, legalName: 'Vendor Software, Inc.', ...given }
  const entered = await admin.put('/api/v1/billing-info', own)
  assert.equal(entered.status, 200, entered.text)
}

type Line = { amount: string; sourceAmount?: string | null; description?: string | null; planName?: string | null }
type Wanted = { lines?: Line[]; currency?: string; poNumber?: string; metadata?: string; name?: string }

/** A payout of a partner of its own, with lines on it; amounts in minor units. */
export async function payoutWith(server: Server, vendor: World, wanted: Wanted = {}) {
  const { lines = [], currency = 'USD', poNumber = null, metadata = null, name = newId('ptn', new Date()) } = wanted
  const partner = (await vendor.admin.post('/api/v1/partners', { name })).body.data
  const organisation = vendor.organisation.id
  const [batch, id] = [newId('pbt', new Date()), newId('pay', new Date())]
  await runSql(
    server,
    `insert into payout_batch (organisation_id, id, period_start, period_end, currency, created_at, updated_at)
    values ($1, $2, '2026-01-01T00:00:00Z', '2026-03-31T23:59:59Z', $3, now(), now())`,
    [organisation, batch, currency],
  )
  await runSql(
    server,
    `insert into payout (organisation_id, id, batch_id, partner_id, currency, stage, po_number, metadata, created_at, updated_at)
    values ($1, $2, $3, $4, $5, 'DRAFT', $6, $7, '2026-04-04T09:30:00Z', now())`,
    [organisation, id, batch, partner.id, currency, poNumber, metadata],
  )
  await attachLines(server, id, lines)
  return { id, partnerId: partner.id as string }
}

/** Further lines on a payout, a day apart, in this order. */
export async function attachLines(server: Server, payoutId: string, lines: Line[]) {
  const rows = lines.map((line) => ({ ...line, id: newId('cln', new Date()) }))
  await runSql(
    server,
    `insert into commission_line (organisation_id, id, partner_id, payout_id, description, amount, source_amount, currency, status, plan_name, created_at, updated_at)
    select y.organisation_id, r.line->>'id', y.partner_id, y.id, r.line->>'description', (r.line->>'amount')::bigint, (r.line->>'sourceAmount')::bigint,
      y.currency, 'APPROVED', r.line->>'planName', timestamptz '2026-01-31T23:30:00Z' + r.place * interval '1 day', now()
    from payout y cross join json_array_elements($2) with ordinality as r(line, place) where y.id = $1`,
    [payoutId, JSON.stringify(rows)],
  )
  await runSql(
    server,
    `update payout y set amount = s.amount, line_count = s.lines
    from (select coalesce(sum(amount), 0) as amount, count(*) as lines from commission_line where payout_id = $1) s where y.id = $1`,
    [payoutId],
  )
}
