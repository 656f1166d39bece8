import { StartRefused } from '../platform/start-refused.ts'

/** Only what the file system says is a refusal; the rest is a fault of ours. */
export function cannotWrite(error: NodeJS.ErrnoException): never {
  if (error.syscall === undefined || error.path === undefined) throw error
  throw new StartRefused(`${error.path} cannot be written: ${error.message}.`)
}
