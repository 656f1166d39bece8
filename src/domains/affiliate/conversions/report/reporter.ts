import type { Actor } from '#/kernel/actor.ts'
import type { Explanation } from '../explanation.ts'

export type Reporter = Pick<Explanation, 'reportedBy' | 'origin'>

/** Who reports: a server, or a page of an origin, as its browser tells. What is no origin is not kept. */
export function reporterOf(actor: Actor): Reporter {
  if (actor.kind !== 'site') return { reportedBy: 'SERVER' }
  const { origin } = actor
  const isOne = origin !== null && origin.length <= longest && URL.parse(origin)?.origin === origin
  return isOne ? { reportedBy: 'SITE', origin } : { reportedBy: 'SITE' }
}

const longest = 255
