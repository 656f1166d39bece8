import { z } from 'zod'
import type { Context } from '#/kernel/context.ts'
import { DomainError, invalidField, refusal } from '#/kernel/error.ts'
import { newSecret } from '#/kernel/secret.ts'
import { Email } from '#/kernel/text.ts'
import { countRoute, rateLimitExceeded } from '#/platform/http/admission.ts'
import type { Limits } from '#/platform/limits.ts'
import { parse } from '#/platform/perform.ts'
import type { SignInDoor } from '#/platform/http/sign-in.ts'
import { asker, askerCookie, askerIn } from './asker.ts'
import { addressHeader, type AuthOptions, basePath, providerName } from './options.ts'
import { GivenPassword, Password } from './password.ts'
import { endByToken, recordNewPassword } from './recorded.ts'
import { tokenIn } from './session.ts'

type Options = AuthOptions & { limits: Limits; failedPerMinute: number }
type Given = Record<string, unknown>

const Code = z.string().regex(/^\d{8}$/, 'A code has eight digits.')

/** Where a page of the console leads after the way through the provider. */
const ConsolePath = z
  .string()
  .max(2000)
  .regex(/^\/console(\/[\w\-./%]*)?(\?[\w\-./%=&+]*)?$/, 'This is no page of the console.')

/** What the console's pages may ask for, and how it is asked of better-auth: every other path of its own is closed. */
const asks = {
  '/sign-in/email': { input: z.strictObject({ email: Email, password: GivenPassword }), isAttempt: true },
  '/sign-in/email-otp': { input: z.strictObject({ email: Email, otp: Code }), isAttempt: true },
  '/email-otp/send-verification-otp': {
    input: z.strictObject({ email: Email, type: z.enum(['sign-in', 'forget-password']) }),
    isMail: true,
  },
  '/email-otp/reset-password': {
    input: z.strictObject({ email: Email, otp: Code, password: Password }),
    isAttempt: true,
  },
  '/sign-in/social': {
    input: z.strictObject({ to: ConsolePath.default('/console') }).transform(({ to }) => ({
      provider: providerName,
      callbackURL: to,
      errorCallbackURL: '/console/sign-in',
      disableRedirect: true,
    })),
  },
  '/sign-out': { input: z.strictObject({}) },
} as const satisfies Record<string, { input: z.ZodType; isAttempt?: boolean; isMail?: boolean }>

/** With codes for one account: one for each address that asks, and so many for all together. */
const mailsPerMinute = 3

/** From one address, and from all together: nobody keeps somebody else out by trying. */
const attemptsPerMinute = { byAddress: 10, byAll: 100 }

/** To the provider and back, from one address, which may be that of a whole office. */
const waysPerMinute = 60

const notFound = refusal('not_found', 'NOT_FOUND', 'There is nothing at this address.')
const wrongPassword = refusal('unauthenticated', 'SIGN_IN_REFUSED', 'The e-mail address or the password is not right.')
const wrongCode = refusal(
  'unauthenticated',
  'CODE_REFUSED',
  'The code is wrong, used or expired. Check it, or ask for another one.',
)
const notAMember = refusal(
  'forbidden',
  'NOT_A_MEMBER',
  'You have joined no organisation here. Open the link of your invitation, or ask an administrator for one.',
)

/** Signs members in and out, by the names of better-auth and in our manner of speaking. */
export function openSignInDoor(options: Options): SignInDoor {
  let auth: ReturnType<typeof open> | undefined
  const ask = async (request: Request, browser = '') => {
    const { handler } = await (auth ??= open(options))
    return await asker.run(browser, () => handler(request))
  }
  return async ({ method, path, query, headers, body, address }) => {
    const url = `${options.ctx().publicUrl}${basePath}${path}${query}`
    const told = new Headers({ ...headers, [addressHeader]: address })
    if (path === '/sign-in/social' || path.startsWith('/callback/'))
      await countRoute(options.limits, `${basePath}${path.split('/', 2).join('/')} ${address}`, waysPerMinute)
    if (method === 'GET' && path === `/callback/${providerName}`) {
      const back = await ask(new Request(url, { headers: told }))
      await endReplaced(options.ctx(), headers['cookie'], back)
      return back
    }
    const known = Object.hasOwn(asks, path) ? asks[path as keyof typeof asks] : undefined
    if (!known || method !== 'POST') throw notFound()
    const given = parse(known.input as z.ZodType<Given>, body)
    await count(options, { ...known, given, address })
    told.set('content-type', 'application/json')
    const ctx = options.ctx()
    const browser = askerIn(ctx, headers['cookie']) ?? newSecret()
    const leaving = path === '/sign-out' ? tokenIn(ctx, headers['cookie']) : undefined
    if (leaving !== undefined) await endByToken(ctx, leaving)
    const asked = new Request(url, { method: 'POST', headers: told, body: JSON.stringify(given) })
    const answer = await ask(asked, browser)
    if (!answer.ok) throw await refused(options, answer, address)
    await endReplaced(ctx, headers['cookie'], answer)
    if (path === '/email-otp/reset-password') await recordNewPassword(ctx, String(given['email']))
    const isMail = 'isMail' in known && known.isMail
    return await told200(answer, isMail ? [askerCookie(ctx, browser)] : [])
  }
}

