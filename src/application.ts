import { readFile } from 'node:fs/promises'
import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import type { Registry } from 'prom-client'
import {
  acceptDueConversions,
  buildSnippet,
  deleteOldAttempts,
  keepClicks,
  keepConversions,
  makeClickPartitionsJob,
  openClicks,
  rollUpClicks,
  siteIdentifier,
  tryFindLegacyTarget,
} from '#/domains/affiliate/index.ts'
import { deleteExpiredClients } from '#/domains/clients/index.ts'
import { expireDeals } from '#/domains/forms/index.ts'
import {
  deleteExpiredSignIns,
  KeyRing,
  memberIdentifier,
  openSignInDoor,
  prepareFirstRun,
  prepareFirstStart,
  prepareSigningKeys,
  rotateSigningKeysJob,
} from '#/domains/organisations/index.ts'
import { runPayoutBatches, tryOpenStatement } from '#/domains/payouts/index.ts'
import { deleteExpiredSessions, portalDoor, portalProvider, sessionIdentifier } from '#/domains/portal/index.ts'
import { addUpCommissions } from '#/domains/reports/index.ts'
import type { Actor } from '#/kernel/actor.ts'
import { newId } from '#/kernel/id.ts'
import type { Config } from './config.ts'
import { Listener } from './platform/database/listener.ts'
import type { OpenDatabase } from './platform/database/pool.ts'
import { Jobs } from './platform/jobs/jobs.ts'
import { addressReader } from './platform/http/caller-address.ts'
import { closeServer } from './platform/http/close.ts'
import { serveLegacyRedirect } from './platform/http/legacy-redirect.ts'
import { describeApi } from './platform/http/openapi.ts'
import { servePages } from './platform/http/pages.ts'
import { servePortalProvider } from './platform/http/portal-provider.ts'
import { servePublicCookies } from './platform/http/public-cookies.ts'
import { servePublicFiles } from './platform/http/public-files.ts'
import { servePublicPages } from './platform/http/public-pages.ts'
import { servePublicScript } from './platform/http/public-scripts.ts'
import { createServer } from './platform/http/server.ts'
import { serveSignIn } from './platform/http/sign-in.ts'
import { openLimits } from './platform/limits.ts'
import { sendMailJob } from './platform/mail/send.ts'
import { openMetrics } from './platform/metrics.ts'
import { fillDemos } from './demo/job.ts'
import { pagesFolder } from './pages.ts'
import { routeTables } from './route-tables.ts'
import { memberProvider } from './sign-in-settings.ts'
import { contextOf, type Ground, openBase, openPool, operator } from './workbench.ts'

export type Parts = Ground & {
  /** The primary of several processes: it counts limits and gathers metrics for all of them. */
  primary?: { offerMetrics(own: Registry): void; gatherMetrics(): Promise<string> }
}

export type Application = AsyncDisposable & {
  server: FastifyInstance
  database: OpenDatabase
  /** None runs before `jobs.start()`. */
  jobs: Jobs
  /** The secret of the root key, when this start made it. */
  rootSecret: string | undefined
  /** The link that makes the first member; undefined where somebody can sign in already. */
  prepareFirstRun(): Promise<string | undefined>
}

const holderOfLink: Actor = { kind: 'public', id: 'public', name: 'Holder of a link' }

const stranger: Actor = { kind: 'public', id: 'public', name: 'Somebody who signs in' }

const backgroundJob: Actor = { kind: 'operator', id: 'jobs', name: 'Background job' }

