import type { Logger } from 'pino'
import type { Context } from '#/kernel/context.ts'
import type { JsonValue } from '#/kernel/json.ts'

/**
 * Work that is done apart from any request.
 *
 * It runs at least once for each time that it is asked for: after a crash it runs again, and two runs overlap when one takes
 * longer than its period. So it claims what it works on, by guarded updates or `for update skip locked`.
 */
export type Job = {
  /** `nouns.verb`. */
  name: string
  /** When it runs by itself, once for all nodes: five fields, UTC. What was missed while no node ran is made up for once. */
  cron?: string
  /** It also runs when a node begins: what a killed one left half way goes on at once. */
  resumes?: boolean
  /** Longest time of one run, in seconds; 900 unless said otherwise. Then `signal` is aborted and the run counts as failed. */
  timeoutSeconds?: number
  /** After a failure: 5 times unless said otherwise, the first after 5 seconds, then each after twice the time, up to 10 minutes. */
  retry?: { times: number; delaySeconds: number }
  /** How many run at once in one process; 1 unless said otherwise. */
  atOnce?: number
  /** What it throws is logged, and the job is tried again. `data` is null when the clock or `wakeJob` started it. */
  run(ctx: JobContext, data: JsonValue): Promise<void>
}

export type JobContext = Pick<Context, 'db' | 'now'> & {
  log: Pick<Logger, 'info' | 'warn' | 'error'>
  /** Aborted when the process stops or the time is over: a long run ends at its next good place. */
  signal: AbortSignal
  /** The context in one organisation; its actor is the background job. */
  in(organisationId: string): Context
  /** Sends another job. It is stored when this resolves. */
  send: Send
}

export type Send = (name: string, data?: JsonValue, options?: SendOptions) => Promise<void>
type SendOptions = {
  /** While a job of this name and key waits, another one is not stored. */
  key?: string
  /** Not before this time. */
  after?: Date
}

/**
 * Asks the nodes to run a job as soon as the command's transaction commits.
 *
 * It is a hint and may be lost: the job finds its work in the tables, and its cron finds what no hint told.
 */
export async function wakeJob(ctx: Context, name: string): Promise<void> {
  await ctx.announce('job_wanted', name)
}
