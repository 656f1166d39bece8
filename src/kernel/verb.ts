import type { z } from 'zod'
import type { Right } from './actor.ts'
import type { Context } from './context.ts'
import type { Refusal } from './error.ts'
import type { Json, JsonValue } from './json.ts'
import type { Page } from './page.ts'

/** A value that leaves a verb: itself, JSON text in its shape, or a page of either. */
type Leaving<O> = O extends { data: (infer T)[]; nextCursor: string | null } ? O | Page<T> : O | Json<O>

/** What one command changed, for the audit log: the values that differ, before and after. */
export type Change = {
  /** The event's type; the command's name unless said otherwise. */
  type?: string
  subjectId: string
  partnerId?: string | null
  before: { [key: string]: unknown } | null
  after: { [key: string]: unknown } | null
}

/** The events of a single-statement command are part of that statement; only `eventIn` makes this proof. */
export type RecordedInStatement = { readonly recordedInStatement: true }

export type Outcome<O> = {
  output: Leaving<O>
  /** One event each; empty when nothing changed. */
  changes: Change[] | RecordedInStatement
  /** Whether something came to be; a command that creates says so unless it found what was there. */
  isNew?: boolean
  /** A session that begins or ends: whole values of `Set-Cookie`, which stand in no body and in no event. */
  setCookies?: readonly string[]
}

type Described<I extends z.ZodType, O extends z.ZodType> = Right & {
  /** `nouns.verb`; the name of the operation and of its event. */
  name: string
  /** One line for the API reference. */
  summary: string
  /** Shapes, units and rules for the reader of the API reference. */
  description?: string
  input: I
  output: O
  /** The refusals of its own, beside those that every verb has. */
  refuses?: readonly Refusal[]
  /** An input that shows its use, for the API reference; an id in the path included. */
  example?: JsonValue
}

export type Query<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> = Described<I, O> & {
  kind: 'query'
  run(ctx: Context, input: z.output<I>): Promise<Leaving<z.output<O>>>
}

export type Command<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> = Described<I, O> & {
  kind: 'command'
  /** It makes a resource: answered as created, and it takes an `Idempotency-Key`. */
  creates?: boolean
  /** It may find what it would make, and change that instead: answered as done, not as created. */
  mayFind?: boolean
  /** Its input says what is a repeat: an `Idempotency-Key` is ignored. */
  knowsRepeats?: boolean
  /** Its output holds a secret: the output is never stored, so an `Idempotency-Key` is ignored. */
  returnsSecret?: boolean
  /** It is one statement that records its own events, so it needs no transaction around it. */
  isOneStatement?: boolean
  /** For which inputs one of a single statement is more than that. */
  needsTransaction?(input: z.output<I>): boolean
  /** It is long and commits its work in steps that record their own events; the changes it returns are recorded at its end. */
  runsOwnTransactions?: boolean
  /** The resource as a reader sees it, locked: lets a caller change only what it has seen. */
  current?(ctx: Context, input: z.output<I>): Promise<Json<unknown>>
  run(ctx: Context, input: z.output<I>): Promise<Outcome<z.output<O>>>
}

export type Verb = Query | Command

/** A verb that only reads. */
export function query<I extends z.ZodType, O extends z.ZodType>(verb: Omit<Query<I, O>, 'kind'>): Query<I, O> {
  return { kind: 'query', ...verb }
}

/** A verb that changes: one transaction that holds the change and its events. */
export function command<I extends z.ZodType, O extends z.ZodType>(verb: Omit<Command<I, O>, 'kind'>): Command<I, O> {
  return { kind: 'command', ...verb }
}

/** Whether a repeat of it is known by an `Idempotency-Key`. */
export const takesRepeatKey = (verb: Verb): boolean =>
  verb.kind === 'command' && Boolean(verb.creates) && !verb.returnsSecret && !verb.knowsRepeats

/** The keys whose values differ, with both values; null when nothing differs. */
export function difference(
  before: { [key: string]: unknown },
  after: { [key: string]: unknown },
): Pick<Change, 'before' | 'after'> | null {
  const keys = Object.keys(after).filter((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]))
  if (!keys.length) return null
  const pick = (from: { [key: string]: unknown }) => Object.fromEntries(keys.map((key) => [key, from[key] ?? null]))
  return { before: pick(before), after: pick(after) }
}
