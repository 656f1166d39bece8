import { randomBytes } from 'node:crypto'
import { createWriteStream, existsSync } from 'node:fs'
import { link, open, rename, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { StartRefused } from '#/platform/start-refused.ts'

/**
 * Writes a file, for its owner only, that is there whole or not at all, and on the disk when this returns; its size.
 *
 * A file of that name is never replaced.
 */
export async function writeWholeFile(path: string, content: Readable): Promise<number> {
  if (existsSync(path)) throw exists(path)
  const unfinished = `${path}.${randomBytes(4).toString('hex')}.unfinished`
  try {
    await pipeline(content, createWriteStream(unfinished, { flags: 'wx', mode: 0o600, flush: true }))
    const { size } = await stat(unfinished)
    await giveName(unfinished, path)
    await syncFolder(dirname(path))
    return size
  } catch (error) {
    if (error instanceof StartRefused) throw error
    throw new StartRefused(`${path} cannot be written: ${(error as Error).message}.`, { cause: error })
  } finally {
    await rm(unfinished, { force: true })
  }
}

const exists = (path: string) => new StartRefused(`There is a file ${path} already. Name another one, or move it away.`)

// A link, unlike a rename, never replaces a file that came meanwhile; some file systems have none.
async function giveName(unfinished: string, path: string): Promise<void> {
  try {
    await link(unfinished, path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw exists(path)
    await rename(unfinished, path)
  }
}

async function syncFolder(folder: string): Promise<void> {
  await using handle = await open(folder, 'r')
  await handle.sync()
}
