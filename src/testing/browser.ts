/**
 * A headless browser for tests, on a machine where only Node and npm were installed.
 *
 * A Chromium of the machine is preferred (`CHROMIUM_PATH` names another one); without it, on Linux x64, the one that
 * `@sparticuz/chromium` carries is unpacked, with its libraries and its font, once for each user and version.
 */
import { execFile } from 'node:child_process'
import { existsSync, rmSync } from 'node:fs'
import { mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { arch, env, execPath, platform } from 'node:process'
import { promisify } from 'node:util'

import { type Browser, chromium, type Page } from 'playwright-core'
import { z } from 'zod'

type Executable = { path: string; env: NodeJS.ProcessEnv }

/** What a page complained about, and what it asked of other hosts; both lists grow while the page lives. */
export type OpenPage = { page: Page; consoleErrors: string[]; foreignRequests: string[] }

const installedBrowsers = [
  '/usr/bin/chromium',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
]

const quietFlags = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-default-apps',
  '--disable-domain-reliability',
  '--disable-gpu',
  '--disable-quic',
  '--disable-sync',
  '--font-render-hinting=none',
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE *.localhost, EXCLUDE 127.0.0.1, EXCLUDE ::1',
  '--no-default-browser-check',
  '--no-first-run',
  '--no-pings',
  '--no-proxy-server',
]

/** A browser with an empty profile that resolves no host but this machine; `close()` ends it and removes the profile. */
export async function launchBrowser(): Promise<Browser> {
  const executable = await findExecutable()
  return chromium.launch({
    executablePath: executable.path,
    env: executable.env,
    headless: true,
    // Root may not have the sandbox and many kernels deny it to others; only our own pages are opened.
    chromiumSandbox: false,
    args: quietFlags,
  })
}

/** Opens `url` with storage of its own and waits for its load event; closing the page discards the storage. */
export async function openPage(browser: Browser, url: string): Promise<OpenPage> {
  const page = await browser.newPage()
  const consoleErrors: string[] = []
  const foreignRequests: string[] = []
  const noteHost = (requested: string) => {
    if (isForeign(requested, url)) foreignRequests.push(requested)
  }
  page.on('console', (message) => {
    if (message.type() === 'error') consoleErrors.push(`${message.text()} (${message.location().url})`)
  })
  page.on('pageerror', (error) => consoleErrors.push(error.stack ?? error.message))
  page.on('websocket', (socket) => noteHost(socket.url()))
  page.context().on('request', (request) => noteHost(request.url()))
  await page.goto(url)
  return { page, consoleErrors, foreignRequests }
}

/** `data:`, `blob:` and `about:` have no host and stay inside the page. */
function isForeign(requested: string, url: string): boolean {
  const { host } = new URL(requested)
  return host !== '' && host !== new URL(url).host
}

async function findExecutable(): Promise<Executable> {
  const installed = env['CHROMIUM_PATH'] ?? installedBrowsers.find((path) => existsSync(path))
  if (installed) return { path: installed, env }
  if (platform !== 'linux' || arch !== 'x64') {
    throw new Error('No browser was found: install Chrome, or set CHROMIUM_PATH to a Chromium.')
  }
  const folder = await packagedBrowser()
  const libraries = [join(folder, 'al2023', 'lib'), env['LD_LIBRARY_PATH']].filter(Boolean).join(':')
  return {
    path: join(folder, 'chromium'),
    env: { ...env, LD_LIBRARY_PATH: libraries, FONTCONFIG_FILE: join(folder, 'fonts.conf') },
  }
}

/** The folder appears in one rename, so whoever sees it sees all of it, and of two unpackers the later one yields. */
async function packagedBrowser(): Promise<string> {
  const manifest = new URL('../package.json', import.meta.resolve('@sparticuz/chromium'))
  const { version } = z.object({ version: z.string() }).parse(JSON.parse(await readFile(manifest, 'utf8')))
  const folder = join(tmpdir(), `sparticuz-chromium-${version}-${userInfo().uid}`)
  if (existsSync(join(folder, 'chromium'))) return folder
  // Remains that a cleaner of old files left would stop the rename. Synchronous, so as not to hit another's fresh folder.
  rmSync(folder, { recursive: true, force: true })
  const staging = await mkdtemp(`${folder}-`)
  try {
    await unpackInto(staging)
    await writeFile(join(staging, 'fonts.conf'), fontsConf(folder))
    await rename(staging, folder)
  } catch (error) {
    if (!existsSync(join(folder, 'chromium'))) throw error
  } finally {
    await rm(staging, { recursive: true, force: true })
  }
  return folder
}

/** The package unpacks into `TMPDIR` only, and its libraries only where it believes to be on AWS Lambda. */
async function unpackInto(folder: string): Promise<void> {
  const script = 'import(process.argv[1]).then(({ default: chromium }) => chromium.executablePath())'
  await promisify(execFile)(execPath, ['-e', script, import.meta.resolve('@sparticuz/chromium')], {
    env: { TMPDIR: folder, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x' },
  })
}

/** The package's own file names `/tmp/fonts`, wherever its fonts are. */
const fontsConf = (folder: string) => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${join(folder, 'fonts')}</dir>
  <cachedir>${join(folder, 'fonts-cache')}</cachedir>
</fontconfig>
`
