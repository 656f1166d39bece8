import { type Books, minorOf, type ModelLine } from './books.ts'
import type { Command, NewLine } from './books-commands.ts'
import { refund, sell } from './books-sale-steps.ts'
import { ofLine, type Step } from './books-line-steps.ts'

const invalid = 'VALIDATION_ERROR'
const period = { periodStart: '2026-01-01', periodEnd: '2099-12-31' }
const at = <T>(list: readonly T[], index: number): [T, number] | undefined => {
  const found = list[index % list.length]
  return found === undefined ? undefined : [found, index % list.length]
}

/** What a command comes to on these books; undefined where there is nothing yet that it could be done to. */
export function stepOf(books: Books, command: Command): Step | undefined {
  switch (command.do) {
    case 'nothing':
      return undefined
    case 'create':
      return create(books, command)
    case 'createOn':
      return createOn(books, command)
    case 'bulk':
      return bulk(books, command)
    case 'attach':
      return attach(books, command)
    case 'payout':
      return payout(books, command)
    case 'batch':
      return batch(books, command)
    case 'stage':
      return changeStage(books, command)
    case 'sale':
      return sell(books, command)
    case 'refund':
      return refund(books, command)
    case 'merge':
      return merge(books, command)
    default: {
      const [found] = at(books.lines, command.line) ?? []
      if (!found) return undefined
      const step = ofLine(books, found, command)
      return {
        method: 'POST',
        path: `/commission-lines/${found.id}/${pathOf[command.do]}`,
        shows: () => found,
        ...step,
      }
    }
  }
}

const pathOf = {
  patch: '',
  postpone: 'postpone',
  resume: 'resume',
  restore: 'restore',
  void: 'void',
  decline: 'decline',
  detach: 'detach',
  clawBack: 'claw-back',
}

const bodyOf = (books: Books, { partner, amount, currency, key }: NewLine) => ({
  partnerId: books.partnerId(partner % books.partners.length),
  amount,
  currency,
  ...(key !== undefined && { idempotencyKey: key }),
})

const remember = (books: Books, given: NewLine, { id, payout = null }: { id: string; payout?: number | null }) => {
  const { amount, currency, key } = given
  const status = payout === null ? 'PENDING' : 'APPROVED'
  const partner = books.root(given.partner % books.partners.length)
  books.lines.push({ id, partner, payout, amount: minorOf(amount, currency) ?? 0n, currency, status, key })
}

function create(books: Books, given: NewLine): Step {
  const known = books.withKey(given.key)
  return {
    method: 'POST',
    path: '/commission-lines',
    body: bodyOf(books, given),
    expected: minorOf(given.amount, given.currency) === undefined ? invalid : known ? 200 : 201,
    shows: () => known ?? books.lines.at(-1),
    effect: ({ id }) => void (known ?? remember(books, given, { id })),
  }
}

function createOn(books: Books, asked: Extract<Command, { do: 'createOn' }>): Step | undefined {
  const [found, payout] = at(books.payouts, asked.payout) ?? []
  if (!found || payout === undefined) return undefined
  const currency = books.currencyOf(payout)
  const given = asked.isFit ? { ...asked, partner: found.partner, currency } : asked
  const { expected, ...step } = create(books, given)
  const partner = books.root(given.partner % books.partners.length)
  const fits = books.root(found.partner) === partner && currency === given.currency
  return {
    ...step,
    body: { ...step.body, payoutId: found.id },
    expected: expected !== 201 ? expected : !fits ? invalid : books.isPaid(payout) ? 'PAYOUT_LOCKED' : 201,
    effect: ({ id }) => void (books.withKey(given.key) ?? remember(books, given, { id, payout })),
  }
}

function bulk(books: Books, { mode, lines }: Extract<Command, { do: 'bulk' }>): Step {
  const isValid = ({ amount, currency }: NewLine) => minorOf(amount, currency) !== undefined
  const isRefused = mode === 'ALL_OR_NOTHING' && !lines.every(isValid)
  const fresh = lines.filter((line) => isValid(line) && !books.withKey(line.key))
  return {
    method: 'POST',
    path: '/commission-lines/bulk',
    body: { mode, lines: lines.map((line) => bodyOf(books, line)) },
    expected: isRefused ? invalid : fresh.length ? 201 : 200,
    effect({ items }) {
      for (const [index, given] of lines.entries())
        if (isValid(given) && !books.withKey(given.key)) remember(books, given, { id: items[index].line.id })
    },
  }
}

