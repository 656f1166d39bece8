import { z } from 'zod'
import { issueKey } from '#/domains/organisations/index.ts'
import { type Actor, holds, type Scope } from '#/kernel/actor.ts'
import type { Context } from '#/kernel/context.ts'
import { invalid, refusal } from '#/kernel/error.ts'
import { text } from '#/kernel/text.ts'
import { command } from '#/kernel/verb.ts'
import { valueError } from '#/platform/http/contracts/detail/values.ts'
import { adminRefuses, type Caller, callerInput, partnerKeys } from '../caller.ts'
import { organizationArchived, organizationNotFound } from '../client.ts'
import { db } from '../tables.ts'
import { adminInTurn } from '../users/one-at-a-time.ts'
import { exampleKeyId, ownKeys } from './api-key.ts'

const mostActive = 25
const ratePerMinute = 10_000
const lastSecond = 253_402_300_799

/** Bounds first, so that a number beyond all of them is one fault. */
const unixSeconds = z.number().min(1, { abort: true }).max(lastSecond, { abort: true }).int()

const tooManyKeys = refusal('conflict', 'TOO_MANY_API_KEYS', 'Maximum number of active API keys reached')

export const createKey = command({
  name: 'partner-keys.create',
  may: 'clients:write',
  opensTo: partnerKeys,
  creates: true,
  returnsSecret: true,
  summary: 'Create an API key',
  description:
    'Acts for the partner or, with `clientOrganizationId`, for that client only. It never holds more than the key that makes it: neither a scope nor a longer life. The token is in this answer and nowhere else. At most 25 of the caller’s own are active.',
  input: z.object({
    ...callerInput,
    clientOrganizationId: text(1, 100).nullish(),
    expiresAtSeconds: unixSeconds.nullish().meta({
      description: 'Unix seconds, in the future; null: when the key that makes it ends, if ever.',
    }),
  }),
  output: z
    .strictObject({ apiKeyId: z.string(), apiKeyToken: z.string() })
    .meta({ id: 'PartnerApiKeyCreated', examples: [{ apiKeyId: exampleKeyId, apiKeyToken: 'sym_example' }] }),
  refuses: [...adminRefuses, organizationNotFound, organizationArchived, tooManyKeys],
  example: { clientOrganizationId: 'orgn_01KHZRHNE0AGXMQ2SMX49QQF2E', expiresAtSeconds: 1_798_761_600 },
  async run(ctx, { clientOrganizationId, expiresAtSeconds, ...named }) {
    const expiresAt = lifeOf(ctx, expiresAtSeconds)
    const caller = await adminInTurn(ctx, named)
    const clientId = clientOrganizationId ?? null
    if (clientId !== null) await refuseClient(ctx, caller, clientId)
    if (await hasAllItMay(ctx, caller)) throw tooManyKeys()
    const { partnerId, userId, issuer } = caller
    const actsFor = clientId === null ? ('PARTNER' as const) : ('CLIENT' as const)
    const name = clientId === null ? 'Partner key' : 'Client key'
    const grant = { name, scopes: scopesOf(ctx.actor), actsFor, partnerId, clientId, userId, expiresAt }
    const { row, secret } = await issueKey(ctx, { ...grant, issuedBy: issuer, rateLimitPerMinute: ratePerMinute })
    return {
      output: { apiKeyId: row.id, apiKeyToken: secret },
      changes: [{ subjectId: row.id, partnerId, before: null, after: grant }],
    }
  },
})

/** What a partner's key holds goes on to its own keys; a key of many partners hands on what opens a partner's clients. */
function scopesOf(actor: Actor): Scope[] {
  if (actor.kind === 'key' && actor.actsFor === 'PARTNER') return [...actor.scopes]
  return (['clients:read', 'clients:write'] as const).filter((scope) => holds(actor, scope))
}

function lifeOf(ctx: Context, wantedSeconds: number | null | undefined): Date | null {
  const own = ctx.actor.kind === 'key' ? ctx.actor.expiresAt : null
  if (wantedSeconds === null || wantedSeconds === undefined) return own
  const wanted = new Date(wantedSeconds * 1000)
  if (wanted <= ctx.now()) throw notSo('The expiry must be in the future.')
  if (own && wanted > own) throw notSo('A key cannot outlive the key that makes it.')
  return wanted
}

function notSo(why: string) {
  const { message, code, params } = valueError(why)
  return invalid([{ path: ['expiresAtSeconds'], message, code, facts: { params } }])
}

async function refuseClient(ctx: Context, { partnerId }: Caller, clientId: string): Promise<void> {
  const client = await db(ctx)
    .selectFrom('client')
    .select('status')
    .where('organisation_id', '=', ctx.organisationId)
    .where('partner_id', '=', partnerId)
    .where('id', '=', clientId)
    .forShare()
    .executeTakeFirst()
  if (!client) throw organizationNotFound()
  if (client.status === 'ARCHIVED') throw organizationArchived()
}

async function hasAllItMay(ctx: Context, caller: Caller): Promise<boolean> {
  const active = await ownKeys(ctx, caller)
    .select('k.id')
    .where((key) => key.or([key('k.expires_at', 'is', null), key('k.expires_at', '>', ctx.now())]))
    .limit(mostActive)
    .execute()
  return active.length === mostActive
}
