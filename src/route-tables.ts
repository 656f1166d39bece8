import {
  attemptRoutes,
  campaignRoutes,
  decisionRoutes,
  figureRoutes,
  linkRoutes,
  reportRoutes,
  sourceEventRoutes,
} from '#/domains/affiliate/index.ts'
import {
  billingRoutes,
  clientRoutes,
  notificationRoutes,
  partnerUserRoutes,
  referralRoutes,
  vendorBillingRoutes,
  vendorClientRoutes,
  vendorUserRoutes,
} from '#/domains/clients/index.ts'
import { commissionRoutes, ledgerRoutes, planRoutes } from '#/domains/commissions/index.ts'
import { internalContactRoutes, partnerContactRoutes } from '#/domains/contacts/index.ts'
import { eventRoutes } from '#/domains/events/index.ts'
import { dealRoutes, formRoutes } from '#/domains/forms/index.ts'
import { organisationRoutes } from '#/domains/organisations/index.ts'
import { catalogueRoutes, partnerRoutes, visitorRoutes } from '#/domains/partners/index.ts'
import { billingInfoRoutes, handOverRoutes, payoutLineRoutes, payoutRoutes } from '#/domains/payouts/index.ts'
import { dashboardRoutes } from '#/domains/reports/index.ts'

/** Every route of the product, in the order of the API reference. */
export const routeTables = [
  partnerRoutes,
  catalogueRoutes,
  visitorRoutes,
  partnerContactRoutes,
  vendorClientRoutes,
  vendorUserRoutes,
  vendorBillingRoutes,
  payoutLineRoutes,
  commissionRoutes,
  planRoutes,
  sourceEventRoutes,
  payoutRoutes,
  billingInfoRoutes,
  handOverRoutes,
  ledgerRoutes,
  campaignRoutes,
  linkRoutes,
  decisionRoutes,
  reportRoutes,
  attemptRoutes,
  figureRoutes,
  dashboardRoutes,
  formRoutes,
  dealRoutes,
  organisationRoutes,
  eventRoutes,
  internalContactRoutes,
  clientRoutes,
  partnerUserRoutes,
  billingRoutes,
  notificationRoutes,
  referralRoutes,
]
