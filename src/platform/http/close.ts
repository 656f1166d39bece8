import { setTimeout as pause } from 'node:timers/promises'
import type { FastifyInstance } from 'fastify'

const lastWordMs = 20_000
/** So long, connections in use are told that they end: a client that hears of it sends nothing into a closed one. */
const graceMs = 150

/** Answers what has begun, closes each connection as soon as it is idle, and in the end those that never are. */
export async function closeServer(server: FastifyInstance): Promise<void> {
  server.drain()
  await pause(graceMs)
  const idle = setInterval(() => server.server.closeIdleConnections(), 20)
  const all = setTimeout(() => server.server.closeAllConnections(), lastWordMs)
  await server.close()
  clearInterval(idle)
  clearTimeout(all)
}
