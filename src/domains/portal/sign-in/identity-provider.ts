import type { Configuration } from 'openid-client'
import { Email } from '#/kernel/text.ts'
import { callbackPath } from '#/platform/http/portal-provider.ts'
import type { Errand } from './errand.ts'

export type ProviderSettings = {
  portalOidcIssuer: string | undefined
  portalOidcClientId: string | undefined
  portalOidcClientSecret: string | undefined
  portalUrl: string
}

type Secrets = Omit<Errand, 'organisationId'>

/** The operator's provider of OpenID Connect: code flow with PKCE, state and nonce; its signatures are checked. */
export function identityProvider(settings: ProviderSettings) {
  const { portalOidcIssuer: issuer, portalOidcClientId: clientId, portalUrl } = settings
  if (issuer === undefined || clientId === undefined) return undefined
  const redirectUri = `${new URL(portalUrl).origin}${callbackPath}`
  const discovered = keptOnceGood(() => discover(new URL(issuer), clientId, settings.portalOidcClientSecret))
  return {
    begin: async (): Promise<{ location: string; secrets: Secrets }> => {
      const oidc = await import('openid-client')
      const verifier = oidc.randomPKCECodeVerifier()
      const [state, nonce] = [oidc.randomState(), oidc.randomNonce()]
      const location = oidc.buildAuthorizationUrl(await discovered(), {
        redirect_uri: redirectUri,
        scope: 'openid email',
        code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        state,
        nonce,
      })
      return { location: location.href, secrets: { state, nonce, verifier } }
    },
    finish: async (answer: URLSearchParams, { state, nonce, verifier }: Secrets): Promise<string | undefined> => {
      const oidc = await import('openid-client')
      const config = await discovered()
      const tokens = await oidc.authorizationCodeGrant(config, new URL(`${redirectUri}?${answer}`), {
        expectedState: state,
        expectedNonce: nonce,
        pkceCodeVerifier: verifier,
      })
      const claims = tokens.claims()
      if (!claims) return undefined
      const isTold = claims['email'] !== undefined
      return verifiedEmail(isTold ? claims : await oidc.fetchUserInfo(config, tokens.access_token, claims.sub))
    },
  }
}

async function discover(issuer: URL, clientId: string, secret: string | undefined): Promise<Configuration> {
  const oidc = await import('openid-client')
  const isPlain = issuer.protocol === 'http:'
  return await oidc.discovery(issuer, clientId, secret, secret === undefined ? oidc.None() : undefined, {
    execute: [oidc.enableNonRepudiationChecks, ...(isPlain ? [oidc.allowInsecureRequests] : [])],
  })
}

/** What the provider says of itself, asked once; a failure is not kept. */
function keptOnceGood<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined
  return () => {
    made ??= make()
    made.catch(() => (made = undefined))
    return made
  }
}

function verifiedEmail(claims: { [claim: string]: unknown }): string | undefined {
  return claims['email_verified'] === true ? Email.safeParse(claims['email']).data : undefined
}
