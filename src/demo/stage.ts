import { monotonicFactory } from 'ulid'
import { routeTables } from '../application.ts'
import type { Context } from '../kernel/context.ts'
import { jsonText } from '../kernel/json.ts'
import type { Verb } from '../kernel/verb.ts'
import { perform } from '../platform/perform.ts'

const verbs = new Map<string, Verb>(routeTables.flatMap(({ routes }) => routes.map(([, , verb]) => [verb.name, verb])))

export type Thing = { id: string } & Record<string, unknown>

/** Where the demo is played: verbs by their names, on a clock that each change moves on. */
export type Stage = {
  act(verb: string, input: object): Promise<Thing>
  find(nouns: string, key: 'name' | 'email', value: unknown): Promise<Thing | undefined>
  /** Makes a thing unless there is one with this key already. */
  ensure(nouns: string, key: 'name' | 'email', input: Record<string, unknown>): Promise<Thing>
}

export function openStage(real: Context): Stage {
  const clock = pastClock(real)
  const run = async (name: string, input: object): Promise<unknown> => {
    const verb = verbs.get(name)
    if (!verb) throw new Error(`No route has the verb ${name}.`)
    if (verb.kind === 'command') clock.advance()
    const { output } = await perform(verb, clock.ctx, { input })
    return JSON.parse(jsonText(output))
  }
  const act: Stage['act'] = async (verb, input) => (await run(verb, input)) as Thing
  const find: Stage['find'] = async (nouns, key, value) => {
    for (let cursor: string | null = ''; cursor !== null;) {
      const page = (await run(`${nouns}.list`, { limit: '100', cursor })) as {
        data: Thing[]
        nextCursor: string | null
      }
      const found = page.data.find((one) => one[key] === value)
      if (found) return found
      cursor = page.nextCursor
    }
    return undefined
  }
  return {
    act,
    find,
    ensure: async (nouns, key, input) => (await find(nouns, key, input[key])) ?? (await act(`${nouns}.create`, input)),
  }
}

const dayMs = 86_400_000
const storyDays = 240
const strideMs = 15.7 * 3_600_000

/** The story fills the months before today, so its times, and the times within its ids, are of those months. */
function pastClock(real: Context) {
  const end = real.now().getTime()
  const ulid = monotonicFactory()
  let time = end - storyDays * dayMs
  const ctx: Context = { ...real, now: () => new Date(time), newId: (prefix) => `${prefix}_${ulid(time)}` }
  return { ctx, advance: () => void (time = Math.min(time + strideMs, end)) }
}
