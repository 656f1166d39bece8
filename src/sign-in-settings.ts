import { z } from 'zod'
import { url } from './setting-shapes.ts'

/** Whom the pages let in besides by password and e-mail code. */
export const signInSettings = {
  oidcIssuer: {
    env: 'OIDC_ISSUER',
    schema: url.optional(),
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
} as const
