import type { Party } from '../billing-info/billing-info.ts'
import type { Image } from './logo/image.ts'

/** What a statement says, but for its lines. */
export type StatementContent = {
  number: string
  currency: string
  periodStart: Date
  periodEnd: Date
  poNumber: string | null
  note: string | null
  /** The programme. Only its name is known until its billing information is there. */
  issuer: { name: string; party: Party | undefined }
  payee: Party
  logo: Image | undefined
  createdAt: Date
}

/** One line of a payout as it is printed; amounts in minor units. */
export type StatementLine = {
  /** When it was earned; of a line that was entered, when that was. */
  day: Date
  description: string | null
  planName: string | null
  amount: bigint
  sourceAmount: bigint | null
  /**
   * The percentage that its plan has reckoned it by, "12.5"; null where a plan reckoned otherwise. Undefined of a line that was
   * entered: there the amount and the sale say it.
   */
  percent?: string | null
}
