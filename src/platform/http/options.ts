import type { FastifyBaseLogger } from 'fastify'
import type { Context } from '#/kernel/context.ts'
import type { Gate, Identity, SessionIdentity, SiteIdentity, Stranger } from './admission.ts'
import type { RouteTable } from './contract.ts'
import type { FastLane } from './fast-lane.ts'

/** What the server is made of; the composition root fills it. */
export type HttpOptions = {
  tables: readonly RouteTable[]
  gate: Gate
  /** What a request of this identity may know; the request id ties log, event and answer together. */
  contextOf(identity: Identity | SessionIdentity | SiteIdentity | Stranger, requestId: string): Context
  newRequestId(): string
  log: FastifyBaseLogger
  trustProxy: boolean | string
  bodyLimitBytes: number
  fileLimitBytes: number
  headersTimeoutMs: number
  bodyTimeoutMs: number
  /** Proves each answer against its schema: for tests and development, not for the hot path. */
  checksAnswers: boolean
  /** What is answered before the framework. */
  fastLanes?: readonly FastLane[]
  observe(done: { route: string; method: string; status: number; seconds: number }): void
}
