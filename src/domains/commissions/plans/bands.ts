import { type Money, moneyOf, toDecimal } from '#/kernel/money.ts'
import type { PeriodUnit } from './period.ts'
import { sharesOf } from './share.ts'
import type { Band, Tiered } from './terms.ts'

/** What the partner sold under the plan in the period, before this event and net of refunds: minor units, and events. */
export type Before = { sold: bigint; sales: bigint }

type Part =
  | { from: string; to: string | null; base: string; percent: string }
  | { from: string; to: string | null; fixed: string }

export type Reckoned = {
  /** What is earned, in hundred-millionths of a minor unit. */
  shares: bigint
  shown:
    | { kind: 'FIXED'; fixed: string }
    | { kind: 'PERCENT'; percent: string }
    | {
        kind: 'TIERED'
        by: Tiered['by']
        method: Tiered['method']
        period: PeriodUnit
        /** What the partner had sold in the period before: an amount, or a number of events. */
        before: string
        parts: Part[]
      }
}

export function reckonTiered(tiered: Tiered, sale: Money, before: Before): Reckoned {
  const { by, method, period, currency } = tiered
  const pieces = piecesOf(tiered, sale.minor, before)
  return {
    shares: pieces.reduce((sum, piece) => sum + sharesOfPiece(piece, currency), 0n),
    shown: {
      kind: 'TIERED',
      by,
      method,
      period,
      before: by === 'COUNT' ? before.sales.toString() : toDecimal(before.sold, currency),
      parts: pieces.map((piece) => shownPiece(piece, currency)),
    },
  }
}

/** A part of the sale, in minor units, and the band that pays it. */
type Piece = { band: Band; to: string | null; base: bigint }

function piecesOf(tiered: Tiered, size: bigint, before: Before): Piece[] {
  const { by, method } = tiered
  if (by === 'AMOUNT' && method === 'GRADUATED') return cut(tiered, before.sold, before.sold + size)
  const reached = by === 'AMOUNT' ? before.sold + size : before.sales + (method === 'WHOLE' ? 1n : 0n)
  return [{ ...bandAt(tiered, reached), base: size }]
}

/** The parts of what lies between two amounts, band by band. */
function cut(tiered: Tiered, low: bigint, high: bigint): Piece[] {
  return tiered.bands.flatMap((band, at) => {
    const next = tiered.bands[at + 1]
    const from = bigger(low, startOf(band, tiered))
    const to = next ? smaller(high, startOf(next, tiered)) : high
    return to > from ? [{ band, to: next?.from ?? null, base: to - from }] : []
  })
}

function bandAt(tiered: Tiered, reached: bigint): { band: Band; to: string | null } {
  const at = tiered.bands.findLastIndex((band) => startOf(band, tiered) <= reached)
  const band = tiered.bands[at]
  if (!band) throw new RangeError('The first band begins at zero.')
  return { band, to: tiered.bands[at + 1]?.from ?? null }
}

const startOf = ({ from }: Band, { by, currency }: Tiered) =>
  by === 'COUNT' ? BigInt(from) : moneyOf(from, currency).minor

const sharesOfPiece = ({ band, base }: Piece, currency: string) =>
  band.percent === null ? sharesOf(moneyOf(band.amount ?? '', currency).minor, '100') : sharesOf(base, band.percent)

const shownPiece = ({ band, to, base }: Piece, currency: string): Part =>
  band.percent === null
    ? { from: band.from, to, fixed: band.amount ?? '' }
    : { from: band.from, to, base: toDecimal(base, currency), percent: band.percent }

const smaller = (a: bigint, b: bigint) => (a < b ? a : b)
const bigger = (a: bigint, b: bigint) => (a > b ? a : b)
