import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { anyCommand, type Command } from '#/testing/books-commands.ts'
import { stepOf } from '#/testing/books-steps.ts'
import { Books, decimal, type ModelLine } from '#/testing/books.ts'
import { assertBooks } from '#/testing/ledger.ts'
import { type Caller, serverOfThisFile, world } from '#/testing/world.ts'

const server = await serverOfThisFile()

// oxlint-disable-next-line typescript/no-explicit-any -- the data of an answer, whatever it is
type Data = any

const everyOne = async (admin: Caller, path: string): Promise<Data[]> => {
  const all: Data[] = []
  for (let cursor: string | null = ''; cursor !== null;) {
    const { body } = await admin.get(`/api/v1${path}${path.includes('?') ? '&' : '?'}limit=100&cursor=${cursor}`)
    all.push(...body.data)
    cursor = body.pagination.nextCursor
  }
  return all
}

const shownLine = (books: Books, line: ModelLine) => ({
  id: line.id,
  partnerId: books.partnerId(line.partner),
  payoutId: line.payout === null ? null : books.payouts[line.payout]?.id,
  amount: decimal(line.amount, line.currency),
  currency: line.currency,
  status: line.status,
})

const ofLine = ({ id, partnerId, payoutId, amount, currency, status }: Data) => ({
  id,
  partnerId,
  payoutId,
  amount,
  currency,
  status,
})

function shownPayout(books: Books, payout: number) {
  const { id, partner, stage } = books.payouts[payout] ?? assert.fail()
  const currency = books.currencyOf(payout)
  const sum = books.on(payout).reduce((total, line) => total + line.amount, 0n)
  return { id, partner: books.partnerId(partner), amount: { value: decimal(sum, currency), currency }, stage }
}

const ofPayout = ({ id, partner, amount, stage }: Data) => ({ id, partner: partner.id, amount, stage })

/** The payouts of a batch are not in its answer. */
async function learnPayouts(books: Books, admin: Caller, batchId: string): Promise<void> {
  for (const { id, partner } of await everyOne(admin, `/payouts?batchId=${batchId}`)) {
    const payout = books.payouts.find((one) => one.id === '' && books.partnerId(one.partner) === partner.id)
    assert.ok(payout, `${id} was not to be made`)
    payout.id = id
  }
}

/** Does one thing to the product and to the model, and compares what is answered. */
async function play(books: Books, admin: Caller, command: Command): Promise<boolean> {
  const step = stepOf(books, command)
  if (!step) return false
  const { status, body } = await admin.send(step.method, `/api/v1${step.path}`, { body: step.body ?? {} })
  assert.equal(body.error?.code ?? status, step.expected, JSON.stringify({ ...step, body: step.body, got: body }))
  if (body.error) return true
  step.effect?.(body.data)
  if (command.do === 'batch') await learnPayouts(books, admin, body.data.id)
  const line = step.shows?.()
  if (line) assert.deepEqual(ofLine(body.data), shownLine(books, line))
  const payout = books.payouts.findIndex(({ id }) => id === body.data.id)
  if (payout >= 0) assert.deepEqual(ofPayout(body.data), shownPayout(books, payout))
  return true
}

const byId = (a: { id?: string }, b: { id?: string }) => ((a.id ?? '') < (b.id ?? '') ? -1 : 1)

/** Compares everything: lines, payouts, the balance of every account, and the trial balance. */
async function compare(books: Books, admin: Caller): Promise<void> {
  const lines = await everyOne(admin, '/commission-lines')
  assert.deepEqual(lines.map(ofLine).toSorted(byId), books.lines.map((line) => shownLine(books, line)).toSorted(byId))
  const payouts = await everyOne(admin, '/payouts')
  assert.deepEqual(
    payouts.map(ofPayout).toSorted(byId),
    books.payouts.map((_, payout) => shownPayout(books, payout)).toSorted(byId),
  )
  const { body: listed } = await admin.get('/api/v1/ledger/accounts')
  const held = listed.data
    .map(({ account, partnerId, balance }: Data) => [
      `${account} ${partnerId ?? '-'} ${balance.currency}`,
      balance.value,
    ])
    .filter(([, value]: [string, string]) => /[1-9]/.test(value))
  const due = [...books.balances()].map(([account, amount]) => [account, decimal(amount, account.slice(-3))])
  assert.deepEqual(new Map(held), new Map(due as [string, string][]))
  const { body: trial } = await admin.get('/api/v1/ledger/trial-balance')
  assert.equal(trial.data.isBalanced, true)
}

async function playAll(commands: Command[]): Promise<number> {
  const { admin, organisation } = await world(server)
  const ids: string[] = []
  for (const name of ['Larkspur', 'Foxglove', 'Yarrow', 'Basalt'])
    ids.push((await admin.post('/api/v1/partners', { name })).body.data.id)
  const books = new Books(ids)
  let played = 0
  for (const command of commands) played += Number(await play(books, admin, command))
  await compare(books, admin)
  await assertBooks(server, organisation.id)
  return played
}

const seed = 20_260_410
const lanes = [0, 1, 2, 3]
const each = { numRuns: 30, sequence: { minLength: 1, maxLength: 70, size: 'max' as const } }

test('whatever is done in whatever order, lines, payouts and balances are those of a model that adds up anew', async () => {
  const counts = await Promise.all(
    lanes.map(async (lane) => {
      let played = 0
      const property = fc.asyncProperty(fc.array(anyCommand, each.sequence), async (commands) => {
        played += await playAll(commands)
      })
      await fc.assert(property, { seed: seed + lane, numRuns: each.numRuns, endOnFailure: false })
      return played
    }),
  )
  const total = counts.reduce((sum, count) => sum + count, 0)
  assert.ok(total >= 2_000, `${total} commands were played`)
})
