import { z } from 'zod'
import { findPartnerId, partnerNotFound } from '#/domains/partners/index.ts'
import type { Context } from '#/kernel/context.ts'
import { Json } from '#/kernel/json.ts'
import { fromCursor, page, pageInput, toPage } from '#/kernel/page.ts'
import { Reference, text } from '#/kernel/text.ts'
import { query } from '#/kernel/verb.ts'
import { containing } from '#/platform/database/like.ts'
import { planEachTime, sql, type Sql } from '#/platform/database/sql.ts'
import { ClientStatus, exampleId } from '../client.ts'
import { Client, ClientInPath, clientNotFound, type ClientRecord, record, toClient } from './client.ts'

export const getClient = query({
  name: 'clients.get',
  may: 'clients:read',
  summary: 'Get a client',
  input: z.strictObject({ id: ClientInPath }),
  output: Client,
  refuses: [clientNotFound],
  example: { id: exampleId },
  run: (ctx, { id }) => findClient(ctx, id),
})

async function findClient(ctx: Context, id: string, options: { lock?: boolean } = {}): Promise<Client> {
  const { columns, joins } = record(ctx)
  const { rows } = await sql<ClientRecord>`
    select ${columns} from client c ${joins} where c.organisation_id = ${ctx.organisationId} and c.id = ${id}
    ${options.lock ? sql`for no key update of c` : sql``}`.execute(ctx.db)
  if (!rows[0]) throw clientNotFound()
  return toClient(rows[0])
}

/** The client as it leaves, locked against changes until the transaction ends. */
export async function lockedClient(ctx: Context, id: string): Promise<Json<Client>> {
  return new Json(JSON.stringify(await findClient(ctx, id, { lock: true })))
}

const flag = (description: string) =>
  z
    .enum(['true', 'false'])
    .transform((value) => value === 'true')
    .optional()
    .meta({ type: 'boolean', description })

const filters = {
  status: ClientStatus.optional(),
  q: text(0, 200).optional().meta({ description: 'Part of the name, whatever its case.' }),
  isTest: flag('Only clients that are there for tests, or only the others.'),
  scheduledForDeletion: flag('Only clients that have a day of deletion, or only the others.'),
}

export const listAllClients = query({
  name: 'clients.list-all',
  may: 'clients:read',
  summary: 'List clients',
  description: 'The clients of all partners, or of one, archived ones included, newest first.',
  input: z.strictObject({
    ...pageInput,
    partnerId: Reference.optional().meta({ description: 'Our id or the CRM id of a partner.', minLength: 1 }),
    ...filters,
  }),
  output: page(Client),
  refuses: [partnerNotFound],
  async run(ctx, { partnerId, ...wanted }) {
    const own = partnerId === undefined ? undefined : await findPartnerId(ctx, partnerId, 'partnerId')
    return await listPage(ctx, own, wanted)
  },
})

export const listClientsOfPartner = query({
  name: 'clients.list-of-partner',
  may: 'clients:read',
  summary: 'List the clients of a partner',
  description: 'Its whole portfolio, archived clients included, newest first.',
  input: z.strictObject({
    id: Reference.meta({ description: 'Our id or the CRM id of a partner.' }),
    ...pageInput,
    ...filters,
  }),
  output: page(Client),
  refuses: [partnerNotFound],
  example: { id: 'ptn_01KGHDCQE0TSE27719X13KZBKT' },
  run: async (ctx, { id, ...wanted }) => await listPage(ctx, await findPartnerId(ctx, id), wanted),
})

type Filters = z.output<z.ZodObject<typeof filters>>
type Wanted = Filters & { limit: number; cursor?: string | undefined }

/** A partner's clients stand in the order of its portfolio, those of all partners in the order of their making. */
async function listPage(ctx: Context, partnerId: string | undefined, { limit, cursor, ...wanted }: Wanted) {
  const key = sql.raw(partnerId === undefined ? 'c.id' : 'c.position')
  const order = partnerId === undefined ? 'clients' : `clients of ${partnerId}`
  const after = fromCursor(ctx, order, cursor)
  const { columns, joins } = record(ctx)
  const { rows } = await sql<ClientRecord>`${wanted.q ? sql.raw(planEachTime) : sql``}
    select ${columns} from (
      select c.* from client c where c.organisation_id = ${ctx.organisationId}
      ${partnerId === undefined ? sql`` : sql`and c.partner_id = ${partnerId}`}
      ${sql.join(conditions(wanted), sql` `)} ${after ? sql`and ${key} < ${after[0]}` : sql``}
      order by ${key} desc limit ${sql.lit(limit + 1)}
    ) c ${joins}
    order by ${key} desc`.execute(ctx.db)
  const position = (row: ClientRecord) => [partnerId === undefined ? row.id : row.position]
  return toPage(ctx, rows, { limit, order, position, item: toClient })
}

function conditions({ status, q, isTest, scheduledForDeletion }: Filters): Sql[] {
  return [
    sql``,
    ...(status ? [sql`and c.status = ${sql.lit(status)}`] : []),
    ...(q ? [sql`and c.search like lower(${containing(q)})`] : []),
    ...(isTest === undefined ? [] : [isTest ? sql`and c.is_test` : sql`and not c.is_test`]),
    ...(scheduledForDeletion === undefined
      ? []
      : [sql`and c.scheduled_deletion is ${scheduledForDeletion ? sql`not null` : sql`null`}`]),
  ]
}
