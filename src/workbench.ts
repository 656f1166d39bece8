import { sql } from 'kysely'
import type { Logger } from 'pino'
import {
  findInstanceSecret,
  hasConsoleProvider,
  prepareFirstRun,
  prepareFirstStart,
  prepareSigningKeys,
  sealer,
  signer,
  SigningKeys,
  unseal,
} from '#/domains/organisations/index.ts'
import { hasPortalProvider } from '#/domains/portal/index.ts'
import type { Actor } from '#/kernel/actor.ts'
import type { Context } from '#/kernel/context.ts'
import { newId } from '#/kernel/id.ts'
import { settingsOf } from '#/kernel/setting.ts'
import type { Config } from './config.ts'
import { memberProvider } from './sign-in-settings.ts'
import type { Listener } from './platform/database/listener.ts'
import { type OpenDatabase, openDatabase } from './platform/database/pool.ts'

/** What every context is made from. */
export type Ground = { config: Config; databaseUrl: string; log: Logger; now?: () => Date }

/** A context outside HTTP: the command line's, or the start's. */
export type Workbench = AsyncDisposable & {
  database: OpenDatabase
  context(organisationId: string, actor?: Actor): Context
  /** Sees that there is an organisation and a root key; returns the secret of a root key that this made. */
  prepareFirstStart(): Promise<string | undefined>
  /** The link that makes the first member; undefined where somebody can sign in already. */
  prepareFirstRun(): Promise<string | undefined>
}

export const operator: Actor = { kind: 'operator', id: 'operator', name: 'Command line' }

/** A context without its organisation and actor. */
export type Base = Pick<
  Context,
  'db' | 'now' | 'sign' | 'seal' | 'open' | 'rotating' | 'publicUrl' | 'portalUrl' | 'settings' | 'hears'
>

export const contextOf = (base: Base, organisationId: string, actor: Actor, requestId: string): Context => ({
  ...base,
  organisationId,
  actor,
  requestId,
  newId: (prefix) => newId(prefix, base.now()),
  announce: async (channel, payload) => void (await sql`select pg_notify(${channel}, ${payload})`.execute(base.db)),
})

export function openPool({ config, databaseUrl, log }: Ground): OpenDatabase {
  return openDatabase({
    url: databaseUrl,
    size: config.poolSize,
    named: config.namedStatements,
    statementTimeoutMs: config.statementTimeoutMs,
    onError: (error) => log.warn({ err: error }, 'a database connection was lost'),
  })
}

/** What all contexts of this process have in common; with a listener, what is announced is also heard. */
export async function openBase(
  { config, log, now = () => new Date() }: Ground,
  db: Context['db'],
  listener?: Listener,
) {
  const secret = config.secret ?? (await findInstanceSecret({ db }))
  const warn = (line: string, error: unknown) => log.warn({ err: error }, line)
  const rotating = new SigningKeys({ db, now, secret, listener, log: warn })
  const base: Base = {
    db,
    now,
    sign: signer(secret),
    seal: sealer(secret),
    open: (purpose, sealed) => unseal(secret, purpose, sealed),
    rotating,
    publicUrl: config.publicUrl,
    portalUrl: config.portalUrl,
    settings: settingsOf(
      hasConsoleProvider.sets(memberProvider(config) !== undefined),
      hasPortalProvider.sets(config.portalOidcIssuer !== undefined),
    ),
    hears: async (channel, payload) => await listener?.hears(channel, payload),
  }
  return { base, rotating }
}

/** All that a command line needs to act on the database, beside a running server or without one. */
export async function openWorkbench(ground: Ground): Promise<Workbench> {
  const database = openPool(ground)
  const { base, rotating } = await openBase(ground, database.db)
  const context: Workbench['context'] = (organisationId, actor = operator) =>
    contextOf(base, organisationId, actor, newId('req', base.now()))
  await prepareSigningKeys(context(''), rotating)
  return {
    database,
    context,
    prepareFirstStart: async () => (await prepareFirstStart(context(''), ground.config.rootKey)).rootSecret,
    prepareFirstRun: () => prepareFirstRun(context('')),
    [Symbol.asyncDispose]: () => database[Symbol.asyncDispose](),
  }
}
