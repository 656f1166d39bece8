import { mintToken } from '#/domains/affiliate/index.ts'
import type { Context } from '../kernel/context.ts'
import { writeClicks } from './clicks.ts'
import { partnerAt } from './portfolios.ts'
import { type Company, companies } from './programme.ts'
import type { Stage, Thing } from './stage.ts'

const disposable = 'mailinator.com'
const excluded = 'prize-hunters.example'

const campaigns = [
  {
    name: 'Refer a warehouse',
    destinationUrl: 'https://www.vendor.example/start',
    isOpenToPartners: true,
    commission: { type: 'FIXED', amount: '50.00', currency: 'USD' },
    qualityRules: { excludedDomains: { action: 'REJECT', domains: [excluded] } },
  },
  {
    name: 'Spring licences',
    destinationUrl: 'https://www.vendor.example/pricing',
    isOpenToPartners: true,
    commission: { type: 'PERCENT', percent: '10', property: 'amount', currency: 'EUR' },
    attributionWindowDays: 60,
    attributionModel: 'FIRST_CLICK',
  },
  {
    name: 'Webinars of the winter',
    destinationUrl: 'https://www.vendor.example/webinars',
    commission: { type: 'NONE' },
  },
]

/** A reseller that has something of everything, and the active partners who refer. */
const referrers = [
  ...companies.slice(0, 1),
  ...companies.filter(({ categories, phase }) => categories.includes('Referral') && phase === 2).slice(0, 7),
]

type Referral = { campaign: Thing; link: Thing; company: Company; place: number }

/** Partners spread links and coupons; people click, some buy, and most of what they bought is decided on. */
export async function spreadLinks(ctx: Context, stage: Stage): Promise<void> {
  stage.arrive()
  for (const [at, terms] of campaigns.entries()) {
    const campaign = await ensureCampaign(stage, terms)
    const some = at === 2 ? referrers.slice(0, 2) : referrers
    if (campaign['status'] === 'ENDED') continue
    for (const [number, company] of some.entries())
      await refer(ctx, stage, { campaign, company, place: at * referrers.length + number })
    if (at === 1) await useCoupons(stage, campaign)
    if (at === 2) await stage.act('campaigns.end', { id: campaign.id })
  }
}

/** A campaign of this name may be somebody's own; only ours leads to a site that nobody has. */
async function ensureCampaign(stage: Stage, terms: (typeof campaigns)[number]): Promise<Thing> {
  const ours = ({ name, destinationUrl }: Thing) => name === terms.name && destinationUrl === terms.destinationUrl
  return (await stage.all('campaigns.list')).find(ours) ?? (await stage.act('campaigns.create', terms))
}

async function refer(ctx: Context, stage: Stage, given: Omit<Referral, 'link'>): Promise<void> {
  const { campaign, company, place } = given
  const partnerId = await partnerAt(stage, company.domain)
  const alias = `${company.domain.split('.')[0]}-${place}-${ctx.organisationId.slice(-6)}`.toLowerCase()
  const link = await stage.act('links.create', { id: campaign.id, partnerId, alias })
  const clicks = await writeClicks(ctx, { linkId: link.id, place })
  if (place >= 2 * referrers.length) return
  for (const [nth, { id, at }] of clicks.entries())
    await convert(stage, {
      clickId: mintToken(ctx, {
        organisationId: ctx.organisationId,
        linkId: link.id,
        clickId: id,
        isRecorded: true,
      }),
      at,
      number: place * 10 + nth,
    })
}

type Sale = { clickId: string; at: Date; number: number }

/** Somebody who had clicked buys a day later; ten days later it is decided on. */
async function convert(stage: Stage, { clickId, at, number }: Sale): Promise<void> {
  const domain = number % 11 === 3 ? disposable : number % 13 === 5 ? excluded : `customer-${number}.example`
  const report = {
    clickId,
    email: `buyer.${number}@${domain}`,
    properties: { amount: `${400 + ((number * 37) % 90) * 20}.00`, seats: 1 + (number % 12) },
  }
  const then = stage.at(later(at, 1))
  const made = await then.act<Recorded>('conversions.record', report)
  if (made.status === 'recorded') await decide(stage.at(later(at, 11)), made.conversionId, number)
}

type Recorded = { status: string; conversionId: string }

const later = (at: Date, days: number) => new Date(at.getTime() + days * 86_400_000)

async function decide(stage: Stage, id: string, number: number): Promise<void> {
  const conversion = await stage.act('conversions.get', { id })
  if (conversion['status'] !== 'pending') return
  if (number % 5 < 3) await stage.act('conversions.accept', { id })
  if (number % 5 === 3)
    await stage.act('conversions.decline', { id, reasonType: 'CUSTOM', reason: 'Cancelled within a week.' })
}

/** Three buyers name a code instead of clicking. */
async function useCoupons(stage: Stage, campaign: Thing): Promise<void> {
  for (const [at, { domain }] of referrers.slice(0, 3).entries()) {
    const code = `${domain.split('.')[0]}-spring`
    const partnerId = await partnerAt(stage, domain)
    await stage.act('coupons.create', { id: campaign.id, partnerId, code })
    const sale = {
      campaignId: campaign.id,
      externalId: `demo-coupon-${at}`,
      coupon: code,
      email: `till.${at}@shop-${at}.example`,
    }
    await stage.act('conversions.record', { ...sale, properties: { amount: '640.00' } })
  }
}
