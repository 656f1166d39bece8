/**
 * Portal: how visitors get into the pages of their partner, and which sites may frame these.
 *
 * A visitor enters by the token of a portal session, by a code that is mailed, or by the identity provider of the operator;
 * each of them works once. The cookie that comes of it opens a session of thirty days, which ends at once when the visitor is
 * removed or gets another address, and when the partner is archived. It follows a partner that is merged.
 *
 * Owns the tables `portal_session` and `portal_token` with their owners, `portal_code` and `embed_domain`.
 */
export { portalPageRoutes } from './pages/routes.ts'
export { deleteExpiredSessions } from './delete-expired.ts'
export { embedRoutes, portalSessionRoutes, portalSignInRoutes } from './routes.ts'
export { portalDoor } from './sessions/door.ts'
export { sessionIdentifier } from './sessions/identify.ts'
export { hasPortalProvider } from './sign-in/ways.ts'
export { portalProvider } from './sign-in/provider.ts'
