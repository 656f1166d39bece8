import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { mailCommand } from '#/commands/mail.ts'
import { readConfig } from '#/config.ts'
import type { Context } from '#/kernel/context.ts'
import { inTransaction } from '#/platform/perform.ts'
import { mailbox } from '#/testing/mailbox.ts'
import { until } from '#/testing/process.ts'
import { runCommand } from '#/testing/terminal.ts'
import { operatorIn, type Server, serverOfThisFile, startServer, world } from '#/testing/world.ts'
import { tryFindMail } from './desk.ts'
import { type NewMail, queueMail } from './queue.ts'

const box = await mailbox()
const settings = { SMTP_URL: box.url, MAIL_FROM: 'Programme <hello@vendor.example.com>' }
let ahead = 0
const now = () => new Date(Date.now() + ahead)
const server = await serverOfThisFile({ settings, now })
const other = await serverOfThisFile({ settings, now, database: server.database })

const link =
  'https://vendor.example.com/enter?token=once-and-secret-and-long-enough-to-be-broken-over-lines-of-mail-żółć'
const letter = (to: string): NewMail => ({ to, subject: 'Your invitation', text: `Hello,\n\n${link}\n` })
const send = (on: Server = server) => on.application.jobs.runNow('mail.send')
const sentTo = (address: string) => box.received.filter(({ to }) => to.includes(address))
const organisation = async (on: Server = server) => await operatorIn(on, (await world(on)).organisation.id)
const queue = (ctx: Context, to: string) => inTransaction(ctx, (inside) => queueMail(inside, letter(to)))
const find = async (ctx: Context, id: string) => (await tryFindMail(ctx, id)) ?? assert.fail(`there is no ${id}`)

test('a mail is sent once, and then its text is gone; the log never had it', async () => {
  const ctx = await organisation()
  const id = await queue(ctx, 'kim@one.example.com')
  await send()
  await send()
  assert.deepEqual(sentTo('kim@one.example.com'), [
    {
      from: 'Programme <hello@vendor.example.com>',
      to: ['kim@one.example.com'],
      subject: 'Your invitation',
      messageId: `<${id}@vendor.example.com>`,
      text: `Hello,\n\n${link}`,
    },
  ])
  const { state, body } = await find(ctx, id)
  assert.deepEqual({ state, body }, { state: 'sent', body: null })
  assert.doesNotMatch(server.logged.join(), /once-and-secret/)
})

test('two nodes that send at the same time send each mail once', async () => {
  const ctx = await organisation()
  const addresses = Array.from({ length: 30 }, (_, n) => `guest${n}@two.example.com`)
  for (const address of addresses) await queue(ctx, address)
  await Promise.all([send(server), send(other), send(server), send(other)])
  assert.deepEqual(
    addresses.map((address) => sentTo(address).length),
    addresses.map(() => 1),
  )
})

test('a command that is rolled back sends nothing', async () => {
  const ctx = await organisation()
  const failing = inTransaction(ctx, async (inside) => {
    await queueMail(inside, letter('nobody@three.example.com'))
    throw new Error('no')
  })
  await assert.rejects(failing, /^Error: no$/)
  await send()
  assert.deepEqual(sentTo('nobody@three.example.com'), [])
})

test('a mail that is refused is tried again later and later, and at last kept with the error', async () => {
  const ctx = await organisation()
  let refusals = 0
  box.onMail = ({ text }) => {
    refusals += 1
    throw new Error(`We do not take ${text}`)
  }
  const id = await queue(ctx, 'robin@four.example.com')
  await send()
  await send()
  assert.equal(refusals, 1, 'not again before its time')
  const first = await find(ctx, id)
  assert.match(first.error ?? '', /We do not take/)
  for (let hours = 0; hours < 24; hours += 0.5) {
    await send()
    ahead += 30 * 60_000
  }
  assert.equal(refusals, 10)
  const { state, attempts, body } = await find(ctx, id)
  assert.deepEqual({ state, attempts, body }, { state: 'failed', attempts: 10, body: letter('').text })
  assert.equal(server.logged.filter((line) => line.includes('it is given up')).length, 1)
  assert.doesNotMatch(server.logged.join(), /once-and-secret|We do not take/)

  box.onMail = () => {}
  const again = await runCommand(mailCommand, server.database.url, 'send', id, '--organisation', ctx.organisationId)
  assert.equal(again.out, `Queued ${id}; the server sends it.\n`)
  await send()
  assert.equal(sentTo('robin@four.example.com').length, 1)
})

test('a mail whose node died while it sent is sent by another under the same Message-ID', async () => {
  const ctx = await organisation()
  const [reached, released] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  box.onMail = () => (reached.resolve(), released.promise)
  const id = await queue(ctx, 'lee@five.example.com')
  const stalled = send(server)
  await reached.promise
  box.onMail = () => {}
  await send(other)
  assert.equal(sentTo('lee@five.example.com').length, 0, 'the node that has it may live')
  ahead += 16 * 60_000
  await send(other)
  assert.equal((await find(ctx, id)).state, 'sent')
  released.resolve()
  await stalled
  const ids = sentTo('lee@five.example.com').map(({ messageId }) => messageId)
  assert.deepEqual(ids, Array(2).fill(`<${id}@vendor.example.com>`))
})

