import assert from 'node:assert/strict'
import { conversionSetting } from './decisions.ts'
import { newForm, submit } from './forms.ts'
import { enterBillingInfo } from './payout.ts'
import { visitorOf } from './portal.ts'
import type { Answer, Caller, Server, World } from './world.ts'

/** Stands in every text that the team writes for itself: no partner may ever read it. */
export const secret = 'INTERNAL-MARK'

const okay = async (answer: Promise<Answer>) => {
  const { status, text, body } = await answer
  assert.ok(status < 300, text)
  return body?.data
}

/** A partner with something of everything that its portal shows, and with internal notes beside it. */
export async function portalProgramme(server: Server) {
  const setting = await conversionSetting(server, {
    name: 'Spring launch',
    allowedPaths: ['/shop'],
    isOpenToPartners: true,
    commission: { type: 'PERCENT', percent: '20', property: 'total', currency: 'USD' },
  })
  const { admin, partnerId } = setting
  await okay(admin.put('/api/v1/payout-settings', { currency: 'USD', schedule: { every: 'MONTH', daysAfter: 15 } }))
  const template = await okay(
    admin.post('/api/v1/experience-templates', {
      name: `Standard ${secret}`,
      description: secret,
      welcomeText: 'Hello',
    }),
  )
  await okay(admin.patch(`/api/v1/partners/${partnerId}`, { experienceTemplateId: template.id }))
  const visitor = await visitorOf(server, setting, { partnerId, name: 'Robin' })
  const colleague = await visitorOf(server, setting, { partnerId })
  const rows = {
    ...(await affiliateRows(setting)),
    ...(await moneyRows(setting)),
    ...(await registered(admin, partnerId)),
  }
  const resource = await okay(
    admin.post(`/api/v1/experience-templates/${template.id}/resources`, {
      title: 'Guide',
      url: 'https://vendor.example.com',
    }),
  )
  return { ...setting, template, visitor, colleague, resource, ...rows }
}
export type PortalProgramme = Awaited<ReturnType<typeof portalProgramme>>

type Setting = Awaited<ReturnType<typeof conversionSetting>>

async function affiliateRows({ admin, campaign, partnerId, link, convert, accept, decline }: Setting) {
  await okay(admin.post(`/api/v1/links/${link.id}/aliases`, { alias: `own-${link.id.slice(-8)}`.toLowerCase() }))
  const coupon = await okay(admin.post(`/api/v1/campaigns/${campaign.id}/coupons`, { partnerId }))
  const [pending, accepted, declined] = [
    await convert({ acceptAt: new Date('2030-01-10T00:00:00.000Z'), customerId: secret }),
    await convert(),
    await convert(),
  ]
  const review = await convert({ status: 'review', reasons: ['SELF_REFERRAL_DOMAIN'] })
  await okay(accept(accepted))
  await okay(decline(declined, { reasonType: 'CUSTOM', reason: secret }))
  return { coupon, conversions: { pending, accepted, declined, review } }
}

async function moneyRows({ admin, partnerId, payOut, ...own }: Setting) {
  await enterBillingInfo({ admin, ...own } as World, partnerId)
  const line = async (amount: string, more: object = {}) =>
    await okay(admin.post('/api/v1/commission-lines', { partnerId, amount, currency: 'USD', ...more }))
  const paid = await payOut('PAID')
  const onItsWay = await line('70')
  const awaited = await payOut('PENDING_PAYMENT')
  await line('45')
  const preparing = await payOut('APPROVED')
  const waiting = await line('30', { description: 'Launch bonus', sourceAmount: '300' })
  await okay(admin.patch(`/api/v1/commission-lines/${waiting.id}`, { note: secret }))
  const voided = await line('10')
  await okay(admin.post(`/api/v1/commission-lines/${voided.id}/void`, { reasonType: 'CUSTOM', reason: secret }))
  return { payouts: { paid, awaited, preparing }, lines: { onItsWay, waiting, voided } }
}

async function registered(admin: Caller, partnerId: string) {
  const form = await newForm(admin, {
    name: 'Deal registration',
    purpose: 'DEAL',
    needsAcceptance: true,
    fields: [
      { label: 'Customer', isRequired: true, dataType: 'STRING', dealProperty: 'CUSTOMER_NAME' },
      { label: 'Brought by', isRequired: true, dataType: 'PARTNER_SELECT' },
    ],
  })
  const internal = await newForm(admin, { name: secret, purpose: 'GENERAL', fields: [] })
  const [customer, by] = form.fields.map(({ id }: { id: string }) => id)
  const answers = { [customer]: 'Quarry Tools', [by]: partnerId }
  const submission = await submit(admin, form.id, { partnerId, fields: answers })
  const deal = (await okay(admin.get('/api/v1/deals?limit=1')))[0]
  const hidden = await submit(admin, internal.id, { partnerId, fields: {} })
  return { form, customer, by, internal, submission, hidden, deal }
}
