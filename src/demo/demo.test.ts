import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Answer, operatorIn, serverOfThisFile, type World, world } from '#/testing/world.ts'
import type { Context } from '../kernel/context.ts'
import { fillWithDemo } from './fill.ts'

const server = await serverOfThisFile()

async function everyOne(own: World, path: string) {
  const all: Answer['body'][] = []
  for (let cursor: string | null = ''; cursor !== null;) {
    const { data, pagination }: Answer['body'] = (await own.admin.get(`${path}?limit=100&cursor=${cursor}`)).body
    all.push(...data)
    cursor = pagination.nextCursor
  }
  return all
}
const programmeOf = async (own: World) => ({
  partners: await everyOne(own, '/api/v1/partners'),
  users: await everyOne(own, '/api/v1/users'),
  tiers: await everyOne(own, '/api/v1/tiers'),
  phases: await everyOne(own, '/api/v1/phases'),
  templates: await everyOne(own, '/api/v1/experience-templates'),
  visitors: await everyOne(own, '/api/v1/visitors'),
  events: await everyOne(own, '/api/v1/events'),
})
type Programme = Awaited<ReturnType<typeof programmeOf>>

/** What of a programme does not depend on when it was made. */
const storyOf = ({ partners, tiers, phases }: Programme) =>
  partners
    .toSorted((a, b) => (a.domain < b.domain ? -1 : 1))
    .map(({ name, domain, categories, tierId, phaseId, owner, manager, externalId, status }) => ({
      name,
      domain,
      categories,
      externalId,
      status,
      owner: owner.email,
      manager: manager?.email,
      tier: tiers.find(({ id }) => id === tierId).name,
      phase: phases.find(({ id }) => id === phaseId).name,
    }))

const whole = await world(server)
const ctx = await operatorIn(server, whole.organisation.id)
const isMade = await fillWithDemo(ctx)
const programme = await programmeOf(whole)

test('the demo is a programme in which every kind of thing is there', () => {
  assert.equal(isMade, true)
  const { partners, users, tiers, phases, templates, visitors, events } = programme
  assert.deepEqual([partners.length, users.length, tiers.length, phases.length, templates.length], [60, 6, 4, 5, 2])
  assert.ok(visitors.length > 30)
  assert.ok(events.length > 300)
  assert.equal(partners.filter(({ status }) => status === 'inactive').length, 4)
  assert.ok(partners.every(({ domain }) => domain.endsWith('.example')))
  assert.equal(new Set(partners.map(({ tierId }) => tierId)).size, 4)
  assert.equal(new Set(partners.map(({ phaseId }) => phaseId)).size, 5)
  assert.equal(events.filter(({ type }) => type === 'partners.merge').length, 1)
  assert.equal(events.filter(({ type }) => type === 'partners.restore').length, 1)
})

test('its history lies in the past, in order, and its ids agree with its times', () => {
  const { partners, events } = programme
  const times = partners.map(({ createdAt }) => Date.parse(createdAt))
  assert.deepEqual(
    times,
    times.toSorted((a, b) => b - a),
    'newest first by id is newest first by time',
  )
  const now = Date.now()
  assert.ok(events.every(({ createdAt }) => Date.parse(createdAt) <= now))
  assert.ok(Math.min(...times) < now - 200 * 86_400_000)
})

test('a second time there is nothing to do', async () => {
  assert.equal(await fillWithDemo(ctx), false)
  assert.deepEqual(await programmeOf(whole), programme)
})

test('a demo that was broken off is played to the same end', async () => {
  const broken = await world(server)
  const inside = await operatorIn(server, broken.organisation.id)
  for (const most of [60, 140]) await assert.rejects(fillWithDemo(endingAfter(inside, most)), /broken off/)
  assert.equal(await fillWithDemo(inside), true)
  assert.deepEqual(storyOf(await programmeOf(broken)), storyOf(programme))
})

/** A context in which somebody pulls the plug once this many transactions have begun. */
function endingAfter(real: Context, most: number): Context {
  let asked = 0
  const db = new Proxy(real.db, {
    get(target, key) {
      if (key === 'transaction' && (asked += 1) > most) throw new Error('broken off')
      const value: unknown = Reflect.get(target, key, target)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
  return { ...real, db }
}
