import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import pg from 'pg'
import { runCommand } from '#/testing/terminal.ts'
import { serverOfThisFile, world } from '#/testing/world.ts'
import { doctorCommand } from './doctor.ts'

const server = await serverOfThisFile()
const { admin } = await world(server)
const client = new pg.Client({ connectionString: server.database.url })
client.on('error', () => {})
await client.connect()
after(() => client.end())

const send = async (method: 'post' | 'patch', path: string, body?: object) => {
  const answer = await admin[method](`/api/v1${path}`, body)
  assert.ok(answer.status < 300, answer.text)
  return answer.body.data
}
const partnerId = (await send('post', '/partners', { name: 'Larkspur' })).id as string
const newLine = async (amount: string): Promise<string> =>
  (await send('post', '/commission-lines', { partnerId, amount, currency: 'USD' })).id
const newPayout = async (): Promise<string> =>
  (
    await send('post', '/payouts', {
      partnerId,
      periodStart: '2026-01-01',
      periodEnd: '2026-03-31',
      attachPendingLines: true,
    })
  ).id

const paid = await newLine('500')
await newLine('-40.5')
const payout = await newPayout()
await send('patch', `/payouts/${payout}`, { stage: 'PAID' })
const approved = await newLine('7.25')
const draft = await newPayout()
const pending = await newLine('12')
const voided = await newLine('99')
await send('post', `/commission-lines/${voided}/void`, { reasonType: 'DUPLICATE' })

const examine = async (...args: string[]) => {
  const { code, out } = await runCommand(doctorCommand, server.database.url, ...args)
  const problems = out.split('\n').filter((line) => line.startsWith('problem'))
  assert.equal(code, problems.length ? 1 : 0, out)
  return {
    out,
    problems: problems.map((line) =>
      line.replace(/^problem {2}/, '').replace(' Report this as a fault of Symbolon.', ''),
    ),
  }
}

/** Breaks the books as one who may switch the triggers off, sees what the doctor says of it, and mends them. */
async function broken(statement: string, mend: string, ...args: string[]): Promise<string[]> {
  const off = `alter table ledger_entry disable trigger user; alter table ledger_balance disable trigger user; set session_replication_role = replica`
  const on = `reset session_replication_role; alter table ledger_entry enable trigger user; alter table ledger_balance enable trigger user;
    alter table ledger_entry enable always trigger ledger_entry_balances; alter table ledger_entry enable always trigger ledger_entry_is_append_only;
    alter table ledger_balance enable always trigger ledger_balance_follows_entries;
    alter table ledger_balance enable always trigger ledger_balance_is_never_emptied`
  await client.query(`${off}; ${statement}; ${on}`)
  const { problems } = await examine('--ledger', ...args)
  await client.query(`${off}; ${mend}; ${on}`)
  return problems
}

const entry = (transaction: string, account: string, line: string, amount: number, of: string | null = null) =>
  `insert into ledger_entry (organisation_id, transaction_id, number, account, partner_id, commission_line_id, payout_id, currency, amount, created_at)
  select organisation_id, '${transaction}', ${amount > 0 ? 2 : 1}, '${account}', partner_id, '${line}', ${of ? `'${of}'` : 'null'}, 'USD', ${amount}, now()
  from commission_line where id = '${paid}'`
const keep = (account: string, amount: number) =>
  `insert into ledger_balance select organisation_id, partner_id, '${account}', 'USD', 99, ${amount} from commission_line where id = '${paid}'`
const unkeep = 'delete from ledger_balance where slot = 99'
const forget = (transaction: string) => `delete from ledger_entry where transaction_id = '${transaction}'; ${unkeep}`

const places = 'the amount of every commission line stands on the account of its status, and on no other'
const sums = 'every payout is the sum of its lines'
const journal = 'every payout is what the journal has for it, on the account of its stage'
const stages = 'the lines of a paid payout are paid, and no others'

