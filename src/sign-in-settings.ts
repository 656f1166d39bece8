import { z } from 'zod'

/** Whom the pages let in besides by password and e-mail code. */
export const signInSettings = {
  oidcIssuer: {
    env: 'OIDC_ISSUER',
    // As it is: an issuer that ends in a slash is another one without it.
    schema: z.url({ protocol: /^https?$/, error: 'is to be an http or https address' }).optional(),
    default: undefined,
    shown: 'unset',
    doc: 'A provider of OpenID Connect by which members may sign in to the console, such as `https://login.example.com`. The address that it is to send them back to is `$PUBLIC_URL/api/auth/callback/oidc`. Only an address that the provider calls verified counts, and only a member’s.',
  },
  oidcClientId: {
    env: 'OIDC_CLIENT_ID',
    schema: z.string().min(1).optional(),
    default: undefined,
    shown: 'unset',
    doc: 'What that provider calls this installation.',
  },
  oidcClientSecret: {
    env: 'OIDC_CLIENT_SECRET',
    schema: z.string().min(1).optional(),
    default: undefined,
    shown: 'unset',
    doc: 'The secret that it gave to this installation.',
    secret: true,
  },
  portalOidcIssuer: {
    env: 'PORTAL_OIDC_ISSUER',
    // As it is: an issuer that ends in a slash is another one without it.
    schema: z.url({ protocol: /^https?$/, error: 'is to be an http or https address' }).optional(),
    default: undefined,
    shown: 'unset',
    doc: 'A provider of OpenID Connect by which visitors may sign in to the portal, such as `https://login.example.com`. The address that it is to send them back to is `/api/v1/portal/provider/callback` on the host of `PORTAL_URL`. Only an address that the provider calls verified counts.',
  },
  portalOidcClientId: {
    env: 'PORTAL_OIDC_CLIENT_ID',
    schema: z.string().min(1).optional(),
    default: undefined,
    shown: 'unset',
    doc: 'What that provider calls this installation.',
  },
  portalOidcClientSecret: {
    env: 'PORTAL_OIDC_CLIENT_SECRET',
    schema: z.string().min(1).optional(),
    default: undefined,
    shown: 'unset',
    doc: 'The secret that it gave to this installation; unset for a client without one.',
    secret: true,
  },
} as const

type Provider = { issuer: string; clientId: string; clientSecret: string }
type Settings = Record<'oidcIssuer' | 'oidcClientId' | 'oidcClientSecret', string | undefined>

/** The provider of the members: all three settings, or nobody signs in that way. */
export function memberProvider(settings: Settings): Provider | undefined {
  const { oidcIssuer: issuer, oidcClientId: clientId, oidcClientSecret: clientSecret } = settings
  return issuer && clientId && clientSecret ? { issuer, clientId, clientSecret } : undefined
}
