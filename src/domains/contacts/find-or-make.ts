import type { Context } from '#/kernel/context.ts'
import { type Change, difference } from '#/kernel/verb.ts'
import type { Profile } from './internal-contact.ts'
import { type Person, tryLockContactByEmail } from './people.ts'
import { movedAt } from '#/platform/database/moved-at.ts'
import { db } from './tables.ts'

type Given = Profile & { email: string }
type Found = { id: string; changes: Change[] }

/** The person who has this e-mail, with what was empty filled from what is given; made where nobody has it. */
export async function findOrMakeContact(ctx: Context, given: Given): Promise<Found> {
  const known = await tryLockContactByEmail(ctx, given.email)
  if (known) return await fill(ctx, known, given)
  return (await tryMake(ctx, given)) ?? (await findOrMakeContact(ctx, given))
}

const isGiven = ([, value]: [string, string | null | undefined]) => value !== null && value !== undefined

/** What has a value is never overwritten. */
async function fill(ctx: Context, known: Person, { email: _known, ...profile }: Given): Promise<Found> {
  const lacking = Object.entries(profile)
    .filter(isGiven)
    .filter(([key]) => known[key as keyof Profile] === null)
  const filled = Object.fromEntries(lacking) as Profile
  const changed = difference(known, filled)
  if (!changed) return { id: known.id, changes: [] }
  await db(ctx)
    .updateTable('internal_contact')
    .set({ ...filled, modified_at: movedAt(ctx, 'internal_contact.modified_at') })
    .where('organisation_id', '=', ctx.organisationId)
    .where('id', '=', known.id)
    .execute()
  return { id: known.id, changes: [{ type: 'internal-contacts.update', subjectId: known.id, ...changed }] }
}

/** Returns undefined when somebody else took the e-mail between the look-up and the insert. */
async function tryMake(ctx: Context, given: Given): Promise<Found | undefined> {
  const made = Object.fromEntries(Object.entries(given).filter(isGiven)) as Given
  const id = ctx.newId('ict')
  const { numInsertedOrUpdatedRows } = await db(ctx)
    .insertInto('internal_contact')
    .values({ organisation_id: ctx.organisationId, id, ...made, created_at: ctx.now() })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  if (!numInsertedOrUpdatedRows) return undefined
  return { id, changes: [{ type: 'internal-contacts.create', subjectId: id, before: null, after: made }] }
}
