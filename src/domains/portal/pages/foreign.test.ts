import assert from 'node:assert/strict'
import { test } from 'node:test'
import { routeTables } from '#/route-tables.ts'
import { portalProgramme, secret } from '#/testing/portal-programme.ts'
import { visitorOf } from '#/testing/portal.ts'
import { type Answer, type Caller, serverOfThisFile } from '#/testing/world.ts'

const server = await serverOfThisFile()

const portalRoutes = routeTables
  .filter(({ contract }) => contract.sessions === 'visitor')
  .flatMap(({ routes }) => routes)
  .filter(([, , verb]) => verb.may === 'visitor')

/** Every id in a text: prefix and ULID. */
const idsIn = (text: string): string[] => text.match(/[a-z]+_[0-9A-HJKMNP-TV-Z]{26}/g) ?? []

async function everyRow({ admin }: { admin: Caller }, partnerId: string): Promise<string[]> {
  const lists = [
    'links',
    'coupons',
    'conversions',
    'commission-lines',
    'payouts',
    'form-submissions',
    'deals',
    'visitors',
  ]
  const pages = await Promise.all(lists.map((list) => admin.get(`/api/v1/${list}?limit=100&partnerId=${partnerId}`)))
  return [...new Set(pages.flatMap(({ text }) => idsIn(text)))]
}

/** Calls a route with an id in its path, and with whatever a body needs to be looked at. */
function call(caller: Caller, [method, path]: readonly [string, string, ...unknown[]], id: string): Promise<Answer> {
  const url = path.replace(/:\w+/g, id)
  if (method === 'GET') return caller.get(`${url}${path.endsWith('deep-link') ? '?to=/shop' : ''}`)
  const bodies: Record<string, object> = { aliases: { alias: 'taken-by-another' }, submissions: { fields: {} } }
  const last = path.split('/').findLast((step) => !step.startsWith(':')) ?? ''
  return caller.send(method, url, method === 'DELETE' ? {} : { body: bodies[last] ?? {} })
}

test('a visitor reaches no row of another partner, of the same or another organisation, and reads nothing of theirs', async () => {
  const own = await portalProgramme(server)
  const neighbour = await visitorOf(server, own)
  const elsewhere = await portalProgramme(server)
  const foreign = await everyRow(own, own.partnerId)
  assert.ok(foreign.length > 20)
  assert.ok(portalRoutes.length > 25)
  for (const caller of [neighbour.caller, elsewhere.visitor.caller]) {
    for (const route of portalRoutes.filter(([, path]) => path.includes(':'))) {
      for (const id of oneOfEach(foreign.filter((one) => !isShared(one)))) {
        const answer = await call(caller, route, id)
        assert.equal(answer.status, 404, `${route[0]} ${route[1]} with ${id}: ${answer.text}`)
      }
    }
    for (const route of portalRoutes.filter(([method, path]) => method === 'GET' && !path.includes(':'))) {
      for (const filter of [
        '',
        `?linkId=${own.link.id}`,
        `?payoutId=${own.payouts.paid}`,
        `?campaignId=${elsewhere.campaign.id}`,
      ]) {
        const answer = await caller.get(`${route[1]}${filter}`)
        const shown = idsIn(answer.text)
        assert.deepEqual(
          foreign.filter((id) => shown.includes(id) && !isShared(id)),
          [],
          `${route[1]}${filter}`,
        )
      }
    }
  }
})

/** The first id of each kind. */
const oneOfEach = (ids: string[]) => [...Map.groupBy(ids, (id) => id.split('_')[0])].map(([, [first = '']]) => first)

/** What all partners of an organisation see: campaigns and forms. */
const isShared = (id: string) => /^(cmp|frm)_/.test(id)

const prefixes: Record<string, string> = {
  campaigns: 'cmp',
  links: 'lnk',
  conversions: 'cnv',
  'commission-lines': 'cln',
  payouts: 'pay',
  forms: 'frm',
  submissions: 'fsub',
  deals: 'deal',
  resources: 'rsc',
  team: 'vis',
}

test('no answer of the portal holds what the team wrote for itself', async () => {
  const own = await portalProgramme(server)
  const ids = [...(await everyRow(own, own.partnerId)), own.resource.id, own.internal.id]
  const seen = new Set<string>()
  for (const route of portalRoutes.filter(([method]) => method === 'GET')) {
    const [, kind = ''] = /portal\/([a-z-]+)\/:/.exec(route[1]) ?? []
    const asked = kind ? ids.filter((id) => id.startsWith(`${prefixes[kind]}_`)) : ['']
    for (const id of asked) {
      const { status, text } = await call(own.visitor.caller, route, id)
      if (status === 200) seen.add(route[1])
      assert.doesNotMatch(text, new RegExp(secret), `${route[1]} with ${id}`)
      for (const hidden of ['buyer@customer.example.com', own.payouts.preparing, own.hidden, 'SELF_REFERRAL', 'admin'])
        assert.ok(!text.includes(hidden), `${route[1]} with ${id} tells ${hidden}: ${text}`)
    }
  }
  const unread = portalRoutes.flatMap(([method, path]) => (method === 'GET' && !seen.has(path) ? [path] : []))
  assert.deepEqual(unread, ['/api/v1/portal/resources/:id/file'])
})

test('the portal is for visitors: no key and no stranger gets in, and no visitor gets out of it', async () => {
  const own = await portalProgramme(server)
  const answers = await Promise.all(portalRoutes.map((route) => call(own.admin, route, own.link.id)))
  assert.deepEqual([...new Set(answers.map(({ status }) => status))], [401])
  const { caller } = own.visitor
  for (const path of [
    '/api/v1/partners',
    '/api/v1/conversions',
    '/api/v1/payouts',
    '/api/v1/me',
    '/v2/partner/users',
  ]) {
    const { status } = await caller.get(path)
    assert.ok(status === 401 || status === 403, `${path}: ${status}`)
  }
})
