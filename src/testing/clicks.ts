import assert from 'node:assert/strict'
import { type IncomingHttpHeaders, request } from 'node:http'

export const chrome =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36'
export const safariOnIphone =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1'

export type Visited = {
  status: number
  headers: IncomingHttpHeaders
  location: string
  /** The token in the location; empty where there is none. */
  token: string
  text: string
}
type Visit = { method?: string; headers?: Record<string, string> }

/** Asks a server for a path exactly as it stands, as a browser does: no redirect is followed. */
export async function visit(url: string, path: string, { method = 'GET', headers }: Visit = {}): Promise<Visited> {
  const { hostname, port } = new URL(url)
  const { promise, resolve, reject } = Promise.withResolvers<Visited>()
  const asked = request({ hostname, port, path, method, headers: { 'user-agent': chrome, ...headers } }, (answer) => {
    let text = ''
    answer.setEncoding('utf8').on('data', (chunk) => (text += chunk))
    answer.on('end', () => {
      const location = answer.headers.location ?? ''
      const token = /[?&]irw_id=([^&#]*)/.exec(location)?.[1] ?? ''
      resolve({ status: answer.statusCode ?? 0, headers: answer.headers, location, token, text })
    })
  })
  asked.on('error', reject).end()
  return await promise
}

/** Clicks a link as a person does, and returns the token that the visitor carries on. */
export async function clickOn(url: string, code: string, visitor: Visit = {}): Promise<string> {
  const { status, token, text } = await visit(url, `/r/${code}`, visitor)
  assert.equal(status, 302, text)
  assert.ok(token)
  return token
}
