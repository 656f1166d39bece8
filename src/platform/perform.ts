import { sql } from 'kysely'
import type { z } from 'zod'
import { may } from '#/kernel/actor.ts'
import type { Context } from '#/kernel/context.ts'
import { DomainError, forbidden, invalid, preconditionFailed } from '#/kernel/error.ts'
import { Json, jsonText } from '#/kernel/json.ts'
import { type Command, type Outcome, takesRepeatKey, type Verb } from '#/kernel/verb.ts'
import { isWorthRepeating } from './database/failure.ts'
import { pipelined } from './database/pool.ts'
import { recordEvents } from './events.ts'
import { claim, remember, type Repeatable } from './idempotency.ts'
import { issuesOf } from './issues.ts'
import { versionOf } from './version.ts'

export type Request = {
  input: unknown
  /** Change only if the resource is still at this version (`*`: any). */
  expectedVersions?: string[]
  repeatable?: Repeatable
}

/** What a verb gave: its output (a value, `Json` or a `Page`), whether something came to be, whether it is an earlier answer again. */
export type Performed = { output: unknown; isNew: boolean; isReplay: boolean; setCookies?: readonly string[] }

/** The one way to run a verb: permission, input, then the run itself in the transaction that it needs. */
export async function perform(verb: Verb, ctx: Context, request: Request): Promise<Performed> {
  if (!may(ctx.actor, verb)) throw forbidden()
  const input = parse(verb.input, request.input)
  if (verb.kind === 'query') return performed({ output: await verb.run(ctx, input), changes: [] })
  const isOne = verb.isOneStatement && !verb.needsTransaction?.(input)
  const isAlone = isOne && !request.expectedVersions && !(verb.creates && request.repeatable)
  if (isAlone) return performed(await untilDone(() => verb.run({ ...ctx, db: pipelined(ctx.db) }, input)))
  if (verb.runsOwnTransactions) return await changeInSteps(verb, ctx, input)
  return await inTransaction(ctx, (inside) => change(verb, inside, { ...request, input }))
}

async function changeInSteps(verb: Command, ctx: Context, input: unknown): Promise<Performed> {
  const outcome = await verb.run(ctx, input)
  const { changes } = outcome
  if (Array.isArray(changes)) await inTransaction(ctx, (inside) => recordEvents(inside, verb.name, changes))
  return performed(outcome)
}

async function change(verb: Command, ctx: Context, request: Request): Promise<Performed> {
  const repeatable = takesRepeatKey(verb) ? request.repeatable : undefined
  const earlier = repeatable && (await claim(ctx, repeatable))
  if (earlier) return { output: new Json(earlier.output), isNew: earlier.isNew, isReplay: true }
  if (request.expectedVersions && verb.current) {
    const current = await verb.current(ctx, request.input)
    if (!isExpected(request.expectedVersions, versionOf(current.text))) throw preconditionFailed()
  }
  const outcome = await verb.run(ctx, request.input)
  if (Array.isArray(outcome.changes)) await recordEvents(ctx, verb.name, outcome.changes)
  const done = performed(outcome)
  if (repeatable) await remember(ctx, repeatable, { output: jsonText(done.output), isNew: done.isNew })
  return done
}

const isExpected = (expected: string[], version: string) => expected.includes('*') || expected.includes(version)

function performed({ output, isNew, setCookies }: Outcome<unknown>): Performed {
  return { output, isNew: isNew ?? true, isReplay: false, setCookies }
}

export function parse<T extends z.ZodType>(schema: T, input: unknown): z.output<T> {
  const result = schema.safeParse(input)
  if (result.success) return result.data
  throw invalid(issuesOf(result.error))
}

const mostTries = 4

/** Runs in one transaction, and again when PostgreSQL broke a deadlock by ending it. */
export async function inTransaction<T>(ctx: Context, run: (ctx: Context) => Promise<T>): Promise<T> {
  return await untilDone(() => once(ctx, run))
}

async function untilDone<T>(run: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await run()
    } catch (error) {
      if (error instanceof DomainError || tries === mostTries || !isWorthRepeating(error)) throw error
    }
  }
}

async function once<T>(ctx: Context, run: (ctx: Context) => Promise<T>): Promise<T> {
  const heard: Promise<void>[] = []
  const result = await ctx.db.transaction().execute((db) => {
    const announce: Context['announce'] = async (channel, payload) => {
      heard.push(ctx.hears(channel, payload))
      await sql`select pg_notify(${channel}, ${payload})`.execute(db)
    }
    return run({ ...ctx, db, announce })
  })
  await Promise.all(heard)
  return result
}

/**
 * One at a time, over all nodes, until the transaction ends: whoever creates under this key waits for the other.
 * PostgreSQL folds the case of a key, as it does when it matches names; JavaScript folds some letters otherwise.
 */
export async function oneAtATime(ctx: Context, ...keys: string[]): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(lower(${lockName(ctx, keys)}), 0))`.execute(ctx.db)
}

const lockName = (ctx: Context, keys: string[]) => [ctx.organisationId, ...keys].join('\u001f')

/** `oneAtATime` for many keys in one statement, always in the same order, so that two callers never wait for each other. */
export async function allOneAtATime(ctx: Context, all: string[][]): Promise<void> {
  if (!all.length) return
  await sql`
    select pg_advisory_xact_lock(lock) from (
      select distinct hashtextextended(lower(name), 0) as lock from unnest(${all.map((keys) => lockName(ctx, keys))}::text[]) as n(name) order by 1
    ) as locks`.execute(ctx.db)
}
