import { AsyncLocalStorage } from 'node:async_hooks'
import type { Context } from '#/kernel/context.ts'
import { cookiesNamed, hostCookieName } from '#/platform/http/cookie.ts'
import { codeMinutes } from './mail.ts'

/**
 * Which browser asks for a code, or enters one, by a cookie of its own. better-auth keeps one code for each address; under
 * this it keeps one for each address and browser, so that a stranger neither ends a code of somebody else nor uses up its tries.
 */
export const asker = new AsyncLocalStorage<string>()

type Ground = Pick<Context, 'publicUrl'>
const nameFor = ({ publicUrl }: Ground) => hostCookieName('symbolon_console_code', publicUrl)

/** What a `Cookie` header holds under our name. */
export function askerIn(ctx: Ground, cookies: string | undefined): string | undefined {
  const [value] = cookiesNamed(nameFor(ctx), cookies)
  return value !== undefined && /^[\w-]{43}$/.test(value) ? value : undefined
}

/** Lasts as long as the code. */
export function askerCookie(ctx: Ground, value: string): string {
  const secure = ctx.publicUrl.startsWith('https:') ? '; Secure' : ''
  return `${nameFor(ctx)}=${value}; Path=/; Max-Age=${codeMinutes * 60}; HttpOnly; SameSite=Lax${secure}`
}
