import {
  createLine,
  findLine,
  forgetSale,
  type LineRow,
  recordSale,
  tryFindLastSale,
} from '#/domains/commissions/index.ts'
import { type Withdrawn, withdrawLine } from '#/domains/payouts/index.ts'
import type { Context } from '#/kernel/context.ts'
import { money } from '#/kernel/money.ts'
import type { Change } from '#/kernel/verb.ts'
import type { ConversionRecord } from '../conversion.ts'
import { saleOf } from '../sale.ts'
import type { Holder } from './reattribute.ts'

type Moved = {
  /** Of the other partner; null where it earns nothing. */
  lineId: string | null
  lineIds: string[]
  changes: Change[]
}

/** Takes the commission from the partner that has it, and gives the other one its own. */
export async function moveCommission(
  ctx: Context,
  was: ConversionRecord,
  { partnerId, reason }: Holder & { reason: string },
): Promise<Moved> {
  const line = was.commission_line_id === null ? undefined : await findLine(ctx, was.commission_line_id)
  const withdrawn = line && (await withdraw(ctx, line, reason))
  const own = (await earnAnew(ctx, was, partnerId)) ?? (await earnWhatIsLeft(ctx, was, { partnerId, line, withdrawn }))
  return {
    lineId: own,
    lineIds: [...(withdrawn?.lineIds ?? []), ...(own ? [own] : [])],
    changes: withdrawn?.changes ?? [],
  }
}

const withdraw = (ctx: Context, { id }: LineRow, reason: string): Promise<Withdrawn> =>
  withdrawLine(ctx, id, {
    event: 'commission-lines.void',
    reasonType: 'CUSTOM',
    reason: cut(`Its conversion was given to another partner: ${reason}`),
    description: 'Its conversion was given to another partner.',
  })

const longest = 2000
const cut = (text: string) => [...text].slice(0, longest).join('')

const statusOf = ({ status }: ConversionRecord) => (status === 'accepted' ? 'PENDING' : 'HELD')

/** By the plan that reckoned its sale, for what refunds have left of it. Null: nothing; undefined: no plan did. */
async function earnAnew(ctx: Context, was: ConversionRecord, partnerId: string): Promise<string | null | undefined> {
  const name = saleOf(was.id)
  const last = await tryFindLastSale(ctx, name)
  if (!last) return undefined
  await forgetSale(ctx, last)
  if (last.amount.minor <= 0n) return null
  const next = Number(last.sourceId.slice(name.length + 1)) + 1
  const { id: _id, ...sale } = last
  const { lines } = await recordSale(ctx, { ...sale, sourceId: `${name}:${next}`, partnerId }, statusOf(was))
  return lines[0]?.id ?? null
}

type Left = { partnerId: string; line: LineRow | undefined; withdrawn: Withdrawn | undefined }

async function earnWhatIsLeft(ctx: Context, was: ConversionRecord, { partnerId, line, withdrawn }: Left) {
  if (!line || !withdrawn || withdrawn.left <= 0n) return null
  const { row } = await createLine(ctx, {
    partnerId,
    amount: money(withdrawn.left, line.currency),
    sourceAmount: line.source_amount === null ? null : money(BigInt(line.source_amount), line.currency),
    description: line.description,
    status: statusOf(was),
  })
  return row.id
}
