import type { Context } from '#/kernel/context.ts'

/** A provider of OpenID Connect that members may sign in by. */
export type Provider = { issuer: string; clientId: string; clientSecret: string }

export type AuthOptions = {
  /** The context without an organisation, for whoever has not signed in yet. */
  ctx(): Context
  log(line: string): void
  oidc: Provider | undefined
}

export const basePath = '/api/auth'
export const providerName = 'oidc'
export const addressHeader = 'x-symbolon-caller'
