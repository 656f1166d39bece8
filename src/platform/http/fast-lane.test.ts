import assert from 'node:assert/strict'
import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { after, test } from 'node:test'
import { visit } from '#/testing/clicks.ts'
import { addressReader } from './caller-address.ts'
import { type FastLane, withFastLanes } from './fast-lane.ts'

const lane = (prefix: `/${string}/`, serve: FastLane['serve']): FastLane => ({ prefix, route: `${prefix}:rest`, serve })
const observed: string[] = []
const logged: object[] = []
let isDraining = false
const held: (() => void)[] = []

const server = withFastLanes({
  fastLanes: [
    lane('/go/', (_request, rest, answer) => answer.redirect(`/to/${rest}`)),
    lane('/throws/', () => {
      throw new Error('a fault')
    }),
    lane('/rejects/', async () => {
      throw new Error('a later fault')
    }),
    lane('/waits/', (_request, rest, answer) => void held.push(() => answer.page(200, rest))),
    lane('/twice/', (_request, _rest, answer) => {
      answer.page(404, 'first')
      answer.redirect('/second')
    }),
  ],
  trustProxy: false,
  guards: { 'x-guard': 'on' },
  isDraining: () => isDraining,
  log: { error: (line: object) => void logged.push(line) } as never,
  observe: ({ route, method, status }) => void observed.push(`${method} ${route} ${status}`),
})((_request: IncomingMessage, response: ServerResponse) => response.end('the framework'), {
  http: {},
  keepAliveTimeout: 5_000,
  requestTimeout: 5_000,
  connectionTimeout: 0,
})
server.listen(0, '127.0.0.1')
await once(server, 'listening')
after(() => server.close())
const { port } = server.address() as AddressInfo
const url = `http://127.0.0.1:${port}`

/** Sends bytes as they stand, and resolves to all that comes back until the server closes. */
async function send(text: string): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  let answer = ''
  socket.setEncoding('latin1').on('data', (chunk) => (answer += String(chunk)))
  socket.write(text)
  await once(socket, 'close')
  return answer
}

test('a lane answers its own paths, and every other request goes on untouched', async () => {
  const answer = await visit(url, '/go/a?b=c')
  assert.deepEqual([answer.status, answer.location, answer.text], [302, '/to/a?b=c', ''])
  for (const path of ['/', '/go', '/GO/a', '/x/go/a', '/goes/a'])
    assert.equal((await visit(url, path)).text, 'the framework', path)
  assert.deepEqual(observed, ['GET /go/:rest 302'])
})

test('a path is of its lane also where a proxy names the whole address', async () => {
  for (const origin of ['http://links.example.com', 'HTTPS://links.example.com:8443']) {
    const answer = await visit(url, `${origin}/go/a?b=http://c/go/d`)
    assert.deepEqual([answer.status, answer.location], [302, '/to/a?b=http://c/go/d'])
    assert.equal((await visit(url, `${origin}/x?y=/go/a`)).text, 'the framework')
  }
})

test('a fault of a lane is a page that says nothing of it, and a line in the log', async () => {
  for (const path of ['/throws/x', '/rejects/x']) {
    const answer = await visit(url, path)
    assert.equal(answer.status, 500)
    assert.equal(answer.headers['x-guard'], 'on')
    assert.doesNotMatch(answer.text, /fault/)
  }
  assert.equal(logged.length, 2)
})

test('what is given after the first answer is passed over', async () => {
  const answer = await visit(url, '/twice/x')
  assert.deepEqual([answer.status, answer.text], [404, 'first'])
})

test('requests sent in one go are answered in their order, even when the first waits', async () => {
  const request = (path: string, last = '') => `GET ${path} HTTP/1.1\r\nHost: x\r\n${last}\r\n`
  const answer = send(request('/waits/one') + request('/go/two', 'Connection: close\r\n'))
  while (!held.length) await new Promise((resolve) => setImmediate(resolve))
  held.pop()?.()
  assert.match(await answer, /200 OK[^]*one[^]*302 Found[^]*Location: \/to\/two/)
})

test('a visitor who leaves before his answer does no harm', async () => {
  const socket = connect(port, '127.0.0.1')
  socket.write('GET /waits/gone HTTP/1.1\r\nHost: x\r\n\r\n')
  while (!held.length) await new Promise((resolve) => setImmediate(resolve))
  socket.destroy()
  await once(socket, 'close')
  held.pop()?.()
  assert.equal((await visit(url, '/go/on')).status, 302)
})

test('a body is not waited for: its connection ends', async () => {
  const answer = await send('POST /go/x HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\nabc')
  assert.match(answer, /^HTTP\/1\.1 302 Found\r\n[^]*Connection: close/)
  assert.match(await send('GET /go/x HTTP/1.0\r\n\r\n'), /^HTTP\/1\.1 302 Found/)
})

test('while the server drains each answer ends its connection', async () => {
  isDraining = true
  assert.equal((await visit(url, '/go/x', { headers: { connection: 'keep-alive' } })).headers.connection, 'close')
  isDraining = false
})

test('an address is read from as many proxies as are trusted, and from no further', () => {
  const ask = (trust: boolean | string, remoteAddress: string, forwarded?: string) =>
    addressReader(trust)({
      socket: { remoteAddress },
      headers: { 'x-forwarded-for': forwarded },
    } as unknown as IncomingMessage)
  assert.equal(ask(false, '::ffff:10.0.0.1', '1.1.1.1'), '10.0.0.1')
  assert.equal(ask(true, '10.0.0.1', '1.1.1.1, 2.2.2.2'), '1.1.1.1')
  assert.equal(ask('loopback', '127.0.0.1', '1.1.1.1, 2.2.2.2'), '2.2.2.2')
  assert.equal(ask('loopback', '::1', '1.1.1.1, 2.2.2.2, 127.0.0.1'), '2.2.2.2')
  assert.equal(ask('loopback, 2.2.2.0/24', '::ffff:127.0.0.1', '1.1.1.1, 2.2.2.2'), '1.1.1.1')
  assert.equal(ask('uniquelocal', '192.168.1.1', '2001:db8::1'), '2001:db8::1')
  assert.equal(ask('loopback', '8.8.8.8', '1.1.1.1'), '8.8.8.8')
  assert.equal(ask('loopback', '127.0.0.1', 'unknown, garbage'), '127.0.0.1')
  assert.equal(ask('loopback', '127.0.0.1'), '127.0.0.1')
})
