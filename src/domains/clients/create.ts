import { randomUUID } from 'node:crypto'
import type { Selectable } from 'kysely'
import { z } from 'zod'
import type { Context } from '#/kernel/context.ts'
import { text } from '#/kernel/text.ts'
import { type Change, command } from '#/kernel/verb.ts'
import { oneAtATime } from '#/platform/perform.ts'
import { BillingMode } from './billing/setting.ts'
import { adminOf, adminRefuses, callerInput, partnerKeys } from './caller.ts'
import { nameTaken, OrganizationRead, toOrganizationRead } from './client.ts'
import { shownDetails } from './details.ts'
import { type ClientRow, db } from './tables.ts'

export const createClient = command({
  name: 'clients.create',
  may: 'clients:write',
  opensTo: partnerKeys,
  creates: true,
  summary: 'Create an organization',
  description:
    'A new client of the partner, ACTIVE, with an `external_id` of its own. A `billingMode` becomes its override at once.',
  input: z.object({
    ...callerInput,
    name: text(1, 255),
    isTest: z.boolean().default(false),
    billingMode: BillingMode.nullish(),
  }),
  output: OrganizationRead,
  refuses: [...adminRefuses, nameTaken],
  example: { name: 'Fernhill Foods', isTest: false, billingMode: 'CLIENT_MANAGED' },
  async run(ctx, { name, isTest, billingMode, ...named }) {
    const { partnerId } = await adminOf(ctx, named)
    const made = await tryAddClient(ctx, { partnerId, name, source: 'PARTNER', isTest, billingMode })
    if (!made) throw nameTaken()
    return { output: toOrganizationRead(made.row), changes: [made.change] }
  },
})

export type NewClient = {
  partnerId: string
  name: string
  source: ClientRow['source']
  isTest?: boolean
  /** Becomes the client's override at once, without approval. */
  billingMode?: BillingMode | null | undefined
  details?: ClientDetails
}
export type ClientDetails = Partial<
  Omit<Selectable<ClientRow>, 'organisation_id' | 'id' | 'partner_id' | 'position' | 'search'>
>

type Added = { row: Selectable<ClientRow>; change: Change }

/** Adds a client to a partner's portfolio; undefined where an active one has the name already. */
export async function tryAddClient(ctx: Context, client: NewClient): Promise<Added | undefined> {
  const { partnerId, name, source, isTest = false, billingMode, details = {} } = client
  // Its id and time are taken in its turn, so that places, ids and times have one order.
  await oneAtATime(ctx, 'portfolio', partnerId)
  const now = ctx.now()
  const row = await db(ctx)
    .insertInto('client')
    .values({
      organisation_id: ctx.organisationId,
      id: ctx.newId('orgn'),
      partner_id: partnerId,
      external_id: randomUUID(),
      name,
      source,
      is_test: isTest,
      ...details,
      created_at: now,
      updated_at: now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returningAll()
    .executeTakeFirst()
  if (!row) return undefined
  if (billingMode) await addOverride(ctx, row, billingMode)
  const after = { name, source, isTest, ...(billingMode && { billingMode }), ...shownDetails(details) }
  return { row, change: { type: 'clients.create', subjectId: row.id, partnerId: row.partner_id, before: null, after } }
}

async function addOverride(ctx: Context, client: Selectable<ClientRow>, mode: BillingMode): Promise<void> {
  const now = ctx.now()
  await db(ctx)
    .insertInto('billing_setting')
    .values({
      organisation_id: ctx.organisationId,
      partner_id: client.partner_id,
      client_id: client.id,
      mode,
      created_at: now,
      updated_at: now,
    })
    .execute()
}
