import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { Domain, normaliseDomain } from './domain.ts'

const longLabel = 'a'.repeat(63)
/** A host name of exactly this many characters, from labels of 63 at most. */
const hostOf = (length: number) => `${`${longLabel}.`.repeat(4)}`.slice(0, length - 2) + '.a'

function all(cases: Record<string, string | undefined>): void {
  for (const [sent, expected] of Object.entries(cases))
    assert.equal(normaliseDomain(sent), expected, JSON.stringify(sent))
}

test('the spellings of one domain are one domain', () => {
  all({
    'larkspur.example.com': 'larkspur.example.com',
    'https://www.LARKSPUR.example.com/en': 'larkspur.example.com',
    'larkspur.example.com.': 'larkspur.example.com',
    '  larkspur.example.com\n': 'larkspur.example.com',
    'HTTP://Larkspur.Example.COM': 'larkspur.example.com',
    'larkspur.example.com:8443': 'larkspur.example.com',
    'larkspur.example.com:': 'larkspur.example.com',
    'larkspur.example.com/': 'larkspur.example.com',
    'larkspur.example.com?utm=1': 'larkspur.example.com',
    'larkspur.example.com#top': 'larkspur.example.com',
    'https://kim:secret@larkspur.example.com:443/a@b?c#d': 'larkspur.example.com',
    'kim@larkspur.example.com': 'larkspur.example.com',
    'svn+ssh://larkspur.example.com/x': 'larkspur.example.com',
    'https://www.larkspur.example.com.:443/': 'larkspur.example.com',
  })
})

test('one leading www. is dropped, and no more', () => {
  all({
    'www.larkspur.example.com': 'larkspur.example.com',
    'www.www.example.com': 'www.example.com',
    'www2.example.com': 'www2.example.com',
    'wwww.example.com': 'wwww.example.com',
    'www.com': undefined,
    'www.': undefined,
  })
})

test('a name in another script is kept in its ASCII form', () => {
  all({
    'münchen.example': 'xn--mnchen-3ya.example',
    'MÜNCHEN.example': 'xn--mnchen-3ya.example',
    'mu\u0308nchen.example': 'xn--mnchen-3ya.example',
    'xn--mnchen-3ya.example': 'xn--mnchen-3ya.example',
    'straße.example': 'xn--strae-oqa.example',
    'larkspur。example。com': 'larkspur.example.com',
    'ｗｗｗ.larkspur.example': 'larkspur.example',
    'lark\u00ADspur.example': 'larkspur.example',
  })
})

test('what is no host name of two labels is refused', () => {
  const refused = [
    '',
    ' ',
    '.',
    '..',
    'larkspur',
    'localhost',
    'https://',
    'https:///en',
    '//larkspur.example',
    '@',
    'a..example',
    '.larkspur.example',
    'larkspur.example..',
    'lark_spur.example',
    '_dmarc.larkspur.example',
    '-larkspur.example',
    'larkspur-.example',
    'lark spur.example',
    'lark\tspur.example',
    'lark\nspur.example',
    'larkspur.example\u0001',
    'larkspur\0.example',
    'lark%73pur.example',
    'larkspur.example:80:90',
    'larkspur.example:http',
    'larkspur.example\\en',
    'larkspur!.example',
    '*.larkspur.example',
    'mailto:',
  ]
  for (const sent of refused) assert.equal(normaliseDomain(sent), undefined, JSON.stringify(sent))
})

test('an IP address is no domain, however it is written', () => {
  for (const sent of [
    '127.0.0.1',
    'http://127.0.0.1:8080/',
    '1.2.3',
    '0x7f.1',
    '[::1]',
    'http://[2001:db8::1]/',
    'larkspur.1',
  ]) {
    assert.equal(normaliseDomain(sent), undefined, sent)
  }
})

test('a label has 63 characters at most and a domain 253', () => {
  assert.equal(normaliseDomain(`${longLabel}.example`), `${longLabel}.example`)
  assert.equal(normaliseDomain(`a${longLabel}.example`), undefined)
  assert.equal(hostOf(253).length, 253)
  assert.equal(normaliseDomain(hostOf(253)), hostOf(253))
  assert.equal(normaliseDomain(`${hostOf(253)}.`), hostOf(253))
  assert.equal(normaliseDomain(`b.${hostOf(253)}`), undefined)
  assert.equal(normaliseDomain(`${'ü'.repeat(63)}.example`), undefined, 'the length is that of the ASCII form')
})

test('as sent a domain has 1 to 255 characters', () => {
  assert.ok(Domain.safeParse(`larkspur.example/${'x'.repeat(238)}`).success)
  const tooLong = Domain.safeParse(`larkspur.example/${'x'.repeat(239)}`)
  assert.deepEqual(
    tooLong.error?.issues.map(({ code }) => code),
    ['too_big'],
  )
  assert.deepEqual(
    Domain.safeParse('larkspur').error?.issues.map(({ code }) => code),
    ['invalid_format'],
  )
})

const shape = /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/

/** Text that is nearly a domain. */
const near = fc
  .array(
    fc.oneof(
      fc.domain(),
      fc.webUrl(),
      fc.string({ unit: 'grapheme', maxLength: 6 }),
      fc.constantFrom('.', 'www.', 'xn--', '://', '@', ':80', '/', '%2e', '。', '-', '_'),
    ),
    { maxLength: 5 },
  )
  .map((parts) => parts.join(''))

test('whatever is sent, what comes out is a host name, and is its own spelling', () => {
  fc.assert(
    fc.property(fc.oneof(near, fc.webUrl(), fc.string({ unit: 'binary' })), (sent) => {
      const domain = normaliseDomain(sent)
      if (domain === undefined) return
      assert.match(domain, shape)
      if (!domain.startsWith('www.')) assert.equal(normaliseDomain(domain), domain)
    }),
    { numRuns: 3000 },
  )
})

test('decoration does not change which domain it is', () => {
  const bare = fc.domain().filter((host) => !host.startsWith('www.') && normaliseDomain(host) !== undefined)
  const before = fc.constantFrom('', ' ', 'https://', 'HTTP://', 'https://www.', 'www.', 'ftp://kim:secret@')
  const after = fc.constantFrom('', ' ', '.', ':80', '.:443/', '/a/b', '?a=b', '#c', '/a?b#c')
  fc.assert(
    fc.property(bare, before, after, (host, head, tail) => {
      assert.equal(normaliseDomain(`${head}${host.toUpperCase()}${tail}`), normaliseDomain(host))
    }),
    { numRuns: 1000 },
  )
})
