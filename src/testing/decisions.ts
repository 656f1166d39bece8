import assert from 'node:assert/strict'
import { emailKeyOf } from '#/domains/affiliate/conversions/report/email-key.ts'
import { createLine, recordSale } from '#/domains/commissions/index.ts'
import { newId } from '#/kernel/id.ts'
import { moneyOf } from '#/kernel/money.ts'
import { inTransaction } from '#/platform/perform.ts'
import { newCampaign, newLink } from './affiliate.ts'
import { newPartner } from './commission-lines.ts'
import { assertBooks, balances } from './ledger.ts'
import { runSql } from './sql.ts'
import { operatorIn, type Server, world } from './world.ts'

type Wanted = {
  status?: 'pending' | 'review'
  /** Of its commission line, in USD; null: it has none. */
  commission?: string | null
  email?: string | null
  customerId?: string | null
  acceptAt?: Date
  reasons?: readonly string[]
  partnerId?: string
  linkId?: string
  /** Its sale is reckoned by this plan. */
  planId?: string
}

/** An organisation with a campaign, a partner and its link, where conversions are put past the product. */
export async function conversionSetting(server: Server, campaignBody: Record<string, unknown> = {}) {
  const vendor = await world(server)
  const { admin, organisation } = vendor
  const campaign = await newCampaign(admin, campaignBody)
  const partnerId = await newPartner(vendor)
  const link = await newLink(admin, { campaignId: campaign.id, partnerId })
  const ctx = await operatorIn(server, organisation.id)
  const lineOfSale = async (id: string, { planId, customerId = null }: Wanted) => {
    const sale = {
      sourceId: `conversion:${id}`,
      partnerId,
      customerId,
      amount: moneyOf('100', 'USD'),
      description: null,
    }
    const { lines } = await inTransaction(ctx, (inside) =>
      recordSale(inside, { ...sale, planId: planId ?? null, occurredAt: ctx.now() }, 'HELD'),
    )
    return lines[0] ?? null
  }
  const convert = async (wanted: Wanted = {}): Promise<string> => {
    const { status = 'pending', commission = '20', reasons = [] } = wanted
    const holder = wanted.partnerId ?? partnerId
    const id = newId('cnv', new Date())
    const entered = async (amount: string) =>
      (await createLine(ctx, { partnerId: holder, amount: moneyOf(amount, 'USD'), status: 'HELD' })).row
    const line = wanted.planId ? await lineOfSale(id, wanted) : commission === null ? null : await entered(commission)
    const submission = newId('fsub', new Date())
    const email = wanted.email === undefined ? 'buyer@customer.example.com' : wanted.email
    await runSql(
      server,
      `insert into form_submission (organisation_id, id, form_id, partner_id, email, fields, extra, partner_objects, is_of_conversion, status, created_at, updated_at)
       values ($1, $2, $3, $4, $5, '{"aaaaaaaaaaaaaaaaaaaaaaaa": "Robin"}', '{"plan": "team"}', '[]', true, 'PENDING', now(), now())`,
      [organisation.id, submission, campaign.formId, holder, email],
    )
    await runSql(
      server,
      `insert into conversion (organisation_id, id, campaign_id, partner_id, link_id, click_id, attributed_by, customer_id, email, email_key, amount, currency,
         form_submission_id, commission_line_id, status, accept_at, explanation, sub1, created_at, updated_at)
       values ($1, $2, $3, $4, $5, $6, 'CLICK', $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, 'newsletter', now(), now())`,
      [
        organisation.id,
        id,
        campaign.id,
        holder,
        wanted.linkId ?? link.id,
        newId('clk', new Date()),
        wanted.customerId ?? null,
        email,
        email === null ? null : emailKeyOf(ctx, email),
        line === null ? null : '10000',
        line === null ? null : 'USD',
        submission,
        line?.id ?? null,
        status,
        wanted.acceptAt ?? null,
        JSON.stringify(explained(status, { reasons, line: line?.id ?? null })),
      ],
    )
    return id
  }
  const path = (id: string) => `/api/v1/conversions/${id}`
  return {
    ...vendor,
    ctx,
    campaign,
    partnerId,
    link,
    convert,
    conversion: async (id: string) => (await admin.get(path(id))).body.data,
    history: async (id: string) => (await admin.get(`${path(id)}/history`)).body.data,
    accept: (id: string, body: object = {}) => admin.post(`${path(id)}/accept`, body),
    decline: (id: string, body: object = { reasonType: 'INELIGIBLE' }) => admin.post(`${path(id)}/decline`, body),
    reattribute: (id: string, body: object) => admin.post(`${path(id)}/reattribute`, body),
    undo: (id: string) => admin.post(`${path(id)}/undo`, {}),
    bulk: (body: object) => admin.post('/api/v1/conversions/bulk', body),
    /** Id and status of its line. */
    lineOf: async (id: string) => {
      const { commissionLineId } = (await admin.get(path(id))).body.data
      return (await admin.get(`/api/v1/commission-lines/${commissionLineId}`)).body.data
    },
    /** Puts all that waits on a payout, which comes to its stage. */
    payOut: async (stage?: string, of = partnerId): Promise<string> => {
      const period = { periodStart: '2026-01-01', periodEnd: '2026-03-31', currency: 'USD' }
      const made = await admin.post('/api/v1/payouts', { partnerId: of, ...period, attachPendingLines: true })
      assert.equal(made.status, 201, made.text)
      const { id } = made.body.data
      if (stage) assert.equal((await admin.patch(`/api/v1/payouts/${id}`, { stage })).status, 200)
      return id
    },
    balances: (of = partnerId) => balances(server, of),
    books: () => assertBooks(server, organisation.id),
  }
}

const explained = (status: string, { reasons, line }: { reasons: readonly string[]; line: string | null }) => ({
  version: 1,
  reportedBy: 'SERVER',
  status,
  reasons,
  attribution: null,
  rules: [
    {
      rule: 'SELF_REFERRAL_DOMAIN',
      action: 'REVIEW',
      verdict: status === 'review' ? 'FAIL' : 'PASS',
      values: { domain: 'customer.example.com' },
    },
  ],
  commission: {
    type: 'PERCENT',
    result: line === null ? 'AMOUNT_MISSING' : 'LINE',
    property: 'total',
    given: null,
    sale: line === null ? null : { amount: '100.00', currency: 'USD' },
    percent: '20',
    planId: null,
    skipped: null,
    lineId: line,
    amount: line === null ? null : '20.00',
    currency: line === null ? null : 'USD',
  },
})
