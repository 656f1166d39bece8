import assert from 'node:assert/strict'
import pg from 'pg'
import { type Caller, callerOf, type Server, type World } from './world.ts'

/** A partner with a key of its own. */
export type Partner = Caller & { id: string; name: string }

/** One statement on the server's database, for what no API of a partner's clients does. */
export async function runSql(server: Server, statement: string, values: unknown[]): Promise<void> {
  const client = new pg.Client({ connectionString: server.database.url })
  await client.connect()
  await client.query(statement, values)
  await client.end()
}

export async function newPartner(vendor: World, name: string): Promise<Partner> {
  const made = await vendor.admin.post('/api/v1/partners', { name })
  assert.equal(made.status, 201, made.text)
  const { id } = made.body.data
  return { ...(await vendor.callerBoundTo(id)), id, name }
}

export async function newClient(partner: Caller, name: string, billingMode?: string): Promise<string> {
  const made = await partner.post('/v2/partner/organizations', { name, billingMode })
  assert.equal(made.status, 201, made.text)
  return made.body.id
}

export async function archiveClient(server: Server, clientId: string): Promise<void> {
  await runSql(server, `update client set status = 'ARCHIVED', archival_at = now() where id = $1`, [clientId])
}

type User = { partnerId: string; role: 'OWNER' | 'ADMIN' | 'MEMBER'; looksAfter?: string[] }

/** A caller whose key a user of the partner has made: it has that user's role. */
export async function callerOfUser(
  server: Server,
  vendor: World,
  { partnerId, role, looksAfter = [] }: User,
): Promise<Caller & { userId: string }> {
  const made = await vendor.admin.post('/api/v1/api-keys', { name: role, scopes: ['admin'], partnerId })
  const { id, key } = made.body.data
  const userId = `pusr_of_${id}`
  const organisationId = vendor.organisation.id
  await runSql(
    server,
    `insert into partner_user (organisation_id, id, partner_id, email, role, status, created_at, updated_at)
     values ($1, $2, $3, $2 || '@partner.example.com', $4, 'ACTIVE', now(), now())`,
    [organisationId, userId, partnerId, role],
  )
  await runSql(server, 'update api_key set user_id = $3 where organisation_id = $1 and id = $2', [
    organisationId,
    id,
    userId,
  ])
  await runSql(
    server,
    `insert into client_assignment (organisation_id, client_id, partner_user_id, created_at)
     select $1, unnest($3::text[]), $2, now()`,
    [organisationId, userId, looksAfter],
  )
  return { ...callerOf(server.url, key), userId }
}

/** A caller with a key that acts for one client alone. */
export async function callerOfClient(server: Server, vendor: World, partnerId: string, clientId: string) {
  const made = await vendor.admin.post('/api/v1/api-keys', { name: 'Client', scopes: ['admin'], partnerId })
  const { id, key } = made.body.data
  await runSql(server, `update api_key set acts_for = 'CLIENT', client_id = $1 where id = $2`, [clientId, id])
  return callerOf(server.url, key)
}

/** What happened to one thing of a partner, oldest first. */
export async function eventsOf(vendor: World, partnerId: string, subjectId: string) {
  const { data } = (await vendor.admin.get(`/api/v1/events?partnerId=${partnerId}&limit=100`)).body
  return (data as { type: string; subjectId: string; before: unknown; after: unknown }[])
    .filter((event) => event.subjectId === subjectId)
    .map(({ type, before, after }) => ({ type, before, after }))
    .toReversed()
}
