import type { Redis } from 'ioredis'
import {
  RateLimiterCluster,
  RateLimiterMemory,
  RateLimiterRedis,
  type RateLimiterAbstract,
  type RateLimiterRes,
} from 'rate-limiter-flexible'

export type Taken = { isOver: boolean; remaining: number; retryAfterSeconds: number }

/** Counts how often something happened in the wall-clock minute (UTC), in the process or in Redis for all nodes. */
export type Limits = {
  /** Counts one more, and says whether that is more than allowed. */
  take(what: string, who: string, perMinute: number): Promise<Taken>
  /** Whether the allowed number is used up, without counting. */
  isUsedUp(what: string, who: string, perMinute: number): Promise<boolean>
  [Symbol.asyncDispose](): Promise<void>
}

const minuteMs = 60_000
const window = { points: Number.MAX_SAFE_INTEGER, duration: 60 }

type Options = {
  redisUrl: string | undefined
  /** Whether this process is one of several that one primary started: then that one counts for all of them. */
  isWorker: boolean
  now(): number
  log(line: string, error?: unknown): void
}

export async function openLimits(options: Options): Promise<Limits> {
  const redis = options.redisUrl ? await openRedis(options.redisUrl, options.log) : undefined
  const limiter = createLimiter(redis, options.isWorker)
  return {
    take: (what, who, perMinute) => take(limiter, options.now(), `${what}:${who}`, perMinute),
    isUsedUp: async (what, who, perMinute) => {
      const used = await limiter.get(`${what}:${who}:${minuteOf(options.now())}`)
      return (used?.consumedPoints ?? 0) >= perMinute
    },
    [Symbol.asyncDispose]: async () => redis?.disconnect(),
  }
}

function createLimiter(redis: Redis | undefined, isWorker: boolean): RateLimiterAbstract {
  if (redis) {
    const insuranceLimiter = new RateLimiterMemory(window)
    return new RateLimiterRedis({
      ...window,
      storeClient: redis,
      keyPrefix: 'symbolon',
      insuranceLimiter,
      rejectIfRedisNotReady: true,
    })
  }
  return isWorker ? new RateLimiterCluster({ ...window, keyPrefix: 'symbolon' }) : new RateLimiterMemory(window)
}

const minuteOf = (time: number) => Math.floor(time / minuteMs)

async function take(limiter: RateLimiterAbstract, time: number, who: string, perMinute: number): Promise<Taken> {
  const { consumedPoints } = (await limiter.consume(`${who}:${minuteOf(time)}`)) as RateLimiterRes
  return {
    isOver: consumedPoints > perMinute,
    remaining: Math.max(0, perMinute - consumedPoints),
    retryAfterSeconds: Math.max(1, Math.ceil((minuteMs - (time % minuteMs)) / 1000)),
  }
}

/** While Redis is away each process counts for itself, so that limits stay without stopping anybody. */
async function openRedis(url: string, log: Options['log']): Promise<Redis> {
  const { Redis } = await import('ioredis')
  const redis = new Redis(url, { enableOfflineQueue: false, maxRetriesPerRequest: 1 })
  redis.on('error', (error) => log('Redis is not reachable; limits are counted in this process.', error))
  return redis
}
