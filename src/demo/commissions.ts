import { enterBillingInfo } from './billing-info.ts'
import { partnerAt } from './portfolios.ts'
import { type Company, companies } from './programme.ts'
import type { Stage, Thing } from './stage.ts'

const plan = {
  name: 'Resellers',
  appliesTo: { partnerIds: [], tierIds: [], categories: ['Reseller'] },
  commission: { type: 'PERCENT', percent: '12.5' },
  recurringMonths: 12,
}

/** The partners who sell, by the places that they have among the companies. */
const sellers = companies.filter(({ categories, phase }) => categories.includes('Reseller') && phase === 2).slice(0, 12)

/** How many days ago each of them sold something: in the quarter that is paid, but for the last. */
const saleDays = [150, 120, 95, 20]

/** What partners earn and are paid: sales under a plan, lines that were entered, and one quarter's payouts in every state. */
export async function payPartners(stage: Stage): Promise<void> {
  stage.arrive()
  await stage.ensure('commission-plans', 'name', { ...plan, effectiveFrom: stage.dayAhead(-230) })
  await stage.act('payout-settings.set', { currency: 'USD', schedule: { every: 'MONTH', daysAfter: 15 } })
  for (const [at, company] of sellers.entries()) await sell(stage, company, at)
  await enterLines(stage)
  for (const company of sellers) await enterBillingInfo(stage, company)
  const partnerIds: string[] = []
  for (const { domain } of sellers) partnerIds.push(await partnerAt(stage, domain))
  const batch = await ensureBatch(stage, partnerIds)
  for (const [at, partnerId] of partnerIds.entries()) {
    const { id } = await stage.act<Thing>('payouts.create', { partnerId, batchId: batch.id })
    for (const stageName of waysOf[at % waysOf.length] ?? [])
      await stage.act('payouts.update', { id, stage: stageName })
  }
}

/** How far payouts have come: most are paid. */
const waysOf = [
  ['PENDING_REVIEW', 'APPROVED', 'PAID'],
  ['PENDING_REVIEW', 'PENDING_INVOICE'],
  ['PAID'],
  ['BLOCKED'],
  ['APPROVED', 'PAID'],
]

async function sell(stage: Stage, { domain }: Company, at: number): Promise<void> {
  const partnerId = await partnerAt(stage, domain)
  const record = (more: object) => stage.act('source-events.create', { partnerId, currency: 'USD', ...more })
  for (const [turn, days] of saleDays.entries()) {
    const type = turn % 2 ? 'RENEWAL' : 'SALE'
    const order = { sourceId: `demo-order-${1001 + at * 10 + turn}`, customerId: `demo-customer-${at}`, type }
    const amount = `${1_200 + ((at * 7 + turn * 13) % 40) * 150}.00`
    await record({ ...order, amount, occurredAt: stage.dayAhead(-days), description: 'Warehouse licences' })
  }
  if (at % 5 !== 1) return
  const sold = 1001 + at * 10
  const refund = { sourceId: `demo-refund-${sold}`, type: 'REFUND', originalSourceId: `demo-order-${sold}` }
  await record({ ...refund, amount: '300.00', occurredAt: stage.dayAhead(-18), description: 'Two licences sent back' })
}

async function enterLines(stage: Stage): Promise<void> {
  const enter = async (at: number, line: object) => {
    const partnerId = await partnerAt(stage, sellers[at]?.domain ?? '')
    return (await stage.act<Thing>('commission-lines.create', { partnerId, ...line })).id
  }
  await enter(0, { amount: '500', currency: 'USD', description: 'Launch bonus', idempotencyKey: 'demo-bonus-1' })
  await enter(2, { amount: '350', currency: 'EUR', description: 'Trade fair in Turin', idempotencyKey: 'demo-fair-1' })
  const disputed = await enter(3, {
    amount: '90',
    currency: 'EUR',
    description: 'Travel',
    idempotencyKey: 'demo-travel-1',
  })
  await stage.act('commission-lines.postpone', { id: disputed })
  const twice = await enter(0, {
    amount: '500',
    currency: 'EUR',
    description: 'Launch bonus',
    idempotencyKey: 'demo-bonus-2',
  })
  await stage.act('commission-lines.void', { id: twice, reasonType: 'DUPLICATE' })
}

/** The payouts of the last quarter, in a batch of the demo's own; lines that came later wait for the next. */
async function ensureBatch(stage: Stage, partnerIds: string[]): Promise<Thing> {
  const [known] = await stage.all('payouts.list', { partnerId: partnerIds[0] })
  if (known) return { id: String(known['batchId']) }
  const period = { periodStart: stage.dayAhead(-150), periodEnd: stage.dayAhead(-60) }
  return await stage.act<Thing>('payout-batches.create', { ...period, partnerIds, attachPendingLines: true })
}
