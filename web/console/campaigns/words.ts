import type { Schemas } from '../../api/client.ts'
import type { Tone } from '../../ui/status.tsx'

export type Campaign = Schemas['Campaign']
export type Commission = Campaign['commission']
export type AffiliateLink = Schemas['AffiliateLink']
export type Tally = Schemas['AffiliateReport']['totals']

export const statuses: Record<Campaign['status'], { label: string; tone: Tone }> = {
  ACTIVE: { label: 'Active', tone: 'good' },
  PAUSED: { label: 'Paused', tone: 'waiting' },
  ENDED: { label: 'Ended', tone: 'quiet' },
}

export const linkStatuses: Record<AffiliateLink['status'], { label: string; tone: Tone }> = {
  ACTIVE: { label: 'Active', tone: 'good' },
  REVOKED: { label: 'Revoked', tone: 'bad' },
  PARTNER_ARCHIVED: { label: 'Partner archived', tone: 'quiet' },
}

export const couponStatuses: Record<Schemas['Coupon']['status'], { label: string; tone: Tone }> = {
  ACTIVE: { label: 'Active', tone: 'good' },
  ENDED: { label: 'Ended', tone: 'quiet' },
  PARTNER_ARCHIVED: { label: 'Partner archived', tone: 'quiet' },
}

/** Conversions that count: all but the declined ones. */
export const standing = ({ conversions: { pending, review, accepted } }: Tally): number => pending + review + accepted

export const number = new Intl.NumberFormat()
const percent = new Intl.NumberFormat(undefined, { style: 'percent', maximumFractionDigits: 2 })

/** `0.0231` as 2.31 %. */
export const rateText = (rate: string): string => percent.format(rate as Intl.StringNumericLiteral)

/** What a changed campaign makes stale elsewhere. */
export const touched = ['links', 'coupons', 'reports', 'forms']
