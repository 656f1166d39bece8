/**
 * Partners: the companies an organisation works with, and where each stands.
 *
 * A partner is unique by domain within its organisation. One that was merged into another keeps its
 * row, so that its id, domain and CRM id go on leading to the one it became. Visitors are the people
 * at a partner; they live here because a partner's manager is one of them.
 *
 * Owns the tables `partner`, `visitor`, `tier`, `phase` and `experience_template`.
 */
export { Domain as PartnerDomain } from './domain.ts'
export { addPartner, claimPartnerName } from './add.ts'
export { partnerChecks } from './checks.ts'
export { exportPartners } from './export.ts'
export { watchedImport } from './import/import.ts'
export { exampleId as examplePartnerId, Partner, PartnerInPath, partnerNotFound } from './partner.ts'
export { findPartners, type FoundPartner } from './find-many.ts'
export {
  findPartnerFamily,
  findPartnerId,
  partnersToSelect,
  tryFindOwnPartnerId,
  tryFindPartnerOfVisitor,
} from './queries.ts'
export { mayManageRefuses, seeThatMayManage } from './own/may-manage.ts'
export { findFormerAddresses } from './own/former.ts'
export { findOwnAddress, type OwnAddress } from './own/profile.ts'
export { findOwnFamily, portalTag, visitorIn } from './own/visitor.ts'
export type { PartnerRow } from './tables.ts'
export { catalogueRoutes, ownPartnerRoutes, partnerRoutes, visitorRoutes } from './routes.ts'
export { joinAsVisitor, leaveAsVisitor, limitVisitor, tryFindPartnerOpenToDomain } from './visitors/join.ts'
