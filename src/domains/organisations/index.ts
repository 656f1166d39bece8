/**
 * Organisations: the companies that run a programme, the members of their staff, and their API keys.
 *
 * A key belongs to one organisation and acts within its scopes; its secret is shown once and kept as
 * a hash. Owns the tables `organisation`, `member`, `api_key` and `api_key_owner`, `instance`, and
 * `signing_key`, whose keys sign tokens that travel and follow one another.
 *
 * People sign in by an account of their own, which may be a member of several organisations: `account`, `account_credential`,
 * `account_code` and `account_session`, kept by better-auth; `invitation` and its owner let a member join, and `saved_view`
 * is what one wants to see again.
 */
export { organisationChecks } from './checks.ts'
export { createOrganisation } from './create.ts'
export { tryFindOrganisation } from './find.ts'
export { findInstanceSecret, prepareFirstStart, sealer, signer, unseal } from './first-start.ts'
export type { ApiKey } from './keys/api-key.ts'
export { issueKey } from './keys/issue.ts'
export { createApiKey } from './keys/create.ts'
export { listApiKeys } from './keys/list.ts'
export { revokeApiKey } from './keys/revoke.ts'
export { rebindKeys } from './keys/rebind.ts'
export { KeyRing } from './keys/ring.ts'
export { createMember } from './members/change.ts'
export { findAddressesOf, hasMemberAt } from './members/address.ts'
export { inviteByHand } from './members/invite-by-hand.ts'
export { mayShowPortals } from './members/roles.ts'
export { memberRoutes, organisationRoutes } from './routes.ts'
export { hasConsoleProvider } from './sign-in/console.ts'
export { deleteExpiredSignIns } from './sign-in/delete-expired.ts'
export { openSignInDoor } from './sign-in/door.ts'
export { prepareFirstRun } from './sign-in/first-run.ts'
export { memberIdentifier } from './sign-in/session.ts'
export { SigningKeys } from './signing-keys/keys.ts'
export { prepareSigningKeys, rotateSigningKey, rotateSigningKeysJob } from './signing-keys/rotate.ts'
export type { ApiKeyRow, MemberRow } from './tables.ts'