test('books that the product wrote are well, and each check says so', async () => {
  const plain = await examine()
  assert.deepEqual(plain.problems, [])
  assert.doesNotMatch(plain.out, /every payout is the sum/)
  const { out, problems } = await examine('--ledger')
  assert.deepEqual(problems, [])
  for (const name of [places, sums, journal, stages]) assert.ok(out.includes(`ok       ${name}\n`), out)
  assert.deepEqual(await broken('select', 'select'), [])
})

test('a transaction that does not add up to zero is named with what is over', async () => {
  const problems = await broken(
    `${entry('ltx_half', 'PAYABLE', pending, 305)}; ${keep('PAYABLE', 305)}`,
    forget('ltx_half'),
  )
  assert.deepEqual(problems, [
    'every ledger transaction adds up to zero in each currency: ltx_half leaves 3.05 USD over.',
    `${places}: ${pending} is 12.00 USD, PENDING, of ${partnerId}, and the journal has 15.05 USD on PAYABLE of ${partnerId}.`,
  ])
})

test('a balance that is not what its entries come to is named with both', async () => {
  assert.deepEqual(await broken(keep('EARNED', 77), unkeep), [
    `every balance is what its ledger entries add up to: EARNED of ${partnerId} is kept as 0.77 USD, and its entries come to 0.00 USD.`,
  ])
})

test('entries about no line are named', async () => {
  const problems = await broken(
    `${entry('ltx_ghost', 'PAYABLE', 'cln_ghost', 5)}; ${entry('ltx_ghost', 'PAYABLE', 'cln_ghost', -5)}`,
    forget('ltx_ghost'),
  )
  assert.deepEqual(problems, [
    'every ledger entry is about a commission line: the journal names cln_ghost, and there is no such line.',
  ])
})

test('a line of another amount, another status or another partner than its entries is named with its places', async () => {
  const line = (id: string, set: string) => `update commission_line set ${set} where id = '${id}'`
  const of = `of ${partnerId}`
  assert.deepEqual(await broken(line(pending, 'amount = 1300'), line(pending, 'amount = 1200')), [
    `${places}: ${pending} is 13.00 USD, PENDING, ${of}, and the journal has 12.00 USD on PAYABLE ${of}.`,
  ])
  assert.deepEqual(await broken(line(pending, `status = 'HELD'`), line(pending, `status = 'PENDING'`)), [
    `${places}: ${pending} is 12.00 USD, HELD, ${of}, and the journal has 12.00 USD on PAYABLE ${of}.`,
  ])
  assert.deepEqual(await broken(line(pending, `partner_id = 'ptn_x'`), line(pending, `partner_id = '${partnerId}'`)), [
    `${places}: ${pending} is 12.00 USD, PENDING, of ptn_x, and the journal has 12.00 USD on PAYABLE ${of}.`,
  ])
  const alive = await broken(
    line(voided, `status = 'PENDING', decline_reason_type = null`),
    line(voided, `status = 'VOIDED', decline_reason_type = 'DUPLICATE'`),
  )
  assert.deepEqual(alive, [`${places}: ${voided} is 99.00 USD, PENDING, ${of}, and the journal has nothing of it.`])
})

test('a payout that keeps another sum or another number of lines is named', async () => {
  const keeps = (amount: number, lines: number) =>
    `update payout set amount = ${amount}, line_count = ${lines} where id = '${payout}'`
  assert.deepEqual(await broken(keeps(45_950, 3), keeps(45_950, 2)), [
    `${sums}: ${payout} is kept as 459.50 USD of 3 lines, and its lines come to 459.50 USD of 2.`,
  ])
  assert.deepEqual(await broken(keeps(46_000, 2), keeps(45_950, 2)), [
    `${sums}: ${payout} is kept as 460.00 USD of 2 lines, and its lines come to 459.50 USD of 2.`,
    `${journal}: ${payout} is 460.00 USD and PAID, and the journal has 459.50 USD on PAID.`,
  ])
})

