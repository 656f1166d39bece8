import {
  attemptRoutes,
  campaignRoutes,
  decisionRoutes,
  figureRoutes,
  linkRoutes,
  ownAffiliateRoutes,
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
import { contactPeopleRoutes, internalContactRoutes, partnerContactRoutes } from '#/domains/contacts/index.ts'
import { eventRoutes } from '#/domains/events/index.ts'
import { dealRoutes, formRoutes, ownFormRoutes } from '#/domains/forms/index.ts'
import { memberRoutes, organisationRoutes } from '#/domains/organisations/index.ts'
import { catalogueRoutes, ownPartnerRoutes, partnerRoutes, visitorRoutes } from '#/domains/partners/index.ts'
import {
  billingInfoRoutes,
  handOverRoutes,
  ownPayoutRoutes,
  payoutLineRoutes,
  payoutRoutes,
} from '#/domains/payouts/index.ts'
import { embedRoutes, portalPageRoutes, portalSessionRoutes, portalSignInRoutes } from '#/domains/portal/index.ts'
import { dashboardRoutes } from '#/domains/reports/index.ts'
import { demoRoutes } from './demo/verbs.ts'

/** Every route of the product, in the order of the API reference. */
export const routeTables = [
  partnerRoutes,
  catalogueRoutes,
  visitorRoutes,
  contactPeopleRoutes,
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
  portalPageRoutes,
  ownAffiliateRoutes,
  ownPayoutRoutes,
  ownFormRoutes,
  ownPartnerRoutes,
  portalSessionRoutes,
  embedRoutes,
  portalSignInRoutes,
  organisationRoutes,
  memberRoutes,
  demoRoutes,
  eventRoutes,
  internalContactRoutes,
  clientRoutes,
  partnerUserRoutes,
  billingRoutes,
  notificationRoutes,
  referralRoutes,
]
