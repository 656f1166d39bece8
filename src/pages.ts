import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { glob, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { execPath } from 'node:process'
import { StartRefused } from './platform/start-refused.ts'

const root = join(import.meta.dirname, '..')
const web = join(root, 'web')

/** Where the built pages are. */
export const pagesFolder = join(web, 'dist')

/** One value for all that the pages are built from: their sources, and the versions of their libraries. */
export async function hashOfPages(): Promise<string> {
  const sources = (await Array.fromAsync(glob('**/*.{ts,tsx,css,html,svg,json}', { cwd: web, exclude: isNoSource })))
    .filter((file) => !file.endsWith('.test.ts'))
    .toSorted()
  const hash = createHash('sha256').update(await readFile(join(root, 'package-lock.json')))
  for (const file of sources) hash.update(`\0${file}\0`).update(await readFile(join(web, file)))
  return hash.digest('hex')
}

const isNoSource = (path: string) => path === 'dist' || path === 'api/schema.ts'

/** Sees that the pages are built from the sources that are here. It takes a quarter of a minute, once. */
export async function ensurePages(tell: (line: string) => void): Promise<void> {
  const built = await readFile(join(pagesFolder, 'built-from'), 'utf8').catch(() => '')
  if (built === (await hashOfPages())) return
  tell('Building the pages of console and portal. This takes a moment, once.')
  const child = spawn(execPath, [join(web, 'build.ts')], { cwd: root, stdio: ['ignore', 'ignore', 'pipe'] })
  const said: string[] = []
  child.stderr.on('data', (text) => said.push(String(text)))
  const code = await new Promise((resolve) => child.once('close', resolve))
  if (code !== 0) throw new StartRefused(`The pages could not be built.\n${said.join('').trim()}`)
}
