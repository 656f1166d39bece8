import { APIError } from 'better-auth/api'
import { betterAuth, type BetterAuthOptions } from 'better-auth/minimal'
import type { BetterAuthPlugin } from 'better-auth/types'
import { getAdapter } from 'better-auth/db/adapter'
import { emailOTP } from 'better-auth/plugins/email-otp'
import { genericOAuth } from 'better-auth/plugins/generic-oauth'
import type { Kysely } from 'kysely'
import type { Context } from '#/kernel/context.ts'
import type { IdPrefix } from '#/kernel/id.ts'
import { inTransaction } from '#/platform/perform.ts'
import { queueMail } from '#/platform/mail/queue.ts'
import { joinByAddress, tryFindLastOrganisation, tryFindMembership } from './address.ts'
import { withHashedTokens } from './hashed-tokens.ts'
import { asker } from './asker.ts'
import { codeMail, codeMinutes } from './mail.ts'
import { addressHeader, basePath, providerName, type AuthOptions, type Provider } from './options.ts'
import { longestPassword, shortestPassword } from './password.ts'
import { authTables } from './auth-tables.ts'
import { recordOpened } from './recorded.ts'
import { sessionCookieName, sessionDays } from './session.ts'

const prefixes: Record<string, IdPrefix> = { user: 'acct', account: 'cred', session: 'sess', verification: 'code' }

/** better-auth, for the members of the console: our tables, our mail, our names, and nobody who is not a member. */
export async function openAuth(options: AuthOptions) {
  const { db } = options.ctx()
  const asked = authOptions(options)
  const database = { db: db as unknown as Kysely<unknown>, type: 'postgres', transaction: true } as const
  const adapter = withHashedTokens(await getAdapter({ ...asked, database }))
  return betterAuth({ ...asked, database: () => adapter })
}

function authOptions({ ctx, log, oidc }: AuthOptions) {
  const { publicUrl, sign, newId } = ctx()
  const cookieName = sessionCookieName({ publicUrl })
  return {
    baseURL: publicUrl,
    basePath,
    secret: sign('console sign-in', 'secret'),
    ...authTables,
    session: { ...authTables.session, expiresIn: sessionDays * 86_400, disableSessionRefresh: true },
    account: {
      ...authTables.account,
      updateAccountOnSignIn: false,
      storeStateStrategy: 'cookie',
      accountLinking: { enabled: true, trustedProviders: [] },
    },
    verification: {
      ...authTables.verification,
      storeIdentifier: { hash: async (name) => sign('console code of', `${asker.getStore() ?? ''}/${name}`) },
    },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: shortestPassword,
      maxPasswordLength: longestPassword,
      revokeSessionsOnPasswordReset: true,
    },
    plugins: [codes(ctx), ...(oidc ? [identities(oidc)] : [])],
    databaseHooks: hooks(ctx),
    trustedOrigins: [publicUrl],
    onAPIError: { errorURL: `${publicUrl}/console/sign-in` },
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    logger: { level: 'error', log: (_level, message) => log(message) },
    advanced: {
      useSecureCookies: false,
      cookiePrefix: cookieName,
      cookies: { session_token: { name: cookieName } },
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax', path: '/', secure: publicUrl.startsWith('https:') },
      // Each change is refused by our own check before it comes here, also where no cookie is sent.
      disableCSRFCheck: true,
      ipAddress: { ipAddressHeaders: [addressHeader] },
      database: { generateId: ({ model }) => newId(prefixes[model] ?? 'code') },
    },
  } satisfies BetterAuthOptions
}

/** Codes by mail: eight digits, since they open more than a portal does, kept as a keyed hash. */
function codes(ctx: () => Context): BetterAuthPlugin {
  return emailOTP({
    otpLength: 8,
    expiresIn: codeMinutes * 60,
    allowedAttempts: 3,
    storeOTP: { hash: async (code) => ctx().sign('console code', code) },
    sendVerificationOTP: async ({ email, otp, type }) => {
      const found = await tryFindMembership(ctx().db, email)
      if (!found) return
      const purpose = type === 'forget-password' ? 'password' : 'sign-in'
      const inside = { ...ctx(), organisationId: found.organisationId }
      await inTransaction(inside, (one) => queueMail(one, codeMail({ to: email, code: otp, purpose })))
    },
  })
}

function identities({ issuer, clientId, clientSecret }: Provider): BetterAuthPlugin {
  return genericOAuth({
    config: [
      {
        providerId: providerName,
        discoveryUrl: `${issuer.replace(/\/+$/, '')}/.well-known/openid-configuration`,
        requireIdTokenVerification: true,
        clientId,
        clientSecret,
        scopes: ['openid', 'email', 'profile'],
        pkce: true,
        disableProviderLogout: true,
      },
    ],
  })
}

function hooks(ctx: () => Context): BetterAuthOptions['databaseHooks'] {
  return {
    user: {
      create: {
        before: async ({ email, emailVerified }) => {
          if (!emailVerified || !(await tryFindMembership(ctx().db, email))) throw notAMember()
        },
      },
    },
    account: { create: { before: async (account) => ({ data: { ...account, ...noTokens } }) } },
    session: {
      create: {
        before: async (session) => {
          await inTransaction(ctx(), (inside) => joinByAddress(inside, session.userId))
          const organisationId = await tryFindLastOrganisation(ctx().db, session.userId)
          if (organisationId === undefined) throw notAMember()
          return { data: { ...session, organisationId } }
        },
        after: async ({ id, userId, userAgent, organisationId }) =>
          await recordOpened(ctx(), {
            id,
            accountId: userId,
            organisationId: String(organisationId),
            browser: userAgent ?? null,
          }),
      },
    },
  }
}

/** What a provider grants besides the identity is not wanted, so it is not kept. */
const noTokens = { accessToken: null, refreshToken: null, idToken: null }

const notAMember = () =>
  new APIError('FORBIDDEN', { code: 'NOT_A_MEMBER', message: 'This address belongs to no member of an organisation.' })
