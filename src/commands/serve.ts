import type { Writable } from 'node:stream'
import type { Logger } from 'pino'
import { openApplication } from '../application.ts'
import type { Config } from '../config.ts'
import { migrate } from '../platform/database/migrate.ts'
import { StartRefused } from '../platform/start-refused.ts'
import type { TerminalCommand } from './command.ts'
import { openServerSource } from './database-source.ts'

export const serveCommand: TerminalCommand = {
  usage: 'serve',
  about: 'Start the server. `npm start` does the same.',
  async run(_args, { config, log, out }) {
    await using _running = await serve(config, log, out)
    await new Promise((resolve) => process.once('SIGTERM', resolve).once('SIGINT', resolve))
    log.info('stopping: requests in flight are answered first')
    return 0
  },
}

export type Running = AsyncDisposable & { address: string }

/** Starts the server: database, migrations, then HTTP. Resolves when it can serve. */
export async function serve(config: Config, log: Logger, out: Writable): Promise<Running> {
  const stack = new AsyncDisposableStack()
  try {
    const source = stack.use(await openServerSource(config, log))
    await migrate(source.url)
    const application = stack.use(await openApplication({ config, databaseUrl: source.url, log }))
    const address = await listen(application.server, config)
    if (application.rootSecret) out.write(rootKeyNotice(application.rootSecret))
    out.write(`Symbolon is ready at ${address}\n`)
    const running = stack.move()
    return { address, [Symbol.asyncDispose]: () => running.disposeAsync() }
  } catch (error) {
    await stack.disposeAsync()
    throw error
  }
}

const rootKeyNotice = (secret: string) => `
The root key, shown this once. It may do everything; keep it where you keep passwords:

    ${secret}

`

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
