import { resolve } from 'node:path'
import { z } from 'zod'
import { trustProxy, url, whole, yesNo } from './setting-shapes.ts'
import { signInSettings } from './sign-in-settings.ts'

/** Every setting: its name in the environment, what it may be, what it is when nobody sets it, and what it is for. */
export const settings = {
  host: {
    env: 'HOST',
    schema: z.string().min(1),
    default: '127.0.0.1',
    doc: 'Address to listen on. `0.0.0.0` for every interface.',
  },
  port: { env: 'PORT', schema: whole(0, 65_535), default: '4000', doc: 'Port to listen on.' },
  publicUrl: {
    env: 'PUBLIC_URL',
    schema: url.optional(),
    default: undefined,
    shown: '`http://localhost:$PORT`',
    doc: 'The address that people and links use.',
  },
  databaseUrl: {
    env: 'DATABASE_URL',
    schema: z
      .string()
      .regex(/^postgres(ql)?:\/\//, 'is to begin with postgres://')
      .optional(),
    default: undefined,
    shown: 'unset',
    doc: 'A PostgreSQL of your own, 15 or later. Unset: an embedded PostgreSQL 18 in `DATA_DIR`.',
    secret: true,
  },
  dataDir: {
    env: 'DATA_DIR',
    schema: z
      .string()
      .min(1)
      .transform((dir) => resolve(dir)),
    default: './data',
    doc: 'Folder of the embedded database.',
  },
  portalUrl: {
    env: 'PORTAL_URL',
    schema: url.optional(),
    default: undefined,
    shown: '`$PUBLIC_URL/portal`',
    doc: 'Where the partner portal lives.',
  },
  rootKey: {
    env: 'SYMBOLON_ROOT_KEY',
    schema: z.string().min(16, 'is to have at least 16 characters').max(255).optional(),
    default: undefined,
    shown: 'unset',
    doc: 'The operator’s key: every scope, and the only one that may create organisations. Unset: made at the first start and printed once. A new value replaces the old key at the next start.',
    secret: true,
  },
  secret: {
    env: 'SYMBOLON_SECRET',
    schema: z.string().min(32, 'is to have at least 32 characters').optional(),
    default: undefined,
    shown: 'unset',
    doc: 'Signs what leaves and comes back, such as cursors. Unset: made at the first start and kept in the database.',
    secret: true,
  },
  ratePerMinute: {
    env: 'RATE_LIMIT_PER_MINUTE',
    schema: whole(0, 1_000_000),
    default: '120',
    doc: 'Requests a minute for each API key that names no limit of its own; 0 is unlimited. The root key has no limit.',
  },
  failedKeysPerMinute: {
    env: 'FAILED_KEYS_PER_MINUTE',
    schema: whole(0, 1_000_000),
    default: '100',
    doc: 'Unknown API keys, and failed attempts to sign in, a minute from one address before it is held off; 0 is unlimited. Until the minute ends, keys that this process has not seen lately are refused from there too (429); those in use go on.',
  },
  redisUrl: {
    env: 'REDIS_URL',
    schema: z
      .string()
      .regex(/^rediss?:\/\//, 'is to begin with redis://')
      .optional(),
    default: undefined,
    shown: 'unset',
    doc: 'Redis or Valkey in which limits are counted for all nodes. Unset: each process counts for itself.',
    secret: true,
  },
  smtpUrl: {
    env: 'SMTP_URL',
    schema: z
      .string()
      .regex(/^smtps?:\/\//, 'is to begin with smtp:// or smtps://')
      .optional(),
    default: undefined,
    shown: 'unset',
    doc: 'The server that sends mail, such as `smtps://user:password@mail.example.com`. Unset: mail is kept and `symbolon mail` shows it.',
    secret: true,
  },
  mailFrom: {
    env: 'MAIL_FROM',
    schema: z
      .string()
      .regex(
        /^([^<>\r\n]*<[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/,
        'is to be an address, such as Name <mail@example.com>',
      ),
    default: 'Symbolon <no-reply@localhost>',
    doc: 'The sender of mail.',
  },
  ...signInSettings,
  processes: { env: 'PROCESSES', schema: whole(1, 64), default: '1', doc: 'Server processes on this machine.' },
  trustProxy: {
    env: 'TRUST_PROXY',
    schema: trustProxy,
    default: 'false',
    doc: 'Which proxies may name the caller’s address in `X-Forwarded-For`: `false`, `true` (any: only where nobody else can reach the port), or addresses and ranges with commas between, such as `loopback, 10.0.0.0/8`.',
  },
  poolSize: {
    env: 'DATABASE_POOL',
    schema: whole(2, 200),
    default: '10',
    doc: 'Connections to the database for each process.',
  },
  namedStatements: {
    env: 'DATABASE_NAMED_STATEMENTS',
    schema: yesNo,
    default: 'true',
    doc: 'Let PostgreSQL keep the plans of statements. Set `false` behind a pooler in transaction mode that does not know named statements.',
  },
  statementTimeoutMs: {
    env: 'DATABASE_STATEMENT_TIMEOUT_MS',
    schema: whole(0, 3_600_000),
    default: '30000',
    doc: 'Longest time of one statement, in milliseconds; 0 is unlimited.',
  },
  geoipDatabase: {
    env: 'GEOIP_DATABASE',
    schema: z.string().min(1).optional(),
    default: undefined,
    shown: 'unset',
    doc: 'A file in the format of MaxMind (`.mmdb`) on this machine that says which addresses are in which country. It is read at the start. Unset: clicks have no country.',
  },
  clickPatienceMs: {
    env: 'CLICK_PATIENCE_MS',
    schema: whole(20, 10_000),
    default: '200',
    doc: 'Longest time that a visitor of a link waits until his click is committed, in milliseconds; then he is sent on, and the click is written later.',
  },
  bodyLimitBytes: {
    env: 'BODY_LIMIT_BYTES',
    schema: whole(1024, 104_857_600),
    default: '1048576',
    doc: 'Largest body of a request, in bytes.',
  },
  fileLimitBytes: {
    env: 'FILE_LIMIT_BYTES',
    schema: whole(1024, 10_737_418_240),
    default: '268435456',
    doc: 'Largest file that is uploaded, in bytes.',
  },
  headersTimeoutMs: {
    env: 'HEADERS_TIMEOUT_MS',
    schema: whole(100, 600_000),
    default: '15000',
    doc: 'Longest time until the headers of a request are there, in milliseconds.',
  },
  bodyTimeoutMs: {
    env: 'BODY_TIMEOUT_MS',
    schema: whole(100, 600_000),
    default: '30000',
    doc: 'Longest time until the body of a request is there, in milliseconds; files are exempt.',
  },
  logLevel: {
    env: 'LOG_LEVEL',
    schema: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']),
    default: 'info',
    doc: 'How much is logged.',
  },
  metricsToken: {
    env: 'METRICS_TOKEN',
    schema: z.string().min(16, 'is to have at least 16 characters').optional(),
    default: undefined,
    shown: 'unset',
    doc: 'Bearer token that `/metrics` asks for. Unset: anybody who reaches the port may read it.',
    secret: true,
  },
  checksAnswers: {
    env: 'CHECK_ANSWERS',
    schema: yesNo,
    default: 'false',
    doc: 'Prove each answer against its schema before it is sent: for development.',
  },
} as const

type Settings = typeof settings
type Parsed = { [K in keyof Settings]: z.output<Settings[K]['schema']> }
export type Config = Omit<Parsed, 'publicUrl' | 'portalUrl'> & { publicUrl: string; portalUrl: string }

/** Reads every setting, or throws one error that names every mistake. */
export function readConfig(env: Record<string, string | undefined>): Config {
  const mistakes: string[] = []
  const entries = Object.entries(settings).map(([key, setting]) => {
    const given = env[setting.env]?.trim() || setting.default
    const result = setting.schema.safeParse(given)
    if (!result.success) mistakes.push(`${setting.env} ${result.error.issues[0]?.message ?? 'is not valid'}.`)
    return [key, result.data]
  })
  const parsed = Object.fromEntries(entries) as Parsed
  if (parsed.portalOidcIssuer && !parsed.portalOidcClientId)
    mistakes.push('PORTAL_OIDC_CLIENT_ID is to be set where PORTAL_OIDC_ISSUER is.')
  if (parsed.oidcIssuer && !(parsed.oidcClientId && parsed.oidcClientSecret))
    mistakes.push('OIDC_CLIENT_ID and OIDC_CLIENT_SECRET are to be set where OIDC_ISSUER is.')
  if (mistakes.length) throw new ConfigMistakes(mistakes)
  const publicUrl = parsed.publicUrl ?? `http://localhost:${parsed.port}`
  return { ...parsed, publicUrl, portalUrl: parsed.portalUrl ?? `${publicUrl}/portal` }
}

export class ConfigMistakes extends Error {
  override name = 'ConfigMistakes'
  readonly mistakes: string[]

  constructor(mistakes: string[]) {
    super(mistakes.join('\n'))
    this.mistakes = mistakes
  }
}
