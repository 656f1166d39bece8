import { sql } from 'kysely'
import { z } from 'zod'
import type { Context } from '#/kernel/context.ts'
import { type Change, command, type Outcome } from '#/kernel/verb.ts'
import { oneAtATime } from '#/platform/perform.ts'
import { claimPartnerName } from './add.ts'
import { Partner, partnerFields } from './partner.ts'
import { onPartner, tryReadPartner } from './queries.ts'
import { db } from './tables.ts'
import { changesOf } from './update.ts'
import { named, namedFault, type PartnerChanges, writePartner } from './write.ts'

export const upsertPartner = command({
  name: 'partners.create',
  may: 'partners:write',
  creates: true,
  mayFind: true,
  summary: 'Create or update a partner',
  description:
    'A partner is matched by its domain, or by its name where no domain is given. A match is updated with the fields that are given (200); otherwise a partner is made (201).',
  input: z.strictObject(partnerFields),
  output: Partner,
  example: {
    name: 'Harbour & Pine',
    domain: 'https://www.Harbour-Pine.example.com/',
    tierId: 'tier_01KH0VS1E0PAXJFYQ6DVG8KF31',
  },
  run: (ctx, { domain, ...given }) => upsert(ctx, { name: given.name, domain: domain ?? null }, changesOf(given)),
})

type Match = { name: string; domain: string | null }

/** Finds the partner that is meant and changes it, or makes it: whoever means the same one waits. */
async function upsert(ctx: Context, match: Match, given: PartnerChanges): Promise<Outcome<Partner>> {
  if (match.domain) await oneAtATime(ctx, 'partner by domain', match.domain)
  else await claimPartnerName(ctx, match.name)
  const known = await tryFindMatch(ctx, match)
  const written = known && (await writePartner(ctx, known, 'partners.update', given))
  if (written) return { ...written, isNew: false }
  const made = await insert(ctx, match, given)
  return made ?? (await upsert(ctx, match, given))
}

/** A known domain leads to its partner, also when that was merged; a name to the one without a domain first, then the oldest. */
async function tryFindMatch(ctx: Context, { name, domain }: Match): Promise<string | undefined> {
  const {
    rows: [row],
  } = domain
    ? await sql<{ id: string }>`
        select coalesce(merged_into_id, id) as id from partner
        where organisation_id = ${ctx.organisationId} and domain = ${domain}`.execute(ctx.db)
    : await sql<{ id: string }>`
        select id from partner
        where organisation_id = ${ctx.organisationId} and lower(name) collate "C" = lower(${name}) collate "C" and merged_into_id is null
        order by domain is not null, id limit 1`.execute(ctx.db)
  return row?.id
}

/** Returns undefined when somebody else took the domain between the look-up and the insert. */
async function insert(
  ctx: Context,
  { name, domain }: Match,
  given: PartnerChanges,
): Promise<Outcome<Partner> | undefined> {
  const now = ctx.now()
  const id = ctx.newId('ptn')
  const portal = given.experience_template_id ? { portal_published_at: now } : {}
  const row = {
    organisation_id: ctx.organisationId,
    id,
    ...given,
    ...portal,
    name,
    domain,
    created_at: now,
    updated_at: now,
  }
  const { numInsertedOrUpdatedRows } = await db(ctx)
    .insertInto('partner')
    .values({ ...row, categories: [], status: 'active' })
    .onConflict((conflict) =>
      conflict.columns(['organisation_id', 'domain']).where('domain', 'is not', null).doNothing(),
    )
    .executeTakeFirst()
    .catch(namedFault)
  if (!numInsertedOrUpdatedRows) return undefined
  const output = await onPartner(ctx, id, (own) => tryReadPartner(ctx, own))
  return { output, changes: [creation(id, { ...given, name, domain })], isNew: true }
}

const creation = (id: string, made: PartnerChanges): Change => ({
  subjectId: id,
  partnerId: id,
  before: null,
  after: named(made),
})