test('a stage that its lines or its history do not bear is named', async () => {
  const stage = (of: string, to: string) => `update payout set stage = '${to}' where id = '${of}'`
  assert.deepEqual(await broken(stage(draft, 'PAID'), stage(draft, 'DRAFT')), [
    `${journal}: ${draft} is 7.25 USD and PAID, and the journal has 7.25 USD on IN_PAYOUT.`,
    `${stages}: ${approved} is APPROVED on ${draft}, which is PAID.`,
    `the history of every payout ends with its stage: ${draft} is PAID, and its history ends with DRAFT.`,
  ])
  const line = (status: string) => `update commission_line set status = '${status}' where id = '${paid}'`
  const [place, ...rest] = await broken(line('APPROVED'), line('PAID'))
  assert.ok(place?.startsWith(`${places}: ${paid} is 500.00 USD, APPROVED, of ${partnerId} on ${payout}, and`), place)
  assert.deepEqual(rest, [`${stages}: ${paid} is APPROVED on ${payout}, which is PAID.`])
})

test('a line that two payouts have is named with both', async () => {
  const problems = await broken(
    `${entry('ltx_twice', 'COMMISSIONS', paid, -50_000)}; ${entry('ltx_twice', 'IN_PAYOUT', paid, 50_000, draft)};
    ${keep('COMMISSIONS', -50_000)}; ${keep('IN_PAYOUT', 50_000)}`,
    forget('ltx_twice'),
  )
  assert.equal(problems.length, 5, problems.join('\n'))
  assert.equal(problems[2], `no commission line is on two payouts: ${paid} is on ${payout} and ${draft}.`)
  assert.ok(problems[1]?.includes(`${draft} is 7.25 USD and DRAFT, and the journal has 507.25 USD on IN_PAYOUT`))
  for (const figure of ['day', 'month'])
    assert.ok(problems.some((one) => one.startsWith(`what partners earned by ${figure} is what the journal says: `)))
})

test('a line in another currency than its payout, or of another partner, is named', async () => {
  const swap = (from: string, to: string) => `update payout set partner_id = '${to}' where id = '${from}'`
  const stranger = (await send('post', '/partners', { name: 'Foxglove' })).id as string
  assert.deepEqual(await broken(swap(draft, stranger), swap(draft, partnerId)), [
    `the lines of a payout are of its partner and in its currency: ${approved} of ${partnerId} in USD is on ${draft} of ${stranger} in USD.`,
  ])
})

test('of many that are alike the first twenty are named, and how many more there are', async () => {
  await client.query(
    `set session_replication_role = replica; insert into commission_line (organisation_id, id, partner_id, amount, currency, status, created_at, updated_at)
    select organisation_id, 'cln_many_' || n, partner_id, 100, 'USD', 'PENDING', now(), now() from commission_line, generate_series(1, 31) n
    where id = '${paid}'; reset session_replication_role`,
  )
  const { problems } = await examine('--ledger')
  await client.query(`delete from commission_line where id like 'cln_many_%'`)
  assert.equal(problems.length, 21)
  assert.equal(problems[20], `${places}: 11 more are like these.`)
  assert.match(problems[0] ?? '', /cln_many_1 is 1.00 USD, PENDING, of ptn_\w+, and the journal has nothing of it/)
})

test('the plain doctor names triggers that do not always run, and open lines of a merged partner', async () => {
  await client.query('alter table ledger_entry enable trigger ledger_entry_balances')
  assert.deepEqual((await examine()).problems, [
    'ledger entries can be neither changed nor deleted, and add up to zero: the trigger ledger_entry_balances does not always run. Run: alter table ledger_entry enable always trigger ledger_entry_balances',
  ])
  await client.query('alter table ledger_entry enable always trigger ledger_entry_balances')
  const stranger = (await send('post', '/partners', { name: 'Yarrow' })).id as string
  const lead = (to: string) =>
    `set session_replication_role = replica; update partner set merged_into_id = ${to} where id = '${partnerId}'; reset session_replication_role`
  await client.query(lead(`'${stranger}'`))
  const { problems } = await examine()
  await client.query(lead('null'))
  assert.deepEqual(
    problems.map((line) => line.split(': ')[1]),
    [pending, voided].map((id) => `${id} belongs to ${partnerId}, which was merged.`),
  )
})
