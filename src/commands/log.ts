import pino, { type Logger } from 'pino'
import type { Config } from '../config.ts'

const secretParts = ['parameters', 'detail', 'where', 'internalQuery', 'config']

/** The log of this process, as JSON lines on standard error. No secret and no value of a statement is ever in it. */
export const createLog = ({ logLevel }: Pick<Config, 'logLevel'>): Logger =>
  pino(
    {
      level: logLevel,
      redact: { paths: secretParts.map((part) => `err.${part}`), remove: true },
      timestamp: pino.stdTimeFunctions.isoTime,
    },
    pino.destination({ dest: 2, sync: false, minLength: 4096, periodicFlush: 50 }),
  )
