import type { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { isDeepStrictEqual } from 'node:util'
import { crc32 } from 'node:zlib'
import { type Entry, openPromise, type ZipFile } from 'yauzl'
import { z } from 'zod'
import { StartRefused } from '#/platform/start-refused.ts'
import { type ArchivedTable, archiveFormat, entryOf, Manifest, manifestEntry } from './manifest.ts'
import { type Measure, measure, type Told } from './measure.ts'

/** An archive, open for reading. */
export type Archive = Disposable & {
  manifest: Manifest
  read(table: ArchivedTable): Promise<Readable>
}

const largestManifest = 16_777_216

/** Opens an archive that this version can read, and refuses any other file with a sentence. */
export async function openArchive(file: string): Promise<Archive> {
  const zip = await openPromise(file, { autoClose: false }).catch((error) => refuseFile(file, error))
  try {
    const entries = await listEntries(zip)
    const find = (name: string) => {
      const entry = entries.get(name)
      if (entry) return entry
      throw damaged(file, `${name} is missing`)
    }
    const manifest = readManifest(file, await readWhole(zip, find(manifestEntry)))
    const read = ({ name }: ArchivedTable) => zip.openReadStreamPromise(find(entryOf(name)))
    return { manifest, read, [Symbol.dispose]: () => zip.close() }
  } catch (error) {
    zip.close()
    return refuseFile(file, error as Error)
  }
}

/** Reads all of an archive and refuses it when a table is not what the manifest says. */
export async function verifyArchive(
  file: string,
  archive: Archive,
  told: (table: string, ...news: Parameters<Told>) => void,
): Promise<void> {
  for (const table of archive.manifest.tables) {
    const measuring = archive.read(table).then((data) => measure(data, (...news) => told(table.name, ...news)))
    const found = await measuring.catch((error) => refuseFile(file, error))
    if (!isDeepStrictEqual(found, measureOf(table)))
      throw damaged(file, `the table ${table.name} is not what was written`)
  }
}

const measureOf = ({ rows, bytes, sha256, rowSum }: ArchivedTable): Measure => ({ rows, bytes, sha256, rowSum })

async function listEntries(zip: ZipFile): Promise<Map<string, Entry>> {
  const entries = new Map<string, Entry>()
  for await (const entry of zip.eachEntry()) entries.set(entry.fileName, entry)
  return entries
}

/** An entry that fits in memory, its checksum proven. */
async function readWhole(zip: ZipFile, entry: Entry): Promise<Buffer> {
  if (entry.uncompressedSize > largestManifest) throw new Error(`${entry.fileName} is too large`)
  const data = await buffer(await zip.openReadStreamPromise(entry))
  if (crc32(data) !== entry.crc32) throw new Error(`${entry.fileName} is not what was written`)
  return data
}

function readManifest(file: string, text: Buffer): Manifest {
  const written: unknown = JSON.parse(String(text))
  const { data } = z.object({ format: z.int() }).safeParse(written)
  if (data && data.format > archiveFormat)
    throw new StartRefused(
      `${file} was written by a newer version of Symbolon. Restore it with that version or a later one.`,
    )
  const manifest = Manifest.safeParse(written)
  if (manifest.success) return manifest.data
  throw damaged(file, `${manifestEntry} is not one of a Symbolon archive`)
}

function refuseFile(file: string, error: NodeJS.ErrnoException): never {
  if (error instanceof StartRefused) throw error
  if (error.code === 'ENOENT') throw new StartRefused(`There is no file ${file}.`)
  if (error.syscall) throw new StartRefused(`${file} cannot be read: ${error.message}.`, { cause: error })
  throw damaged(file, error.message)
}

const damaged = (file: string, how: string) =>
  new StartRefused(`${file} is damaged, cut short or no archive of Symbolon (${how}). Restore from another file.`)
