import type { IncomingMessage } from 'node:http'
import type { Context } from '#/kernel/context.ts'
import type { Listener } from '#/platform/database/listener.ts'
import type { FastLane } from '#/platform/http/fast-lane.ts'
import { openCountries } from './country.ts'
import { LinkMemory } from './links.ts'
import { makeClickPartitions } from './partitions.ts'
import { redirectLane } from './redirect.ts'
import { Repeats } from './repeats.ts'
import { VisitorKeys } from './visitor-keys.ts'
import { type ClickCounts, ClickWriter } from './writer.ts'

type Options = Pick<Context, 'db' | 'now' | 'newId' | 'rotating'> & {
  databaseUrl: string
  namedStatements: boolean
  clickPatienceMs: number
  /** A local file that says which addresses are in which country. */
  geoipDatabase: string | undefined
  listener: Listener
  count(name: string, help: string): (many: number) => void
  addressOf(request: IncomingMessage): string
  log(line: string, error?: unknown): void
}

/** All that `GET /r/{code}` needs, ready to answer. Disposing of it writes what waits. */
export async function openClicks(options: Options): Promise<AsyncDisposable & { lane: FastLane }> {
  await using stack = new AsyncDisposableStack()
  const countryOf = await openCountries(options.geoipDatabase)
  const { log } = options
  await makeClickPartitions(options).catch((error: unknown) =>
    log('A partition for clicks could not be made; a job tries again, and clicks are kept meanwhile.', error),
  )
  const visitorKeys = stack.use(new VisitorKeys(options))
  await visitorKeys.prepare()
  options.listener.onLive(() => void visitorKeys.prepare())
  const { databaseUrl: url, namedStatements: named, clickPatienceMs: patienceMs } = options
  const writer = stack.use(new ClickWriter({ url, named, patienceMs, counts: countsOf(options), log: quietly(log) }))
  await writer.connect()
  const lane = redirectLane({
    ...options,
    links: new LinkMemory({ ...options, log: quietly(log) }),
    writer,
    visitorKeys,
    repeats: new Repeats(),
    countryOf,
  })
  const kept = stack.move()
  return { lane, [Symbol.asyncDispose]: () => kept.disposeAsync() }
}

const countsOf = ({ count }: Options): ClickCounts => ({
  recorded: count('clicks_recorded', 'Clicks that were committed before their visitors were sent on.'),
  late: count('clicks_late', 'Clicks that were written after their visitors had been sent on.'),
  missed: count('clicks_missed', 'Clicks that were given up; one that converts is written then.'),
})

const quietMs = 10_000

/** An outage is met by every visit: it is told once in a while. */
function quietly(log: Options['log']): Options['log'] {
  let toldAt = Number.NEGATIVE_INFINITY
  return (line, error) => {
    if (performance.now() - toldAt < quietMs) return
    toldAt = performance.now()
    log(line, error)
  }
}
