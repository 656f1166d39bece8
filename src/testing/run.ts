import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { argv, env, execPath, exit, stdout } from 'node:process'
import { ensurePages } from '#/pages.ts'
import { startEmbeddedPostgres } from '#/platform/database/embedded.ts'
import { createTemplate } from './database.ts'

/**
 * Runs every test on one PostgreSQL: starts it, migrates a template once, and lets each test file clone that.
 *
 * `TEST_DATABASE_URL` names a server to test on instead; its user must be allowed to create databases.
 */
async function run(): Promise<number> {
  const dataDir = await mkdtemp(join(tmpdir(), 'symbolon-test-'))
  const embedded = env['TEST_DATABASE_URL'] ? undefined : await startEmbeddedPostgres({ dataDir, log: () => {} })
  try {
    const serverUrl = env['TEST_DATABASE_URL'] ?? embedded?.url ?? ''
    const template = await createTemplate(serverUrl)
    await ensurePages((line) => void stdout.write(`${line}\n`))
    return await runner({ NODE_COMPILE_CACHE: compiled, ...env, TEST_SERVER_URL: serverUrl, TEST_TEMPLATE: template })
  } finally {
    await embedded?.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
}

/** Each test file is a process of its own, and most load the whole product: as that of `npm start`, what one has compiled the next takes. */
const compiled = 'node_modules/.cache/node'

const given = argv.slice(2)
const files = given.some((argument) => !argument.startsWith('-'))
  ? given
  : [...given, 'src/**/*.test.ts', 'bench/**/*.test.ts', 'web/**/*.test.ts']

function runner(environment: NodeJS.ProcessEnv): Promise<number> {
  const runnerArguments = ['--test', '--test-reporter=spec', '--test-concurrency=2', '--test-timeout=240000', ...files]
  const child = spawn(execPath, runnerArguments, { stdio: 'inherit', env: environment })
  return new Promise((resolve) => child.once('exit', (code) => resolve(code ?? 1)))
}

exit(await run())
