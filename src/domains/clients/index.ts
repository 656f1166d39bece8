/**
 * Clients: the companies that partners look after (organizations, in the words of their API), the people at a partner
 * who do it, how each client is billed and who is told; and the partners that a referral partner brings.
 *
 * A client belongs to one partner, and is unique there by its name while it is active. Owns the tables `client`,
 * `portfolio`, `client_tally`, `partner_user`, `client_assignment`, `one_time_link` and its owner, `billing_setting`,
 * `billing_change_request`, `notification_setting` and `sub_partner`.
 */
export { clientChecks } from './checks.ts'
export { deleteExpiredClients } from './delete-expired.ts'
export {
  billingRoutes,
  clientRoutes,
  notificationRoutes,
  partnerUserRoutes,
  referralRoutes,
  vendorBillingRoutes,
  vendorClientRoutes,
  vendorUserRoutes,
} from './routes.ts'