/** Loaded when somebody signs in: a server whose console nobody opens does not carry it. */
const open = async (options: AuthOptions) => await (await import('./auth.ts')).openAuth(options)

type Attempt = { given: Given; address: string; isAttempt?: boolean; isMail?: boolean }

/** How often one account is tried, and one is written to, in a minute; and how often one address has failed. */
async function count({ limits, failedPerMinute }: Options, attempt: Attempt): Promise<void> {
  const who = String(attempt.given['email'] ?? '').toLowerCase()
  if (attempt.isMail) {
    const { isOver, retryAfterSeconds } = await limits.take('console code', `${attempt.address} ${who}`, 1)
    const isTired = !isOver && (await limits.take('console codes of', who, mailsPerMinute)).isOver
    if (isOver || isTired)
      throw rateLimitExceeded('A code was sent to this address less than a minute ago.', retryAfterSeconds)
  }
  if (!attempt.isAttempt && !attempt.isMail) return
  const { byAddress, byAll } = attemptsPerMinute
  const { isOver, retryAfterSeconds } = await limits.take('sign-in', `${attempt.address} ${who}`, byAddress)
  const isTired = (await limits.take('sign-in of', who, byAll)).isOver
  const isFlood = failedPerMinute > 0 && (await limits.isUsedUp('failed sign-in', attempt.address, failedPerMinute))
  if (isOver || isTired || isFlood) throw rateLimitExceeded('Too many attempts to sign in.', retryAfterSeconds)
}

/** A refusal of better-auth, in our words; what is none of those is a fault. */
async function refused({ limits, failedPerMinute }: Options, answer: Response, address: string): Promise<unknown> {
  const { code = '', message = '' } = (await answer.json().catch(() => ({}))) as { code?: string; message?: string }
  if (failedPerMinute) await limits.take('failed sign-in', address, failedPerMinute)
  if (code === 'NOT_A_MEMBER') return notAMember()
  if (code === 'INVALID_EMAIL_OR_PASSWORD') return wrongPassword()
  if (['INVALID_OTP', 'OTP_EXPIRED', 'TOO_MANY_ATTEMPTS', 'USER_NOT_FOUND'].includes(code)) return wrongCode()
  if (code === 'INVALID_EMAIL') return invalidField('email', 'invalid_format', 'This is no e-mail address.')
  if (answer.status < 500)
    return new DomainError('invalid', code || 'SIGN_IN_REFUSED', message || 'That cannot be done.')
  return new Error(`Sign-in failed: ${answer.status} ${code} ${message}`)
}

/** Whoever signs in anew leaves the session that the browser had before. */
async function endReplaced(ctx: Context, cookies: string | undefined, answer: Response): Promise<void> {
  const old = tokenIn(ctx, cookies)
  const isReplaced = answer.headers.getSetCookie().some((cookie) => tokenIn(ctx, cookie) !== undefined)
  if (old !== undefined && isReplaced) await endByToken(ctx, old)
}

/** The cookies, and where to go on; the token in the body of better-auth is for nobody's script. */
async function told200(answer: Response, cookies: string[]): Promise<Response> {
  const { url } = ((await answer.json().catch(() => null)) ?? {}) as { url?: string }
  const headers = new Headers({ 'content-type': 'application/json; charset=utf-8' })
  for (const cookie of [...answer.headers.getSetCookie(), ...cookies]) headers.append('set-cookie', cookie)
  return new Response(JSON.stringify({ data: { url: url ?? null } }), { headers })
}
