import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { people, tokenMailedTo } from '#/testing/people.ts'
import { callerOf, serverOfThisFile, startServer, world } from '#/testing/world.ts'

const server = await serverOfThisFile()
const vendor = await world(server)
const at = await people(server, vendor)
const anybody = callerOf(server.url, '')
const [validate, accept] = ['/api/v1/invitations/validate', '/api/v1/invitations/accept']
const partnerId: string = (await vendor.admin.post('/api/v1/partners', { name: 'Ledgerline Advisors' })).body.data.id
const partner = await vendor.callerBoundTo(partnerId)
const person = { firstName: ' Robin ', lastName: 'Sample' }
const dead = { valid: false, partnerName: null, email: null }
const notThere = {
  error: {
    code: 'INVITATION_NOT_FOUND',
    message: 'This invitation is unknown, used or expired. Ask for another one.',
  },
}

async function invite(role = 'MEMBER') {
  const email = `robin.${randomUUID().slice(0, 8)}@ledgerline.example.com`
  assert.equal((await partner.post('/v2/partner/users', { email, role })).status, 201)
  return { email, token: await tokenMailedTo(at.database, email) }
}

const stored = async (email: string) =>
  (await at.database.query('select * from partner_user where email = $1', [email])).rows[0]

test('an invitation is looked at and taken up without a key, once', async () => {
  const { email, token } = await invite('ADMIN')
  const looked = await anybody.post(validate, { token })
  assert.deepEqual(
    [looked.status, looked.body],
    [200, { data: { valid: true, partnerName: 'Ledgerline Advisors', email } }],
  )
  const headers = { 'idempotency-key': randomUUID() }
  const accepted = await anybody.post(accept, { token, ...person, password: ' käse und brot ' }, { headers })
  const loginUrl = `${server.config.portalUrl}/login`
  assert.deepEqual([accepted.status, accepted.body], [201, { data: { partnerId, loginUrl } }])
  const { status, role, first_name: firstName, last_name: lastName, password_hash: hash } = await stored(email)
  assert.deepEqual([status, role, firstName, lastName], ['ACTIVE', 'ADMIN', 'Robin', 'Sample'])
  assert.match(hash, /^scrypt\$32768\$8\$3\$/)
  assert.deepEqual((await anybody.post(validate, { token })).body, { data: dead })
  const again = await anybody.post(accept, { token, ...person }, { headers })
  assert.deepEqual([again.status, again.body], [404, notThere])
  const events = await vendor.admin.get(`/api/v1/events?partnerId=${partnerId}&type=invitations.accept`)
  assert.equal(events.body.data[0].actor.kind, 'public')
  assert.ok(!events.text.includes('scrypt') && !events.text.includes(token))
})

test('of ten who take up one invitation at once, one does', async () => {
  const { token } = await invite()
  const answers = await Promise.all(Array.from({ length: 10 }, () => anybody.post(accept, { token, ...person })))
  assert.deepEqual(answers.map(({ status }) => status).toSorted(), [201, ...Array<number>(9).fill(404)])
})

test('an invitation is taken up or withdrawn, and never both', async () => {
  const { email, token } = await invite()
  const [accepted, withdrawn] = await Promise.all([
    anybody.post(accept, { token, ...person }),
    partner.delete(`/v2/partner/users/${email}`),
  ])
  assert.deepEqual([accepted.status, withdrawn.status].toSorted(), accepted.status === 201 ? [201, 404] : [204, 404])
  assert.equal((await stored(email))?.status, accepted.status === 201 ? 'ACTIVE' : undefined)
})

test('an unknown link and one that is past its time lead nowhere', async () => {
  const { email, token } = await invite()
  await at.database.query(
    `update one_time_link set expires_at = created_at where partner_user_id = (select id from partner_user where email = $1)`,
    [email],
  )
  for (const gone of [token, 'x'.repeat(43)]) {
    assert.deepEqual((await anybody.post(validate, { token: gone })).body, { data: dead })
    const refused = await anybody.post(accept, { token: gone, ...person })
    assert.deepEqual([refused.status, refused.body], [404, notThere])
  }
  assert.equal((await stored(email)).status, 'PENDING')
})

test('without a password none is stored, and what is not valid uses nothing up', async () => {
  const { email, token } = await invite()
  const bodies = [
    { token, firstName: 'Robin' },
    { token, ...person, password: '1234567' },
    { token, ...person, password: 'x'.repeat(129) },
    { token, ...person, email },
    { token: token.slice(1), ...person },
  ]
  for (const body of bodies) assert.equal((await anybody.post(accept, body)).status, 422, JSON.stringify(body))
  assert.equal((await anybody.post(accept, { token, ...person, password: null })).status, 201)
  assert.equal((await stored(email)).password_hash, null)
})

test('an address may look at thirty links a minute, and take up as many', async () => {
  await using other = await startServer()
  const stranger = callerOf(other.url, '')
  for (const path of [validate, accept]) {
    const answers = await Promise.all(
      Array.from({ length: 31 }, () => stranger.post(path, { token: 'x'.repeat(43), ...(path === accept && person) })),
    )
    const over = answers.filter(({ status }) => status === 429)
    assert.equal(over.length, 1)
    assert.match(over[0]?.headers.get('retry-after') ?? '', /^\d+$/)
  }
})
