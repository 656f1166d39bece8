import { z } from 'zod'
import type { Context } from '#/kernel/context.ts'
import { DomainError, refusal } from '#/kernel/error.ts'
import type { Outcome } from '#/kernel/verb.ts'
import { sql } from '#/platform/database/sql.ts'
import { CommissionLine, exampleId, lineNotFound, type LineStatus, toLine } from './line.ts'
import { findLine, LineInPath } from './queries.ts'
import { type LineChanges, writeLine } from './write.ts'

export const wrongStatus = refusal(
  'invalid',
  'COMMISSION_LINE_STATUS',
  'This commission line is APPROVED: it is on a payout. Decline or detach it there.',
)

const wayOut: Record<LineStatus, string> = {
  HELD: 'It waits for its conversion.',
  PENDING: 'It is in the pool.',
  APPROVED: 'It is on a payout: decline or detach it there.',
  PAID: 'It is on a paid payout and stays as it is: take it back by claw-back.',
  POSTPONED: 'It is set aside: resume it first.',
  VOIDED: 'It was declined: restore it first.',
}

/** What every verb has that changes the status of one line. */
export const statusChange = {
  may: 'commissions:write',
  isOneStatement: true,
  input: z.strictObject({ id: LineInPath }),
  output: CommissionLine,
  refuses: [lineNotFound, wrongStatus],
  example: { id: exampleId },
} as const

type Wanted = {
  event: string
  from: readonly LineStatus[]
  to: LineStatus
  changes?: LineChanges
}

/** Moves a line from one of these statuses to another. One that stands there already is left as it is. */
export async function changeStatus(ctx: Context, id: string, wanted: Wanted): Promise<Outcome<CommissionLine>> {
  const { event, from, to, changes } = wanted
  const guard = sql`l.status = any(${from})`
  const written = await writeLine(ctx, { event, id, guard, changes: { ...changes, status: to } })
  if (written) return { output: toLine(written.row), changes: written.changes }
  const row = await findLine(ctx, id)
  if (row.status === to) return { output: toLine(row), changes: [] }
  return from.includes(row.status) ? await changeStatus(ctx, id, wanted) : refuseStatus(row.status, to)
}

export function refuseStatus(status: LineStatus, to: LineStatus): never {
  const { kind, code } = wrongStatus
  throw new DomainError(kind, code, `This commission line is ${status} and cannot become ${to}. ${wayOut[status]}`)
}