test('an address stays one address, and a subject one line', async () => {
  const ctx = await organisation()
  const awkward = { to: 'a@six.example.com, b@six.example.com', subject: 'Hi\r\nBcc: c@six.example.com', text: 'x' }
  await inTransaction(ctx, (inside) => queueMail(inside, awkward))
  await queue(ctx, 'd@six.example.com')
  await send()
  assert.equal(sentTo('d@six.example.com').length, 1, 'what cannot be sent holds up nothing')
  for (const address of ['b@six.example.com', 'c@six.example.com']) assert.deepEqual(sentTo(address), [])
})

test('mail to an address that nobody can have is held, and the operator reads it', async () => {
  const ctx = await organisation()
  const ids = [await queue(ctx, 'kim@vendor.example'), await queue(ctx, 'kim@EXAMPLE')]
  await send()
  for (const id of ids) {
    const { state, body } = await find(ctx, id)
    assert.deepEqual({ state, body }, { state: 'held', body: letter('').text })
  }
})

test('a running server sends as soon as the command commits', async () => {
  const ctx = await organisation()
  await using running = await startServer({ settings, database: server.database })
  const { jobs } = running.application
  jobs.start()
  await jobs.send('mail.send')
  const begun = Date.now()
  for (const address of ['x@seven.example.com', 'y@seven.example.com', 'z@seven.example.com']) {
    await queue(ctx, address)
    await until(() => sentTo(address).length === 1)
  }
  assert.ok(Date.now() - begun < 60_000, 'the clock alone looks once a minute')
})

test('without SMTP_URL mail is kept, the log says to whom once, and the operator reads it', async () => {
  const dry = await serverOfThisFile()
  const ctx = await organisation(dry)
  const id = await queue(ctx, 'sam@eight.example.com')
  await send(dry)
  await send(dry)
  const told = dry.logged.filter((line) => line.includes('sam@eight.example.com'))
  assert.equal(told.length, 1)
  assert.doesNotMatch(dry.logged.join(), /once-and-secret/)
  const run = (...args: string[]) =>
    runCommand(mailCommand, dry.database.url, ...args, '--organisation', ctx.organisationId)
  assert.match((await run('list')).out, new RegExp(`^${id}  \\S+Z  held  sam@eight.example.com  Your invitation\n$`))
  const shown = (await run('show', id)).out
  assert.match(shown, /^To: sam@eight.example.com\nSubject: Your invitation\nState: held\n\nHello,\n\nhttps:/)
  const elsewhere = await organisation(dry)
  const foreign = await runCommand(
    mailCommand,
    dry.database.url,
    'show',
    id,
    '--organisation',
    elsewhere.organisationId,
  )
  assert.deepEqual([foreign.code, foreign.err], [1, `There is no mail ${id} in this organisation.\n`])
  assert.match((await run('burn')).err, /^Usage: symbolon mail list/)
  assert.match((await run('send', 'mail_none')).err, /There is no mail mail_none/)
})

test('what others wrote does not steer the terminal', async () => {
  const ctx = await organisation()
  const bold = { to: 'kim@nine.example.com', subject: '\u001b[1mBold\nno', text: 'one\n\u001b]0;title\u0007two' }
  const id = await inTransaction(ctx, (inside) => queueMail(inside, bold))
  const run = (...args: string[]) =>
    runCommand(mailCommand, server.database.url, ...args, '--organisation', ctx.organisationId)
  // oxlint-disable-next-line no-control-regex -- they are what must not be there
  const steering = /[\u0000-\u0009\u000b-\u001f]/
  for (const said of [await run('list'), await run('show', id)]) assert.doesNotMatch(said.out, steering)
})

test('the database takes no mail that is sent and still has its text', async () => {
  const ctx = await organisation()
  const id = await queue(ctx, 'kim@ten.example.com')
  const wrong = sql`update mail set state = 'sent', sent_at = now() where organisation_id = ${ctx.organisationId} and id = ${id}`
  await assert.rejects(wrong.execute(ctx.db), /mail_body_check/)
})

test('the settings of mail are checked', () => {
  const mistakes = (env: Record<string, string>) => assert.throws(() => readConfig(env), /^ConfigMistakes: /)
  for (const MAIL_FROM of ['nobody', 'A <b>', 'a@b, c@d', 'A\r\n <a@b>']) mistakes({ MAIL_FROM })
  mistakes({ SMTP_URL: 'http://mail.example.com' })
  for (const MAIL_FROM of ['a@b', 'A B <a@b.example.com>', '']) readConfig({ MAIL_FROM })
})
