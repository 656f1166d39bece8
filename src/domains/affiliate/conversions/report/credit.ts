import type { CampaignRow } from '#/domains/affiliate/tables.ts'
import type { Touch, TouchVerdict } from '../explanation.ts'
import type { Candidate } from './candidate.ts'

type Terms = Pick<CampaignRow, 'id' | 'attribution_window_days' | 'attribution_model'>

export type Credit = {
  touches: Touch[]
  credited: Candidate | undefined
  /** What is against the click that was reported. */
  against: TouchVerdict | undefined
}

/**
 * Who is credited. A coupon in force goes before clicks; without one the reported click must be good, and the campaign's model
 * chooses among it and those before it. Where no click was reported, earlier conversions are what it chooses from.
 */
export function credit(candidates: readonly Candidate[], campaign: Terms, now: Date): Credit {
  const inOrder = candidates.toSorted((a, b) => a.at.getTime() - b.at.getTime() || (a.id < b.id ? -1 : 1))
  const reported = inOrder.find(({ knownBy }) => knownBy === 'REPORT')
  const judged = inOrder.map((one) => ({ one, against: againstOf(one, { campaign, now, reported }) }))
  const against = judged.find(({ one }) => one === reported)?.against
  const usable = judged.flatMap((each) => (each.against ? [] : [each.one]))
  const credited = choose(usable, { model: campaign.attribution_model, reported })
  const touches = judged.map((each) =>
    toTouch(each.one, each.against ?? (each.one === credited ? 'CREDITED' : 'NOT_CHOSEN')),
  )
  return { touches, credited, against }
}

type Case = { campaign: Terms; now: Date; reported: Candidate | undefined }

const dayMs = 24 * 60 * 60 * 1000

function againstOf(one: Candidate, { campaign, now, reported }: Case): TouchVerdict | undefined {
  if (one.campaignId !== campaign.id) return 'OTHER_CAMPAIGN'
  if (one.isEnded) return 'COUPON_ENDED'
  if (one.isArchived) return 'PARTNER_ARCHIVED'
  if (one.isRevoked) return 'LINK_REVOKED'
  if (now.getTime() - one.at.getTime() > campaign.attribution_window_days * dayMs) return 'OUTSIDE_WINDOW'
  return one.type === 'CLICK' && reported && one.id > reported.id ? 'AFTER_REPORTED' : undefined
}

type Choice = { model: Terms['attribution_model']; reported: Candidate | undefined }

function choose(usable: Candidate[], { model, reported }: Choice): Candidate | undefined {
  const coupon = usable.find(({ type }) => type === 'COUPON')
  if (coupon) return coupon
  if (reported && !usable.includes(reported)) return undefined
  const pool = usable.filter(({ type }) => type === (reported ? 'CLICK' : 'CONVERSION'))
  return model === 'FIRST_CLICK' ? pool[0] : pool.at(-1)
}

const toTouch = ({ type, knownBy, id, linkId, partnerId, at }: Candidate, verdict: TouchVerdict): Touch => ({
  type,
  knownBy,
  id,
  linkId,
  partnerId,
  at: at.toISOString(),
  verdict,
})
