import { randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import { text } from 'node:stream/consumers'
import { after } from 'node:test'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'

export type Person = { sub: string; email: string; email_verified: boolean; name?: string }

export type ConsoleProvider = {
  issuer: string
  /** Who is signed in there, and so whom it vouches for. */
  person: Person
  /** What it puts into the token instead of what is right. */
  lie: { nonce?: string; aud?: string; iss?: string; isForged?: boolean }
  /** Goes where a page of ours sent the browser, and returns where it is sent back to. */
  visit(url: string): Promise<string>
}

/** A small provider of OpenID Connect; it is closed when the test file ends. */
export async function identityProvider(clientId: string): Promise<ConsoleProvider> {
  const [own, stranger] = [await generateKeyPair('RS256'), await generateKeyPair('RS256')]
  const key = { ...(await exportJWK(own.publicKey)), kid: 'one', alg: 'RS256', use: 'sig' }
  const asked = new Map<string, { nonce: string; challenge: string }>()
  const provider: ConsoleProvider = {
    issuer: '',
    person: { sub: 'person-1', email: '', email_verified: true },
    lie: {},
    async visit(url) {
      const { searchParams: given } = new URL(url)
      const code = randomBytes(16).toString('hex')
      asked.set(code, { nonce: given.get('nonce') ?? '', challenge: given.get('code_challenge') ?? '' })
      const back = new URL(given.get('redirect_uri') ?? '')
      back.search = new URLSearchParams({ code, state: given.get('state') ?? '', iss: provider.issuer }).toString()
      return back.href
    },
  }
  const token = async (code: string) => {
    const { lie, issuer, person } = provider
    const { sub, ...claims } = person
    return await new SignJWT({ ...claims, nonce: lie.nonce ?? asked.get(code)?.nonce })
      .setProtectedHeader({ alg: 'RS256', kid: 'one' })
      .setIssuer(lie.iss ?? issuer)
      .setAudience(lie.aud ?? clientId)
      .setSubject(sub)
      .setIssuedAt()
      .setExpirationTime('5m')
      .sign(lie.isForged ? stranger.privateKey : own.privateKey)
  }
  const answers: Record<string, (request: IncomingMessage) => Promise<object>> = {
    '/.well-known/openid-configuration': async () => ({
      issuer: provider.issuer,
      authorization_endpoint: `${provider.issuer}/authorize`,
      token_endpoint: `${provider.issuer}/token`,
      jwks_uri: `${provider.issuer}/keys`,
      id_token_signing_alg_values_supported: ['RS256'],
    }),
    '/keys': async () => ({ keys: [key] }),
    '/token': async (request) => {
      const code = new URLSearchParams(await text(request)).get('code') ?? ''
      const id_token = await token(code)
      asked.delete(code)
      return { access_token: 'of-no-use', token_type: 'Bearer', expires_in: 300, id_token }
    },
  }
  const server = createServer((request, response) => {
    const answer = answers[request.url?.split('?')[0] ?? '']
    response.setHeader('content-type', 'application/json')
    void (answer?.(request) ?? Promise.resolve({})).then((body) => response.end(JSON.stringify(body)))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  after(() => new Promise<void>((resolve) => server.close(() => resolve())))
  provider.issuer = `http://127.0.0.1:${(server.address() as { port: number }).port}`
  return provider
}
