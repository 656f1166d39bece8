/**
 * Contacts: the organisation's own people who look after its partners, and in which role each does.
 *
 * A person is unique by e-mail within the organisation, whatever its case, and knows no role. An assignment is one person in
 * one role, on one partner or on none yet (floating), and knows no profile. When a partner is merged into another, the
 * database moves its assignments there. Owns the tables `internal_contact` and `internal_contact_assignment`.
 */
export { contactChecks } from './checks.ts'
export { contactPeopleRoutes, internalContactRoutes, partnerContactRoutes } from './routes.ts'
