import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { OpenDatabase } from './database/pool.ts'

export type Observed = { route: string; method: string; status: number; seconds: number }

export type Metrics = {
  observe(done: Observed): void
  /** A figure that only grows; `symbolon_` and `_total` are put around its name. */
  count(name: string, help: string): (many: number) => void
  registry: Registry
}

/** Requests are handed to the library so many at once: one by one, between other work, each takes three times as long. */
const mostAtOnce = 256

/** Rates and latencies of each route, and how the pool of connections is doing, for Prometheus. */
export function openMetrics({ pool, waiting }: Pick<OpenDatabase, 'pool' | 'waiting'>): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const requests = new Histogram({
    name: 'symbolon_http_request_duration_seconds',
    help: 'Time from the request to the end of its answer, by route.',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [registry],
    collect: () => handOver(),
  })
  const observed: Observed[] = []
  const handOver = () => {
    for (const { method, route, status, seconds } of observed.splice(0))
      requests.observe({ method, route, status }, seconds)
  }
  gauge(registry, 'symbolon_pool_connections', 'Connections to the database that are open.', () => pool.totalCount)
  gauge(registry, 'symbolon_pool_idle', 'Connections to the database that are free.', () => pool.idleCount)
  gauge(registry, 'symbolon_pool_waiting', 'Requests that wait for a connection.', waiting)
  const observe = (done: Observed) => {
    if (observed.push(done) >= mostAtOnce) handOver()
  }
  const count = (name: string, help: string) => {
    const counter = new Counter({ name: `symbolon_${name}_total`, help, registers: [registry] })
    return (many: number) => counter.inc(many)
  }
  return { observe, count, registry }
}

function gauge(registry: Registry, name: string, help: string, read: () => number): Gauge {
  return new Gauge({
    name,
    help,
    registers: [registry],
    collect() {
      this.set(read())
    },
  })
}
