import cluster, { type Worker } from 'node:cluster'
import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import type { Logger } from 'pino'
import { AggregatorRegistry, type Registry } from 'prom-client'
import { RateLimiterClusterMaster } from 'rate-limiter-flexible'
import { StartRefused } from '../platform/start-refused.ts'

type FromWorker =
  | { symbolon: 'ready'; address: string }
  | { symbolon: 'refused'; message: string }
  | { symbolon: 'metrics'; id: number }
type FromPrimary = { symbolon: 'metrics'; id: number; text: string }

const replaceAfterMs = 500

/** Server processes behind one port. One that dies is replaced; disposing of them lets each answer what it has begun. */
export async function startWorkers(
  count: number,
  settings: Record<string, string>,
  log: Logger,
): Promise<AsyncDisposable & { address: string }> {
  const registry = new AggregatorRegistry()
  void new RateLimiterClusterMaster()
  let isStopping = false
  const start = () => cluster.fork(settings)
  cluster.on('message', (worker, message: FromWorker) => void answerMetrics(registry, worker, message))
  const address = (await Promise.all(Array.from({ length: count }, () => ready(start())))).at(-1) ?? ''
  cluster.on('exit', async (worker, code, signal) => {
    if (isStopping) return
    log.error({ worker: worker.process.pid, code, signal }, 'a server process died; another takes its place')
    await pause(replaceAfterMs)
    if (!isStopping) start()
  })
  const stop = async () => {
    isStopping = true
    await Promise.all(Object.values(cluster.workers ?? {}).map((worker) => stopped(worker)))
  }
  return { address, [Symbol.asyncDispose]: stop }
}

async function ready(worker: Worker): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  worker.once('exit', () => reject(new StartRefused('A server process ended before it was ready; the log says why.')))
  worker.on('message', (message: FromWorker) => {
    if (message.symbolon === 'ready') resolve(message.address)
    if (message.symbolon === 'refused') reject(new StartRefused(message.message))
  })
  return await promise
}

async function stopped(worker: Worker | undefined): Promise<void> {
  if (!worker || worker.isDead()) return
  const end = once(worker, 'exit')
  worker.process.kill('SIGTERM')
  await end
}

async function answerMetrics(registry: { clusterMetrics(): Promise<string> }, worker: Worker, message: FromWorker) {
  if (message.symbolon !== 'metrics') return
  const text = await registry.clusterMetrics().catch(() => '')
  worker.send({ symbolon: 'metrics', id: message.id, text } satisfies FromPrimary)
}

/** What a server process says to the primary that started it, and asks of it; undefined when it runs alone. */
export function primaryOfThis() {
  if (!cluster.isWorker) return undefined
  let asked = 0
  return {
    tellReady: (address: string) => void process.send?.({ symbolon: 'ready', address } satisfies FromWorker),
    tellRefused: (message: string) => void process.send?.({ symbolon: 'refused', message } satisfies FromWorker),
    async gatherMetrics(): Promise<string> {
      const id = (asked += 1)
      const { promise, resolve } = Promise.withResolvers<string>()
      const hear = (message: FromPrimary) =>
        message.symbolon === 'metrics' && message.id === id && resolve(message.text)
      process.on('message', hear)
      process.send?.({ symbolon: 'metrics', id } satisfies FromWorker)
      return await promise.finally(() => process.off('message', hear))
    },
    /** Makes this process's figures part of what the primary gathers. */
    offerMetrics: (own: Registry) => void (AggregatorRegistry.setRegistries([own]), new AggregatorRegistry()),
  }
}
