import { createHash, randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import { after } from 'node:test'
import { text } from 'node:stream/consumers'
import { calculateJwkThumbprint, type CryptoKey, exportJWK, generateKeyPair, SignJWT } from 'jose'

type Claims = Record<string, unknown>
type Asked = { nonce: string; challenge: string; redirectUri: string }

export type IdentityProvider = {
  issuer: string
  clientId: string
  clientSecret: string
  /** Whom it says that everybody is. */
  claims: Claims
  /** What it says of itself where the claims say nothing. */
  userInfo: Claims
  /** Bends the token before it leaves; undefined: it is left as it is. */
  bend: ((claims: Claims) => Claims) | undefined
  /** Signs by a key that it does not show. */
  signsFalsely: boolean
  /** Asked where the browser was sent; the address that it sends the browser back to. */
  approve(location: string): string
}

/** A provider of OpenID Connect that knows everybody; it is closed when the test file ends. */
export async function identityProvider(): Promise<IdentityProvider> {
  const [keys, others] = [await generateKeyPair('RS256'), await generateKeyPair('RS256')]
  const jwk = { ...(await exportJWK(keys.publicKey)), alg: 'RS256', use: 'sig' }
  const kid = await calculateJwkThumbprint(jwk)
  const codes = new Map<string, Asked>()
  const provider: IdentityProvider = {
    issuer: '',
    clientId: 'portal',
    clientSecret: 'secret-of-the-portal',
    claims: {},
    userInfo: {},
    bend: undefined,
    signsFalsely: false,
    approve: (location) => {
      const { searchParams: asked } = new URL(location)
      const code = randomUUID()
      const given = (name: string) => asked.get(name) ?? ''
      codes.set(code, { nonce: given('nonce'), challenge: given('code_challenge'), redirectUri: given('redirect_uri') })
      return `${given('redirect_uri')}?${new URLSearchParams({ code, state: given('state') })}`
    },
  }
  const answers: Record<string, (request: IncomingMessage) => Promise<object | undefined>> = {
    '/.well-known/openid-configuration': async () => describe(provider.issuer),
    '/jwks': async () => ({ keys: [{ ...jwk, kid }] }),
    '/userinfo': async () => ({ sub: 'robin', ...provider.userInfo }),
    '/token': async (request) => {
      const body = new URLSearchParams(await text(request))
      const asked = codes.get(body.get('code') ?? '')
      codes.delete(body.get('code') ?? '')
      if (!asked || !isProved(asked, body) || body.get('client_secret') !== provider.clientSecret) return undefined
      const key = provider.signsFalsely ? others.privateKey : keys.privateKey
      return {
        access_token: 'opaque',
        token_type: 'Bearer',
        id_token: await idToken(provider, asked.nonce, { key, kid }),
      }
    },
  }
  const server = createServer((request, response) => {
    const answer = answers[request.url ?? '']?.(request) ?? Promise.resolve(undefined)
    void answer.then((body) => {
      response.writeHead(body ? 200 : 400, { 'content-type': 'application/json' })
      response.end(JSON.stringify(body ?? { error: 'invalid_grant' }))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  after(() => server.close())
  provider.issuer = `http://127.0.0.1:${(server.address() as { port: number }).port}`
  return provider
}

const describe = (issuer: string) => ({
  issuer,
  authorization_endpoint: `${issuer}/authorize`,
  token_endpoint: `${issuer}/token`,
  userinfo_endpoint: `${issuer}/userinfo`,
  jwks_uri: `${issuer}/jwks`,
  response_types_supported: ['code'],
  subject_types_supported: ['public'],
  id_token_signing_alg_values_supported: ['RS256'],
})

/** By PKCE, and for the address that was named. */
const isProved = ({ challenge, redirectUri }: Asked, body: URLSearchParams) =>
  createHash('sha256')
    .update(body.get('code_verifier') ?? '')
    .digest('base64url') === challenge && body.get('redirect_uri') === redirectUri

async function idToken(
  { issuer, clientId, claims, bend }: IdentityProvider,
  nonce: string,
  { key, kid }: { key: CryptoKey; kid: string },
): Promise<string> {
  const seconds = Math.floor(Date.now() / 1000)
  const whole = { iss: issuer, aud: clientId, sub: 'robin', iat: seconds, exp: seconds + 300, nonce, ...claims }
  return await new SignJWT(bend ? bend(whole) : whole).setProtectedHeader({ alg: 'RS256', kid }).sign(key)
}
