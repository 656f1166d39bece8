import { sql } from 'kysely'
import { z } from 'zod'
import type { Context } from '#/kernel/context.ts'
import { refusal } from '#/kernel/error.ts'
import { fromCursor, page, pageInput, toPage } from '#/kernel/page.ts'
import { DateTime } from '#/kernel/time.ts'
import { command, query } from '#/kernel/verb.ts'
import { browserInWords } from './browser.ts'
import { currentMember, type CurrentMember } from './current.ts'
import { ended } from './recorded.ts'

/** Where somebody is signed in. */
const Session = z
  .strictObject({
    id: z.string(),
    browser: z.string().meta({ description: 'In words, as far as the browser tells.' }),
    address: z.string().nullable().meta({ description: 'The address on the network that it signed in from.' }),
    isCurrent: z.boolean().meta({ description: 'Whether it is the one that asks.' }),
    createdAt: DateTime,
    lastSeenAt: DateTime.meta({ description: 'Noted every five minutes.' }),
    expiresAt: DateTime,
  })
  .meta({
    id: 'Session',
    examples: [
      {
        id: 'sess_01KGHDCQE0TSE27719X13KZBKT',
        browser: 'Firefox on Windows',
        address: '192.0.2.7',
        isCurrent: true,
        createdAt: '2026-02-03T09:30:00.000Z',
        lastSeenAt: '2026-02-03T14:05:00.000Z',
        expiresAt: '2026-02-17T09:30:00.000Z',
      },
    ],
  })

type SessionRow = {
  id: string
  browser: string | null
  address: string | null
  created_at: Date
  seen_at: Date
  expires_at: Date
}

const sessionNotFound = refusal('not_found', 'SESSION_NOT_FOUND', 'You have no session with this id.')

export const listSessions = query({
  name: 'sessions.list',
  may: 'member',
  summary: 'List your sessions',
  description: 'Where you are signed in, newest first, in whatever organisation.',
  input: z.strictObject(pageInput),
  output: page(Session),
  async run(ctx, { limit, cursor }) {
    const { accountId, sessionId } = await currentMember(ctx)
    const [after] = fromCursor(ctx, 'sessions', cursor) ?? []
    const { rows } = await sql<SessionRow>`
      select id, browser, address, created_at, seen_at, expires_at from account_session
      where account_id = ${accountId} and expires_at > ${ctx.now()} and (${after ?? null}::text is null or id < ${after ?? null})
      order by id desc limit ${limit + 1}`.execute(ctx.db)
    return toPage(ctx, rows, {
      limit,
      order: 'sessions',
      position: (row) => [row.id],
      item: (row) => toSession(row, sessionId),
    })
  },
})

const toSession = (row: SessionRow, current: string) => ({
  id: row.id,
  browser: browserInWords(row.browser),
  address: row.address || null,
  isCurrent: row.id === current,
  createdAt: row.created_at.toISOString(),
  lastSeenAt: row.seen_at.toISOString(),
  expiresAt: row.expires_at.toISOString(),
})

export const endSession = command({
  name: 'sessions.end',
  may: 'member',
  summary: 'End one of your sessions',
  description: 'That browser is signed out at once.',
  input: z.strictObject({ id: z.string() }),
  output: z.undefined(),
  refuses: [sessionNotFound],
  example: { id: 'sess_01KGHDCQE0TSE27719X13KZBKT' },
  async run(ctx, { id }) {
    const { accountId } = await currentMember(ctx)
    const { rows } = await sql<SessionRow>`
      delete from account_session where account_id = ${accountId} and id = ${id}
      returning id, browser, address, created_at, seen_at, expires_at`.execute(ctx.db)
    if (!rows.length) throw sessionNotFound()
    return { output: undefined, changes: rows.map(ended) }
  },
})

export const endOtherSessions = command({
  name: 'sessions.end-others',
  may: 'member',
  summary: 'End your other sessions',
  description: 'Every browser but the one that asks is signed out at once.',
  input: z.strictObject({}),
  output: z.undefined(),
  async run(ctx) {
    return { output: undefined, changes: (await endOthers(ctx, await currentMember(ctx))).map(ended) }
  },
})

async function endOthers(ctx: Context, { accountId, sessionId }: CurrentMember): Promise<SessionRow[]> {
  const { rows } = await sql<SessionRow>`
    delete from account_session where account_id = ${accountId} and id <> ${sessionId}
    returning id, browser, address, created_at, seen_at, expires_at`.execute(ctx.db)
  return rows
}
