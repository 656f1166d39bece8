import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after } from 'node:test'
import pg from 'pg'
import { issueKey } from '#/domains/organisations/index.ts'
import type { Scope } from '#/kernel/actor.ts'
import { type Caller, callerOf, operatorIn, type Server, type World } from './world.ts'

/** A connection to the server's database, for what is not reached over HTTP. */
export async function connectTo(server: Server): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: server.database.url })
  client.on('error', () => {})
  await client.connect()
  after(() => client.end())
  return client
}

/** The token of the link that was mailed last to this address. */
export async function tokenMailedTo(database: pg.Client, email: string): Promise<string> {
  const found = await database.query(
    'select body from mail where recipient = $1 order by created_at desc, id desc limit 1',
    [email],
  )
  const [, token] = /token=([\w-]{43})\b/.exec(found.rows[0]?.body ?? '') ?? []
  assert.ok(token, `no link was mailed to ${email}`)
  return token
}

export type Person = { id: string; email: string; caller: Caller }
type Wanted = { role: 'OWNER' | 'ADMIN' | 'MEMBER'; email?: string; scopes?: Scope[] }

/** Brings people to partners as the product does it, by an invitation that they take up, and gives each a key. */
export async function people(server: Server, vendor: World) {
  const database = await connectTo(server)
  const operator = await operatorIn(server, vendor.organisation.id)
  const keyOf = async (partnerId: string, userId: string, scopes: Scope[] = ['clients:read', 'clients:write']) => {
    const { secret } = await issueKey(operator, { name: 'A person’s', scopes, partnerId, userId, issuedBy: userId })
    return callerOf(server.url, secret)
  }
  const join = async (partnerId: string, { role, scopes, ...wanted }: Wanted): Promise<Person> => {
    const email = wanted.email ?? `${role.toLowerCase()}.${randomBytes(4).toString('hex')}@ledgerline.example.com`
    const headers = { 'x-partner-id': partnerId }
    const invited = await vendor.admin.post('/v2/partner/users', { email, role }, { headers })
    assert.equal(invited.status, 201, invited.text)
    const token = await tokenMailedTo(database, email)
    const body = { token, firstName: 'Alex', lastName: role }
    const accepted = await callerOf(server.url, '').post('/api/v1/invitations/accept', body)
    assert.equal(accepted.status, 201, accepted.text)
    const users = await vendor.admin.get('/v2/partner/users', { headers })
    const { id } = users.body.find((user: { email: string }) => user.email === email)
    return { id, email, caller: await keyOf(partnerId, id, scopes) }
  }
  return { database, operator, join, keyOf }
}
