import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { openSession } from '#/domains/portal/index.ts'
import { callerOf, type Caller, operatorIn, type Server, type World } from './world.ts'

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
export async function visitorOf(server: Server, { admin, organisation }: World, wanted: Wanted = {}): Promise<Visitor> {
  const partnerId = wanted.partnerId ?? (await partnerOf(admin))
  const email = wanted.email ?? `visitor.${randomBytes(4).toString('hex')}@larkspur.example.com`
  const made = await admin.post('/api/v1/visitors', { partnerId, email, name: wanted.name ?? null })
  assert.equal(made.status, 201, made.text)
  const { id } = made.body.data
  const operator = await operatorIn(server, organisation.id)
  const cookie = `symbolon_portal=${await openSession(operator, { id, email, name: email, partnerId }, 'TOKEN')}`
  return { id, email, partnerId, cookie, caller: portalPage(server.url, cookie) }
}

async function partnerOf(admin: Caller): Promise<string> {
  const made = await admin.post('/api/v1/partners', { name: `Larkspur ${randomBytes(4).toString('hex')}` })
  assert.equal(made.status, 201, made.text)
  return made.body.data.id
}
