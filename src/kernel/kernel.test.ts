import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { may, scopes } from './actor.ts'
import type { Context } from './context.ts'
import { firstIdAt, newId, timeOfId } from './id.ts'
import { canonicalJson } from './json.ts'
import { fromCursor, toCursor } from './page.ts'
import { setting, settingsOf } from './setting.ts'
import { text } from './text.ts'
import { End, Start } from './time.ts'
import { difference } from './verb.ts'

const signing = (organisationId: string) =>
  ({
    organisationId,
    seal: (_purpose: string, text: string) => text,
    portalUrl: '',
    sign: (purpose: string, signed: string) => Buffer.from(`${purpose}${signed}`).toString('base64url').slice(-40),
  }) as unknown as Context

test('ids made one after another ascend, also in one millisecond and when the clock stands', () => {
  const now = new Date('2026-03-01T10:00:00.000Z')
  const ids = Array.from({ length: 5_000 }, () => newId('evt', now))
  assert.deepEqual(ids, ids.toSorted())
  assert.equal(new Set(ids).size, ids.length)
})

test('the first id at a time is below every id made then, and above every id made before', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2 ** 45 }), (time) => {
      const first = firstIdAt('evt', new Date(time))
      assert.ok(first <= newId('evt', new Date(time)))
      assert.ok(first > firstIdAt('evt', new Date(time - 1)))
      assert.equal(timeOfId(first).getTime(), time)
    }),
  )
})

test('a cursor comes back as the position it was made of, whatever its values hold', () => {
  const ctx = signing('org_1')
  fc.assert(
    fc.property(
      fc.array(
        fc.string({ unit: 'binary' }).filter((value) => !value.includes('\u001f') && value.isWellFormed()),
        { minLength: 1, maxLength: 3 },
      ),
      (position) => {
        assert.deepEqual(fromCursor(ctx, 'list', toCursor(ctx, 'list', position)), position)
      },
    ),
  )
})

test('texts are trimmed, then measured in code points', () => {
  const name = text(1, 3)
  assert.equal(name.parse(' 😀😀😀\n'), '😀😀😀')
  for (const wrong of ['', ' \t ', '😀😀😀😀']) assert.ok(!name.safeParse(wrong).success)
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 8 }), (sent) => {
      const length = [...sent.trim()].length
      assert.equal(name.safeParse(sent).success, length >= 1 && length <= 3)
    }),
  )
})

test('a bare date is its first second as a start and its last as an end; other offsets are refused', () => {
  assert.equal(Start.parse('2026-02-28').toISOString(), '2026-02-28T00:00:00.000Z')
  assert.equal(End.parse('2028-02-29').toISOString(), '2028-02-29T23:59:59.000Z')
  assert.equal(Start.parse('2026-04-05T09:00Z').toISOString(), '2026-04-05T09:00:00.000Z')
  for (const wrong of [
    '2026-02-29',
    '2026-13-01',
    '2026-04-05T09:00:00+02:00',
    '2026-04-05T24:00:00Z',
    '2026-4-5',
    'now',
    '',
  ]) {
    assert.ok(!Start.safeParse(wrong).success, wrong)
  }
})

test('JSON that is equal but for the order of keys has one canonical text', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const reversed: unknown = JSON.parse(JSON.stringify(value), (_key, inner: unknown) =>
        inner !== null && typeof inner === 'object' && !Array.isArray(inner)
          ? Object.fromEntries(Object.entries(inner).toReversed())
          : inner,
      )
      assert.equal(canonicalJson(reversed), canonicalJson(JSON.parse(JSON.stringify(value))))
    }),
  )
})

test('a difference holds the keys whose values differ, with both values', () => {
  assert.deepEqual(difference({ a: 1, b: [1], c: 'x' }, { a: 1, b: [2], d: null }), {
    before: { b: [1], d: null },
    after: { b: [2], d: null },
  })
  assert.equal(difference({ a: 1, b: 2 }, { a: 1 }), null)
})

test('a key bound to a partner may do nothing that asks for a scope, and only the root key what asks for it', () => {
  const key = {
    kind: 'key',
    id: 'key_1',
    name: 'K',
    scopes: new Set(scopes),
    actsFor: 'ORGANISATION',
    partnerId: null,
    clientId: null,
    userId: null,
    isRoot: false,
    expiresAt: null,
    rateLimitPerMinute: null,
  } as const
  for (const scope of scopes) {
    assert.ok(may(key, { may: scope }))
    assert.ok(!may({ ...key, actsFor: 'PARTNER', partnerId: 'ptn_1' }, { may: scope }))
    assert.equal(may({ ...key, scopes: new Set(['forms:read']) }, { may: scope }), scope === 'forms:read')
  }
  const partners = { ...key, actsFor: 'PARTNER', partnerId: 'ptn_1' } as const
  assert.ok(may(partners, { may: 'any' }))
  assert.ok(may(partners, { may: 'clients:read', opensTo: ['PARTNER'] }))
  assert.ok(!may(key, { may: 'clients:read', opensTo: ['PARTNER'] }))
  const writer = { ...key, scopes: new Set(['forms:write'] as const) } as const
  assert.ok(may(writer, { may: 'forms:read', orMay: 'forms:write' }) && !may(writer, { may: 'forms:read' }))
  assert.ok(!may(key, { may: 'root' }) && may({ ...key, isRoot: true }, { may: 'root' }))
  const stranger = { kind: 'public', id: 'public', name: 'Nobody' } as const
  assert.ok(may(stranger, { may: 'public' }) && !may(stranger, { may: 'any' }) && !may(stranger, { may: 'admin' }))
})

test('a verb asks a setting that the start has said, and one that it forgot is a fault', () => {
  const [said, forgotten] = [setting<boolean>('said'), setting<boolean>('forgotten')]
  const settings = settingsOf(said.sets(false))
  assert.equal(settings.of(said), false)
  assert.throws(() => settings.of(forgotten), /The start does not say: forgotten/)
})
