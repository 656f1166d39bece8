import type { Area } from './area.ts'
import { campaigns } from './campaigns/area.ts'
import { clients } from './clients/area.ts'
import { commissions } from './commissions/area.ts'
import { contacts } from './contacts/area.ts'
import { conversions } from './conversions/area.ts'
import { dashboard } from './dashboard/area.ts'
import { forms } from './forms/area.ts'
import { ledger } from './ledger/area.ts'
import { partners } from './partners/area.ts'
import { payouts } from './payouts/area.ts'
import { programme } from './programme/area.ts'
import { settings } from './settings/area.ts'

/** Every part of the console, in the order of its navigation. */
export const areas: readonly Area[] = [
  dashboard,
  partners,
  clients,
  contacts,
  programme,
  campaigns,
  conversions,
  forms,
  commissions,
  payouts,
  ledger,
  settings,
]