function attach(books: Books, { payout: wanted, ...asked }: Extract<Command, { do: 'attach' }>): Step | undefined {
  const [found, payout] = at(books.payouts, wanted) ?? []
  if (!found || payout === undefined) return undefined
  const fits = (line: ModelLine) =>
    line.payout === payout ||
    (line.status === 'PENDING' &&
      books.root(line.partner) === books.root(found.partner) &&
      line.currency === books.currencyOf(payout))
  const choice = asked.isFit ? books.lines.filter(fits) : books.lines
  const lines = [...new Set(asked.lines.map((index) => at(choice, index)?.[0]))].flatMap((line) => line ?? [])
  if (!lines.length) return undefined
  return {
    method: 'POST',
    path: `/payouts/${found.id}/attach`,
    body: { lineIds: lines.map(({ id }) => id) },
    expected: books.isPaid(payout) ? 'PAYOUT_LOCKED' : lines.every(fits) ? 200 : invalid,
    effect: () => void lines.forEach((line) => Object.assign(line, { payout, status: 'APPROVED' })),
  }
}

/** A new payout with the lines that wait for it. */
function open(
  books: Books,
  { partner, batch, attaches }: { partner: number; batch: number; attaches: boolean },
  id: string,
) {
  const payout = books.payouts.push({ id, batch, partner, stage: 'DRAFT' }) - 1
  if (!attaches) return
  for (const line of books.lines)
    if (line.status === 'PENDING' && line.partner === partner && line.currency === books.currencyOf(payout))
      Object.assign(line, { payout, status: 'APPROVED' })
}

function payout(books: Books, given: Extract<Command, { do: 'payout' }>): Step {
  const [own] = given.batch === undefined ? [] : (at(books.batches, given.batch) ?? [])
  const partner = books.root(given.partner % books.partners.length)
  const batch = own ? books.batches.indexOf(own) : books.batches.length
  const isThere = books.payouts.some((one) => one.batch === batch && books.root(one.partner) === partner)
  const { currency, attaches } = given
  return {
    method: 'POST',
    path: '/payouts',
    body: {
      partnerId: books.partnerId(given.partner % books.partners.length),
      attachPendingLines: attaches,
      ...(own ? { batchId: own.id } : { ...period, currency }),
    },
    expected: isThere ? 200 : 201,
    effect({ id, batchId }) {
      if (isThere) return
      if (!own) books.batches.push({ id: batchId, currency })
      open(books, { partner, batch, attaches }, id)
    },
  }
}

function batch(books: Books, { partners, currency, attaches }: Extract<Command, { do: 'batch' }>): Step {
  const refs = partners.map((partner) => partner % books.partners.length)
  return {
    method: 'POST',
    path: '/payout-batches',
    body: {
      ...period,
      currency,
      attachPendingLines: attaches,
      partnerIds: refs.map((partner) => books.partnerId(partner)),
    },
    expected: 201,
    effect({ id }) {
      const made = books.batches.push({ id, currency }) - 1
      for (const partner of new Set(refs.map((ref) => books.root(ref))))
        open(books, { partner, batch: made, attaches }, '')
    },
  }
}

function changeStage(books: Books, { payout: wanted, stage }: Extract<Command, { do: 'stage' }>): Step | undefined {
  const [found, payout] = at(books.payouts, wanted) ?? []
  if (!found || payout === undefined) return undefined
  return {
    method: 'PATCH',
    path: `/payouts/${found.id}`,
    body: { stage },
    expected: 200,
    effect() {
      found.stage = stage
      for (const line of books.on(payout)) line.status = stage === 'PAID' ? 'PAID' : 'APPROVED'
    },
  }
}

function merge(books: Books, { staying, going }: Extract<Command, { do: 'merge' }>): Step {
  const [to, from] = [staying, going].map((partner) => partner % books.partners.length) as [number, number]
  const [stays, goes] = [books.root(to), books.root(from)]
  return {
    method: 'POST',
    path: `/partners/${books.partnerId(to)}/merge`,
    body: { partnerId: books.partnerId(from) },
    expected: stays === goes ? invalid : 200,
    effect() {
      for (const line of books.lines) if (line.partner === goes && line.payout === null) line.partner = stays
      const gone = books.partners[goes]
      if (gone) gone.into = stays
    },
  }
}
