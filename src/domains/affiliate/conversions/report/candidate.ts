import type { Touch } from '../explanation.ts'

/** A touch before it is judged, with what is known of its link or coupon and its partner. */
export type Candidate = Omit<Touch, 'verdict' | 'at'> & {
  at: Date
  campaignId: string
  isRevoked: boolean
  isEnded: boolean
  isArchived: boolean
  partnerDomain: string | null
  /** The buyer’s e-mail is that of a person at the partner. */
  hasEmail: boolean
  subIds: (string | null)[]
}
