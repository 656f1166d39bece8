import type { Device } from '../tables.ts'
import type { SubIds } from './question.ts'

/** One visit, as it is about to be written. */
export type Click = {
  organisationId: string
  id: string
  linkId: string
  /** A whole number of 52 bits. */
  visitor: number
  isRepeat: boolean
  device: Device
  country: string | null
  referrerHost: string | null
  subs: SubIds
}
