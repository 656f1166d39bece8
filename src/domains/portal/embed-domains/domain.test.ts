import assert from 'node:assert/strict'
import { test } from 'node:test'
import { normaliseEmbedDomain, originOf } from './domain.ts'

test('an embed domain has one spelling', () => {
  const spelt: [string, string][] = [
    ['app.example.com', 'app.example.com'],
    [' HTTPS://App.Example.COM:443/ ', 'app.example.com'],
    ['app.example.com.', 'app.example.com'],
    ['app.example.com:8443', 'app.example.com:8443'],
    ['https://bücher.example', 'xn--bcher-kva.example'],
    ['ＡＰＰ.example', 'app.example'],
    ['localhost', 'http://localhost'],
    ['http://localhost:80', 'http://localhost'],
    ['localhost:3000', 'http://localhost:3000'],
    ['https://localhost:3000', 'https://localhost:3000'],
    ['http://shop.localhost:3000', 'http://shop.localhost:3000'],
    ['intranet', 'intranet'],
  ]
  for (const [sent, kept] of spelt) {
    assert.equal(normaliseEmbedDomain(sent), kept, sent)
    assert.equal(normaliseEmbedDomain(kept), kept, kept)
  }
  assert.equal(originOf('app.example.com'), 'https://app.example.com')
  assert.equal(originOf('http://localhost:3000'), 'http://localhost:3000')
})

test('what names no single host is no embed domain', () => {
  const refused = [
    '*.example.com',
    '*',
    'http://app.example.com',
    'ftp://app.example.com',
    'javascript:alert(1)',
    'app.example.com/portal',
    'app.example.com?x=1',
    'app.example.com#x',
    'kim@app.example.com',
    'https://kim:secret@app.example.com',
    'app.example.com:0',
    'app.example.com:70000',
    'app example.com',
    "app.example.com; script-src 'unsafe-inline'",
    'app.example.com,evil.example.com',
    "'self'",
    'app..example.com',
    '.example.com',
    '-app.example.com',
    '127.0.0.1',
    '2130706433',
    '0x7f.1',
    '[::1]',
    'https://',
    'a%2eb.example.com',
    'a'.repeat(64),
    `${'a.'.repeat(127)}example`,
    '\u0001.example.com',
  ]
  for (const sent of refused) assert.equal(normaliseEmbedDomain(sent), undefined, sent)
})
