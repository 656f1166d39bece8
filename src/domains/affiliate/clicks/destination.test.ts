import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { readDestination, tryDeepLink } from './destination.ts'
import { readQuestion } from './question.ts'

const withToken = (url: string) => {
  const { head, tail } = readDestination(url)
  return `${head}T${tail}`
}

test('a token is added to a destination, whose own query and fragment stay byte for byte', () => {
  const cases = {
    'https://a.example/': 'https://a.example/?irw_id=T',
    'https://a.example/p?': 'https://a.example/p?irw_id=T',
    'https://a.example/p?q=%20+&&x=a?b': 'https://a.example/p?q=%20+&&x=a?b&irw_id=T',
    'https://a.example/p?q=?#f?g#h': 'https://a.example/p?q=?&irw_id=T#f?g#h',
    'https://a.example/p#irw_id=keep': 'https://a.example/p?irw_id=T#irw_id=keep',
    'https://a.example/p?irw_id=old': 'https://a.example/p?irw_id=T',
    'https://a.example/p?a=1&irw_id=old&b=2&irw_id#f': 'https://a.example/p?a=1&b=2&irw_id=T#f',
    'https://a.example/p?irw%5Fid=old&xirw_id=1': 'https://a.example/p?xirw_id=1&irw_id=T',
    'https://a.example/p?%zz=1': 'https://a.example/p?%zz=1&irw_id=T',
  }
  for (const [url, expected] of Object.entries(cases)) assert.equal(withToken(url), expected, url)
  assert.equal(readDestination('https://a.example/p?a=1&irw_id=old#f').plain, 'https://a.example/p?a=1#f')
  assert.equal(readDestination('https://a.example/p?irw_id=old').plain, 'https://a.example/p')
})

const own = 'https://www.example.com:8443/home?a=1#f'

test('a path that could be read as another host or folder is not taken', () => {
  const wrong = [
    '',
    'x',
    'shop',
    '//evil.example',
    '///evil.example',
    '/\\evil.example',
    '\\/evil.example',
    '/%5Cevil.example',
    '/%2Fevil.example',
    '/%2f%2fevil.example',
    '/a//evil.example',
    '/..//evil.example',
    '/shop/../admin',
    '/shop/%2e%2E/admin',
    '/shop/.',
    '/shop/..;/admin',
    '/shop/.%3B/admin',
    '/%252e%252e/admin',
    '/a?to=b',
    '/a#b',
    '/a%',
    '/a%0d%0aSet-Cookie:x',
    '/a\r\nSet-Cookie: x',
    '/a\tb',
    '/\t/evil.example',
    '/a\0',
    '/%00',
    'https://evil.example/',
    'javascript:alert(1)',
    '@evil.example',
    `/${'a'.repeat(2_001)}`,
  ]
  for (const to of wrong) assert.equal(tryDeepLink(own, to, []), undefined, to)
})

test('whatever is asked for, a deep link stays on the host of the destination and within the allowed paths', () => {
  const nasty = fc.constantFrom(
    '/',
    '\\',
    '.',
    '..',
    '%2f',
    '%5c',
    '%2e',
    ';',
    '@',
    ':',
    '?',
    '#',
    '\t',
    '\n',
    'shop',
    'a',
    '€',
  )
  const any = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(nasty, { maxLength: 12 }).map((parts) => parts.join('')),
  )
  fc.assert(
    fc.property(any, (text) => {
      const found = tryDeepLink(own, `/shop/${text}`, ['/shop']) ?? tryDeepLink(own, text, ['/shop'])
      if (!found) return
      for (const location of [found.plain, `${found.head}T${found.tail}`]) {
        assert.match(location, /^[\x21-\x7e]+$/)
        const url = new URL(location)
        assert.equal(url.origin, 'https://www.example.com:8443')
        assert.match(url.pathname, /^\/shop(\/|$)/)
        assert.equal(url.hash, '#f')
      }
    }),
    { numRuns: 5_000 },
  )
})

test('whatever the query is, it is read without a fault', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
      const { subs } = readQuestion(`sub1=${text}&to=${text}&${text}`)
      // oxlint-disable-next-line no-control-regex -- that they are gone is the point
      for (const sub of subs) assert.ok(sub === null || (sub.length > 0 && !/[\0-\x1f\x7f]/.test(sub)))
    }),
  )
})
