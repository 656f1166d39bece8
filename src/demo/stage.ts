import { monotonicFactory } from 'ulid'
import { routeTables } from '../route-tables.ts'
import type { Actor, KeyKind } from '../kernel/actor.ts'
import type { Context } from '../kernel/context.ts'
import { jsonText } from '../kernel/json.ts'
import type { Verb } from '../kernel/verb.ts'
import { tryFindMailTo } from '../platform/mail/desk.ts'
import { perform } from '../platform/perform.ts'

const verbs = new Map<string, Verb>(routeTables.flatMap(({ routes }) => routes.map(([, , verb]) => [verb.name, verb])))

export type Thing = { id: string } & Record<string, unknown>
type Key = 'name' | 'email'

/** Where the demo is played: verbs by their names, on a clock that each change moves on. */
export type Stage = {
  act<T = Thing>(verb: string, input: object): Promise<T>
  /** Everything in a list that is paged by cursor. */
  all(verb: string, input?: object): Promise<Thing[]>
  find(nouns: string, key: Key, value: unknown): Promise<Thing | undefined>
  /** Makes a thing unless there is one with this key already. */
  ensure(nouns: string, key: Key, input: Record<string, unknown>): Promise<Thing>
  /** The same stage for whoever has a key of a partner. The key is made, and its secret known to nobody. */
  as(partnerId: string, name: string, actsFor?: 'PARTNER' | 'REFERRAL'): Promise<Stage>
  /** The one-time token in the letter that somebody got. */
  tokenSentTo(email: string): Promise<string>
  /** Moves the clock to the story's end: from there, sales of any day of the story are in the past. */
  arrive(): void
  /** A day after the story's end. */
  dayAhead(days: number): string
  /** The same stage at a moment that stands still. */
  at(moment: Date): Stage
}

export function openStage(real: Context, onChange: () => Promise<void> = async () => {}): Stage {
  return stageOf({ real, onChange }, pastClock(real), real.actor)
}

type Ground = { real: Context; onChange(): Promise<void> }

function stageOf(ground: Ground, clock: Clock, actor: Actor): Stage {
  const { real, onChange } = ground
  const act: Stage['act'] = async <T>(name: string, input: object) => {
    const verb = verbs.get(name)
    if (!verb) throw new Error(`No route has the verb ${name}.`)
    if (verb.kind === 'command') {
      clock.advance()
      await onChange()
    }
    const { output } = await perform(verb, { ...clock.ctx, actor }, { input })
    return JSON.parse(jsonText(output)) as T
  }
  const all: Stage['all'] = async (verb, input = {}) => {
    const found: Thing[] = []
    for (let cursor: string | null = ''; cursor !== null;) {
      const page: Page = await act<Page>(verb, { ...input, limit: '100', cursor })
      found.push(...page.data)
      cursor = page.nextCursor
    }
    return found
  }
  const find: Stage['find'] = async (nouns, key, value) =>
    (await all(`${nouns}.list`)).find((one) => one[key] === value)
  const ensure: Stage['ensure'] = async (nouns, key, input) =>
    (await find(nouns, key, input[key])) ?? (await act(`${nouns}.create`, input))
  return {
    act,
    all,
    find,
    ensure,
    async as(partnerId, name, actsFor = 'PARTNER') {
      const { id } = await ensure('api-keys', 'name', { name, scopes, partnerId, actsFor })
      return stageOf(ground, clock, keyOf({ id, name, partnerId, actsFor }))
    },
    async tokenSentTo(email) {
      const [, token] = /token=([\w-]+)/.exec((await tryFindMailTo(real, email))?.body ?? '') ?? []
      if (token === undefined) throw new Error(`No letter to ${email} holds a token.`)
      return token
    },
    arrive: clock.arrive,
    dayAhead: (days) => new Date(real.now().getTime() + days * dayMs).toISOString().slice(0, 10),
    at: (moment) => stageOf(ground, stillClock(real, moment), actor),
  }
}

type Page = { data: Thing[]; nextCursor: string | null }

const scopes = ['clients:read', 'clients:write'] as const

const keyOf = (key: { id: string; name: string; partnerId: string; actsFor: KeyKind }): Actor => ({
  kind: 'key',
  ...key,
  scopes: new Set(scopes),
  clientId: null,
  userId: null,
  isRoot: false,
  expiresAt: null,
  rateLimitPerMinute: null,
})

const dayMs = 86_400_000
const storyDays = 240
const strideMs = 8.2 * 3_600_000

type Clock = { ctx: Context; advance(): void; arrive(): void }

/** The story fills the months before today, so its times, and the times within its ids, are of those months. */
function pastClock(real: Context): Clock {
  const end = real.now().getTime()
  const ulid = monotonicFactory()
  let time = end - storyDays * dayMs
  const ctx: Context = { ...real, now: () => new Date(time), newId: (prefix) => `${prefix}_${ulid(time)}` }
  return { ctx, advance: () => void (time = Math.min(time + strideMs, end)), arrive: () => void (time = end) }
}

function stillClock(real: Context, moment: Date): Clock {
  const ulid = monotonicFactory()
  const ctx: Context = { ...real, now: () => moment, newId: (prefix) => `${prefix}_${ulid(moment.getTime())}` }
  return { ctx, advance: () => {}, arrive: () => {} }
}