/** Builds the server from its parts: every wire of the product is on this page. */
export async function openApplication(parts: Parts): Promise<Application> {
  const { config, log, databaseUrl, now = () => new Date() } = parts
  const stack = new AsyncDisposableStack()
  const database = stack.use(openPool(parts))
  const { db, pool } = database
  const listener = stack.use(new Listener({ url: databaseUrl, log: (line, error) => log.warn({ err: error }, line) }))
  const limits = await openLimits({
    redisUrl: config.redisUrl,
    isWorker: parts.primary !== undefined,
    now: () => now().getTime(),
    log: (line, error) => log.warn({ err: error }, line),
  })
  stack.use(limits)
  const { base, rotating } = await openBase(parts, db, listener)
  const { rootSecret } = await prepareFirstStart(contextOf(base, '', operator, newId('req', now())), config.rootKey)
  await prepareSigningKeys(contextOf(base, '', operator, newId('req', now())), rotating)
  const { failedKeysPerMinute: failedPerMinute, ratePerMinute } = config
  const ring = stack.use(
    new KeyRing({ db, listener, limits, now, failedPerMinute, log: (line, error) => log.warn({ err: error }, line) }),
  )
  const jobs = stack.use(
    new Jobs({
      jobs: [
        sendMailJob(config),
        deleteExpiredClients,
        expireDeals,
        runPayoutBatches,
        fillDemos,
        acceptDueConversions,
        deleteOldAttempts,
        rollUpClicks,
        keepConversions,
        addUpCommissions,
        deleteExpiredSessions,
        deleteExpiredSignIns,
        rotateSigningKeysJob,
        makeClickPartitionsJob,
      ],
      db,
      pool,
      log,
      now,
      contextOf: (organisationId) => contextOf(base, organisationId, backgroundJob, newId('req', now())),
    }),
  )
  listener.hear('job_wanted', (name) => jobs.wake(name))
  const metrics = openMetrics(database)
  parts.primary?.offerMetrics(metrics.registry)
  const clicks = stack.use(
    await openClicks({
      ...config,
      ...base,
      databaseUrl,
      newId: (prefix) => newId(prefix, now()),
      listener,
      addressOf: addressReader(config.trustProxy),
      count: metrics.count,
      log: (line, error) => log.warn({ err: error }, line),
    }),
  )
  await listener.connect()

  const visitor = sessionIdentifier(base)
  const server = await createServer({
    ...config,
    tables: routeTables,
    gate: {
      authenticate: ring.identify,
      identifySite: siteIdentifier({ db, limits, failedPerMinute }),
      sessions: { member: memberIdentifier(base), visitor },
      limits,
      ratePerMinute,
    },
    contextOf: (identity, requestId) => contextOf(base, identity.organisationId, identity.actor, requestId),
    newRequestId: () => newId('req', now()),
    log,
    observe: metrics.observe,
    fastLanes: [clicks.lane],
  })
  servePublicPages(server, {
    describeApi: async () => describeApi(routeTables, await apiInfo(config)),
    checkReady: async () => void (await sql`select 1`.execute(db)),
    metrics: () => parts.primary?.gatherMetrics() ?? metrics.registry.metrics(),
    metricsToken: config.metricsToken,
  })
  servePublicFiles(server, '/statements', (file, signature, requestId) =>
    tryOpenStatement(contextOf(base, '', holderOfLink, requestId), file, signature),
  )
  const outsider = (id: string, requestId: string) => contextOf(base, id, holderOfLink, requestId)
  await servePages(server, {
    ...config,
    folder: pagesFolder,
    door: portalDoor({ contextOf: outsider, identify: visitor }),
  })
  servePortalProvider(server, portalProvider({ ...config, contextOf: outsider, log: (line) => log.warn(line) }), limits)
  servePublicScript(server, '/affiliate.js', buildSnippet)
  servePublicCookies(server, '/affiliate/first-party', (given, origin) => keepClicks(base, given, origin))
  serveLegacyRedirect(server, '/api/v1/affiliate/legacy-redirect', (url) => tryFindLegacyTarget(base, url))
  serveSignIn(
    server,
    '/api/auth',
    openSignInDoor({
      ctx: () => contextOf(base, '', stranger, newId('req', now())),
      log: (line) => log.warn(line),
      oidc: memberProvider(config),
      limits,
      failedPerMinute,
    }),
  )
  stack.defer(() => closeServer(server))
  const prepareRun = () => prepareFirstRun(contextOf(base, '', operator, newId('req', now())))
  return {
    server,
    database,
    jobs,
    rootSecret,
    prepareFirstRun: prepareRun,
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  }
}

export async function apiInfo(config: Pick<Config, 'publicUrl'>) {
  const text = await readFile(new URL('../package.json', import.meta.url), 'utf8')
  const { version } = JSON.parse(text) as { version: string }
  return {
    title: 'Symbolon API',
    version,
    description:
      'The partner platform that a company runs itself. Every list is paged by cursor; every change leaves an event.',
    serverUrl: config.publicUrl,
  }
}
