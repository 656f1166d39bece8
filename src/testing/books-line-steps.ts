import { type Books, inCurrency, minorOf, type ModelLine } from './books.ts'
import type { Command } from './books-commands.ts'

// oxlint-disable-next-line typescript/no-explicit-any -- the data of an answer, whatever it is
type Data = any

/** A request, the status or the code that must answer it, and what it does to the model where it is not refused. */
export type Step = {
  method: 'POST' | 'PATCH'
  path: string
  body?: object
  expected: number | string
  /** The line that the answer shows. */
  shows?: () => ModelLine | undefined
  effect?(data: Data): void
}

const invalid = 'VALIDATION_ERROR'

type OfLine = Extract<Command, { line: number }>

/** What is done to one line. */
export function ofLine(books: Books, line: ModelLine, command: OfLine): Partial<Step> & Pick<Step, 'expected'> {
  const move = (from: string[], status: ModelLine['status']) => ({
    expected: from.includes(line.status) || line.status === status ? 200 : 'COMMISSION_LINE_STATUS',
    effect: () => void (line.status = status),
  })
  if (command.do === 'postpone') return move(['PENDING'], 'POSTPONED')
  if (command.do === 'resume') return move(['POSTPONED'], 'PENDING')
  if (command.do === 'patch') return patch(books, line, command)
  if (command.do === 'clawBack') return clawBack(books, line, command.amount)
  if (command.do === 'restore') return { ...move(['VOIDED'], 'PENDING'), ...refusedRestore(books, line) }
  if (command.do === 'void') {
    const isCorrected = line.status !== 'VOIDED' && line.payout === null && books.corrections(line).length > 0
    const voided = move(['PENDING', 'POSTPONED'], 'VOIDED')
    return {
      ...voided,
      body: { reasonType: 'DISPUTED' },
      ...(isCorrected && { expected: 'COMMISSION_LINE_CORRECTED' }),
    }
  }
  return takeOff(books, line, command.do)
}

function refusedRestore(books: Books, { status, corrects, amount }: ModelLine): { expected?: string } {
  if (status !== 'VOIDED' || !corrects) return {}
  if (corrects.status === 'VOIDED') return { expected: 'COMMISSION_LINE_VOIDED' }
  return books.left(corrects) + amount < 0n ? { expected: 'COMMISSION_LINE_NOTHING_LEFT' } : {}
}

function takeOff(books: Books, line: ModelLine, verb: 'decline' | 'detach' | string) {
  const isDecline = verb === 'decline'
  const refusal =
    line.status === 'VOIDED'
      ? 'COMMISSION_LINE_VOIDED'
      : line.payout === null
        ? 'COMMISSION_LINE_NOT_ATTACHED'
        : books.isPaid(line.payout)
          ? 'PAYOUT_LOCKED'
          : isDecline && books.corrections(line).length
            ? 'COMMISSION_LINE_CORRECTED'
            : undefined
  const effect = () => {
    const payout = books.payouts[line.payout ?? -1]
    Object.assign(line, { payout: null, status: isDecline ? 'VOIDED' : 'PENDING', partner: books.root(line.partner) })
    if (isDecline && payout && !books.on(books.payouts.indexOf(payout)).length) payout.stage = 'DECLINED'
  }
  return { expected: refusal ?? 200, effect, ...(isDecline && { body: { reasonType: 'DUPLICATE' } }) }
}

function patch(books: Books, line: ModelLine, { amount, currency }: Extract<Command, { do: 'patch' }>) {
  const wanted = currency ?? line.currency
  const next = amount === undefined ? inCurrency(line, wanted) : minorOf(amount, wanted)
  const isChange = next !== line.amount || wanted !== line.currency
  const isMisfit = amount !== undefined && currency !== undefined && minorOf(amount, currency) === undefined
  const isBound = line.corrects !== undefined || books.corrections(line).length > 0
  const expected = isMisfit
    ? invalid
    : line.status === 'VOIDED'
      ? 'COMMISSION_LINE_VOIDED'
      : !isChange
        ? 200
        : books.isPaid(line.payout)
          ? 'PAYOUT_LOCKED'
          : next === undefined || (line.payout !== null && wanted !== line.currency)
            ? invalid
            : isBound
              ? 'COMMISSION_LINE_CORRECTED'
              : 200
  return {
    method: 'PATCH' as const,
    path: `/commission-lines/${line.id}`,
    body: { ...(amount !== undefined && { amount }), ...(currency !== undefined && { currency }) },
    expected,
    effect: () => void Object.assign(line, { amount: next, currency: wanted }),
  }
}

function clawBack(books: Books, line: ModelLine, amount: string | undefined) {
  const left = books.left(line)
  const taken = amount === undefined ? left : minorOf(amount, line.currency)
  const expected =
    line.status === 'VOIDED'
      ? 'COMMISSION_LINE_VOIDED'
      : left <= 0n
        ? 'COMMISSION_LINE_NOTHING_LEFT'
        : taken === undefined || taken <= 0n || taken > left
          ? invalid
          : 201
  return {
    body: amount === undefined ? {} : { amount },
    expected,
    shows: () => books.lines.at(-1),
    effect: ({ id }: { id: string }) => {
      const { currency, partner } = line
      const status = 'PENDING' as const
      books.lines.push({
        id,
        partner: books.root(partner),
        payout: null,
        amount: -(taken ?? 0n),
        currency,
        status,
        corrects: line,
      })
    },
  }
}
