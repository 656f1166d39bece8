import { findPartners, type FoundPartner } from '#/domains/partners/index.ts'
import type { Context } from '#/kernel/context.ts'
import type { Issue } from '#/kernel/error.ts'
import type { LineRow } from '../tables.ts'
import { archivedMessage, findLinesByKey } from './create.ts'
import { insertLines, type NewLine } from './insert.ts'

/** What is to become of one of many lines: it is there already, it can be made, or it cannot. */
export type Weighed = { known: LineRow } | { line: NewLine } | { issue: Issue }

/** What became of it. */
export type Fate = { status: 'CREATED' | 'EXISTING'; row: LineRow } | { status: 'REFUSED'; issue: Issue }

type Options = { byDomain?: boolean }

/** Looks every line up by its idempotency key and finds the partner of each that is not there, both at once for all. */
export async function weighLines(ctx: Context, wishes: NewLine[], options: Options = {}): Promise<Weighed[]> {
  const known = await findLinesByKey(ctx, keysOf(wishes))
  const knownOf = ({ idempotencyKey }: NewLine) => (idempotencyKey ? known.get(idempotencyKey) : undefined)
  const open = wishes.filter((wish) => !knownOf(wish))
  const partners = await findPartners(
    ctx,
    open.map(({ partnerId }) => partnerId),
    options,
  )
  return wishes.map((wish) => {
    const row = knownOf(wish)
    return row ? { known: row } : weighed(wish, { partner: partners.get(wish.partnerId), ...options })
  })
}

type Found = Options & { partner: FoundPartner | undefined }

function weighed(wish: NewLine, { partner, byDomain }: Found): Weighed {
  if (!partner) {
    const what = byDomain ? 'id, CRM id or domain' : 'id'
    return { issue: issue('unknown_reference', `No partner has this ${what}.`) }
  }
  if (partner === 'AMBIGUOUS')
    return { issue: issue('ambiguous_reference', 'Several partners have this CRM id. Use our id.') }
  if (partner.isArchived) return { issue: issue('custom', archivedMessage) }
  return { line: { ...wish, partnerId: partner.id } }
}

const issue = (code: string, message: string): Issue => ({ path: ['partnerId'], code, message })

/**
 * Makes many lines in one statement. What became of each stands at its place.
 *
 * The rows go in by the order of their idempotency keys, so that two callers with the same keys wait for one another
 * instead of holding one another up; who comes second finds the lines of the first.
 */
export async function createLines(ctx: Context, wishes: NewLine[], options: Options = {}): Promise<Fate[]> {
  const all = (await weighLines(ctx, wishes, options)).map((one) =>
    'line' in one ? { line: { ...one.line, id: ctx.newId('cln') } } : one,
  )
  const lines = all.flatMap((one) => ('line' in one ? one.line : []))
  const made = new Map(
    (await insertLines(ctx, lines, { event: 'commission-lines.create' })).map((row) => [row.id, row]),
  )
  const raced = await findLinesByKey(ctx, keysOf(lines.filter(({ id }) => !made.has(id))))
  return all.map((one) => {
    if ('issue' in one) return { status: 'REFUSED', issue: one.issue }
    if ('known' in one) return { status: 'EXISTING', row: one.known }
    const row = made.get(one.line.id)
    if (row) return { status: 'CREATED', row }
    const found = one.line.idempotencyKey ? raced.get(one.line.idempotencyKey) : undefined
    return found ? { status: 'EXISTING', row: found } : { status: 'REFUSED', issue: issue('custom', archivedMessage) }
  })
}

const keysOf = (lines: NewLine[]) => lines.flatMap(({ idempotencyKey }) => idempotencyKey ?? [])
