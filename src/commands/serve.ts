import { once } from 'node:events'
import type { Writable } from 'node:stream'
import type { Logger } from 'pino'
import { openApplication } from '../application.ts'
import { openWorkbench } from '../workbench.ts'
import type { Config } from '../config.ts'
import { migrate } from '../platform/database/migrate.ts'
import { ensurePages } from '../pages.ts'
import { StartRefused } from '../platform/start-refused.ts'
import type { Terminal, TerminalCommand } from './command.ts'
import { openServerSource } from './database-source.ts'
import { primaryOfThis, startWorkers } from './processes.ts'

export const serveCommand: TerminalCommand = {
  usage: 'serve',
  about: 'Start the server. `npm start` does the same.',
  async run(_args, terminal) {
    const asked = askedToStop()
    const primary = primaryOfThis()
    if (primary) return await serveAsWorker(terminal, primary, asked)
    await using running = await serve(terminal)
    terminal.out.write(`Symbolon is ready at ${running.address}\n`)
    running.startJobs()
    await asked
    terminal.log.info('stopping: requests in flight are answered first')
    return 0
  },
}

/** Heard from before the start until the end: a second signal must not cut a clean stop short. */
function askedToStop(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  process.on('SIGTERM', resolve).on('SIGINT', resolve)
  return promise
}

type Running = AsyncDisposable & { address: string; startJobs(): void }

/** Starts the database, migrates it, and serves it with as many processes as the settings say. */
async function serve({ config, log, out }: Terminal): Promise<Running> {
  await using stack = new AsyncDisposableStack()
  const source = stack.use(await openServerSource(config, log))
  await migrate(source.url)
  await ensurePages((line) => out.write(`${line}\n`))
  const running =
    config.processes > 1
      ? await serveByMany(config, source.url, log, out)
      : await serveAlone(config, source.url, log, out)
  stack.use(running)
  const kept = stack.move()
  return { ...running, [Symbol.asyncDispose]: () => kept.disposeAsync() }
}

async function serveAlone(config: Config, databaseUrl: string, log: Logger, out: Writable): Promise<Running> {
  await using stack = new AsyncDisposableStack()
  const application = stack.use(await openApplication({ config, databaseUrl, log }))
  const address = await listen(application.server, config)
  showRootKey(application.rootSecret, out)
  showFirstRun(await application.prepareFirstRun(), out)
  const kept = stack.move()
  return { address, startJobs: () => application.jobs.start(), [Symbol.asyncDispose]: () => kept.disposeAsync() }
}

async function serveByMany(config: Config, databaseUrl: string, log: Logger, out: Writable): Promise<Running> {
  await using bench = await openWorkbench({ config, databaseUrl, log })
  showRootKey(await bench.prepareFirstStart(), out)
  showFirstRun(await bench.prepareFirstRun(), out)
  const workers = await startWorkers(config.processes, { DATABASE_URL: databaseUrl, PROCESSES: '1' }, log)
  return { ...workers, startJobs: () => {} }
}

async function serveAsWorker(
  { config, log }: Terminal,
  primary: NonNullable<ReturnType<typeof primaryOfThis>>,
  asked: Promise<void>,
): Promise<number> {
  try {
    await using application = await openApplication({ config, databaseUrl: config.databaseUrl ?? '', log, primary })
    primary.tellReady(await listen(application.server, config))
    application.jobs.start()
    await Promise.race([asked, once(process, 'disconnect')])
    return 0
  } catch (error) {
    if (error instanceof StartRefused) primary.tellRefused(error.message)
    throw error
  }
}

function showRootKey(secret: string | undefined, out: Writable): void {
  if (secret === undefined) return
  out.write(
    `\nThe root key, shown this once. It may do everything; keep it where you keep passwords:\n\n    ${secret}\n\n`,
  )
}

function showFirstRun(link: string | undefined, out: Writable): void {
  if (link === undefined) return
  out.write(
    `\nNobody can sign in to the console yet. This link makes the first member; it works once, and until the next start:\n\n    ${link}\n\n`,
  )
}

async function listen(server: { listen(to: object): Promise<string> }, { host, port }: Config): Promise<string> {
  try {
    return await server.listen({ host, port })
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EADDRINUSE')
      throw new StartRefused(`Port ${port} on ${host} is taken. Stop what listens there, or set PORT.`)
    if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
      throw new StartRefused(`There is no address ${host} on this machine. Set HOST.`)
    if (code === 'EACCES')
      throw new StartRefused(`Port ${port} may not be opened by this user. Set PORT to one above 1023.`)
    throw error
  }
}
