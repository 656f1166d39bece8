import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { visit } from './clicks.ts'
import { callerOf, type Caller, type Server, type World } from './world.ts'

export type Visitor = {
  id: string
  email: string
  partnerId: string
  /** The value of the `Cookie` header. */
  cookie: string
  /** Calls as the portal's pages do. */
  caller: Caller
}

/** What browsers tell of a request that a page of our own makes. */
const ownPage = { 'sec-fetch-site': 'same-origin' }

/** A caller as a page of the portal is one, with the cookies of its visitor. */
export const portalPage = (url: string, cookie = ''): Caller =>
  callerOf(url, '', { ...ownPage, ...(cookie && { cookie }) })

type Wanted = { partnerId?: string; email?: string; name?: string }

/** A visitor who is signed in to the portal; of a partner of its own, where none is named. */
export async function visitorOf(server: Server, { admin }: World, wanted: Wanted = {}): Promise<Visitor> {
  const partnerId = wanted.partnerId ?? (await partnerOf(admin))
  const email = wanted.email ?? `visitor.${randomBytes(4).toString('hex')}@larkspur.example.com`
  const made = await admin.post('/api/v1/visitors', { partnerId, email, name: wanted.name ?? null })
  assert.equal(made.status, 201, made.text)
  const { id } = made.body.data
  const cookie = await enter(server, await portalUrlFor(admin, email))
  return { id, email, partnerId, cookie, caller: portalPage(server.url, cookie) }
}

/** A URL that opens the portal once. */
export async function portalUrlFor(admin: Caller, email: string, roomId?: string): Promise<string> {
  const made = await admin.post('/api/v1/auth/session', { email, roomId })
  assert.equal(made.status, 201, made.text)
  return made.body.url
}

/** Opens the portal by its URL as a browser does, wherever it is said to live, and returns the cookie that comes of it. */
export async function enter(server: Server, url: string): Promise<string> {
  const { pathname, search, host } = new URL(url)
  const { status, headers, text } = await visit(server.url, `${pathname}${search}`, { headers: { host } })
  assert.equal(status, 302, text)
  return cookieIn(headers['set-cookie'])
}

/** The name and value that a browser would send back. */
export function cookieIn(setCookie: string | string[] | undefined): string {
  const [cookie] = String(setCookie ?? '').split(';')
  assert.match(cookie ?? '', /^(__Host-)?symbolon_portal=[\w-]{43}$/)
  return cookie ?? ''
}

async function partnerOf(admin: Caller): Promise<string> {
  const made = await admin.post('/api/v1/partners', { name: `Larkspur ${randomBytes(4).toString('hex')}` })
  assert.equal(made.status, 201, made.text)
  return made.body.data.id
}
